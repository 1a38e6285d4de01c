import type { Direction } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import type { Culprits } from '../rows/culprits.ts';
import type { StatementEffects } from '../statement-effects.ts';
import type { TableFates } from '../rows/table-fates.ts';
import type { Change } from '../schema/change.ts';
import type { SchemaPatch } from '../schema/model.ts';
import type { Span } from '../text/place.ts';

/** A statement of a step that ran, placed in the migration's file. */
export interface StatementReport {
	readonly sql: string;
	readonly span: Span;
	readonly durationMs: number;
	readonly rowsChanged: number;
	/** Which locks it took and what it did to tables, where the database tells and somebody looked. */
	readonly effects?: StatementEffects;
}

/** What a version looked like when it was reached. Plain values: it survives a reload and travels in an export. */
export interface Frame {
	readonly revision: string;
	readonly direction: Direction;
	/** The revisions the database was at before and after. `[]` is base. */
	readonly from: readonly string[];
	readonly to: readonly string[];
	/** What turns the schema before the step into the schema after it. */
	readonly patch: SchemaPatch;
	/** What turns the schema after the step back into the schema before it. */
	readonly reverse: SchemaPatch;
	readonly changes: readonly Change[];
	/** What became of the rows of every table that was touched; absent where nobody looked. */
	readonly tables?: readonly TableFates[];
	readonly statements: readonly StatementReport[];
	readonly warnings: readonly Problem[];
	/** ISO 8601, UTC. */
	readonly at: string;
	readonly durationMs: number;
}

/** What became of one planned step. */
export type StepResult =
	| {
			readonly status: 'applied';
			readonly revision: string;
			readonly direction: Direction;
			readonly frame: Frame;
	  }
	| {
			readonly status: 'failed';
			readonly revision: string;
			readonly direction: Direction;
			readonly problem: Problem;
			/** Statements that had run before the failure. */
			readonly statements: readonly StatementReport[];
			/** How many of them are still in the database: 0 where the step ran in a transaction. */
			readonly stuck: number;
			/** What of it is still in the database, in words, where no ledger tells of it. */
			readonly stayed?: readonly string[];
	  }
	| { readonly status: 'notRun'; readonly revision: string; readonly direction: Direction };

/** Where a run waits in the middle of a step, with what has run of it in the database and nothing after it. */
export interface Halt {
	readonly revision: string;
	readonly direction: Direction;
	/** The migration's file. */
	readonly file: string;
	/** Whether the step runs in a transaction, which is open now. */
	readonly transaction: boolean;
	/** How many of its statements have run, those of an earlier run among them. */
	readonly ran: number;
	readonly total: number;
	/** Where the next statement stands in the file; absent where all have run and the step is still to be finished. */
	readonly ahead?: Span;
	/** Why the next statement was refused: the step cannot go on, and what has run of it is still there to be looked at. */
	readonly problem?: Problem;
	/** The rows because of which it was refused, where they can be told. */
	readonly culprits?: Culprits;
	/** The database itself has ended the step's transaction when it refused the statement: nothing of the step is left. */
	readonly undone?: true;
}

/** What a run tells while it goes. */
export type RunEvent =
	| { readonly kind: 'planned'; readonly direction: Direction; readonly revisions: readonly string[] }
	| {
			readonly kind: 'stepStarted';
			readonly revision: string;
			readonly direction: Direction;
			readonly index: number;
			/** How many statements it has; not counted where its text is long. */
			readonly statements?: number;
			/** How many of them an earlier run has left in the database. */
			readonly skipped?: number;
	  }
	| { readonly kind: 'statementRun'; readonly revision: string; readonly statement: StatementReport }
	/** Only where the run is to halt (`RunContext.halts`); asking for the next event goes on. */
	| { readonly kind: 'halted'; readonly halt: Halt }
	| { readonly kind: 'stepFinished'; readonly result: StepResult };

/** How a whole run ended. */
export interface RunResult {
	/** `nothing`: already there. `stopped`: aborted between two statements; the step under way was undone. `refused`: nothing was tried. */
	readonly status: 'applied' | 'nothing' | 'failed' | 'stopped' | 'refused';
	readonly steps: readonly StepResult[];
	/** Why, for `failed` and `refused`; notes otherwise. */
	readonly problems: readonly Problem[];
	/** The revisions the database is at now. */
	readonly current: readonly string[];
}
