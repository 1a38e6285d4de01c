import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Value } from '../engine/database.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { RunEvent, RunResult } from '../engine/run/step.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/schema/autogenerate-reply.ts';
import type { Schema } from '../engine/schema/model.ts';

/** How to open a database in the worker. */
export interface OpenOptions {
	readonly dialect: DialectName;
	/** A snapshot to start from; an empty database without it. */
	readonly image?: Uint8Array;
	/** Whether foreign keys are enforced outside of steps that switch them off. */
	readonly foreignKeys: boolean;
}

/** What the database is after a command. */
export interface DatabaseState {
	readonly schema: Schema;
	readonly ledger: readonly LedgerEntry[];
	/** The heads of what is applied; `[]` is base. */
	readonly current: readonly string[];
	/** Rows by table, views and the ledger left out. */
	readonly rowCounts: Readonly<Record<string, number>>;
	/** Grows with every command that may have changed the database. */
	readonly version: number;
}

export interface RunReply {
	readonly result: RunResult;
	readonly state: DatabaseState;
	/** The schema before the last step of the run, for the before/after views. */
	readonly before: Schema;
}

/** What became of a row between the moment before the last step and now. */
export type RowFate = 'kept' | 'changed' | 'added' | 'lost';

export interface RowsRequest {
	readonly table: string;
	readonly offset: number;
	readonly limit: number;
	/** `after`: the table now. `before`: the table before the last step. `both`: every row of either, with its fate. */
	readonly side: 'after' | 'before' | 'both';
	readonly orderBy?: { readonly column: string; readonly descending: boolean };
	/** Keep only rows with this fate; only with `both`. */
	readonly fate?: RowFate;
	/** Keep only rows in which some cell contains this text. */
	readonly search?: string;
}

export interface FatedRow {
	readonly values: readonly Value[];
	readonly fate?: RowFate;
	/** For `changed`: the old value by column position, only where it differs. For a dropped column, the value that went. */
	readonly old?: Readonly<Record<number, Value>>;
}

export interface RowsPage {
	readonly columns: readonly { readonly name: string; readonly fate?: 'kept' | 'added' | 'lost' }[];
	readonly rows: readonly FatedRow[];
	/** Rows that match, on all pages. */
	readonly total: number;
	/** Over the whole table, present with `both`. */
	readonly fates?: Readonly<Record<RowFate, number>>;
	/** How rows were matched, in words, present with `both`: e.g. by primary key, or by value where there is none. */
	readonly identity?: string;
}

/** One statement of the SQL console, answered. Long results are kept in the worker and paged by `id`. */
export type ConsoleAnswer =
	| {
			readonly kind: 'rows';
			readonly sql: string;
			readonly id: number;
			readonly columns: readonly string[];
			readonly rows: readonly (readonly Value[])[];
			readonly total: number;
			readonly truncated: boolean;
			readonly durationMs: number;
	  }
	| { readonly kind: 'done'; readonly sql: string; readonly rowsChanged: number; readonly durationMs: number }
	| { readonly kind: 'failed'; readonly sql: string; readonly problem: Problem };

export interface ConsoleReply {
	readonly answers: readonly ConsoleAnswer[];
	readonly state: DatabaseState;
}

/** The engine in its worker. One command runs at a time; every reply is a plain value. */
export interface EngineApi {
	open(options: OpenOptions): Promise<DatabaseState>;
	/** The folder that later commands use. */
	setFolder(files: readonly FolderFile[]): Promise<void>;
	state(): Promise<DatabaseState>;
	run(command: RunCommand, onEvent: (event: RunEvent) => void): Promise<RunReply>;
	/** Asks a run to end before its next statement. */
	abort(): Promise<void>;
	rows(request: RowsRequest): Promise<RowsPage>;
	console(sql: string, pageSize: number): Promise<ConsoleReply>;
	consolePage(id: number, offset: number, limit: number): Promise<readonly (readonly Value[])[]>;
	autogenerate(request: AutogenerateRequest): Promise<AutogenerateReply>;
	/** The schema as statements that make it from nothing. */
	schemaSql(): Promise<string>;
	snapshot(): Promise<Uint8Array>;
}

/**
 * The page's side of the worker. It keeps a checkpoint of the database from before each command, so that
 * `stop` can end a statement that cannot be interrupted: it terminates the worker, starts another from the
 * checkpoint, and the stopped call rejects with `StoppedError`.
 */
export interface EngineClient extends Omit<EngineApi, 'run' | 'abort'> {
	run(command: RunCommand, onEvent?: (event: RunEvent) => void): Promise<RunReply>;
	/** Ends whatever is running and resolves to the state that was restored. */
	stop(): Promise<DatabaseState>;
	/** True while a command runs. */
	readonly busy: boolean;
	/** The image of the database as it was after the last finished command; undefined before `open`. */
	readonly checkpoint: Uint8Array | undefined;
	dispose(): void;
}

/** A command that the user stopped. The database is as it was before the command. */
export class StoppedError extends Error {
	constructor() {
		super('Stopped. The database is as it was before the command.');
		this.name = 'StoppedError';
	}
}
