import type { Database } from '../engine/database.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { withoutOtherLedgers } from '../engine/run/other-ledgers.ts';
import { withoutProvided } from '../engine/run/without-provided.ts';
import { emptySchema, type Schema } from '../engine/schema/model.ts';
import type { DatabaseFile, Environment, Wheel } from '../python/python.ts';
import { filesAfter } from './files-after.ts';
import { sameImage } from './same-image.ts';
import type { ToolRequest, ToolRun, Tools } from './tools.ts';

/** What commands of the tools are tried on. */
export interface BenchParts {
	readonly tools: Tools;
	/** The database that they work on: one that is put away afterwards. */
	readonly database: Database;
	/** Where the tools reach it by its own protocol, the database that lends it; without it, `database` does. */
	readonly server?: Database;
	readonly files: readonly FolderFile[];
	/** The project's packages. */
	readonly wheels: readonly Wheel[];
	/** The SQLite databases beside the project's own. */
	readonly databases: readonly DatabaseFile[];
	readonly databaseFile: string | undefined;
	readonly environment?: Environment;
}

/** A command that was tried, with all that it wrote. */
export type BenchRun = ToolRun & { readonly said: string };

/** Files and a database on which commands of the tools follow one another, beside those of the project. */
export class ToolBench {
	readonly #parts: BenchParts;
	#files: readonly FolderFile[];
	#databaseFile: string | undefined;
	#databases: readonly DatabaseFile[];

	constructor(parts: BenchParts) {
		this.#parts = parts;
		this.#files = parts.files;
		this.#databaseFile = parts.databaseFile;
		this.#databases = parts.databases;
	}

	get files(): readonly FolderFile[] {
		return this.#files;
	}

	get database(): Database {
		return this.#parts.database;
	}

	/** The file in which the commands keep their database, once it is known. */
	get databaseFile(): string | undefined {
		return this.#databaseFile;
	}

	/** The files and the name of the database's are again those of the beginning. */
	anew(): void {
		this.#files = this.#parts.files;
		this.#databaseFile = this.#parts.databaseFile;
		this.#databases = this.#parts.databases;
	}

	/** What comes next runs on these files. */
	use(files: readonly FolderFile[]): void {
		this.#files = files;
	}

	/** Runs a command on what the commands before have left. */
	async run(
		words: readonly string[],
		{ decided, plug }: Pick<ToolRequest, 'decided' | 'plug'> = {}
	): Promise<BenchRun> {
		const { tools, database, server = database, wheels, environment } = this.#parts;
		const postgres = await server.lend?.(this.#files.map(({ text }) => text).join('\n'));
		const image = postgres ? undefined : await database.snapshot();
		let said = '';
		const run = await tools.run(
			{
				words,
				files: this.#files,
				wheels,
				databaseFile: this.#databaseFile,
				databases: this.#databases,
				...(environment && { environment }),
				...(postgres && { postgres }),
				...(decided && { decided }),
				...(plug && { plug })
			},
			image,
			({ text }) => (said += text)
		);
		if (postgres && (run.cut || run.died)) await server.cut();
		if (image && run.image && !sameImage(run.image, image)) await database.restore(run.image);
		this.#files = filesAfter(this.#files, run);
		this.#databaseFile = run.databaseFile;
		this.#databases = run.databases;
		return { ...run, said };
	}

	/** The structure as it is, without what belongs to no migration. */
	async look(): Promise<Schema> {
		const { database } = this.#parts;
		const schema = withoutProvided(database, await database.dialect.inspector.inspect(database));
		return withoutOtherLedgers(schema, emptySchema)[0];
	}
}
