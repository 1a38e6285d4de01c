import type { CommandHost } from '../command-line/host.ts';
import { standingOf } from '../engine/run/standing.ts';
import { sqlReader } from '../engine/migration/folder-reader.ts';
import type { Direction, FolderFile, Migration } from '../engine/migration/migration.ts';
import { appliedOf } from '../engine/run/applied.ts';
import type { RunCommand } from '../engine/run/command.ts';
import { isPartial } from '../engine/run/ledger-problems.ts';
import type { Problem } from '../engine/problem.ts';
import type { Frame, RunEvent, RunResult } from '../engine/run/step.ts';
import { emptySchema, type Schema } from '../engine/schema/model.ts';
import type { Place, Project } from '../projects/project.ts';
import type {
	ConsoleReply,
	DatabaseState,
	DialectChoices,
	EngineClient,
	Loading
} from '../worker/protocol.ts';
import { blankDatabase, blankProject } from './blank.ts';
import { arrive } from './arrive.ts';
import { commandHost } from './command-host.ts';
import { databaseUndo } from './database-undo.ts';
import { stillLeft } from './plug/leftover.ts';
import { DriftWatch } from './drift/drift-watch.svelte.ts';
import type { DialogRequest } from './dialogs/request.ts';
import { stillLost } from './evidence/losses.ts';
import { isExpected, isStopped, wordsOf } from './errors.ts';
import { failedFile, failedRevision, type Failure } from './failure.ts';
import { withBody, withFile } from './folder/edits.ts';
import { folderEntries } from './folder/entries.ts';
import { lastStep } from './frames.ts';
import { Journey } from './journey.svelte.ts';
import { directionOf, lineOf, nextSteps, noSteps } from './next-steps.ts';
import type { Notice } from './notice.ts';
import { Player } from './player.svelte.ts';
import { whyNotNow } from './refusal.ts';
import { versionFiles } from '../python/alembic-folder.ts';
import { alembicReader } from '../python/alembic-reader.ts';
import { RunProgress } from './run-progress.svelte.ts';
import { SentProject } from './sent-project.ts';
import { Trials } from './trials.ts';
import { base } from './timeline/layout.ts';
import { twinFile } from './timeline/twins.ts';
import type { LogEntry } from './terminal/log.ts';
import { Stepper } from './stepping/stepper.svelte.ts';
import { UndoStack, type Undoable } from './undo.svelte.ts';
import { VersionMarks } from './version-marks.svelte.ts';
import { Together } from './together/together.svelte.ts';

/** What a button that moves the database needs: it comes while the database opens. */
const buttonRunner = () => import('./run-as-button.ts');

/**
 * The app: one open project, its database in the worker, and the verbs a person has. Everything the screen shows
 * is read from here; every button, key, menu entry and terminal line ends in one of the verbs.
 */
export class Workbench {
	readonly client: EngineClient;
	readonly marks = new VersionMarks(this);
	readonly undos = new UndoStack();
	readonly journey = new Journey(this);
	readonly player = new Player(this);
	readonly stepper = new Stepper(this);
	readonly drift = new DriftWatch(this);
	readonly together = new Together(this);
	readonly trials = new Trials(this);

	/** False until a project is open. */
	ready = $state(false);
	/** Why nothing may change, in words; undefined where everything may. */
	readOnly = $state<string | undefined>(undefined);
	project = $state.raw<Project>(blankProject);
	database = $state.raw<DatabaseState>(blankDatabase);
	/** The schema before the last step. */
	before = $state.raw<Schema>(emptySchema);
	/** The last step, where the database is as it left it. */
	lastFrame = $state.raw<Frame | undefined>(undefined);
	/** Whether the rows from before the last step are at hand; they are not kept over a reload. */
	rowsBefore = $state(false);
	/** The command under way. */
	running = $state.raw<RunProgress | undefined>(undefined);
	/** What comes of the database engine, while it comes. */
	loading = $state.raw<Loading | undefined>(undefined);
	notice = $state.raw<Notice | undefined>(undefined);
	failure = $state.raw<Failure | undefined>(undefined);
	/** What the project's database offers to choose from; undefined until one is open. */
	choices = $state.raw<DialectChoices | undefined>(undefined);
	log = $state.raw<readonly LogEntry[]>([]);
	/** The dialog that is open. */
	dialog = $state.raw<DialogRequest | undefined>(undefined);

