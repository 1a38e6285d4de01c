import type { Database, Value } from '../engine/database.ts';
import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Outcome, Problem } from '../engine/problem.ts';
import { inSomeOrder } from '../engine/schema/no-order.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { carryOver, type CarryOver } from '../engine/run/carry-over.ts';
import { autogenerate } from '../engine/run/autogenerate.ts';
import { check, type CheckReport } from '../engine/run/check.ts';
import { clashingChanges, type ClashingChange, type SidesOfFolder } from '../engine/run/clashing-changes.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { RunContext } from '../engine/run/context.ts';
import type { Drift } from '../engine/run/drift.ts';
import { tryQueries, type TriedQueries } from '../engine/run/pinned-queries.ts';
import { pullPlug, type PlugRequest } from '../engine/run/pull-plug.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import { rehearse, type MoveCommand, type Rehearsal } from '../engine/run/rehearse.ts';
import type { RehearsedWay, TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { ReplayOptions } from '../engine/run/replay.ts';
import { roundTrip, type RoundTrips } from '../engine/run/round-trip.ts';
import { safeDowngrade, type SafeDowngrade } from '../engine/run/safe-downgrade.ts';
import { sqlStashEditor } from '../engine/run/stash-editor.ts';
import type { DriftRequest, Undrift } from '../engine/run/undrift.ts';
import { versionProblems } from '../engine/run/version-problems.ts';
import { compareWays, type WaysCompared } from '../engine/run/without-migrations.ts';
import { withoutProvided } from '../engine/run/without-provided.ts';
import type { HaltAt } from '../engine/run/step-through.ts';
import type { RunEvent } from '../engine/run/step.ts';
import { readRestored } from '../engine/rows/restored-rows.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';
import type { Script } from '../engine/schema/script.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, Wheel, WheelReport } from '../python/python.ts';
import { ConsoleResults, runConsole, runConsoleInside } from './console.ts';
import { extensionsProblem } from './extensions-problem.ts';
import { FolderSchema } from './folder-schema.ts';
import { compareModels } from './models/compare-models.ts';
import type { ModelsReply, ModelsRequest } from './models/reply.ts';
import { run, stepOn, stepThrough } from './moves.ts';
import { OpenProject, type Resume, type SessionOptions, type SessionReply } from './open-project.ts';
import type {
	ConsoleReply,
	DatabaseState,
	DialectChoices,
	ExtensionsReply,
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
import { runTool } from './tool-command.ts';
import { pullPlugOfTools } from './tool-plug.ts';
import { toolStashEditor } from './tool-stash.ts';
import type { ToolOutput } from './tools.ts';

/**
 * The engine at work on one database and one folder, without a worker or a page. One call at a time, but
 * `abort`, which is heard between two statements of a run.
 */
export class EngineSession {
	readonly #project: OpenProject;
	readonly #results = new ConsoleResults();
	/** What the folder makes. */
	readonly #made = new FolderSchema();

	constructor(options: SessionOptions) {
		this.#project = new OpenProject(options);
	}

	/** Opens a database in place of the one before. Throws where `image` is not a database; then the one before stays. */
	open(options: OpenOptions, resume?: Resume): Promise<SessionReply<DatabaseState>> {
		return this.#project.open(options, resume);
	}

	/** `databaseFile` is where the programs of a Python project keep their database, where that is known. */
	async setFolder(
		files: readonly FolderFile[],
		toolchain?: Toolchain,
		databaseFile?: string,
		environment?: Environment,
		scripts?: readonly ScriptFolder[]
	): Promise<SessionReply<void>> {
		await this.#project.setFolder(files, toolchain, databaseFile, environment, scripts);
		return { value: undefined };
	}

	/** Runs a command line on the files of the folder and on the database, and looks at what became of both. */
	tool(request: ToolCommand, hear: (output: ToolOutput) => void): Promise<SessionReply<ToolReply>> {
		return runTool(this.#project, request, hear);
	}

	/**
	 * Runs a command. `before` in the reply is what the views compare with: the database before the last step,
	 * or before the whole run where that failed or was stopped after several steps. `lost` is what earlier steps have lost.
	 */
	run(
		command: RunCommand,
		onEvent: (event: RunEvent) => void,
		lost?: readonly ValueMarks[]
	): Promise<SessionReply<RunReply>> {
		return run(this.#project, command, onEvent, lost);
	}

	/** Begins to go through a command; see `EngineApi.stepThrough`. */
	stepThrough(
		command: MoveCommand,
		onEvent: (event: RunEvent) => void,
		lost?: readonly ValueMarks[]
	): Promise<SessionReply<SteppingReply>> {
		return stepThrough(this.#project, command, onEvent, lost);
	}

	stepOn(to: HaltAt, onEvent: (event: RunEvent) => void): Promise<SessionReply<SteppingReply>> {
		return stepOn(this.#project, to, onEvent);
	}

	giveUp(): Promise<SessionReply<SteppingReply>> {
		return stepOn(this.#project, 'giveUp', () => undefined);
	}

	close(): Promise<void> {
		return this.#project.close();
	}

	/** Loads what a database of this kind needs, as opening one would. */
	async load(dialect: DialectName): Promise<SessionReply<void>> {
		const database = await this.#project.connect({ dialect, foreignKeys: false });
		await database.close();
		return { value: undefined };
	}

	/** Starts Python, so that the first command need not wait for it. */
	async startTools(): Promise<SessionReply<void>> {
		await this.#project.tools.start();
		return { value: undefined };
	}

	async setWheels(wheels: readonly Wheel[]): Promise<SessionReply<void>> {
		this.#project.wheels = wheels;
		return { value: undefined };
	}

	async setDatabases(databases: readonly DatabaseFile[]): Promise<SessionReply<void>> {
		this.#project.databases = databases;
		return { value: undefined };
	}

	/** Puts the packages in place and says what each of them needs. */
	async wheelReports(): Promise<SessionReply<readonly WheelReport[]>> {
		return { value: await this.#project.tools.install(this.#project.wheels) };
	}

	async state(): Promise<SessionReply<DatabaseState>> {
		return { value: this.#project.known };
	}

	/** Asks the run under way to end before its next statement. */
	abort(): void {
		this.#project.running?.abort();
	}

	async rehearse(command: MoveCommand): Promise<SessionReply<Rehearsal>> {
		return { value: await this.#project.trying((context) => rehearse(context, command)) };
	}

	async rehearseTogether(trial: TogetherTrial): Promise<SessionReply<RehearsedWay>> {
		return {
			value: await this.#project.trying((context) => this.#project.rehearseTogether(context, trial))
		};
	}

	async clashingChanges(sides: SidesOfFolder): Promise<SessionReply<Outcome<readonly ClashingChange[]>>> {
		const work = (context: RunContext) =>
			clashingChanges(context.database.dialect, sides, this.#project.replay(context));
		return { value: await this.#project.trying(work) };
	}

	async compareWays(target: string): Promise<SessionReply<WaysCompared>> {
		return { value: await this.#project.trying((context) => compareWays(context, target)) };
	}

	async roundTrip(): Promise<SessionReply<RoundTrips>> {
		const project = this.#project;
		return {
			value: await project.trying((context) =>
				roundTrip(context, project.vehicle(context), (stops) =>
					project.replay(context).run(project.texts, stops)
				)
			)
		};
	}

	async safeDowngrade(revision: string): Promise<SessionReply<SafeDowngrade>> {
		const editor = (context: RunContext) =>
			this.#project.toolchain === 'sql'
				? sqlStashEditor(context, this.#project.texts)
				: toolStashEditor(this.#project.toolFolder, context.database.dialect);
		return {
			value: await this.#project.trying((context) =>
				safeDowngrade(context, this.#project.texts, revision, editor(context))
			)
		};
	}

	async tryQueries(sets: readonly QuerySet[], command?: MoveCommand): Promise<SessionReply<TriedQueries>> {
		const trial = (context: RunContext) => ({ command, vehicle: this.#project.vehicle(context) });
		return { value: await this.#project.trying((context) => tryQueries(context, sets, trial(context))) };
	}

	/** Compares the database with the models of a Python project, as Alembic does and as the engine does. */
	async compareModels(request: ModelsRequest): Promise<SessionReply<ModelsReply>> {
		const openSecond = () => this.#project.second();
		return {
			value: await this.#project.trying(async ({ database }) => {
				const reply = await compareModels({ ...this.#project.toolFolder, database, openSecond }, request);
				await this.#project.now.observer.look();
				return reply;
			})
		};
	}

	async check(schemaSql: string, target: string | undefined): Promise<SessionReply<CheckReport>> {
		return {
			value: await this.#project.trying((context) =>
				check(context, { schemaSql, target }, () => this.#project.second())
			)
		};
	}

	async drift(options: ReplayOptions): Promise<SessionReply<Drift>> {
		return {
			value: await this.#project.trying((context) => this.#made.drift(this.#project.ground(context), options))
		};
	}

	async undrift(request: DriftRequest): Promise<SessionReply<Undrift>> {
		return {
			value: await this.#project.trying((context) =>
				this.#made.undrift(this.#project.ground(context), request)
			)
		};
	}

	/** Runs what `undrift` wrote to put the database back; where that fails, nothing has changed. */
	async putBack(script: Script): Promise<SessionReply<PutBackReply>> {
		void this.#project.atRest;
		const ground = this.#project.ground(this.#project.context(new AbortController()));
		const result = await this.#made.putBack(ground, script);
		const { value, image } = await this.#project.settle();
		return { value: { result, state: value }, ...(image && { image }) };
	}

	/** Runs the next step as far as a statement and loses the connection there; what that leaves is what the database then is. */
	async pullPlug(request: PlugRequest): Promise<SessionReply<PlugReply>> {
		const project = this.#project;
		const result = await project.trying((context) =>
			project.toolchain === 'sql' ? pullPlug(context, request) : pullPlugOfTools(project, context, request)
		);
		// A database that was opened anew may bear the mark of the one before.
		if (result.ok) project.mark = undefined;
		const { value: state, image } = await project.settle();
		const { databaseFile } = project;
		return { value: { result, state, databaseFile }, ...(image && { image }) };
	}

	async rows(request: RowsRequest): Promise<SessionReply<RowsPage>> {
		if (this.#project.stepping) return { value: await this.#project.stepping.rowsPage(request) };
		const { database } = this.#project.now;
		return {
			value: await readRestored(await this.#project.before.beside(database), request, this.#project.back)
		};
	}

	async console(sql: string, pageSize: number): Promise<SessionReply<ConsoleReply>> {
		const { database, options } = this.#project.now;
		const asked = { pageSize, results: this.#results, clock: this.#project.clock };
		if (this.#project.stepping) {
			const answers = await runConsoleInside(database, sql, asked);
			return { value: { answers, state: this.#project.stepping.state } };
		}
		const answers = await runConsole(database, sql, { ...asked, foreignKeys: options.foreignKeys });
		const { value, image } = await this.#project.settle();
		return { value: { answers, state: value }, ...(image && { image }) };
	}

	async consolePage(
		id: number,
		offset: number,
		limit: number
	): Promise<SessionReply<readonly (readonly Value[])[]>> {
		return { value: this.#results.page(id, offset, limit) };
	}

	async autogenerate(request: AutogenerateRequest): Promise<SessionReply<AutogenerateReply>> {
		const { database, options } = this.#project.atRest;
		const shadow = (): Promise<Database> =>
			this.#project.connect({ dialect: options.dialect, foreignKeys: false });
		return { value: await autogenerate(database, request, shadow) };
	}

	async versionProblems(
		schemaSql: string,
		target: string | undefined
	): Promise<SessionReply<readonly Problem[]>> {
		const { migrations } = this.#project.folder.graph;
		return { value: versionProblems(this.#project.now.database.dialect, { migrations, schemaSql, target }) };
	}

	async choices(): Promise<SessionReply<DialectChoices>> {
		const { versions, extensions = [] } = this.#project.now.database.dialect;
		return { value: { usualTarget: versions.usual, targets: versions.choices, extensions } };
	}

	async setExtensions(names: readonly string[]): Promise<SessionReply<ExtensionsReply>> {
		const { database, observer, options } = this.#project.atRest;
		const problem = await extensionsProblem(database, names);
		if (!problem) this.#project.opened = { database, observer, options: { ...options, extensions: names } };
		const { value: state, image } = await this.#project.settle();
		return { value: { state, ...(problem && { problem }) }, ...(image && { image }) };
	}

	async carryOver(dialect: DialectName): Promise<SessionReply<CarryOver>> {
		void this.#project.atRest;
		const trial = await this.#project.connect({ dialect, foreignKeys: false });
		try {
			return {
				value: await carryOver(this.#project.folder.graph, this.#project.now.database.dialect, trial)
			};
		} finally {
			await trial.close();
		}
	}

	async schemaSql(): Promise<SessionReply<Outcome<string>>> {
		const { database, observer } = this.#project.atRest;
		const schema = withoutProvided(database, observer.schema);
		return { value: inSomeOrder(() => database.dialect.renderer.renderSchema(schema)) };
	}

	async snapshot(): Promise<SessionReply<Uint8Array>> {
		return { value: await this.#project.atRest.database.snapshot() };
	}
}
