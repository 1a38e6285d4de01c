import type { Database } from '../../../src/lib/engine/index.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A table to read, as it is called now. */
export interface ReadTable {
	readonly name: string;
	readonly columns: readonly string[];
}

/** What a table's columns are to become. `fill` is an expression that stands in for NULL. */
export interface Conversion {
	readonly columns: readonly { readonly type: string; readonly fill?: string }[];
	/** Of the table that has them then. */
	readonly options: readonly string[];
}

/** Rows as exact texts, a list for each. */
export type Cells = readonly (readonly string[])[];

/** One dialect's way to set trials up and to look at what became of them, beside the engine. */
export interface Rig {
	readonly words: Vocabulary;
	/** The oldest version that the migrations must run on; the usual one without it. */
	readonly target?: string;
	/** An empty database; whatever was opened before may be gone then. */
	open(foreignKeys: boolean): Promise<Database>;
	close(database: Database): Promise<void>;
	/** How a schema calls these tables. */
	namesOf(database: Database, tables: readonly string[]): Promise<readonly string[]>;
	/** What the database's own catalog says. */
	fingerprint(database: Database): Promise<string>;
	/** The rows of a table after the columns went through these conversions one after another; undefined where one of them is refused. */
	cells(database: Database, table: ReadTable, conversions: readonly Conversion[]): Promise<Cells | undefined>;
	/** Whether a warning foretells this refusal. */
	foretold(error: string, warnings: readonly string[]): boolean;
}
