import type { Schema } from '../schema/model.ts';
import type { SchemaStep } from '../schema/schema-step.ts';
import type { EffectWatch } from '../statement-effects.ts';
import type { TableFates } from './table-fates.ts';
import type { ValueMarks } from './value-marks.ts';

/** What whoever wants rows watched knows already. */
export interface WatchOptions {
	readonly schema: Schema;
	/** How many rows each table has. */
	readonly counts?: Readonly<Record<string, number>>;
	/** Under which id the rows that the next step may touch are kept (`KeptRows.keep`), where they are. */
	readonly kept?: () => string | undefined;
	/** What has been lost and may come back (`RowSides.lost`). */
	readonly lost?: readonly ValueMarks[];
}

/** A step that is about to run. */
export interface StepAhead {
	readonly sql: string;
	/** Whether it runs as one transaction. */
	readonly transaction: boolean;
	/** Whether somebody may look around in the middle of it. */
	readonly halts: boolean;
}

/**
 * Sees what the steps of a run do to rows. Its cost follows the rows that a step touches, as far as the database tells
 * which these are. Nobody else may change rows between two steps.
 */
export interface RowWatch {
	/** Must be called before a step begins, outside a transaction. */
	begin(step: StepAhead): Promise<StepRows>;
	/** Must be called when no step is under way and none will come. */
	end(): Promise<void>;
}

/** What one step does to rows. */
export interface StepRows {
	/** That the step can do nothing else than write rows; then nobody needs to look whether it changed the structure. */
	readonly onlyRows?: boolean;
	/** As `Dialect.watchEffects`, where it costs less beside what is known here. Must be called after `enter`. */
	watchEffects?(): Promise<EffectWatch | undefined>;
	/** Must be called in the step's transaction, where it runs as one, before its first statement. */
	enter?(): Promise<void>;
	/**
	 * Takes down what will be out of reach once the step stands. Must be called when all its statements have run and its
	 * structure has been looked at, before the commit where it runs as one transaction.
	 */
	seal(step: SchemaStep): Promise<void>;
	/** What became of the tables that were touched, once the step stands. */
	fates(): Promise<readonly TableFates[]>;
	/** Must be called last, whatever has become of the step, outside a transaction. */
	end(): Promise<void>;
}
