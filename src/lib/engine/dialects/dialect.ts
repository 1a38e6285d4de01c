import type { Database, StatementFailure } from '../database.ts';
import type { Problem } from '../problem.ts';
import type { RowReader } from '../rows/rows.ts';
import type { LedgerEntry } from '../run/ledger-entry.ts';
import type { Change, Rename } from '../schema/change.ts';
import type { Schema, SchemaPatch } from '../schema/model.ts';
import type { RenderedMigration } from '../schema/script.ts';

/** What a database can do. Each flag is measured, and a test in `tests/engine/capabilities` proves it. */
export interface Capabilities {
	/** A schema change can be rolled back. */
	readonly transactionalDdl: boolean;
	/** Any column and constraint can be altered without building the table anew. */
	readonly altersInPlace: boolean;
	/** The locks a statement takes can be read inside its transaction. */
	readonly reportsLocks: boolean;
	/** A refused statement comes with the offset of the token at fault. */
	readonly reportsErrorPosition: boolean;
	/** A running statement can be stopped without ending the worker. */
	readonly interruptible: boolean;
	/** Foreign keys can be switched off, only outside a transaction. */
	readonly switchesForeignKeys: boolean;
}

/** A statement of a script found without running anything. Offsets count UTF-16 code units. */
export interface StatementText {
	readonly sql: string;
	readonly start: number;
	readonly end: number;
}

/** Reads the structure of a database, whole or what has changed since the last look. */
export interface Inspector {
	inspect(database: Database): Promise<Schema>;
	/** A watcher that starts from `known` (or from a fresh inspection) and reports only what changed. */
	observe(database: Database, known?: Schema): Promise<SchemaObserver>;
}

/** Cost follows what changed, not the size of the schema. */
export interface SchemaObserver {
	/** The schema at the last look. */
	readonly schema: Schema;
	/** Looks again and returns what changed since, an empty patch where nothing did. */
	look(): Promise<SchemaPatch>;
}

export interface RenderOptions {
	readonly renames: readonly Rename[];
	/** Row counts by table, so that warnings can tell what is at stake. */
	readonly rows?: Readonly<Record<string, number>>;
}

/** Writes the SQL that makes one schema into another. */
export interface Renderer {
	/** Both directions, in an order the database accepts. */
	renderMigration(from: Schema, to: Schema, options: RenderOptions): RenderedMigration;
	/** The whole schema as statements that make it from nothing, ordered by dependency. */
	renderSchema(schema: Schema): string;
}

/** Everything that writes the ledger; SQL text lives only in the dialect. */
export interface LedgerStore {
	ensure(database: Database): Promise<void>;
	/** In the order applied; `[]` where there is no ledger yet. */
	read(database: Database): Promise<readonly LedgerEntry[]>;
	/** Whether the row now stands there: a trigger on the table may prevent it without an error. */
	write(database: Database, entry: LedgerEntry): Promise<boolean>;
	/** Whether no row of it stands there now. */
	remove(database: Database, revision: string): Promise<boolean>;
}

/** The transaction around a step. */
export interface Transactions {
	begin(database: Database): Promise<void>;
	commit(database: Database): Promise<void>;
	/** Whether there was one to undo. */
	rollback(database: Database): Promise<boolean>;
	/** Whether foreign keys are enforced now. */
	foreignKeys(database: Database): Promise<boolean>;
	/** No-op where the dialect cannot switch them; must be called outside a transaction. */
	setForeignKeys(database: Database, on: boolean): Promise<void>;
	/** Rows that point nowhere, in words; `[]` is good. */
	foreignKeyViolations(database: Database): Promise<readonly string[]>;
	/**
	 * Remembers the connection's settings before `sql` runs on it and returns what puts them back, outside a
	 * transaction. The first `ran` statements of `sql` have run earlier: what they set is set again. Costs next to
	 * nothing where `sql` sets nothing.
	 */
	keepSettings(database: Database, sql: string, ran: number): Promise<() => Promise<void>>;
}

/** One database system, as small interfaces and measured flags. Core code asks these and never its name. */
export interface Dialect {
	/** Stable id, e.g. in file names and URLs. */
	readonly name: DialectName;
	/** For people. */
	readonly title: string;
	readonly capabilities: Capabilities;
	readonly inspector: Inspector;
	readonly renderer: Renderer;
	readonly ledger: LedgerStore;
	readonly transactions: Transactions;
	readonly rows: RowReader;
	/** Where statements begin and end, without a database; exact for text the database accepts. */
	split(sql: string): readonly StatementText[];
	/** Statements that cannot work inside a step's own transaction (BEGIN, COMMIT, …), each explained. Places are offsets in `sql`. */
	transactionConflicts(sql: string, state: { readonly foreignKeys: boolean }): readonly TransactionConflict[];
	/** The database's message in plain words with what to do next. */
	explain(failure: StatementFailure): { readonly message: string; readonly hint: string };
	/** Quotes an identifier where it needs it. */
	identifier(name: string): string;
	/**
	 * A whole schema as the database's own tools write it, without what they write but the database refuses.
	 * Everything else keeps its place in the text.
	 */
	runnableDump?(sql: string): string;
	/**
	 * A text that is another one after anything was written to the database, and costs next to nothing. It may
	 * also change when nothing was written in the end. Without it the database counts as changed by every command.
	 */
	changeMark?(database: Database): Promise<string>;
	/**
	 * The tables and columns that these statements, which ran one after another, say they rename. Some may not fit
	 * the schemas before and after. Without it a rename is a drop and an add.
	 */
	renamesIn?(statements: readonly string[]): readonly Rename[];
	/** Changes written in the words of this dialect, where the common words do not fit; undefined to use those. */
	describe?(change: Change): string | undefined;
}

/** A statement that fights the engine's own transaction handling. */
export interface TransactionConflict {
	readonly start: number;
	readonly end: number;
	readonly severity: Problem['severity'];
	readonly code: string;
	readonly message: string;
	readonly hint: string;
}

export type DialectName = 'sqlite';
