import { PGlite, type Extensions } from '@electric-sql/pglite';
import { parse } from 'libpg-query';
import { postgresFingerprint } from '../../postgres-fingerprint/index.ts';
import { dropsOfEverything, freshStart } from './clear.ts';

/** A PostgreSQL to try things on, the same one again and again: it is emptied in between. */
export class Bench {
	readonly #modules: Extensions;
	readonly #image: Blob;
	readonly #empty: string;
	#database: PGlite;
	/** How often emptying it was not enough. */
	renewed = 0;

	private constructor(database: PGlite, modules: Extensions, image: Blob, empty: string) {
		this.#database = database;
		this.#modules = modules;
		this.#image = image;
		this.#empty = empty;
	}

	/** With these contrib modules at hand, by the names that CREATE EXTENSION knows. */
	static async open(modules: readonly string[]): Promise<Bench> {
		const extensions = await loadModules(modules);
		const database = await PGlite.create({ extensions });
		const image = await database.dumpDataDir('none');
		return new Bench(database, extensions, image, await postgresFingerprint(database));
	}

	get database(): PGlite {
		return this.#database;
	}

	fingerprint(): Promise<string> {
		return postgresFingerprint(this.#database);
	}

	/** Runs a text as a user would, leaving no setting behind; gives what the database says against it. */
	async run(sql: string): Promise<string | undefined> {
		const refused = await this.#attempt(() => this.#database.exec(sql));
		await this.#database.exec('DISCARD ALL');
		return refused;
	}

	/**
	 * Makes a schema from nothing. What cannot run in one transaction (a new value of an enum that is used, an index made
	 * concurrently) is run one statement at a time.
	 */
	async make(sql: string): Promise<string | undefined> {
		const refused = await this.run(sql);
		if (refused === undefined) return undefined;
		const statements = await statementsOf(sql);
		if (statements === undefined) return refused;
		await this.clear();
		for (const statement of statements) {
			const failure = await this.#attempt(() => this.#database.exec(statement));
			if (failure === undefined) continue;
			await this.#database.exec('DISCARD ALL');
			return `${failure}\nin ${statement.trim()}`;
		}
		await this.#database.exec('DISCARD ALL');
		return undefined;
	}

	/** Empties the database; where something stays nevertheless, a new one takes its place. */
	async clear(): Promise<void> {
		const refused = await this.#attempt(async () => {
			const [drops] = await this.#database.exec(dropsOfEverything);
			const statements = (drops?.rows ?? []).map(({ drop }) => String(drop));
			await this.#database.exec(`${statements.join(';\n')};${freshStart}`);
		});
		if (refused === undefined && (await this.fingerprint()) === this.#empty) return;
		this.renewed++;
		await this.#database.close();
		this.#database = await PGlite.create({ extensions: this.#modules, loadDataDir: this.#image });
		await this.#database.exec('DISCARD ALL');
	}

	close(): Promise<void> {
		return this.#database.close();
	}

	async #attempt(work: () => Promise<unknown>): Promise<string | undefined> {
		try {
			await work();
			await this.#database.exec('COMMIT');
			return undefined;
		} catch (error) {
			await this.#database.exec('ROLLBACK');
			return messageOf(error);
		}
	}
}

/** The parts of a text, or nothing where it is no SQL. */
async function statementsOf(sql: string): Promise<readonly string[] | undefined> {
	try {
		const bytes = new TextEncoder().encode(sql);
		const { stmts = [] } = await parse(sql);
		return stmts.map(({ stmt_location: at = 0, stmt_len: length }) =>
			new TextDecoder().decode(bytes.slice(at, length === undefined ? undefined : at + length))
		);
	} catch {
		return undefined;
	}
}

async function loadModules(names: readonly string[]): Promise<Extensions> {
	const loaded: Extensions = {};
	for (const name of names) {
		const file = name.replaceAll('-', '_');
		const module = (await import(/* @vite-ignore */ `@electric-sql/pglite/contrib/${file}`)) as Extensions;
		const extension = module[file];
		if (extension !== undefined) loaded[file] = extension;
	}
	return loaded;
}

function messageOf(error: unknown): string {
	const { message, code, detail, where } = error as Error &
		Record<'code' | 'detail' | 'where', string | undefined>;
	return [`${code ?? ''} ${message}`.trim(), detail, where].filter((part) => part !== undefined).join('\n');
}
