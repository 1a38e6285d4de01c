import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Value } from '../engine/database.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Outcome, Problem } from '../engine/problem.ts';
import type { CarryOver } from '../engine/run/carry-over.ts';
import type { CheckReport } from '../engine/run/check.ts';
import type { TriedQueries } from '../engine/run/pinned-queries.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import type { ClashingChange, SidesOfFolder } from '../engine/run/clashing-changes.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { MoveCommand, Rehearsal } from '../engine/run/rehearse.ts';
import type { RehearsedWay, TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { WaysCompared } from '../engine/run/without-migrations.ts';
import type { Drift } from '../engine/run/drift.ts';
import type { ReplayOptions } from '../engine/run/replay.ts';
import type { PlugRequest } from '../engine/run/pull-plug.ts';
import type { RoundTrips } from '../engine/run/round-trip.ts';
import type { SafeDowngrade } from '../engine/run/safe-downgrade.ts';
import type { DriftRequest, Undrift } from '../engine/run/undrift.ts';
import type { Script } from '../engine/schema/script.ts';
import type { HaltAt } from '../engine/run/step-through.ts';
import type { RunEvent } from '../engine/run/step.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';
import type {
	ConsoleReply,
	DatabaseState,
	DialectChoices,
	ExtensionsReply,
	Loading,
	OpenOptions,
	PlugReply,
	PutBackReply,
	RowsPage,
	RowsRequest,
	RunReply,
	SteppingReply,
	ToolCommand,
	Toolchain,
	ToolReply
} from './protocol.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, Wheel, WheelReport } from '../python/python.ts';
import type { ModelsReply, ModelsRequest } from './models/reply.ts';
import type { ToolOutput } from './tools.ts';
import type { Resume, SessionReply } from './open-project.ts';

/** What the page asks of a worker: the session's calls, with events in groups. */
export interface WorkerApi {
	/** `onLoading` hears how the files come that the database engine needs. */
	open(
		options: OpenOptions,
		resume: Resume,
		onLoading?: (loading: Loading) => void
	): Promise<SessionReply<DatabaseState>>;
	/** Loads what a database of this kind needs, so that the first one opens at once. */
	load(dialect: DialectName): Promise<SessionReply<void>>;
	setFolder(
		files: readonly FolderFile[],
		toolchain?: Toolchain,
		databaseFile?: string,
		environment?: Environment,
		scripts?: readonly ScriptFolder[]
	): Promise<SessionReply<void>>;
	state(): Promise<SessionReply<DatabaseState>>;
	/** Every event is told before the reply. */
	run(
		command: RunCommand,
		onEvents: (events: readonly RunEvent[]) => void,
		lost?: readonly ValueMarks[]
	): Promise<SessionReply<RunReply>>;
	stepThrough(
		command: MoveCommand,
		onEvents: (events: readonly RunEvent[]) => void,
		lost?: readonly ValueMarks[]
	): Promise<SessionReply<SteppingReply>>;
	stepOn(to: HaltAt, onEvents: (events: readonly RunEvent[]) => void): Promise<SessionReply<SteppingReply>>;
	giveUp(): Promise<SessionReply<SteppingReply>>;
	/** `onLoading` hears how the files come that Python needs. */
	startTools(onLoading?: (loading: Loading) => void): Promise<SessionReply<void>>;
	setWheels(wheels: readonly Wheel[]): Promise<SessionReply<void>>;
	setDatabases(databases: readonly DatabaseFile[]): Promise<SessionReply<void>>;
	/** `onLoading` hears how the files come that Python needs. */
	wheelReports(onLoading?: (loading: Loading) => void): Promise<SessionReply<readonly WheelReport[]>>;
	/** All that it writes is told before the reply. */
	tool(request: ToolCommand, onOutput: (output: ToolOutput) => void): Promise<SessionReply<ToolReply>>;
	compareModels(request: ModelsRequest): Promise<SessionReply<ModelsReply>>;
	rehearse(command: MoveCommand): Promise<SessionReply<Rehearsal>>;
	rehearseTogether(trial: TogetherTrial): Promise<SessionReply<RehearsedWay>>;
	clashingChanges(sides: SidesOfFolder): Promise<SessionReply<Outcome<readonly ClashingChange[]>>>;
	compareWays(target: string): Promise<SessionReply<WaysCompared>>;
	roundTrip(): Promise<SessionReply<RoundTrips>>;
	safeDowngrade(revision: string): Promise<SessionReply<SafeDowngrade>>;
	tryQueries(sets: readonly QuerySet[], command?: MoveCommand): Promise<SessionReply<TriedQueries>>;
	check(schemaSql: string, target: string | undefined): Promise<SessionReply<CheckReport>>;
	drift(options: ReplayOptions): Promise<SessionReply<Drift>>;
	undrift(request: DriftRequest): Promise<SessionReply<Undrift>>;
	putBack(script: Script): Promise<SessionReply<PutBackReply>>;
	pullPlug(request: PlugRequest): Promise<SessionReply<PlugReply>>;
	abort(): Promise<void>;
	rows(request: RowsRequest): Promise<SessionReply<RowsPage>>;
	console(sql: string, pageSize: number): Promise<SessionReply<ConsoleReply>>;
	consolePage(
		id: number,
		offset: number,
		limit: number
	): Promise<SessionReply<readonly (readonly Value[])[]>>;
	autogenerate(request: AutogenerateRequest): Promise<SessionReply<AutogenerateReply>>;
	versionProblems(schemaSql: string, target: string | undefined): Promise<SessionReply<readonly Problem[]>>;
	choices(): Promise<SessionReply<DialectChoices>>;
	setExtensions(names: readonly string[]): Promise<SessionReply<ExtensionsReply>>;
	carryOver(dialect: DialectName): Promise<SessionReply<CarryOver>>;
	schemaSql(): Promise<SessionReply<Outcome<string>>>;
	snapshot(): Promise<SessionReply<Uint8Array>>;
}

/** What the worker answers to. No function crosses to it: events come as messages that nobody has to answer. */
export interface WorkerCalls extends Omit<
	WorkerApi,
	'open' | 'run' | 'stepThrough' | 'stepOn' | 'startTools' | 'wheelReports' | 'tool'
> {
	startTools(): Promise<SessionReply<void>>;
	wheelReports(): Promise<SessionReply<readonly WheelReport[]>>;
	tool(request: ToolCommand): Promise<SessionReply<ToolReply>>;
	open(options: OpenOptions, resume: Resume): Promise<SessionReply<DatabaseState>>;
	/** The reply holds only the steps that no event told of: a step with its frame is large enough to cross once. */
	run(command: RunCommand, lost?: readonly ValueMarks[]): Promise<SessionReply<RunReply>>;
	stepThrough(command: MoveCommand, lost?: readonly ValueMarks[]): Promise<SessionReply<SteppingReply>>;
	stepOn(to: HaltAt): Promise<SessionReply<SteppingReply>>;
}

/** What the worker sends of itself while a run goes on, on the way the reply takes, so that it comes first. */
export interface EventsMessage {
	readonly events: readonly RunEvent[];
}

/** What the worker sends of itself as a command of a tool writes. */
export interface OutputMessage {
	readonly output: ToolOutput;
}

/** What the worker sends of itself while files come. */
export interface LoadingMessage {
	readonly loading: Loading;
}

/** The page's end of a worker. */
export interface WorkerLink {
	readonly api: WorkerApi;
	/** Rejects when the worker breaks down; never resolves. */
	readonly lost: Promise<never>;
	/** Ends the worker at once, whatever it does. */
	terminate(): void;
}