	readonly files = $derived(this.project.files);
	readonly #byName = $derived(new Map(this.files.map((file) => [file.name, file])));
	readonly place = $derived(this.project.place);
	/** Whether its migrations are Python, which the real tools run. */
	readonly isPython = $derived(this.project.toolchain === 'python');
	/** How its migrations are read. */
	readonly reader = $derived(this.isPython ? alembicReader(this.project.scripts) : sqlReader);
	readonly folder = $derived(this.reader.read(this.files));
	readonly migrations = $derived(
		new Map<string, Migration>(this.folder.graph.migrations.map((one) => [one.revision, one]))
	);
	readonly ledger = $derived(this.database.ledger);
	readonly standing = $derived(standingOf(this.folder.graph, this.ledger));
	/** The step that has stopped midway, where there is one. */
	readonly partial = $derived(this.ledger.find(isPartial));
	/** The revision whose step has failed, until its file or the database changes. */
	readonly failed = $derived(failedRevision(this.failure, this.database.version, this.files));
	/** The file in which the last command stopped, until its text changes. */
	readonly failedFile = $derived(failedFile(this.failure, this.files));
	/** Applied revisions in the order of application, with those that a run under way has finished so far. */
	readonly applied = $derived.by(() => {
		const applied = [...appliedOf(this.ledger)];
		const run = this.running;
		if (!run || run.finished === 0) return applied;
		const done = run.planned.slice(0, run.finished);
		if (run.direction === 'upgrade') return [...applied, ...done];
		const gone = new Set(done);
		return applied.filter((revision) => !gone.has(revision));
	});
	readonly entries = $derived(
		folderEntries({
			files: this.isPython ? versionFiles(this.files, this.project.scripts) : this.files,
			graph: this.folder.graph,
			problems: [...this.folder.problems, ...this.marks.current],
			ledger: this.ledger
		})
	);
	/** An applied revision of a Python project whose file is gone: Alembic runs nothing then. */
	readonly gone = $derived(
		this.isPython ? this.entries.findLast(({ standing }) => standing === 'missing')?.revision : undefined
	);
	/** Where the database is; what is gone has no place in the graph, but is where a run has ended. */
	readonly here = $derived(
		this.gone !== undefined && this.ledger.at(-1)?.revision === this.gone
			? [this.gone]
			: this.standing.current
	);
	readonly next = $derived(this.gone === undefined ? nextSteps(this.folder.graph, this.applied) : noSteps);
	/** Why nothing that changes something can start now; undefined where it can. */
	readonly refusal = $derived.by(() => whyNotNow(this.readOnly, this.running, this.stepper.at?.halt));
	/** Whether a verb that changes something can start now. */
	readonly free = $derived(this.ready && this.refusal === undefined);

	readonly #sent: SentProject;
	#image: Uint8Array | undefined;
	#notices = 0;
	#onchange: (() => void) | undefined;

	constructor(client: EngineClient) {
		this.client = client;
		this.#sent = new SentProject(client);
	}

	/** The database as it was after the last command, to be saved. */
	get image(): Uint8Array | undefined {
		return this.#image;
	}

	/** Calls `listener` whenever there is something new to save. */
	onchange(listener: () => void): void {
		this.#onchange = listener;
	}

	readonly host: CommandHost = commandHost(this);

	// ---- Running

	upgrade(target?: string): Promise<void> {
		const command = target === undefined ? this.next.up?.command : { kind: 'upgrade' as const, target };
		return command ? this.do(command) : this.#nowhere('Every migration of the folder is applied.');
	}

	downgrade(target?: string): Promise<void> {
		const command = target === undefined ? this.next.down?.command : { kind: 'downgrade' as const, target };
		return command ? this.do(command) : this.#nowhere('The database is at base: nothing is applied.');
	}

	stamp(targets: readonly string[], purge = false): Promise<void> {
		return this.do({ kind: 'stamp', targets, purge });
	}

	/** Runs what brings the database to a revision, up or down; `base` is the empty one. */
	goTo(revision: string): Promise<void> {
		if (revision === base) return this.next.base ? this.do(this.next.base.command) : this.downgrade();
		this.open(this.migrations.get(revision)?.file ?? twinFile(revision));
		// A file whose revision another one has cannot be run.
		if (twinFile(revision) !== undefined) return Promise.resolve();
		const { current } = this.standing;
		if (current.length === 1 && current[0] === revision) {
			return this.#nowhere(`You are at ${this.nameOf(revision)} already.`);
		}
		const kind = this.standing.applied.has(revision) ? 'downgrade' : 'upgrade';
		return this.do({ kind, target: revision });
	}

