import type { DialectName } from '../engine/dialects/dialect.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Drift } from '../engine/run/drift.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import type { SidesOfFolder } from '../engine/run/clashing-changes.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { PlugRequest } from '../engine/run/pull-plug.ts';
import type { MoveCommand } from '../engine/run/rehearse.ts';
import type { TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { DriftRequest } from '../engine/run/undrift.ts';
import type { Script } from '../engine/schema/script.ts';
import type { HaltAt } from '../engine/run/step-through.ts';
import type { RunEvent } from '../engine/run/step.ts';
import type { AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';
import type { Moment } from './before.ts';
import { filesAfter, wheelsAfter } from './files-after.ts';
import { startWorker } from './link.ts';
import type { ModelsRequest } from './models/reply.ts';
import {
	StoppedError,
	type DatabaseState,
	type DriftOptions,
	type EngineClient,
	type Loading,
	type OpenOptions,
	type RowsRequest,
	type RunReply,
	type SteppingReply,
	type ToolCommand,
	type Toolchain
} from './protocol.ts';
import type { SessionReply } from './open-project.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, Wheel } from '../python/python.ts';
import type { ToolOutput } from './tools.ts';
import type { WorkerApi, WorkerLink } from './worker-api.ts';
import { WorkerLine } from './worker-line.ts';

/** What a look in passing answers where somebody waits already. */
const passedOver: SessionReply<Drift> = {
	value: {
		kind: 'unknown',
		problem: {
			code: 'stopped',
			severity: 'error',
			message: 'Something else came first.',
			hint: 'Look again.'
		}
	}
};

/** A client with no database open yet. The worker starts with the first call or with `begin`. `start` is another in tests. */
export function createEngineClient(start: () => WorkerLink = startWorker): EngineClient {
	return new WorkerClient(start);
}

class WorkerClient implements EngineClient {
	readonly #line: WorkerLine;
	#options: Omit<OpenOptions, 'image'> | undefined;
	#folder: readonly FolderFile[] = [];
	#toolchain: Toolchain = 'sql';
	#wheels: readonly Wheel[] = [];
	#databases: readonly DatabaseFile[] = [];
	#databaseFile: string | undefined;
	#environment: Environment = {};
	#scripts: readonly ScriptFolder[] = [];
	#checkpoint: Uint8Array | undefined;
	#before: Moment | undefined;
	#state: DatabaseState | undefined;

	constructor(start: () => WorkerLink) {
		this.#line = new WorkerLine({
			start,
			restore: (api) => this.#restore(api),
			take: (reply) => this.#take(reply)
		});
	}

	get busy(): boolean {
		return this.#line.waiting > 0;
	}

	get checkpoint(): Uint8Array | undefined {
		return this.#checkpoint;
	}

	begin(dialect: DialectName): void {
		const begun = this.#line.connected().then(({ api }) => api.load(dialect));
		// Whoever needs the worker hears why it cannot be had.
		begun.catch(() => undefined);
	}

	open(options: OpenOptions, onLoading?: (loading: Loading) => void): Promise<DatabaseState> {
		return this.#line.call(async (api) => {
			const resume = { version: this.#state?.version ?? 0, before: undefined };
			const reply = await api.open(options, resume, onLoading);
			const { image: _, ...kept } = options;
			this.#options = kept;
			this.#before = undefined;
			this.#checkpoint = options.image;
			return this.#knowing(reply);
		});
	}

	setFolder(
		files: readonly FolderFile[],
		toolchain: Toolchain = 'sql',
		databaseFile?: string,
		environment = this.#environment,
		scripts = this.#scripts
	): Promise<void> {
		return this.#line.call(async (api) => {
			this.#folder = files;
			this.#toolchain = toolchain;
			this.#databaseFile = databaseFile;
			this.#environment = environment;
			this.#scripts = scripts;
			return api.setFolder(files, toolchain, databaseFile, environment, scripts);
		});
	}

	startTools(onLoading?: (loading: Loading) => void): Promise<void> {
		return this.#line.call((api) => api.startTools(onLoading), { command: true });
	}

	setWheels(wheels: readonly Wheel[]): Promise<void> {
		return this.#line.call(async (api) => {
			this.#wheels = wheels;
			return api.setWheels(wheels);
		});
	}

	setDatabases(databases: readonly DatabaseFile[]): Promise<void> {
		return this.#line.call(async (api) => {
			this.#databases = databases;
			return api.setDatabases(databases);
		});
	}

	wheelReports(onLoading?: (loading: Loading) => void) {
		return this.#line.call((api) => api.wheelReports(onLoading), { command: true });
	}

	tool(request: ToolCommand, onOutput: (output: ToolOutput) => void) {
		return this.#line.call(
			async (api) => {
				const reply = await api.tool(request, onOutput);
				this.#state = reply.value.state;
				this.#folder = filesAfter(this.#folder, reply.value);
				this.#wheels = wheelsAfter(this.#wheels, reply.value);
				this.#databaseFile = reply.value.databaseFile;
				this.#databases = reply.value.databases;
				this.#scripts = reply.value.scripts;
				return reply;
			},
			{ command: true }
		);
	}

	compareModels(request: ModelsRequest) {
		return this.#line.call((api) => api.compareModels(request), { command: true });
	}

	state(): Promise<DatabaseState> {
		return this.#line.call(async (api) => this.#knowing(await api.state()));
	}

	run(
		command: RunCommand,
		onEvent?: (event: RunEvent) => void,
		lost: readonly ValueMarks[] = []
	): Promise<RunReply> {
		const finished: string[] = [];
		const hear = (events: readonly RunEvent[]): void => {
			for (const event of events) {
				if (event.kind === 'stepFinished' && event.result.status === 'applied')
					finished.push(event.result.revision);
				tell(event, onEvent);
			}
		};
		return this.#line.call(
			async (api) => {
				const reply = await api.run(command, hear, lost);
				this.#state = reply.value.state;
				return reply;
			},
			{ polite: true, command: true, finished }
		);
	}

	stepThrough(
		command: MoveCommand,
		onEvent?: (event: RunEvent) => void,
		lost: readonly ValueMarks[] = []
	): Promise<SteppingReply> {
		return this.#stepping((api) => api.stepThrough(command, hearing(onEvent), lost));
	}

	stepOn(to: HaltAt, onEvent?: (event: RunEvent) => void): Promise<SteppingReply> {
		return this.#stepping((api) => api.stepOn(to, hearing(onEvent)));
	}

	giveUp(): Promise<SteppingReply> {
		return this.#stepping((api) => api.giveUp());
	}

	#stepping(work: (api: WorkerApi) => Promise<SessionReply<SteppingReply>>): Promise<SteppingReply> {
		return this.#line.call(
			async (api) => {
				const reply = await work(api);
				this.#state = reply.value.state;
				return reply;
			},
			{ polite: true, command: true }
		);
	}

	rehearse(command: MoveCommand) {
		return this.#line.call((api) => api.rehearse(command), { polite: true, command: true });
	}

	rehearseTogether(trial: TogetherTrial) {
		return this.#line.call((api) => api.rehearseTogether(trial), { polite: true, command: true });
	}

	clashingChanges(sides: SidesOfFolder) {
		return this.#line.call((api) => api.clashingChanges(sides), { polite: true, command: true });
	}

	compareWays(target: string) {
		return this.#line.call((api) => api.compareWays(target), { polite: true, command: true });
	}

	roundTrip() {
		return this.#line.call((api) => api.roundTrip(), { polite: true, command: true });
	}

	safeDowngrade(revision: string) {
		return this.#line.call((api) => api.safeDowngrade(revision), { polite: true, command: true });
	}

	tryQueries(sets: readonly QuerySet[], command?: MoveCommand) {
		return this.#line.call((api) => api.tryQueries(sets, command), { polite: true, command: true });
	}

	check(schemaSql: string, target: string | undefined) {
		return this.#line.call((api) => api.check(schemaSql, target), { polite: true, command: true });
	}

	drift({ inPassing = false }: DriftOptions = {}) {
		return this.#line.call(
			async (api) => (inPassing && this.#line.waiting > 1 ? passedOver : api.drift({ inPassing })),
			{ polite: true, inPassing }
		);
	}

	undrift(request: DriftRequest) {
		return this.#line.call((api) => api.undrift(request), { polite: true, command: true });
	}

	putBack(script: Script) {
		return this.#line.call(
			async (api) => {
				const reply = await api.putBack(script);
				this.#state = reply.value.state;
				return reply;
			},
			{ command: true }
		);
	}

	pullPlug(request: PlugRequest) {
		return this.#line.call(
			async (api) => {
				const reply = await api.pullPlug(request);
				this.#state = reply.value.state;
				this.#databaseFile = reply.value.databaseFile;
				return reply;
			},
			{ polite: true, command: true }
		);
	}

	rows(request: RowsRequest) {
		return this.#line.call((api) => api.rows(request));
	}

	console(sql: string, pageSize: number) {
		return this.#line.call(
			async (api) => {
				const reply = await api.console(sql, pageSize);
				this.#state = reply.value.state;
				return reply;
			},
			{ command: true }
		);
	}

	consolePage(id: number, offset: number, limit: number) {
		return this.#line.call((api) => api.consolePage(id, offset, limit));
	}

	autogenerate(request: AutogenerateRequest) {
		return this.#line.call((api) => api.autogenerate(request));
	}

	versionProblems(schemaSql: string, target: string | undefined) {
		return this.#line.call((api) => api.versionProblems(schemaSql, target));
	}

	setExtensions(names: readonly string[]) {
		return this.#line.call(
			async (api) => {
				const reply = await api.setExtensions(names);
				this.#state = reply.value.state;
				if (!reply.value.problem && this.#options) this.#options = { ...this.#options, extensions: names };
				return reply;
			},
			{ command: true }
		);
	}

	choices() {
		return this.#line.call((api) => api.choices());
	}

	carryOver(dialect: DialectName) {
		return this.#line.call((api) => api.carryOver(dialect));
	}

	schemaSql() {
		return this.#line.call((api) => api.schemaSql());
	}

	snapshot() {
		return this.#line.call((api) => api.snapshot());
	}

	async stop(): Promise<DatabaseState> {
		await this.#line.stop();
		// Not queued: whatever waits comes after the state that is answered here.
		if (this.#options) await this.#line.connected();
		if (!this.#state) throw new StoppedError();
		return this.#state;
	}

	dispose(): void {
		this.#line.dispose();
	}

	/** Gives a new worker the database of the checkpoint, and the folder. */
	async #restore(api: WorkerApi): Promise<void> {
		if (this.#folder.length > 0)
			await api.setFolder(
				this.#folder,
				this.#toolchain,
				this.#databaseFile,
				this.#environment,
				this.#scripts
			);
		if (this.#wheels.length > 0) await api.setWheels(this.#wheels);
		if (this.#databases.length > 0) await api.setDatabases(this.#databases);
		if (this.#options === undefined) return;
		const { value, image } = await api.open(
			{ ...this.#options, ...(this.#checkpoint && { image: this.#checkpoint }) },
			{ version: this.#state?.version ?? 0, before: this.#before }
		);
		this.#state = value;
		if (image !== undefined) this.#checkpoint = image;
	}

	#take({ before, image }: SessionReply<unknown>): void {
		if (before !== undefined) {
			const { image: then, ...moment } = before;
			const earlier = then === 'earlier' ? this.#checkpoint : then;
			this.#before = { ...moment, ...(earlier && { image: earlier }) };
		}
		if (image !== undefined) this.#checkpoint = image;
	}

	#knowing(reply: SessionReply<DatabaseState>): SessionReply<DatabaseState> {
		this.#state = reply.value;
		return reply;
	}
}

function hearing(onEvent: ((event: RunEvent) => void) | undefined) {
	return (events: readonly RunEvent[]): void => {
		for (const event of events) tell(event, onEvent);
	};
}

/** A listener that throws is a bug of the page, to be reported there; the run goes on. */
function tell(event: RunEvent, onEvent: ((event: RunEvent) => void) | undefined): void {
	try {
		onEvent?.(event);
	} catch (error) {
		queueMicrotask(() => {
			throw error;
		});
	}
}
