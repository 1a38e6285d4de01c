import type { Clock } from '../engine/clock.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { CutStatement, PlugRequest } from '../engine/run/pull-plug.ts';
import { plainText } from '../engine/text/utf8.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { AlembicComparison, Decided } from '../python/autogenerate.ts';
import {
	PythonEnded,
	type DatabaseFile,
	type Environment,
	type HearPython,
	type Python,
	type PythonCommand,
	type PythonEvent,
	type PythonParts,
	type SpeakPostgres,
	type Wheel,
	type WheelReport
} from '../python/python.ts';
import { projectFolder } from '../python/project-files.ts';
import { databasesAfter, isDatabase, OwnDatabase } from './database-files.ts';
import { leftFiles, reopened, takeOver, type LeftFiles } from './left-files.ts';
import { PlugWatch } from './plug-watch.ts';

/** A command line of a Python project, with all that it may look at. */
export interface ToolRequest {
	/** The program and its arguments, e.g. `['flask', 'db', 'upgrade']`. */
	readonly words: readonly string[];
	readonly environment?: Environment;
	/** All files of the project. */
	readonly files: readonly FolderFile[];
	/** Its packages beside those that come along. */
	readonly wheels?: readonly Wheel[];
	/** The SQLite databases that lie among its files, beside its own. */
	readonly databases?: readonly DatabaseFile[];
	/** The file in which the program keeps its database, where one is known, e.g. `instance/app.db`. */
	readonly databaseFile: string | undefined;
	/** The PostgreSQL that it reaches, where that is the project's database. */
	readonly postgres?: SpeakPostgres;
	/** What to do with what Alembic's autogenerate finds; without it, what Alembic does. */
	readonly decided?: Decided;
	/** Where its connection to the database is lost and it ends, as if somebody had killed it. */
	readonly plug?: PlugRequest;
}

/** What a command writes, as it comes. */
export interface ToolOutput {
	readonly stream: 'out' | 'err';
	readonly text: string;
}

/** A statement that a command ran. */
export interface ToolStatement {
	readonly sql: string;
	readonly durationMs: number;
	readonly rowsChanged: number;
	/** Whether a transaction was open when it began. */
	readonly open: boolean;
}

/** A migration that a command ran. */
export interface ToolStep {
	readonly revision: string;
	readonly direction: 'upgrade' | 'downgrade' | 'stamp';
	/** The database file before it, and after it where it came to its end. */
	readonly before: Uint8Array;
	readonly after?: Uint8Array;
	readonly statements: readonly ToolStatement[];
	readonly durationMs: number;
}

/** What a command did. */
export interface ToolRun {
	/** 127 where there is no such program, 137 where its connection was lost. */
	readonly exitCode: number;
	/** Whether it has ended Python itself, without an end of its transactions; Python was started anew. */
	readonly died: boolean;
	readonly written: readonly FolderFile[];
	readonly removed: readonly string[];
	/** Files that are no text, which a project does not keep. */
	readonly notKept: readonly string[];
	readonly databaseFile: string | undefined;
	/** The SQLite databases that lie among the files, beside the project's own; in the order of their names. */
	readonly databases: readonly DatabaseFile[];
	/** The database after it; undefined where it has none. */
	readonly image: Uint8Array | undefined;
	readonly steps: readonly ToolStep[];
	/** How many SQLite files Alembic worked on: with `--multidb` it goes from one to the next. */
	readonly migrated: number;
	/** Where Alembic has looked for revision files. */
	readonly scripts: readonly ScriptFolder[];
	/** What Alembic's autogenerate has found, once for each database, where that was to be told. */
	readonly compared: readonly AlembicComparison[];
	/** The statements that the migration had run when the connection was lost; what the command wrote to files is not told then. */
	readonly cut?: readonly CutStatement[];
}

interface OpenStep {
	readonly revision: string;
	readonly direction: ToolStep['direction'];
	readonly before: Uint8Array;
	readonly began: number;
	readonly statements: {
		sql: string;
		began: number;
		ended: number;
		changesBefore: number;
		rowsChanged: number;
		readonly open: boolean;
	}[];
}

/** CPython in this worker: started when the first command comes, and kept. */
export class Tools {
	readonly #parts: () => Promise<PythonParts>;
	readonly #clock: Clock;
	#python: Promise<Python> | undefined;
	/** The packages that are in place, and what Python said of them. */
	#installed: readonly Wheel[] = [];
	#reports: readonly WheelReport[] = [];
	#project: string | undefined;
	/** Whether a program of the project has run, which may have done anything to Python. */
	#isTouched = false;

