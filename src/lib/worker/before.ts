import type { Database } from '../engine/database.ts';
import type { RowSides } from '../engine/rows/rows.ts';
import type { Change, Rename } from '../engine/schema/change.ts';
import type { Schema } from '../engine/schema/model.ts';

/** A moment that the database is compared with. */
export interface Moment {
	readonly image: Uint8Array;
	readonly schema: Schema;
	/** What has been renamed since. */
	readonly renames: readonly Rename[];
}

/**
 * The database as it was before the last step. Its image is kept; a database is made of it only when somebody
 * asks for rows of that moment, and stays open until the next step.
 */
export class Before {
	readonly #open: (image: Uint8Array) => Promise<Database>;
	#moment: Moment | undefined;
	#database: Promise<Database> | undefined;

	constructor(open: (image: Uint8Array) => Promise<Database>) {
		this.#open = open;
	}

	/** Undefined where no step has been run. */
	get moment(): Moment | undefined {
		return this.#moment;
	}

	async set(moment: Moment | undefined): Promise<void> {
		await this.close();
		this.#moment = moment;
	}

	/** That moment and now, side by side. */
	async beside(after: Database): Promise<RowSides> {
		if (this.#moment === undefined) return { after };
		this.#database ??= this.#open(this.#moment.image);
		return { before: await this.#database, after, renames: this.#moment.renames };
	}

	async close(): Promise<void> {
		const database = this.#database;
		this.#database = undefined;
		await (await database)?.close();
	}
}

/** The renames among the changes of a step. */
export function renamesOf(changes: readonly Change[]): readonly Rename[] {
	return changes.flatMap((change): Rename[] => {
		if (change.kind === 'renameTable') return [{ kind: 'table', from: change.from, to: change.to }];
		if (change.kind !== 'renameColumn') return [];
		return [{ kind: 'column', table: change.table, from: change.from, to: change.to }];
	});
}
