import type { Database } from '../engine/database.ts';
import type { Direction } from '../engine/migration/migration.ts';
import type { RunEvent, RunResult } from '../engine/run/step.ts';
import type { RowSides } from '../engine/rows/rows.ts';
import type { Rename } from '../engine/schema/change.ts';
import type { Schema } from '../engine/schema/model.ts';

/** A moment that the database is compared with. */
export interface Moment {
	/** The database then; absent where its rows are kept in the database itself. */
	readonly image?: Uint8Array;
	/** The id under which they are kept there. */
	readonly kept?: string;
	readonly schema: Schema;
	/** What has been renamed since. */
	readonly renames: readonly Rename[];
}

/** What a moment is before it is known what comes after it. */
export type Image = Omit<Moment, 'renames'>;

/** The steps that are about to run. */
export interface Ahead {
	readonly direction: Direction;
	readonly revisions: readonly string[];
	/** Whether none of the run has run yet. */
	readonly first: boolean;
}

/** Keeps the moment before the first step of a run and, where there are several, the one before the last, whatever their number. */
export class MomentsBefore {
	first: Image | undefined;
	last: Image | undefined;
	readonly #now: (ahead: Ahead) => Promise<Image>;
	#revisions: readonly string[] = [];

	/** `now` is asked for each of them outside of any step. */
	constructor(now: (ahead: Ahead) => Promise<Image>) {
		this.#now = now;
	}

	/** To be told every event, and awaited before the run goes on. */
	async hear(event: RunEvent): Promise<void> {
		if (event.kind === 'planned') this.#revisions = event.revisions;
		if (event.kind !== 'stepStarted') return;
		const ahead = { direction: event.direction, revisions: this.#revisions.slice(event.index) };
		if (event.index === 0) this.first = await this.#now({ ...ahead, first: true });
		else if (ahead.revisions.length === 1) this.last = await this.#now({ ...ahead, first: false });
	}
}

/** Runs to the end, telling every event, and keeps the moments before. */
export async function runKeeping(
	run: AsyncGenerator<RunEvent, RunResult>,
	moments: MomentsBefore,
	onEvent: (event: RunEvent) => void
): Promise<RunResult> {
	try {
		for (;;) {
			const next = await run.next();
			if (next.done === true) return next.value;
			await moments.hear(next.value);
			onEvent(next.value);
		}
	} catch (error) {
		// A listener that throws must not leave the run's transaction open.
		await run.return(undefined as never);
		throw error;
	}
}

/**
 * The database as it was before the last step. Where its image is kept, a database is made of it only when somebody
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
		const { image, kept, renames } = this.#moment ?? {};
		if (kept !== undefined) return { after, kept, renames: renames ?? [] };
		if (image === undefined) return { after };
		this.#database ??= this.#open(image);
		return { before: await this.#database, after, renames: renames ?? [] };
	}

	async close(): Promise<void> {
		const database = this.#database;
		this.#database = undefined;
		await (await database)?.close();
	}
}
