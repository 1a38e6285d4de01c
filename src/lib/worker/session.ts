import type { Clock } from '../engine/clock.ts';
import { DatabaseError, type Database, type Value } from '../engine/database.ts';
import type { DialectName, SchemaObserver } from '../engine/dialects/dialect.ts';
import type { ReadFile } from '../engine/dialects/open-options.ts';
import { openDatabase } from '../engine/dialects/registry.ts';
import type { Outcome, Problem } from '../engine/problem.ts';
import { parseFolder, type ReadFolder } from '../engine/migration/folder.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { findMigration, headsOf } from '../engine/migration/revisions.ts';
import { appliedOf } from '../engine/run/applied.ts';
import { carryOver, type CarryOver } from '../engine/run/carry-over.ts';
import { autogenerate } from '../engine/run/autogenerate.ts';
import { check, type CheckReport } from '../engine/run/check.ts';
import { clashingChanges, type ClashingChange, type SidesOfFolder } from '../engine/run/clashing-changes.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { RunContext } from '../engine/run/context.ts';
import type { Drift } from '../engine/run/drift.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import { tryQueries, type TriedQueries } from '../engine/run/pinned-queries.ts';
import { pullPlug, type PlugRequest } from '../engine/run/pull-plug.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import { rehearse, type MoveCommand, type Rehearsal } from '../engine/run/rehearse.ts';
import { rehearseTogether, type TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { ReplayOptions } from '../engine/run/replay.ts';
import { roundTrip, type RoundTrips } from '../engine/run/round-trip.ts';
import { safeDowngrade, type SafeDowngrade } from '../engine/run/safe-downgrade.ts';
import { sqlStashEditor } from '../engine/run/stash-editor.ts';
import type { DriftRequest, Undrift } from '../engine/run/undrift.ts';
import { engineVehicle, type Vehicle } from '../engine/run/vehicle.ts';
import { versionProblems } from '../engine/run/version-problems.ts';
import { compareWays, type WaysCompared } from '../engine/run/without-migrations.ts';
import { withoutProvided } from '../engine/run/without-provided.ts';
import { runCommand } from '../engine/run/run-to-end.ts';
import { StepThrough, type HaltAt } from '../engine/run/step-through.ts';
import type { Frame, RunEvent, RunResult, StepResult } from '../engine/run/step.ts';
import { countRows } from '../engine/rows/count-rows.ts';
import { readRestored } from '../engine/rows/restored-rows.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';
import type { Schema } from '../engine/schema/model.ts';
import type { Script } from '../engine/schema/script.ts';
import { renamesOf } from '../engine/schema/renames-of.ts';
import { readAlembicFolder } from '../python/alembic-folder.ts';
import type { PythonParts, Wheel, WheelReport } from '../python/python.ts';
import { ledgerOf, readVersions } from '../python/version-table.ts';
import { Before, MomentsBefore, runKeeping, type Ahead, type Image, type Moment } from './before.ts';
import { breathing } from './breathe.ts';
import { changedSteps } from './changed-steps.ts';
import { ConsoleResults, runConsole, runConsoleInside } from './console.ts';
import { extensionsProblem } from './extensions-problem.ts';
import { filesAfter, wheelsAfter } from './files-after.ts';
import { FolderSchema, type Ground } from './folder-schema.ts';
import { compareModels } from './models/compare-models.ts';
import type { ModelsReply, ModelsRequest } from './models/reply.ts';
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
import { servedSteps } from './served-frames.ts';
import { sameImage } from './same-image.ts';
import { InTheMiddleError, sameFolder, Stepping } from './stepping.ts';
import { toolSteps } from './tool-frames.ts';
import { replayWithTools } from './tool-replay.ts';
import { toolStashEditor } from './tool-stash.ts';
import { allTables, toolVehicle, type ToolFolder } from './tool-vehicle.ts';
import { Tools, type ToolOutput, type ToolRun, type ToolStep } from './tools.ts';

/** What a session needs from outside. */
export interface SessionOptions {
	readonly clock: Clock;
	/** Where the database engine's own files are. */
	readonly locateFile?: (name: string) => string;
	/** Reads those of them that are not there from the beginning. */
	readonly readFile?: ReadFile;
	/** Compiles programs of the database engine. */
	readonly compileFile?: (name: string) => Promise<object>;
	/** Gets what Python starts from; without it there is none. */
	readonly pythonParts?: () => Promise<PythonParts>;
}

/** What a session that takes over from another must know of it. */
export interface Resume {
	/** The version of the last state, so that versions keep growing. */
	readonly version: number;
	/** The database before the last step. */
	readonly before: Moment | undefined;
}

/** A reply with what has become of the database's image, for the page to keep. */
export interface SessionReply<Value> {
	readonly value: Value;
	/** The database as bytes, only where the command changed it. The session keeps this very array: copy it to give it away. */
	readonly image?: Uint8Array;
	/** The database before the last step, only where one was run; the image `earlier` is that of the reply before. */
	readonly before?: Omit<Moment, 'image'> & { readonly image?: Uint8Array | 'earlier' };
}

interface Opened {
	readonly database: Database;
	readonly observer: SchemaObserver;
	readonly options: OpenOptions;
}

/**
 * The engine at work on one database and one folder, without a worker or a page. One call at a time, but
 * `abort`, which is heard between two statements of a run.
 */
export class EngineSession {
	readonly #clock: Clock;
	readonly #files: Omit<SessionOptions, 'clock' | 'pythonParts'>;
	readonly #tools: Tools;
	#toolchain: Toolchain = 'sql';
	#databaseFile: string | undefined;
	readonly #results = new ConsoleResults();
	readonly #before: Before;
	/** What the folder makes. */
	readonly #made = new FolderSchema();
	#opened: Opened | undefined;
	#texts: readonly FolderFile[] = [];
	#wheels: readonly Wheel[] = [];
	#folder: ReadFolder = parseFolder([]);
	#state: DatabaseState | undefined;
	/** The database after the last command. */
	#image: Uint8Array = new Uint8Array();
	#mark: string | undefined;
	/** Under which id the rows that the next step may touch are kept. */
	#kept: string | undefined;
	/** What the last step has brought back as it was, where rows are compared with the moment before it. */
	#back: readonly ValueMarks[] = [];
	#running: AbortController | undefined;
	/** The step that is gone through, while it halts or goes on. */
	#stepping: Stepping | undefined;

	constructor({ clock, pythonParts = noPython, ...files }: SessionOptions) {
		this.#clock = clock;
		this.#tools = new Tools(pythonParts, clock);
		this.#files = files;
		this.#before = new Before((image) => this.#open({ ...this.#now.options, image }));
	}

	/** Opens a database in place of the one before. Throws where `image` is not a database; then the one before stays. */
	async open(options: OpenOptions, resume?: Resume): Promise<SessionReply<DatabaseState>> {
		const database = await this.#open(options);
		try {
			const observer = await database.dialect.inspector.observe(database);
			await this.close();
			this.#opened = { database, observer, options };
		} catch (error) {
			if (this.#opened?.database !== database) await database.close();
			throw error;
		}
		await this.#before.set(resume?.before);
		this.#back = [];
		await database.dialect.keptRows?.forget(database, resume?.before?.kept);
		const version = Math.max(this.#state?.version ?? 0, resume?.version ?? 0);
		return this.#look(version + 1, options.image);
	}

	/** Loads what a database of this kind needs, as opening one would. */
	async load(dialect: DialectName): Promise<SessionReply<void>> {
		const database = await this.#open({ dialect, foreignKeys: false });
		await database.close();
		return { value: undefined };
	}

	/** `databaseFile` is where the programs of a Python project keep their database, where that is known. */
	async setFolder(
		files: readonly FolderFile[],
		toolchain: Toolchain = 'sql',
		databaseFile?: string
	): Promise<SessionReply<void>> {
		if (this.#stepping) {
			if (sameFolder(files, this.#texts)) return { value: undefined };
			throw new InTheMiddleError();
		}
		this.#texts = files;
		this.#toolchain = toolchain;
		this.#databaseFile = databaseFile;
		this.#folder = toolchain === 'python' ? readAlembicFolder(files) : parseFolder(files);
		if (this.#state && this.#opened) {
			const ledger = toolchain === 'python' ? await this.#ledger() : this.#state.ledger;
			const current = headsOf(this.#folder.graph, appliedOf(ledger));
			this.#state = { ...this.#state, ledger, current };
		}
		return { value: undefined };
	}

	/** Starts Python, so that the first command need not wait for it. */
	async startTools(): Promise<SessionReply<void>> {
		await this.#tools.start();
		return { value: undefined };
	}

	async setWheels(wheels: readonly Wheel[]): Promise<SessionReply<void>> {
		this.#wheels = wheels;
		return { value: undefined };
	}

	/** Puts the packages in place and says what each of them needs. */
	async wheelReports(): Promise<SessionReply<readonly WheelReport[]>> {
		return { value: await this.#tools.install(this.#wheels) };
	}

	/** Runs a command line on the files of the folder and on the database, and looks at what became of both. */
	async tool(request: ToolCommand, hear: (output: ToolOutput) => void): Promise<SessionReply<ToolReply>> {
		const { database } = this.#atRest;
		const at = this.#clock.now();
		const ahead = database.lend && (await this.#lent(database));
		let said = '';
		const from = {
			...request,
			files: this.#texts,
			wheels: this.#wheels,
			...(ahead && { postgres: ahead.speak })
		};
		const run = await this.#tools.run(from, ahead ? undefined : this.#image, (output) => {
			if (output.stream === 'err') said += output.text;
			hear(output);
		});
		if (!request.trial) {
			this.#wheels = wheelsAfter(this.#wheels, run);
			await this.setFolder(filesAfter(this.#texts, run), this.#toolchain, run.databaseFile);
		}
		const about = { graph: this.#folder.graph, at, said };
		const steps = ahead
			? await servedSteps(run, { ...about, database, before: ahead.before })
			: await toolSteps(run, {
					...about,
					open: (image) => this.#open({ ...this.#now.options, image })
				});
		if (ahead && request.trial) {
			await database.restore(this.#image);
			await this.#now.observer.look();
		}
		if (request.trial) return { value: await this.#tried(run, steps) };
		if (run.image && !sameImage(run.image, this.#image)) {
			await database.restore(run.image);
			this.#mark = undefined;
		}
		const last = steps.at(-1);
		const ran = run.steps.at(-1);
		if (last && ran) await this.#before.set(await this.#momentOf(last, ran, ahead?.before));
		if (ahead) await database.dialect.keptRows?.forget(database, this.#before.moment?.kept);
		const { value: state, image } = await this.#settle();
		const { moment } = this.#before;
		const { exitCode, written, removed, notKept, databaseFile } = run;
		return {
			value: {
				exitCode,
				written,
				removed,
				notKept,
				databaseFile,
				steps,
				state,
				before: moment?.schema ?? state.schema
			},
			...(image && { image }),
			...(last && moment && { before: moment })
		};
	}

	/** The answer to a command of which nothing is kept. */
	async #tried({ exitCode }: ToolRun, steps: readonly StepResult[]): Promise<ToolReply> {
		const { value: state } = await this.state();
		const nothing = { written: [], removed: [], notKept: [], databaseFile: undefined };
		return { exitCode, ...nothing, steps, state, before: state.schema };
	}

	/** A server that a tool is about to work on, and what it was before. */
	async #lent(database: Database) {
		const { schema } = this.#now.observer;
		const kept = `${this.#state?.version ?? 0}_tool`;
		const { dialect } = database;
		await dialect.keptRows?.keep(database, kept, allTables(dialect, schema));
		const versions = await readVersions(database);
		const speak = await database.lend!(this.#texts.map(({ text }) => text).join('\n'));
		return { speak, before: { schema, kept, versions } };
	}

	/** What the views compare with after a migration that a tool ran. */
	async #momentOf(
		step: StepResult,
		{ before: image }: ToolStep,
		server?: { readonly schema: Schema; readonly kept: string }
	): Promise<Moment> {
		const renames = step.status === 'applied' ? renamesOf(step.frame.changes) : [];
		if (server) return { schema: server.schema, kept: server.kept, renames };
		const earlier = await this.#open({ ...this.#now.options, image });
		const schema = await earlier.dialect.inspector.inspect(earlier).finally(() => earlier.close());
		return { image, schema, renames };
	}

	async state(): Promise<SessionReply<DatabaseState>> {
		if (this.#stepping) return { value: this.#stepping.state };
		if (!this.#state) throw new Error('No database is open.');
		return { value: this.#state };
	}

	/**
	 * Runs a command. `before` in the reply is what the views compare with: the database before the last step,
	 * or before the whole run where that failed or was stopped after several steps. `lost` is what earlier steps have lost.
	 */
	async run(
		command: RunCommand,
		onEvent: (event: RunEvent) => void,
		lost: readonly ValueMarks[] = []
	): Promise<SessionReply<RunReply>> {
		const { observer } = this.#atRest;
		const running = new AbortController();
		this.#running = running;
		const start = this.#image;
		const rows = await this.#watchRows(lost);
		const context = { ...this.#context(running), observer, rows };
		const moments = new MomentsBefore((ahead) => this.#moment(ahead));
		const result = await runKeeping(runCommand(context, command), moments, onEvent).finally(() => {
			this.#running = undefined;
			return rows.end();
		});
		return this.#arrived(result, moments, start);
	}

	/** Begins to go through a command; see `EngineApi.stepThrough`. */
	async stepThrough(
		command: MoveCommand,
		onEvent: (event: RunEvent) => void,
		lost: readonly ValueMarks[] = []
	): Promise<SessionReply<SteppingReply>> {
		const { database, observer } = this.#atRest;
		const { value: state } = await this.state();
		const isAborted = new AbortController();
		const rows = await this.#watchRows(lost);
		const context = { ...this.#context(isAborted), observer, rows };
		this.#stepping = new Stepping({
			through: new StepThrough(context, (halting) => runCommand(halting, command)),
			database,
			graph: this.#folder.graph,
			moments: new MomentsBefore((ahead) => this.#moment(ahead)),
			rows,
			before: new Before((image) => this.#open({ ...this.#now.options, image })),
			observer: await database.dialect.inspector.observe(database, state.schema),
			start: this.#image,
			isAborted,
			state
		});
		return this.#step('next', onEvent, true);
	}

	stepOn(to: HaltAt, onEvent: (event: RunEvent) => void): Promise<SessionReply<SteppingReply>> {
		return this.#step(to, onEvent);
	}

	giveUp(): Promise<SessionReply<SteppingReply>> {
		return this.#step('giveUp', () => undefined);
	}

	async #step(
		to: HaltAt | 'giveUp',
		onEvent: (event: RunEvent) => void,
		isFirst = false
	): Promise<SessionReply<SteppingReply>> {
		const stepping = this.#stepping;
		if (!stepping) throw new Error('No step is being gone through.');
		const { moments, start, isAborted } = stepping.parts;
		this.#running = isAborted;
		let isOver = true;
		try {
			const reached = await stepping.on(to, onEvent);
			isOver = reached.kind === 'ended';
			if (reached.kind === 'halted') return { value: await stepping.look(reached.halt, isFirst) };
			await this.#endStepping(stepping);
			const { value, ...reply } = await this.#arrived(reached.result, moments, start);
			return { value: { kind: 'ended', ...value }, ...reply };
		} catch (error) {
			if (isOver) await this.#endStepping(stepping);
			throw error;
		} finally {
			this.#running = undefined;
		}
	}

	async #endStepping(stepping: Stepping): Promise<void> {
		if (this.#stepping !== stepping) return;
		this.#stepping = undefined;
		// What was seen inside had versions of its own, so that what is there now needs another.
		if (this.#state && this.#state.version !== stepping.state.version) {
			this.#state = { ...this.#state, version: stepping.state.version };
			this.#mark = undefined;
		}
		await stepping.end();
	}

	#watchRows(lost: readonly ValueMarks[]) {
		const { database, observer } = this.#now;
		return database.dialect.watchRows(database, {
			schema: observer.schema,
			...(this.#state && { counts: this.#state.rowCounts }),
			kept: () => this.#kept,
			lost
		});
	}

	/** Takes in what a run has come to. */
	async #arrived(
		result: RunResult,
		{ first, last: beforeLast }: MomentsBefore,
		start: Uint8Array
	): Promise<SessionReply<RunReply>> {
		const { database } = this.#now;
		const changed = changedSteps(result);
		const last = changed.at(-1);
		if (last) {
			const whole = changed.length === result.steps.length;
			const from = changed.length > 1 && whole && beforeLast ? beforeLast : first;
			// Over several steps, a name may have gone and come back: renames are told for one step only.
			const one = changed.length === 1 || from === beforeLast;
			const renames = one && last.status === 'applied' ? renamesOf(last.frame.changes) : [];
			await this.#before.set(from && { ...from, renames });
			this.#back = one && last.status === 'applied' ? backIn(last.frame) : [];
		}
		if (first) await database.dialect.keptRows?.forget(database, this.#before.moment?.kept);
		const { moment } = this.#before;
		const { value, image } = await this.#settle();
		return {
			value: { result, state: value, before: moment?.schema ?? value.schema },
			...(image && { image }),
			...(last && moment && { before: moment.image === start ? { ...moment, image: 'earlier' } : moment })
		};
	}

	/** Asks the run under way to end before its next statement. */
	abort(): void {
		this.#running?.abort();
	}

	async rehearse(command: MoveCommand): Promise<SessionReply<Rehearsal>> {
		return { value: await this.#trying((context) => rehearse(context, command)) };
	}

	async rehearseTogether(trial: TogetherTrial): Promise<SessionReply<Rehearsal>> {
		return { value: await this.#trying((context) => rehearseTogether(context, trial)) };
	}

	async clashingChanges(sides: SidesOfFolder): Promise<SessionReply<Outcome<readonly ClashingChange[]>>> {
		const work = (context: RunContext) => clashingChanges(context, sides, () => this.#second());
		return { value: await this.#trying(work) };
	}

	async compareWays(target: string): Promise<SessionReply<WaysCompared>> {
		return { value: await this.#trying((context) => compareWays(context, target)) };
	}

	async roundTrip(): Promise<SessionReply<RoundTrips>> {
		return { value: await this.#trying((context) => roundTrip(context, this.#vehicle(context))) };
	}

	async safeDowngrade(revision: string): Promise<SessionReply<SafeDowngrade>> {
		const editor = (context: RunContext) =>
			this.#toolchain === 'sql'
				? sqlStashEditor(context, this.#texts)
				: toolStashEditor(this.#toolFolder, context.database.dialect);
		return {
			value: await this.#trying((context) => safeDowngrade(context, this.#texts, revision, editor(context)))
		};
	}

	async tryQueries(sets: readonly QuerySet[], command?: MoveCommand): Promise<SessionReply<TriedQueries>> {
		const trial = (context: RunContext) => ({ command, vehicle: this.#vehicle(context) });
		return { value: await this.#trying((context) => tryQueries(context, sets, trial(context))) };
	}

	/** Compares the database with the models of a Python project, as Alembic does and as the engine does. */
	async compareModels(request: ModelsRequest): Promise<SessionReply<ModelsReply>> {
		const tools = this.#tools;
		const openSecond = () => this.#second();
		return {
			value: await this.#trying(async ({ database }) => {
				const ground = { tools, database, files: this.#texts, wheels: this.#wheels, openSecond };
				const reply = await compareModels(ground, request);
				await this.#now.observer.look();
				return reply;
			})
		};
	}

	/** Does what leaves the database as it was, so that it counts as unchanged afterwards. */
	async #trying<Value>(work: (context: RunContext) => Promise<Value>): Promise<Value> {
		const { database, observer } = this.#atRest;
		const { dialect } = database;
		const isKnown = (await dialect.changeMark?.(database)) === this.#mark;
		const running = new AbortController();
		this.#running = running;
		try {
			return await work({ ...this.#context(running), observer });
		} finally {
			this.#running = undefined;
			if (isKnown) this.#mark = await dialect.changeMark?.(database);
		}
	}

	async check(schemaSql: string, target: string | undefined): Promise<SessionReply<CheckReport>> {
		return {
			value: await this.#trying((context) => check(context, { schemaSql, target }, () => this.#second()))
		};
	}

	async drift(options: ReplayOptions): Promise<SessionReply<Drift>> {
		return { value: await this.#trying((context) => this.#made.drift(this.#ground(context), options)) };
	}

	async undrift(request: DriftRequest): Promise<SessionReply<Undrift>> {
		return { value: await this.#trying((context) => this.#made.undrift(this.#ground(context), request)) };
	}

	/** Runs what `undrift` wrote to put the database back; where that fails, nothing has changed. */
	async putBack(script: Script): Promise<SessionReply<PutBackReply>> {
		void this.#atRest;
		const ground = this.#ground(this.#context(new AbortController()));
		const result = await this.#made.putBack(ground, script);
		const { value, image } = await this.#settle();
		return { value: { result, state: value }, ...(image && { image }) };
	}

	/** Runs the next step as far as a statement and loses the connection there; what that leaves is what the database then is. */
	async pullPlug(request: PlugRequest): Promise<SessionReply<PlugReply>> {
		const result = await this.#trying((context) => pullPlug(context, request));
		// A database that was opened anew may bear the mark of the one before.
		if (result.ok) this.#mark = undefined;
		const { value, image } = await this.#settle();
		return { value: { result, state: value }, ...(image && { image }) };
	}

	#ground(context: RunContext): Ground {
		const openSecond = () => this.#second();
		const ledger = this.#state?.ledger ?? [];
		if (this.#toolchain === 'sql') return { context, ledger, openSecond };
		const folder = this.#toolFolder;
		const run = async () =>
			replayWithTools(folder, context.database, await readVersions(context.database), openSecond);
		return { context, ledger, openSecond, replay: { run, texts: JSON.stringify(folder.files) } };
	}

	/** What runs the project's migrations on a trial. */
	#vehicle(context: RunContext): Vehicle {
		return this.#toolchain === 'sql'
			? engineVehicle(context)
			: toolVehicle(this.#toolFolder, context.database.dialect);
	}

	get #toolFolder(): ToolFolder {
		return {
			tools: this.#tools,
			...this.#folder,
			files: this.#texts,
			wheels: this.#wheels,
			databaseFile: this.#databaseFile
		};
	}

	/** An empty database of the same kind, beside the one that is open. */
	#second(): Promise<Database> {
		const { dialect, foreignKeys } = this.#now.options;
		return this.#open({ dialect, foreignKeys });
	}

	async rows(request: RowsRequest): Promise<SessionReply<RowsPage>> {
		if (this.#stepping) return { value: await this.#stepping.rowsPage(request) };
		const { database } = this.#now;
		return { value: await readRestored(await this.#before.beside(database), request, this.#back) };
	}

	async console(sql: string, pageSize: number): Promise<SessionReply<ConsoleReply>> {
		const { database, options } = this.#now;
		const asked = { pageSize, results: this.#results, clock: this.#clock };
		if (this.#stepping) {
			const answers = await runConsoleInside(database, sql, asked);
			return { value: { answers, state: this.#stepping.state } };
		}
		const answers = await runConsole(database, sql, { ...asked, foreignKeys: options.foreignKeys });
		const { value, image } = await this.#settle();
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
		const { database, options } = this.#atRest;
		const shadow = (): Promise<Database> => this.#open({ dialect: options.dialect, foreignKeys: false });
		return { value: await autogenerate(database, request, shadow) };
	}

	async versionProblems(
		schemaSql: string,
		target: string | undefined
	): Promise<SessionReply<readonly Problem[]>> {
		const { migrations } = this.#folder.graph;
		return { value: versionProblems(this.#now.database.dialect, { migrations, schemaSql, target }) };
	}

	async choices(): Promise<SessionReply<DialectChoices>> {
		const { versions, extensions = [] } = this.#now.database.dialect;
		return { value: { usualTarget: versions.usual, targets: versions.choices, extensions } };
	}

	async setExtensions(names: readonly string[]): Promise<SessionReply<ExtensionsReply>> {
		const { database, observer, options } = this.#atRest;
		const problem = await extensionsProblem(database, names);
		if (!problem) this.#opened = { database, observer, options: { ...options, extensions: names } };
		const { value: state, image } = await this.#settle();
		return { value: { state, ...(problem && { problem }) }, ...(image && { image }) };
	}

	async carryOver(dialect: DialectName): Promise<SessionReply<CarryOver>> {
		void this.#atRest;
		const trial = await this.#open({ dialect, foreignKeys: false });
		try {
			return { value: await carryOver(this.#folder.graph, this.#now.database.dialect, trial) };
		} finally {
			await trial.close();
		}
	}

	async schemaSql(): Promise<SessionReply<string>> {
		const { database, observer } = this.#atRest;
		return { value: database.dialect.renderer.renderSchema(withoutProvided(database, observer.schema)) };
	}

	async snapshot(): Promise<SessionReply<Uint8Array>> {
		return { value: await this.#atRest.database.snapshot() };
	}

	async close(): Promise<void> {
		const stepping = this.#stepping;
		if (stepping) {
			await stepping.on('giveUp', () => undefined);
			await this.#endStepping(stepping);
		}
		await this.#before.close();
		await this.#opened?.database.close();
		this.#opened = undefined;
		this.#mark = undefined;
	}

	#context({ signal }: AbortController): RunContext {
		const { graph, problems } = this.#folder;
		const { database } = this.#now;
		return { database, graph, problems, clock: this.#clock, breathe: breathing(this.#clock), signal };
	}

	get #now(): Opened {
		if (!this.#opened) throw new Error('No database is open.');
		return this.#opened;
	}

	/** The same for whoever must not find it in the middle of a step. */
	get #atRest(): Opened {
		if (this.#stepping) throw new InTheMiddleError();
		return this.#now;
	}

	/** What the views compare with later: the database as it is, or the rows that the steps ahead may touch. */
	async #moment({ direction, revisions, first }: Ahead): Promise<Image> {
		const { database, observer } = this.#now;
		const { schema } = observer;
		const { keptRows } = database.dialect;
		// Rows kept for several steps would lie too long ago for the one after the first.
		this.#kept = undefined;
		if (!keptRows) return { schema, image: first ? this.#image : await database.snapshot() };
		const sections = revisions.map((revision) => {
			const migration = findMigration(this.#folder.graph, revision);
			return (direction === 'upgrade' ? migration?.up : migration?.down)?.sql ?? '';
		});
		const kept = `${this.#state?.version ?? 0}_${first ? 'first' : 'last'}`;
		await keptRows.keep(database, kept, sections.join('\n'));
		if (revisions.length === 1) this.#kept = kept;
		return { schema, kept };
	}

	#open(options: OpenOptions): Promise<Database> {
		const { dialect, ...rest } = options;
		return openDatabase(dialect, { ...rest, ...this.#files });
	}

	/** The state after a command, with the image where the database may have changed. */
	async #settle(): Promise<SessionReply<DatabaseState>> {
		const { database, observer } = this.#now;
		const state = this.#state;
		if (state && this.#mark !== undefined && (await database.dialect.changeMark?.(database)) === this.#mark)
			return { value: state };
		await observer.look();
		return this.#look((state?.version ?? 0) + 1);
	}

	/** What is applied, as the toolchain's own table says. */
	async #ledger(): Promise<readonly LedgerEntry[]> {
		const { database } = this.#now;
		if (this.#toolchain === 'sql') return readLedger(database);
		return ledgerOf(this.#folder.graph, await readVersions(database));
	}

	/** The state of the database as it is, with its image unless that is known. */
	async #look(version: number, known?: Uint8Array): Promise<SessionReply<DatabaseState>> {
		const { database, observer } = this.#now;
		const ledger = await this.#ledger();
		const image = known ?? (await database.snapshot());
		this.#image = image;
		this.#mark = await database.dialect.changeMark?.(database);
		const state: DatabaseState = {
			schema: observer.schema,
			ledger,
			current: headsOf(this.#folder.graph, appliedOf(ledger)),
			rowCounts: await countRows(database, observer.schema),
			version
		};
		this.#state = state;
		return { value: state, ...(known === undefined && { image }) };
	}
}

function backIn({ tables = [] }: Frame): readonly ValueMarks[] {
	return tables.flatMap(({ marks }) => marks?.back ?? []);
}

/** The ledger, or nothing where a user has broken its table: every run is refused then and says so. */
async function readLedger(database: Database): Promise<readonly LedgerEntry[]> {
	try {
		return await database.dialect.ledger.read(database);
	} catch (error) {
		if (error instanceof DatabaseError) return [];
		throw error;
	}
}

function noPython(): Promise<never> {
	return Promise.reject(new Error('This session was given no Python.'));
}