	/** Runs a command as a button does: the terminal shows the line and what it answered. */
	async do(command: RunCommand): Promise<void> {
		if (this.stepper.at && !this.running) return this.stepper.refuse();
		if (!this.free) return;
		if (this.isPython) await (await import('./python/run-with-tools.ts')).runToolAsButton(this, command);
		else await (await buttonRunner()).runAsButton(this, command);
	}

	/** Runs a command: the one way by which buttons, keys and the terminal move the database. */
	async execute(
		command: RunCommand,
		onEvent: (event: RunEvent) => void = () => {},
		files: readonly FolderFile[] = this.files
	): Promise<RunResult> {
		const { refusal } = this;
		if (refusal) return { status: 'refused', steps: [], problems: [refusal], current: this.standing.current };
		if (this.isPython) return (await import('./python/run-with-tools.ts')).runWithTools(this, command);
		return this.whileRunning(new RunProgress(lineOf(command), directionOf(command)), async (run) => {
			await this.sendFolder(files);
			const hear = (event: RunEvent) => {
				run.hear(event);
				onEvent(event);
			};
			const reply = await this.client.run(command, hear, stillLost(this.project.losses));
			arrive(this, command, reply);
			return reply.result;
		});
	}

	/** Runs statements that were typed by hand, with progress and Stop; in the middle of a step they only read. */
	async console(sql: string, pageSize: number): Promise<ConsoleReply> {
		const refusal = whyNotNow(this.readOnly, this.running);
		if (refusal) throw new Error(`${refusal.message} ${refusal.hint}`);
		return this.whileRunning('the SQL pane', () => this.client.console(sql, pageSize));
	}

	/** Does something that nothing else may run beside; it is told of by its line. */
	async whileRunning<Reply>(
		what: RunProgress | string,
		work: (run: RunProgress) => Promise<Reply>
	): Promise<Reply> {
		const run = typeof what === 'string' ? new RunProgress(what, undefined) : what;
		this.running = run;
		this.journey.back();
		try {
			return await work(run);
		} catch (error) {
			await this.#recover(error);
			throw error;
		} finally {
			run.end();
			this.running = undefined;
		}
	}

	/** Ends the command under way: between two steps where it can, else as if it had never begun. */
	async stop(): Promise<void> {
		this.running?.stop();
		const state = await this.client.stop();
		if (state.version !== this.database.version) this.database = state;
		this.#image = this.client.checkpoint;
	}

	/** Empties the database: no tables, no ledger. The folder stays. */
	async reset(): Promise<void> {
		if (!this.free) return;
		const undo = databaseUndo(this, 'the reset of the database');
		this.change({ frames: [], losses: [], appliedTexts: {}, cutOff: undefined, leftover: undefined });
		await this.openDatabase(undefined);
		this.undos.push(undo);
		this.say('The database is empty again. The folder is as it was.', { undo: true });
	}

	/** Takes back the last thing that can be taken back. */
	async undo(): Promise<void> {
		if (!this.free) return;
		const entry = this.undos.pop();
		if (!entry) return this.say('There is nothing to undo.');
		await entry.undo();
		this.say(`Undid ${entry.what}.`);
	}

	/** Takes in what something that is no step did to the database; what undoes it, where it did anything. */
	settled(state: DatabaseState, what: string): Undoable | undefined {
		if (state.version === this.database.version) return undefined;
		const undo = databaseUndo(this, what);
		this.take(state);
		this.change({ leftover: stillLeft(this.project.leftover, state.schema) });
		this.undos.push(undo);
		return undo;
	}