	constructor(parts: () => Promise<PythonParts>, clock: Clock) {
		this.#parts = parts;
		this.#clock = clock;
	}

	/** What comes next is for this project; what programs of another one have done to Python ends with it. */
	serve(project: string | undefined): void {
		if (project !== this.#project && this.#isTouched) this.#forget();
		this.#project = project;
	}

	#forget(): void {
		this.#python = undefined;
		this.#installed = [];
		this.#reports = [];
		this.#isTouched = false;
	}

	/** Starts Python, so that the first command need not wait for it. Throws where it does not come; the next call tries again. */
	async start(): Promise<Python> {
		this.#python ??= Promise.all([import('../python/start-python.ts'), this.#parts()]).then(
			([{ startPython }, parts]) => startPython(parts)
		);
		this.#python.catch(() => (this.#python = undefined));
		return this.#python;
	}

	/** Puts packages in place, where they are others than those that are there, and says what they need. */
	async install(wheels: readonly Wheel[]): Promise<readonly WheelReport[]> {
		const python = await this.start();
		if (this.#installed === wheels || this.#installed.length + wheels.length === 0) return this.#reports;
		this.#reports = python.install(wheels);
		this.#installed = wheels;
		return this.#reports;
	}

	/** Runs a command on these files and this database; neither is changed by it but in the answer. */
	async run(
		request: ToolRequest,
		image: Uint8Array | undefined,
		hear: (output: ToolOutput) => void
	): Promise<ToolRun> {
		let python = await this.start();
		const { wheels = [], databases = [] } = request;
		if (this.#installed !== wheels) {
			for (const { file, refused } of await this.install(wheels))
				if (refused !== null) hear({ stream: 'err', text: `WARNING: ${file} is not used: ${refused}.\n` });
		}
		const given = new Map<string, string | Uint8Array>([
			...request.files.map(({ name, text }) => [name, text] as const),
			...[...wheels, ...databases].map(({ file, bytes }) => [file, bytes] as const)
		]);
		python.files.replace(given);
		const own = new OwnDatabase(request.databaseFile);
		if (own.file !== undefined && image !== undefined) python.files.write(own.file, image);
		const steps: ToolStep[] = [];
		const compared: AlembicComparison[] = [];
		const scripts = new Map<string, ScriptFolder>();
		let open: OpenStep | undefined;
		const read = (): Uint8Array =>
			(own.file === undefined ? undefined : python.files.read(own.file)) ?? new Uint8Array();
		const close = (changes: number, finished: boolean): void => {
			if (!open) return;
			const now = this.#clock.elapsed();
			finishStatement(open, now, changes);
			const { began, statements, ...step } = open;
			steps.push({
				...step,
				...(finished && { after: read() }),
				statements: statements.map(({ sql, began, ended, rowsChanged, open }) => ({
					sql,
					durationMs: ended - began,
					rowsChanged,
					open
				})),
				durationMs: now - began
			});
			open = undefined;
		};
		const watch = request.plug && new PlugWatch(request.plug);
		let left: LeftFiles | undefined;
		const onEvent = (event: PythonEvent): unknown => {
			// It is dead, whatever it still does.
			if (left) return true;
			if (watch?.hears(event)) {
				left = leftFiles(python.files, own.file);
				return true;
			}
			const now = this.#clock.elapsed();
			if (event.kind === 'output') hear({ stream: event.stream, text: event.text });
			else if (event.kind === 'database' || event.kind === 'migrates') {
				const file = fileOf(event);
				if (file !== undefined) own[event.kind === 'database' ? 'opens' : 'migrates'](file);
			} else if (event.kind === 'scripts') {
				const found = scriptFolder(event);
				if (found) scripts.set(found.home, found);
			} else if (event.kind !== 'compared' && own.isPassedOver) return false;
			else if (event.kind === 'statement' && open) {
				finishStatement(open, now, event.changes);
				open.statements.push({
					sql: event.sql.trim(),
					began: now,
					ended: now,
					changesBefore: event.changes,
					rowsChanged: 0,
					open: event.open
				});
			} else if (event.kind === 'step') {
				close(event.changes, true);
				const { revision, direction } = event;
				open = { revision, direction, before: read(), began: now, statements: [] };
			} else if (event.kind === 'stepsDone') close(event.changes, true);
			else if (event.kind === 'compared') compared.push(event);
			return false;
		};
		const { words, environment, postgres, decided } = request;
		this.#isTouched ||= !/^(flask|alembic|pip3?)$/.test(words[0] ?? '');
		const { exitCode, died } = runWords(
			python,
			{
				words,
				...(environment && { environment }),
				...(postgres && { postgres }),
				...(decided && { decided })
			},
			onEvent
		);
		if (died) python = await this.#anew(python);
		close(0, false);
		const looked = { scripts: [...scripts.values()], compared };
		const ended = { died, databaseFile: own.file, steps, migrated: own.migrated, ...looked };
		if (watch && left) {
			const wreck = own.file === undefined ? undefined : reopened(python, left, own.file);
			const nothing = { written: [], removed: [], notKept: [], databases };
			return { ...ended, ...nothing, exitCode: 137, image: wreck, cut: watch.ran };
		}
		return {
			...ended,
			exitCode,
			...this.#filesAfter(python, given, { own: own.file, databases }),
			image: own.file === undefined ? undefined : read()
		};
	}

	/** Python anew, with the files that a dead one has left. */
	async #anew(dead: Python): Promise<Python> {
		this.#forget();
		const python = await this.start();
		takeOver(python, dead.files.all());
		return python;
	}

	#filesAfter(
		python: Python,
		given: ReadonlyMap<string, string | Uint8Array>,
		before: { readonly own: string | undefined; readonly databases: readonly DatabaseFile[] }
	) {
		const written: FolderFile[] = [];
		const notKept: string[] = [];
		const found: DatabaseFile[] = [];
		const there = python.files.all();
		const known = new Set(before.databases.map(({ file }) => file));
		for (const [name, bytes] of there) {
			if (name === before.own) continue;
			if (isDatabase(bytes)) found.push({ file: name, bytes });
			else if (known.has(name) || typeof given.get(name) !== 'object') {
				const text = plainText(bytes);
				if (text === undefined) notKept.push(name);
				else if (given.get(name) !== text) written.push({ name, text });
			}
		}
		// What has become a database is no file of text any more.
		const isGone = (name: string) => !there.has(name) || found.some(({ file }) => file === name);
		const removed = [...given.keys()].filter((name) => !known.has(name) && isGone(name));
		return { written, removed, notKept, databases: databasesAfter(before.databases, found) };
	}
}

