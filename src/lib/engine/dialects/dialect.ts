import type { Database, StatementFailure } from '../database.ts';
import type { Problem } from '../problem.ts';
import type { Culprits } from '../rows/culprits.ts';
import type { RowReader, RowSides } from '../rows/rows.ts';
import type { EffectWatch } from '../statement-effects.ts';
import type { EdgeValues } from '../rows/edge-values.ts';
import type { RowWatch, WatchOptions } from '../rows/row-watch.ts';
import type { LedgerEntry } from '../run/ledger-entry.ts';
import type { Change, Rename } from '../schema/change.ts';
import type { ConvertedValues } from '../schema/converted-values.ts';
import type { RefusedDefault } from '../schema/refused-default.ts';
import type { Fill, Gap } from '../schema/fill.ts';
import type { Schema, SchemaPatch, Table } from '../schema/model.ts';
import type { RenderedMigration } from '../schema/script.ts';
import type { StashScript, TableStash } from '../schema/stash.ts';
import type { ObjectNodes } from '../schema/units.ts';
import type { ReadFile } from './open-options.ts';
import type { Versions } from './versions.ts';

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
	/**
	 * Must be called before `sql` runs, in its transaction, and only where nothing but what is Updown's own can have changed since
	 * the last look: the next one is cheap then, where it comes in the same transaction and nothing changes until it.
	 */
	expectChanges?(sql: string): Promise<void>;
}

export interface RenderOptions {
	readonly renames: readonly Rename[];
	/** Row counts by table, so that warnings can tell what is at stake. */
	readonly rows?: Readonly<Record<string, number>>;
	/** What changes of type do to the values that are there, so that warnings can tell; see `Dialect.convertedValues`. */
	readonly converted?: readonly ConvertedValues[];
	/** The defaults that a downgrade cannot fill a column with, so that warnings can tell; see `Dialect.refusedDefaults`. */
	readonly refusedDefaults?: readonly RefusedDefault[];
	/** Whether the database enforces foreign keys, so that warnings can tell what becomes of rows that point nowhere; true without it. */
	readonly foreignKeys?: boolean;
	/** The oldest version that the script must run on, as `Versions.read` gives it; the usual one without it. */
	readonly target?: number;
	/** Values for rows that come to a column which must have one; see `Renderer.gaps`. */
	readonly fills?: readonly Fill[];
}

/** Writes the SQL that makes one schema into another. */
export interface Renderer {
	/** What changes once the renames are made and what follows them by itself has followed; without it, `compareSchemas` says. */
	changes?(from: Schema, to: Schema, renames: readonly Rename[]): readonly Change[];
	/** Both directions, in an order the database accepts. */
	renderMigration(from: Schema, to: Schema, options: RenderOptions): RenderedMigration;
	/** The columns, in either direction, that rows come to without the value they must have, whether there are rows or not. */
	gaps(from: Schema, to: Schema, options: RenderOptions): readonly Gap[];
	/** What each object of a schema brings along and stands on. */
	objectNodes(schema: Schema): readonly ObjectNodes[];
	/** The whole schema as statements that make it from nothing, ordered by dependency. */
	renderSchema(schema: Schema): string;
}

