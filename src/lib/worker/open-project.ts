import type { Clock } from '../engine/clock.ts';
import { DatabaseError, type Database } from '../engine/database.ts';
import type { SchemaObserver } from '../engine/dialects/dialect.ts';
import type { ReadFile } from '../engine/dialects/open-options.ts';
import { openDatabase } from '../engine/dialects/registry.ts';
import { parseFolder, type ReadFolder } from '../engine/migration/folder.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { findMigration, headsOf } from '../engine/migration/revisions.ts';
import { appliedOf } from '../engine/run/applied.ts';
import { engineReplay, type FolderReplay } from '../engine/run/clashing-changes.ts';
import type { RunContext } from '../engine/run/context.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import { rehearseTogether, type RehearsedWay, type TogetherTrial } from '../engine/run/rehearse-together.ts';
import { engineVehicle, type Vehicle } from '../engine/run/vehicle.ts';
import { countRows } from '../engine/rows/count-rows.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import { readAlembicFolder } from '../python/alembic-folder.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, PythonParts, Wheel } from '../python/python.ts';
import { ledgerOf, readVersions } from '../python/version-table.ts';
import { Before, type Ahead, type Image, type Moment } from './before.ts';
import { breathing } from './breathe.ts';
import type { Ground } from './folder-schema.ts';
import type { DatabaseState, OpenOptions, Toolchain } from './protocol.ts';
import type { Stepping } from './stepping.ts';
import { InTheMiddleError, sameFolder } from './stepping.ts';
import { replayWithTools, toolReplay } from './tool-replay.ts';
import { goWayWithTools } from './tool-together.ts';
import { toolVehicle, type ToolFolder } from './tool-vehicle.ts';
import { Tools } from './tools.ts';

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

/** The database and the folder that a session works on, and what it knows of them. One call at a time. */
export class OpenProject {
	readonly clock: Clock;
	readonly files: Omit<SessionOptions, 'clock' | 'pythonParts'>;
	readonly tools: Tools;
	toolchain: Toolchain = 'sql';
	/** Where the programs of a Python project keep their database, where that is known. */
	databaseFile: string | undefined;
	/** What the tools of a Python project run with on trials. */
	environment: Environment = {};
	/** Where Alembic looks for revision files, as far as no file says it. */
	scripts: readonly ScriptFolder[] = [];
	readonly before: Before;
	opened: Opened | undefined;
	texts: readonly FolderFile[] = [];
	wheels: readonly Wheel[] = [];
	/** The SQLite databases of a Python project beside its own. */
	databases: readonly DatabaseFile[] = [];
	folder: ReadFolder = parseFolder([]);
	/** What the database was after the last command. */
	state: DatabaseState | undefined;
	/** The database after the last command. */
	image: Uint8Array = new Uint8Array();
	/** What the database tells of its own changes as of `image`, where it does; undefined where `image` may be old. */
	mark: string | undefined;
	/** Under which id the rows that the next step may touch are kept. */
	kept: string | undefined;
	/** What the last step has brought back as it was, where rows are compared with the moment before it. */
	back: readonly ValueMarks[] = [];
	/** By which the call under way is asked to end. */
	running: AbortController | undefined;
	/** The step that is gone through, while it halts or goes on. */
	stepping: Stepping | undefined;

	constructor({ clock, pythonParts = noPython, ...files }: SessionOptions) {
		this.clock = clock;
		this.tools = new Tools(pythonParts, clock);
		this.files = files;
		this.before = new Before((image) => this.connect({ ...this.now.options, image }));
	}

	/** Opens a database in place of the one before. Throws where `image` is not a database; then the one before stays. */
	async open(options: OpenOptions, resume?: Resume): Promise<SessionReply<DatabaseState>> {
		const database = await this.connect(options);
		try {
			const observer = await database.dialect.inspector.observe(database);
			await this.close();
			this.opened = { database, observer, options };
		} catch (error) {
			if (this.opened?.database !== database) await database.close();
			throw error;
		}
		this.tools.serve(options.project);
		await this.before.set(resume?.before);
		this.back = [];
		await database.dialect.keptRows?.forget(database, resume?.before?.kept);
		const version = Math.max(this.state?.version ?? 0, resume?.version ?? 0);
		return this.look(version + 1, options.image);
	}

