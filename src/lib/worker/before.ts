import type { Database } from '../engine/database.ts';
import type { Schema } from '../engine/schema/model.ts';

/**
 * The database as it was before the last step. Its image is kept; a database is made of it only when somebody
 * asks for rows of that moment, and stays open until the next step.
 */
export class Before {
	readonly #open: (image: Uint8Array) => Promise<Database>;
	#image: Uint8Array | undefined;
	#schema: Schema | undefined;
	#database: Promise<Database> | undefined;

	constructor(open: (image: Uint8Array) => Promise<Database>) {
		this.#open = open;
	}

	/** The schema of that moment; undefined where no step has been run. */
	get schema(): Schema | undefined {
		return this.#schema;
	}

	async set(image: Uint8Array | undefined, schema: Schema | undefined): Promise<void> {
		await this.close();
		this.#image = image;
		this.#schema = schema;
	}

	/** Undefined where no step has been run. */
	async database(): Promise<Database | undefined> {
		if (this.#image === undefined) return undefined;
		this.#database ??= this.#open(this.#image);
		return this.#database;
	}

	async close(): Promise<void> {
		const database = this.#database;
		this.#database = undefined;
		await (await database)?.close();
	}
}