/** Everything that writes the ledger; SQL text lives only in the dialect. */
export interface LedgerStore {
	ensure(database: Database): Promise<void>;
	/** In the order applied; `[]` where there is no ledger yet. */
	read(database: Database): Promise<readonly LedgerEntry[]>;
	/** Does what `write` does, and costs less as long as the ledger has no row of the revision. */
	add(database: Database, entry: LedgerEntry): Promise<boolean>;
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
	/** Whether one is under way; without it, no refusal ends one. */
	isOpen?(database: Database): Promise<boolean>;
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

/**
 * Keeps rows in the database itself, out of everybody's sight, so that a later moment can be compared with this one
 * where no second database can be opened beside it. What is kept is read through `RowSides.kept`.
 */
export interface KeptRows {
	/**
	 * Keeps, under `id`, the rows of the tables that `sql` may touch, and which tables there are. Must be called outside
	 * a transaction. Never fails for what the database refuses: what could not be kept is told when it is asked for.
	 */
	keep(database: Database, id: string, sql: string): Promise<void>;
	/** Drops what was kept, but not what is kept under `id`. */
	forget(database: Database, id: string | undefined): Promise<void>;
}

/** Something that can be added to a database system, and comes with it. */
export interface Extension {
	readonly name: string;
	/** What it is for, in a few words. */
	readonly summary: string;
}

/** A moment of a trial, to compare what comes after with. */
export interface TrialMoment {
	/** The rows of that moment beside those of now; `renames` are what was renamed since. */
	sides(renames: readonly Rename[]): Promise<RowSides>;
	/** Lets go of the rows of that moment; the end of the trial does the same for all. */
	forget(): Promise<void>;
}

/** Where steps are really run, on the very rows of a database, and nothing of it stays. */
export interface Trial {
	readonly database: Database;
	/** Keeps the rows that `sql` may touch, and perhaps more. Must be called between steps. */
	moment(sql: string): Promise<TrialMoment>;
	/** Leaves the database as it was when the trial began. */
	end(): Promise<void>;
	/** Ends the trial in place of `end`, and leaves the database as the trial has made it. */
	keep(): Promise<void>;
}

/** Looks at a database in the middle of a step, and leaves no trace in it. */
export interface Inside {
	/**
	 * Does `work`, which may read what the step has done so far: what it writes is refused, and what it is refused spoils nothing.
	 * Works outside a transaction as well.
	 */
	reading<Value>(database: Database, work: () => Promise<Value>): Promise<Value>;
	/** Statements that must not even be tried within `reading`, each explained: they end transactions, or stay with the session. */
	refusals(sql: string): readonly TransactionConflict[];
	/** Whether a statement was refused because it would have written. */
	isWriting(failure: StatementFailure): boolean;
}

/** What is to be done on a shadow. */
export interface ShadowNeeds {
	/** What will run on it, as far as it makes extensions. */
	readonly sql?: string;
	/** False where something that cannot run in a transaction will run on it; that may cost much more. */
	readonly inTransactions?: boolean;
}

/** One database system, as small interfaces and measured flags. Core code asks these and never its name. */
export interface Dialect {
	/** Stable id, e.g. in file names and URLs. */
	readonly name: DialectName;
	/** For people. */
	readonly title: string;
	readonly capabilities: Capabilities;
	readonly versions: Versions;
	/** The extensions that a project can have from the beginning (`OpenOptions.extensions`); without it, none. */
	readonly extensions?: readonly Extension[];
	readonly inspector: Inspector;
	readonly renderer: Renderer;
	readonly ledger: LedgerStore;
	readonly transactions: Transactions;
	readonly inside: Inside;
	/**
	 * The same database inside a transaction, in which a refused statement of `run` undoes no more than itself. Without it that
	 * is always so.
	 */
	unspoiled?(database: Database): Pick<Database, 'run'>;
	readonly rows: RowReader;
	readonly edgeValues: EdgeValues;
	/** Begins to see what steps do to rows. */
	watchRows(database: Database, options: WatchOptions): Promise<RowWatch>;
	/**
	 * Begins to see which locks the statements of one step take and what they do to tables; undefined where that cannot be
	 * told. Must be called in its transaction.
	 */
	watchEffects?(database: Database): Promise<EffectWatch | undefined>;
	/**
	 * Loads what `split`, `transactionConflicts` and the other readers of SQL text need, where that is not there from
	 * the beginning. A database that is open has awaited it. Without it they can be called at once.
	 */
	ready?(readFile?: ReadFile): Promise<void>;
	/** Where statements begin and end, without a database; exact for text the database accepts. */
	split(sql: string): readonly StatementText[];
	/** Statements that cannot work inside a step's own transaction (BEGIN, COMMIT, …), each explained. Places are offsets in `sql`. */
	transactionConflicts(sql: string, state: { readonly foreignKeys: boolean }): readonly TransactionConflict[];
	/** Statements that cannot do their work even in a section without a transaction, as they need more than this one database. Without it there are none. */
	openConflicts?(sql: string): readonly TransactionConflict[];
	/** What the database would take otherwise than it is written, without an error. Without it there is no such thing. */
	cautions?(sql: string): readonly Caution[];
	/** The database's message in plain words with what to do next. */
	explain(failure: StatementFailure): { readonly message: string; readonly hint: string };
	/**
	 * The rows because of which a statement has just been refused, where they can be told. Must be called before its
	 * transaction is undone, where that is not spoiled by the failure.
	 */
	culprits(database: Database, failure: StatementFailure): Promise<Culprits | undefined>;
	/**
	 * Tries on the rows that are there what changes of type do to values; `database` has the schema `from`, and is afterwards as it
	 * was. `rows` are counts by table. Must be called outside a transaction.
	 */
	convertedValues(
		database: Database,
		from: Schema,
		to: Schema,
		known: { readonly renames: readonly Rename[]; readonly rows: Readonly<Record<string, number>> }
	): Promise<readonly ConvertedValues[]>;
	/**
	 * Tries the defaults of the columns that `to` does not have on the checks about each of them alone: a downgrade brings such
	 * a column back with its default. `database` has the schema `from`, and is afterwards as it was. Must be called outside a
	 * transaction.
	 */
	refusedDefaults(database: Database, from: Schema, to: Schema): Promise<readonly RefusedDefault[]>;
	/**
	 * What a migration takes back of what was granted on objects of `database`, and on columns, which either script makes anew,
	 * in sentences. Without it the database knows no privileges.
	 */
	grantsLost?(
		database: Database,
		scripts: { readonly upgrade: string; readonly downgrade: string },
		schemas: { readonly present: Schema; readonly desired: Schema }
	): Promise<readonly string[]>;
	/** The columns whose rows may hold a part of a type; without it, types have no parts. */
	partHolders?(rename: Extract<Rename, { readonly type: string }>, schema: Schema): readonly PartHolder[];
	/** Quotes an identifier where it needs it. */
	identifier(name: string): string;
	/** What is the same of two names of tables or columns that the database takes for one; without it, only equal names are. */
	readonly folded?: (name: string) => string;
	/** How SQL names a table or view that the schema calls `name`. */
	relation(name: string): string;
	/**
	 * A whole schema as the database's own tools write it, without what they write but the database refuses.
	 * Everything else keeps its place in the text. Throws `DatabaseError` at what must neither run nor be left out.
	 */
	runnableDump?(sql: string): string;
	/** What is in a database that has just been made; without it, nothing. */
	readonly fresh?: Schema;
	/**
	 * An empty database to try a schema on, inside of `database`, which is as it was when that one is closed and must be left
	 * alone until then. It has the extensions of `database` that a project has from the beginning, but for those that
	 * the SQL that is to run on it makes itself. Without it, a second database has to be opened.
	 */
	shadow?(database: Database, needs?: ShadowNeeds): Promise<Database>;
	/**
	 * Begins a trial on a database that is at rest, which must be left alone until it ends. `inTransactions` says that
	 * every step of it will run in a transaction.
	 */
	trial(database: Database, options: { readonly inTransactions: boolean }): Promise<Trial>;
	/** Without it, the database of a moment before is opened beside the other. */
	readonly keptRows?: KeptRows;
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
	/** The statements that put aside what a downgrade would lose and bring it back; `stashes` come with parents before children. */
	stashScript(stashes: readonly TableStash[]): StashScript;
	/** Changes written in the words of this dialect, where the common words do not fit; undefined to use those. */
	describe?(change: Change): string | undefined;
}

/** A column whose rows may hold a part of a type, as SQL over its table. */
export interface PartHolder {
	readonly table: Table;
	/** Whether a row holds it. */
	readonly condition: string;
	/** What shows it best, and what that is called. */
	readonly shown: string;
	readonly title: string;
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

/** Something in a text that runs and does not mean what it says. Places are offsets. */
export type Caution = TransactionConflict;

export type DialectName = 'sqlite' | 'postgres';
