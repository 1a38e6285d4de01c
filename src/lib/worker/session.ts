import type { Clock } from '../engine/clock.ts';
import { DatabaseError, type Database, type Value } from '../engine/database.ts';
import type { SchemaObserver } from '../engine/dialects/dialect.ts';
import { openDatabase } from '../engine/dialects/registry.ts';
import { parseFolder, type ReadFolder } from '../engine/migration/folder.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { headsOf } from '../engine/migration/revisions.ts';
import { appliedOf } from '../engine/run/applied.ts';
import { autogenerate } from '../engine/run/autogenerate.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import { runCommand } from '../engine/run/run-to-end.ts';
import type { RunEvent, RunResult } from '../engine/run/step.ts';
import { countRows } from '../engine/rows/count-rows.ts';
import { readRows } from '../engine/rows/read-rows.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/schema/autogenerate-reply.ts';
import { Before, renamesOf, type Moment } from './before.ts';
import { breathe } from './breathe.ts';
import { ConsoleResults, runConsole } from './console.ts';
import type {
	ConsoleReply,
	DatabaseState,
	OpenOptions,
	RowsPage,
	RowsRequest,
	RunReply
} from './protocol.ts';

/** What a session needs from outside. */
export interface SessionOptions {
	readonly clock: Clock;
	/** Where the database engine's own files are. */
	readonly locateFile?: (name: string) => string;
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
	readonly before?: Omit<Moment, 'image'> & { readonly image: Uint8Array | 'earlier' };
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
	readonly #locateFile: ((name: string) => string) | undefined;
	readonly #results = new ConsoleResults();
	readonly #before: Before;
	#opened: Opened | undefined;
	#folder: ReadFolder = parseFolder([]);
	#state: DatabaseState | undefined;
	/** The database after the last command. */
	#image: Uint8Array = new Uint8Array();
	#mark: string | undefined;
	#running: AbortController | undefined;

	constructor({ clock, locateFile }: SessionOptions) {
		this.#clock = clock;
		this.#locateFile = locateFile;
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
		const version = Math.max(this.#state?.version ?? 0, resume?.version ?? 0);
		return this.#look(version + 1, options.image);
	}

	async setFolder(files: readonly FolderFile[]): Promise<SessionReply<void>> {
		this.#folder = parseFolder(files);
		if (this.#state) {
			const current = headsOf(this.#folder.graph, appliedOf(this.#state.ledger));
			this.#state = { ...this.#state, current };
		}
		return { value: undefined };
	}

	async state(): Promise<SessionReply<DatabaseState>> {
		if (!this.#state) throw new Error('No database is open.');
		return { value: this.#state };
	}

	/**
	 * Runs a command. `before` in the reply is what the views compare with: the database before the last step,
	 * or before the whole run where that failed or was stopped after several steps.
	 */
	async run(command: RunCommand, onEvent: (event: RunEvent) => void): Promise<SessionReply<RunReply>> {
		const { database, observer } = this.#now;
		const running = new AbortController();
		this.#running = running;
		const start = { image: this.#image, schema: observer.schema };
		let beforeLast: Omit<Moment, 'renames'> | undefined;
		let result: RunResult;
		try {
			const { graph, problems } = this.#folder;
			const { signal } = running;
			const context = { database, observer, breathe, graph, problems, signal, clock: this.#clock };
			const events = runCommand(context, command);
			let planned = 0;
			for (;;) {
				const next = await events.next();
				if (next.done === true) {
					result = next.value;
					break;
				}
				const event = next.value;
				if (event.kind === 'planned') planned = event.revisions.length;
				// One more image, whatever the number of steps: the one the last step begins from.
				if (event.kind === 'stepStarted' && planned > 1 && event.index === planned - 1)
					beforeLast = { image: await database.snapshot(), schema: observer.schema };
				onEvent(event);
			}
		} finally {
			this.#running = undefined;
		}
		const changed = result.steps.filter(
			(step) => step.status === 'applied' || (step.status === 'failed' && step.stuck > 0)
		);
		const last = changed.at(-1);
		if (last) {
			const whole = changed.length === result.steps.length;
			const from = changed.length > 1 && whole && beforeLast ? beforeLast : start;
			// Over several steps, a name may have gone and come back: renames are told for one step only.
			const one = changed.length === 1 || from === beforeLast;
			const renames = one && last.status === 'applied' ? renamesOf(last.frame.changes) : [];
			await this.#before.set({ ...from, renames });
		}
		const { moment } = this.#before;
		const { value, image } = await this.#settle();
		return {
			value: { result, state: value, before: moment?.schema ?? value.schema },
			...(image && { image }),
			...(last &&
				moment && { before: moment.image === start.image ? { ...moment, image: 'earlier' } : moment })
		};
	}

	/** Asks the run under way to end before its next statement. */
	abort(): void {
		this.#running?.abort();
	}

	async rows(request: RowsRequest): Promise<SessionReply<RowsPage>> {
		const { database } = this.#now;
		return { value: await readRows(await this.#before.beside(database), request) };
	}

	async console(sql: string, pageSize: number): Promise<SessionReply<ConsoleReply>> {
		const { database, options } = this.#now;
		const answers = await runConsole(database, sql, {
			pageSize,
			results: this.#results,
			clock: this.#clock,
			foreignKeys: options.foreignKeys
		});
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
		const { database, options } = this.#now;
		const shadow = (): Promise<Database> => this.#open({ dialect: options.dialect, foreignKeys: false });
		return { value: await autogenerate(database, request, shadow) };
	}

	async schemaSql(): Promise<SessionReply<string>> {
		const { database, observer } = this.#now;
		return { value: database.dialect.renderer.renderSchema(observer.schema) };
	}

	async snapshot(): Promise<SessionReply<Uint8Array>> {
		return { value: await this.#now.database.snapshot() };
	}

	async close(): Promise<void> {
		await this.#before.close();
		await this.#opened?.database.close();
		this.#opened = undefined;
		this.#mark = undefined;
	}

	get #now(): Opened {
		if (!this.#opened) throw new Error('No database is open.');
		return this.#opened;
	}

	#open(options: OpenOptions): Promise<Database> {
		const { dialect, ...rest } = options;
		return openDatabase(dialect, { ...rest, ...(this.#locateFile && { locateFile: this.#locateFile }) });
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

	/** The state of the database as it is, with its image unless that is known. */
	async #look(version: number, known?: Uint8Array): Promise<SessionReply<DatabaseState>> {
		const { database, observer } = this.#now;
		const ledger = await readLedger(database);
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

/** The ledger, or nothing where a user has broken its table: every run is refused then and says so. */
async function readLedger(database: Database): Promise<readonly LedgerEntry[]> {
	try {
		return await database.dialect.ledger.read(database);
	} catch (error) {
		if (error instanceof DatabaseError) return [];
		throw error;
	}
}