	/** See `EngineApi.setFolder`; `databaseFile` is where the programs of a Python project keep their database, where that is known. */
	async setFolder(
		files: readonly FolderFile[],
		toolchain: Toolchain = 'sql',
		databaseFile?: string,
		environment = this.environment,
		scripts = this.scripts
	): Promise<void> {
		if (this.stepping) {
			if (sameFolder(files, this.texts)) return;
			throw new InTheMiddleError();
		}
		this.texts = files;
		this.toolchain = toolchain;
		this.databaseFile = databaseFile;
		this.environment = environment;
		this.scripts = scripts;
		this.folder = toolchain === 'python' ? readAlembicFolder(files, scripts) : parseFolder(files);
		if (this.state && this.opened) {
			const ledger = toolchain === 'python' ? await this.ledger() : this.state.ledger;
			const current = headsOf(this.folder.graph, appliedOf(ledger));
			this.state = { ...this.state, ledger, current };
		}
	}

	/** Does what leaves the database as it was, so that it counts as unchanged afterwards. */
	async trying<Value>(work: (context: RunContext) => Promise<Value>): Promise<Value> {
		const { database, observer } = this.atRest;
		const { dialect } = database;
		const isKnown = (await dialect.changeMark?.(database)) === this.mark;
		const running = new AbortController();
		this.running = running;
		try {
			return await work({ ...this.context(running), observer });
		} finally {
			this.running = undefined;
			if (isKnown) this.mark = await dialect.changeMark?.(database);
		}
	}

	/** What the folder's own schema is found on. */
	ground(context: RunContext): Ground {
		const openSecond = () => this.second();
		const ledger = this.state?.ledger ?? [];
		if (this.toolchain === 'sql') return { context, ledger, openSecond };
		const folder = this.toolFolder;
		const run = async () =>
			replayWithTools(folder, context.database, await readVersions(context.database), openSecond);
		return {
			context,
			ledger,
			openSecond,
			replay: { run, texts: JSON.stringify([folder.files, folder.environment]) }
		};
	}

	/** What runs folders on an empty database. */
	replay(context: RunContext): FolderReplay {
		const openSecond = () => this.second();
		return this.toolchain === 'sql'
			? engineReplay(context, openSecond)
			: toolReplay(this.toolFolder, context.database, openSecond);
	}

	/** Really goes a way out of what stands between two developers, and leaves everything as it was. */
	rehearseTogether(context: RunContext, way: TogetherTrial): Promise<RehearsedWay> {
		if (this.toolchain === 'sql') return rehearseTogether(context, way);
		const open = (image: Uint8Array) => this.connect({ ...this.now.options, image });
		return goWayWithTools({ context, folder: this.toolFolder, open }, way);
	}

	/** What runs the project's migrations on a trial. */
	vehicle(context: RunContext): Vehicle {
		return this.toolchain === 'sql'
			? engineVehicle(context)
			: toolVehicle(this.toolFolder, context.database.dialect);
	}

	/** The folder as the tools of a Python project see it. */
	get toolFolder(): ToolFolder {
		return {
			tools: this.tools,
			...this.folder,
			files: this.texts,
			wheels: this.wheels,
			databases: this.databases,
			databaseFile: this.databaseFile,
			environment: this.environment,
			scripts: this.scripts
		};
	}

	/** An empty database of the same kind, beside the one that is open. */
	second(): Promise<Database> {
		const { dialect, foreignKeys } = this.now.options;
		return this.connect({ dialect, foreignKeys });
	}

	/** Watches what steps do to rows; `lost` is what earlier ones have lost. */
	watchRows(lost: readonly ValueMarks[]) {
		const { database, observer } = this.now;
		return database.dialect.watchRows(database, {
			schema: observer.schema,
			...(this.state && { counts: this.state.rowCounts }),
			kept: () => this.kept,
			lost
		});
	}

