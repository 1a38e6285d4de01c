import type { DialectName, Extension } from '../engine/dialects/dialect.ts';
import type { Value } from '../engine/database.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Outcome, Problem } from '../engine/problem.ts';
import type { CarryOver } from '../engine/run/carry-over.ts';
import type { CheckReport } from '../engine/run/check.ts';
import type { Drift } from '../engine/run/drift.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import type { TriedQueries } from '../engine/run/pinned-queries.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import type { ClashingChange, SidesOfFolder } from '../engine/run/clashing-changes.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { PlugRequest, PulledPlug } from '../engine/run/pull-plug.ts';
import type { PutBack } from '../engine/run/put-back.ts';
import type { MoveCommand, Rehearsal } from '../engine/run/rehearse.ts';
import type { RehearsedWay, TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { WaysCompared } from '../engine/run/without-migrations.ts';
import type { RoundTrips } from '../engine/run/round-trip.ts';
import type { SafeDowngrade } from '../engine/run/safe-downgrade.ts';
import type { DriftRequest, Undrift } from '../engine/run/undrift.ts';
import type { Script } from '../engine/schema/script.ts';
import type { HaltAt } from '../engine/run/step-through.ts';
import type { Halt, RunEvent, RunResult, StatementReport, StepResult } from '../engine/run/step.ts';
import type { Change } from '../engine/schema/change.ts';
import type { Span } from '../engine/text/place.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, Wheel, WheelReport } from '../python/python.ts';
import type { ModelsReply, ModelsRequest } from './models/reply.ts';
import type { ToolOutput, ToolRequest } from './tools.ts';
import type { RowsPage, RowsRequest } from '../engine/rows/rows.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';
import type { Schema } from '../engine/schema/model.ts';

/** What migrations are written in: SQL, which the engine runs, or Python, which the real tools run. */
export type Toolchain = 'sql' | 'python';

/** A command line of a Python project. */
export interface ToolCommand extends Omit<ToolRequest, 'files' | 'postgres' | 'wheels' | 'databases'> {
	/** Nothing of it is kept: files and database are as before. */
	readonly trial?: boolean;
}

/** How to open a database in the worker. */
export interface OpenOptions {
	/** The project whose database it is, where Python is to be another one for each. */
	readonly project?: string;
	readonly dialect: DialectName;
	/** A snapshot to start from; an empty database without it. */
	readonly image?: Uint8Array;
	/** Whether foreign keys are enforced outside of steps that switch them off. */
	readonly foreignKeys: boolean;
	/** Extensions that are there from the beginning. */
	readonly extensions?: readonly string[];
}

/** What a project on this database can choose. */
export interface DialectChoices {
	/** The oldest version a folder must run on where nobody says otherwise. */
	readonly usualTarget: string;
	readonly targets: readonly string[];
	readonly extensions: readonly Extension[];
}

/** How much of what a database engine needs has come to the worker, in bytes as they are on the server or after unpacking. */
export interface Loading {
	readonly loaded: number;
	readonly total: number;
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

/** A statement of a step, placed in its file. */
export interface PlacedStatement {
	readonly sql: string;
	readonly span: Span;
}

/** What there is to be seen where a step halts. Its transaction is open. */
export interface HaltedReply {
	readonly kind: 'halted';
	readonly halt: Halt;
	/** All statements of the step; told at its first halt. */
	readonly statements?: readonly PlacedStatement[];
	/** Those that have run since the last halt. */
	readonly ran: readonly StatementReport[];
	/** What they did to the structure, in plain words. */
	readonly words: readonly string[];
	/** Whether the database could be asked; otherwise `state` is what it was at the last halt. */
	readonly isLooked: boolean;
	/** The database inside of the step. */
	readonly state: DatabaseState;
	/** The schema before the step, and what has become of it. */
	readonly before: Schema;
	readonly changes: readonly Change[];
}

/** Where a step that is gone through has got to. */
export type SteppingReply = HaltedReply | (RunReply & { readonly kind: 'ended' });

export type { HaltAt };

/** What came of putting the database back. */
export interface PutBackReply {
	readonly result: PutBack;
	readonly state: DatabaseState;
}

/** What came of pulling the plug. */
export interface PlugReply {
	readonly result: Outcome<PulledPlug>;
	readonly state: DatabaseState;
	/** The file in which the programs of a Python project keep their database, once one has opened it. */
	readonly databaseFile: string | undefined;
}

/** How to look for drift. */
export interface DriftOptions {
	/** Nobody waits for it: it gives way to every other call, and is `unknown` where it would take long. */
	readonly inPassing?: boolean;
}

/** A command line of a Python project came to its end. */
export interface ToolReply {
	readonly exitCode: number;
	/** Files that it wrote or changed. */
	readonly written: readonly FolderFile[];
	/** Files that it removed, wheels among them. */
	readonly removed: readonly string[];
	/** Files that it left and that are no text: they are not kept. */
	readonly notKept: readonly string[];
	/** The file in which the program keeps its database. */
	readonly databaseFile: string | undefined;
	/** The SQLite databases beside that one; the very array that there was where they are the same. */
	readonly databases: readonly DatabaseFile[];
	/** Where Alembic looks for revision files, as far as no file says it; the very array that there was where it is the same. */
	readonly scripts: readonly ScriptFolder[];
	/** The migrations that it ran. */
	readonly steps: readonly StepResult[];
	/** How many SQLite files Alembic worked on. */
	readonly migrated: number;
	readonly state: DatabaseState;
	/** The schema before the last of them. */
	readonly before: Schema;
}

export interface ExtensionsReply {
	readonly state: DatabaseState;
	/** Why one cannot go or come. */
	readonly problem?: Problem;
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
	/**
	 * The folder that later commands use: of SQL files, or all files of a Python project. `environment` is what its tools run
	 * with on trials, `scripts` is where Alembic looks for revision files, as far as no file says it; without them, what was given
	 * before.
	 */
	setFolder(
		files: readonly FolderFile[],
		toolchain?: Toolchain,
		databaseFile?: string,
		environment?: Environment,
		scripts?: readonly ScriptFolder[]
	): Promise<void>;
	state(): Promise<DatabaseState>;
	run(command: RunCommand, onEvent: (event: RunEvent) => void): Promise<RunReply>;
	/**
	 * Begins to go through a command statement by statement and halts before the first. Until it has ended, rows and the console
	 * show the database inside of the step's transaction, and only read; nothing else that needs the database is answered.
	 */
	stepThrough(
		command: MoveCommand,
		onEvent: (event: RunEvent) => void,
		lost?: readonly ValueMarks[]
	): Promise<SteppingReply>;
	/** Goes on to there, or to a statement that is refused. */
	stepOn(to: HaltAt, onEvent: (event: RunEvent) => void): Promise<SteppingReply>;
	/** Ends it before the next statement: its transaction is undone. */
	giveUp(): Promise<SteppingReply>;
	/** Really runs a command and leaves the database as it was. */
	rehearse(command: MoveCommand): Promise<Rehearsal>;
	/** Really goes a way out of what stands between two developers; leaves the database as it was. */
	rehearseTogether(trial: TogetherTrial): Promise<RehearsedWay>;
	/** What both developers change in the structure, by running the files of each on an empty database. */
	clashingChanges(sides: SidesOfFolder): Promise<Outcome<readonly ClashingChange[]>>;
	/** Really upgrades, and really drops everything and creates it anew instead; leaves the database as it was. */
	compareWays(target: string): Promise<WaysCompared>;
	/** Takes every migration of the folder there, back and there again, and leaves the database as it was. */
	roundTrip(): Promise<RoundTrips>;
	/** Writes what makes the downgrade of a migration safe for the rows that are there, and tries it; the database is as it was. */
	safeDowngrade(revision: string): Promise<SafeDowngrade>;
	/** Really runs pinned queries at every version, or at those that a command leads through; leaves the database as it was. */
	tryQueries(sets: readonly QuerySet[], command?: MoveCommand): Promise<TriedQueries>;
	/** Looks at all that should agree: the folder, which must run on that version, the ledger, the database and this `schema.sql`. */
	check(schemaSql: string, target: string | undefined): Promise<CheckReport>;
	/** How the structure of the database differs from what the folder makes. */
	drift(options?: DriftOptions): Promise<Drift>;
	/** Writes a way out of drift and tries it; the database is as it was. */
	undrift(request: DriftRequest): Promise<Undrift>;
	/** Runs what `undrift` wrote to put the database back: all of it or nothing. */
	putBack(script: Script): Promise<PutBackReply>;
	/** Runs the next step as far as a statement and loses the connection there; the database is then as that has left it. */
	pullPlug(request: PlugRequest): Promise<PlugReply>;
	/** Starts Python where it does not run yet. Rejects where this site has none. */
	startTools(onLoading?: (loading: Loading) => void): Promise<void>;
	/** The packages of a Python project that later commands have beside those that come along. */
	setWheels(wheels: readonly Wheel[]): Promise<void>;
	/** The SQLite databases of a Python project beside its own. */
	setDatabases(databases: readonly DatabaseFile[]): Promise<void>;
	/** Starts Python, puts these packages in place and says what each of them needs. */
	wheelReports(onLoading?: (loading: Loading) => void): Promise<readonly WheelReport[]>;
	/** Runs a command line of a Python project on the files of the folder and on the database. */
	tool(request: ToolCommand, onOutput: (output: ToolOutput) => void): Promise<ToolReply>;
	/** Compares the database with a Python project's models, as Alembic does and as the engine does; leaves all as it was. */
	compareModels(request: ModelsRequest): Promise<ModelsReply>;
	/** Asks a run to end before its next statement. */
	abort(): Promise<void>;
	rows(request: RowsRequest): Promise<RowsPage>;
	console(sql: string, pageSize: number): Promise<ConsoleReply>;
	consolePage(id: number, offset: number, limit: number): Promise<readonly (readonly Value[])[]>;
	autogenerate(request: AutogenerateRequest): Promise<AutogenerateReply>;
	/** What in the folder, and in this `schema.sql`, a database of that version does not know. */
	versionProblems(schemaSql: string, target: string | undefined): Promise<readonly Problem[]>;
	choices(): Promise<DialectChoices>;
	/** Makes these the extensions that are there from the beginning; with a problem, nothing has changed. */
	setExtensions(names: readonly string[]): Promise<ExtensionsReply>;
	/** Tries every statement of the folder on an empty database of that dialect, which is put away again. */
	carryOver(dialect: DialectName): Promise<CarryOver>;
	/** The schema as statements that make it from nothing. */
	schemaSql(): Promise<Outcome<string>>;
	snapshot(): Promise<Uint8Array>;
}

/**
 * The page's side of the worker. Calls run one after another, in the order they were made. It keeps a checkpoint
 * of the database from after each command, so that `stop` can end a statement that cannot be interrupted: it
 * terminates the worker, starts another from the checkpoint, and the stopped call rejects with `StoppedError`.
 */
export interface EngineClient extends Omit<EngineApi, 'run' | 'abort' | 'stepThrough' | 'stepOn'> {
	/** Starts the worker, and has it load what a database of this kind needs, before it is asked for one. */
	begin(dialect: DialectName): void;
	/** Opens a database in place of the one before; tells how its engine comes, where that has to be fetched. */
	open(options: OpenOptions, onLoading?: (loading: Loading) => void): Promise<DatabaseState>;
	/**
	 * The reply's `before` is the schema before the last step, or before the whole run where that failed or was stopped after
	 * several steps. `lost` is what earlier steps have lost, to be told when it comes back.
	 */
	run(
		command: RunCommand,
		onEvent?: (event: RunEvent) => void,
		lost?: readonly ValueMarks[]
	): Promise<RunReply>;
	/** `stop`, and whatever ends the worker, ends it as giving up does: the checkpoint is from before it. */
	stepThrough(
		command: MoveCommand,
		onEvent?: (event: RunEvent) => void,
		lost?: readonly ValueMarks[]
	): Promise<SteppingReply>;
	stepOn(to: HaltAt, onEvent?: (event: RunEvent) => void): Promise<SteppingReply>;
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