/** Runs a command; a program that is not there, or that ends Python itself, ends as in a shell. */
function runWords(
	python: Python,
	command: PythonCommand,
	hear: HearPython
): Pick<ToolRun, 'exitCode' | 'died'> {
	try {
		return { exitCode: python.run(command, hear), died: false };
	} catch (error) {
		if (error instanceof PythonEnded) {
			if (error.words !== '') hear({ kind: 'output', stream: 'err', text: `${error.words}\n` });
			return { exitCode: error.exitCode, died: true };
		}
		if (!(error instanceof Error) || error.name !== 'UnknownProgram') throw error;
		hear({ kind: 'output', stream: 'err', text: `${command.words[0]}: command not found\n` });
		return { exitCode: 127, died: false };
	}
}

function finishStatement({ statements }: OpenStep, now: number, changes: number): void {
	const last = statements.at(-1);
	if (!last) return;
	last.ended = now;
	last.rowsChanged = Math.max(0, changes - last.changesBefore);
}

/** The file of a database that a command opens; undefined where it is PostgreSQL or outside of the project. */
function fileOf(event: Extract<PythonEvent, { kind: 'database' | 'migrates' }>): string | undefined {
	return 'path' in event ? inProject(event.path) : undefined;
}

/** Where Alembic looks, as paths of the project; undefined where its own folder is outside. What is outside of it is in no file. */
function scriptFolder({
	folder,
	locations,
	isDeep
}: Extract<PythonEvent, { kind: 'scripts' }>): ScriptFolder | undefined {
	const home = folder === projectFolder ? '' : inProject(`${folder}/`);
	if (home === undefined) return undefined;
	const inside = locations.flatMap((path) => inProject(`${path}/`) ?? []);
	return { home, folders: inside.map((place) => ({ folder: place, isDeep })) };
}

/** A path in the project, of a whole one; undefined where it is elsewhere. */
function inProject(path: string): string | undefined {
	return path.startsWith(`${projectFolder}/`) ? path.slice(projectFolder.length + 1) : undefined;
}