	/** Forgets a step that is no longer gone through. */
	async endStepping(stepping: Stepping): Promise<void> {
		if (this.stepping !== stepping) return;
		this.stepping = undefined;
		// What was seen inside had versions of its own, so that what is there now needs another.
		if (this.state && this.state.version !== stepping.state.version) {
			this.state = { ...this.state, version: stepping.state.version };
			this.mark = undefined;
		}
		await stepping.end();
	}

	/** Closes the database; a step that is gone through is undone. */
	async close(): Promise<void> {
		const stepping = this.stepping;
		if (stepping) {
			await stepping.on('giveUp', () => undefined);
			await this.endStepping(stepping);
		}
		await this.before.close();
		await this.opened?.database.close();
		this.opened = undefined;
		this.mark = undefined;
	}

	/** What a run on the open database needs. */
	context({ signal }: AbortController): RunContext {
		const { graph, problems } = this.folder;
		const { database } = this.now;
		return { database, graph, problems, clock: this.clock, breathe: breathing(this.clock), signal };
	}

	/** Throws where nothing is open. */
	get now(): Opened {
		if (!this.opened) throw new Error('No database is open.');
		return this.opened;
	}

	/** What is known of the database: in the middle of a step, what it is there. */
	get known(): DatabaseState {
		const state = this.stepping?.state ?? this.state;
		if (!state) throw new Error('No database is open.');
		return state;
	}

	/** The same for whoever must not find it in the middle of a step. */
	get atRest(): Opened {
		if (this.stepping) throw new InTheMiddleError();
		return this.now;
	}

	/** What the views compare with later: the database as it is, or the rows that the steps ahead may touch. */
	async moment({ direction, revisions, first }: Ahead): Promise<Image> {
		const { database, observer } = this.now;
		const { schema } = observer;
		const { keptRows } = database.dialect;
		// Rows kept for several steps would lie too long ago for the one after the first.
		this.kept = undefined;
		if (!keptRows) return { schema, image: first ? this.image : await database.snapshot() };
		const sections = revisions.map((revision) => {
			const migration = findMigration(this.folder.graph, revision);
			return (direction === 'upgrade' ? migration?.up : migration?.down)?.sql ?? '';
		});
		const kept = `${this.state?.version ?? 0}_${first ? 'first' : 'last'}`;
		await keptRows.keep(database, kept, sections.join('\n'));
		if (revisions.length === 1) this.kept = kept;
		return { schema, kept };
	}

	/** Opens a database with the engine's own files, beside the one that is open. */
	connect(options: OpenOptions): Promise<Database> {
		const { dialect, ...rest } = options;
		return openDatabase(dialect, { ...rest, ...this.files });
	}

	/** The state after a command, with the image where the database may have changed. */
	async settle(): Promise<SessionReply<DatabaseState>> {
		const { database, observer } = this.now;
		const state = this.state;
		if (state && this.mark !== undefined && (await database.dialect.changeMark?.(database)) === this.mark)
			return { value: state };
		await observer.look();
		return this.look((state?.version ?? 0) + 1);
	}

	/** What is applied, as the toolchain's own table says. */
	async ledger(): Promise<readonly LedgerEntry[]> {
		const { database } = this.now;
		if (this.toolchain === 'sql') return readLedger(database);
		return ledgerOf(this.folder.graph, await readVersions(database));
	}

	/** The state of the database as it is, with its image unless that is known. */
	async look(version: number, known?: Uint8Array): Promise<SessionReply<DatabaseState>> {
		const { database, observer } = this.now;
		const ledger = await this.ledger();
		const image = known ?? (await database.snapshot());
		this.image = image;
		this.mark = await database.dialect.changeMark?.(database);
		const state: DatabaseState = {
			schema: observer.schema,
			ledger,
			current: headsOf(this.folder.graph, appliedOf(ledger)),
			rowCounts: await countRows(database, observer.schema),
			version
		};
		this.state = state;
		return { value: state, ...(known === undefined && { image }) };
	}
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