	/** After a command that ended without an answer: says why and looks at the database again. */
	async #recover(error: unknown): Promise<void> {
		this.say(isExpected(error) ? wordsOf(error) : `Updown itself went wrong: ${wordsOf(error)}`, {
			tone: isStopped(error) ? 'plain' : 'bad'
		});
		await this.stepper.lost();
		this.take(await this.client.state());
	}

	/** Takes the state that the worker tells of as that of the database, and its image as the one to be saved. */
	take(state: DatabaseState): void {
		this.database = state;
		this.#image = this.client.checkpoint;
	}

	// ---- The folder

	/** Opens a file in the editor. */
	open(file: string | undefined): void {
		if (file !== undefined && file !== this.place.openFile) this.setPlace({ openFile: file });
	}

	/** Writes a file, new or not. */
	saveFile(file: FolderFile): void {
		if (this.readOnly !== undefined || this.stepper.at) return;
		this.change({ files: withFile(this.files, file) });
	}

	/** Writes one direction of a migration; every other byte of its file stays. */
	editSection(name: string, direction: Direction, sql: string): void {
		const file = this.file(name);
		if (file) this.saveFile(withBody(file, direction, sql));
	}

	editSchemaSql(schemaSql: string): void {
		if (this.readOnly === undefined && !this.stepper.at) this.change({ schemaSql });
	}

	// ---- What the project remembers

	setPlace(place: Partial<Place>): void {
		this.project = { ...this.project, place: { ...this.place, ...place } };
		if (this.readOnly === undefined) this.#onchange?.();
	}

	/** Changes the project; it is saved in a moment. */
	change(change: Partial<Project>): void {
		this.project = { ...this.project, ...change, changedAt: new Date().toISOString() };
		this.#onchange?.();
	}

	/** The version that the folder must run on, at the least; the usual one where none is given. */
	get target(): string {
		return this.project.target ?? this.choices?.usualTarget ?? '';
	}

	/** Makes these the extensions that the database has from the beginning. Returns why it cannot be. */
	async setExtensions(extensions: readonly string[]): Promise<Problem | undefined> {
		const { refusal } = this;
		if (refusal) return refusal;
		const undo = databaseUndo(this, 'the change of extensions');
		const { state, problem } = await this.whileRunning('the settings', () =>
			this.client.setExtensions(extensions)
		);
		this.take(state);
		if (problem) return problem;
		this.change({ extensions });
		this.undos.push(undo);
		return undefined;
	}

	rename(name: string): void {
		if (this.readOnly === undefined) this.change({ name });
	}

	/**
	 * Puts a project on the screen, upgraded to `startAt` where it is a new one; the caller has its lock and says
	 * where it is saved.
	 */
	async show(project: Project, image: Uint8Array | undefined, startAt?: string): Promise<void> {
		this.ready = false;
		// Whoever presses a button hears why it could not be had.
		if (project.toolchain !== 'python') buttonRunner().catch(() => undefined);
		this.undos.clear();
		this.player.pause();
		this.journey.back();
		this.failure = undefined;
		this.notice = undefined;
		this.#sent.expectAnother();
		this.project = project;
		// Before the database, because what is current depends on the folder.
		await this.sendFolder();
		await this.openDatabase(image);
		if (startAt !== undefined) {
			const { status } = await this.execute({ kind: 'upgrade', target: startAt });
			this.undos.clear();
			if (status === 'applied') this.notice = undefined;
		}
		this.ready = true;
	}

	/** Opens a database from an image, an empty one without it. */
	async openDatabase(image: Uint8Array | undefined): Promise<void> {
		const { id, dialect, foreignKeys, extensions } = this.project;
		try {
			const options = { project: id, dialect, foreignKeys, extensions, ...(image && { image }) };
			this.take(await this.client.open(options, (loading) => (this.loading = loading)));
		} finally {
			this.loading = undefined;
		}
		this.choices = await this.client.choices();
		const { frame, schema } = lastStep(this.project.frames, {
			...this.database,
			current: this.standing.current
		});
		this.lastFrame = frame;
		this.before = schema;
		this.rowsBefore = false;
	}

	/** Gives the worker the project as it is now, or with other files for a run by what was in them before. */
	sendFolder(files: readonly FolderFile[] = this.files): Promise<void> {
		return this.#sent.send(this.project, files);
	}

	say(text: string, more: Partial<Omit<Notice, 'id' | 'text'>> = {}): void {
		this.notice = { id: ++this.#notices, text, tone: 'plain', ...more };
	}

	file(name: string | undefined): FolderFile | undefined {
		return name === undefined ? undefined : this.#byName.get(name);
	}

	/** What people call a revision: its number where that is short, and what it does. */
	nameOf(revision: string): string {
		if (revision === base) return 'base';
		const message = this.migrations.get(revision)?.message;
		if (message === undefined || message === revision) return revision;
		return revision.length > 8 ? message : `${revision} ${message}`;
	}

	#nowhere(sentence: string): Promise<void> {
		this.say(sentence);
		return Promise.resolve();
	}
}
