import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Value } from '../engine/database.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { RunEvent, RunResult } from '../engine/run/step.ts';
import type { RowsPage, RowsRequest } from '../engine/rows/rows.ts';
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

export type { FatedRow, RowFate, RowsPage, RowsRequest } from '../engine/rows/rows.ts';

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
 * The page's side of the worker. Calls run one after another, in the order they were made. It keeps a checkpoint
 * of the database from after each command, so that `stop` can end a statement that cannot be interrupted: it
 * terminates the worker, starts another from the checkpoint, and the stopped call rejects with `StoppedError`.
 */
export interface EngineClient extends Omit<EngineApi, 'run' | 'abort'> {
	/** The reply's `before` is the schema before the last step, or before the whole run where that failed or was stopped after several steps. */
	run(command: RunCommand, onEvent?: (event: RunEvent) => void): Promise<RunReply>;
	/**
	 * Ends whatever is running, and every run or console call still in line, and resolves to the state that is then. A run between two statements ends by itself
	 * and resolves with the status `stopped`: the steps it finished stay. Where a statement does not end in a fifth
	 * of a second, the worker is terminated and the database is as it was before the whole command.
	 */
	stop(): Promise<DatabaseState>;
	/** True while a command runs. */
	readonly busy: boolean;
	/** The image of the database as it was after the last finished command; undefined before `open`. Another array after every change. */
	readonly checkpoint: Uint8Array | undefined;
	dispose(): void;
}

/** A command that the user stopped. The database is as it was before the command. */
export class StoppedError extends Error {
	/** Revisions whose steps had been reported as finished and are undone with the rest of the command. */
	readonly undone: readonly string[];

	constructor(undone: readonly string[] = []) {
		const also = undone.length === 0 ? '' : ` What it had finished, ${undone.join(', ')}, is undone too.`;
		super(`Stopped. The database is as it was before the command.${also}`);
		this.name = 'StoppedError';
		this.undone = undone;
	}
}

/** The worker broke down, or could not be started. The database is as it was before the command. */
export class EngineLostError extends Error {
	constructor(reason: string, cause?: unknown) {
		super(reason, { cause });
		this.name = 'EngineLostError';
	}
}
