import type { Database } from '../../database.ts';
import { countRows } from '../../rows/count-rows.ts';
import { RowNumbers } from '../../rows/row-numbers.ts';
import type { RowWatch, StepAhead, StepRows, WatchOptions } from '../../rows/row-watch.ts';
import { tableFates, wentMarks } from '../../rows/table-fates.ts';
import type { TableFates } from '../../rows/table-fates.ts';
import type { ValueMarks } from '../../rows/value-marks.ts';
import { renamesOf } from '../../schema/rename-kinds.ts';
import type { SchemaStep } from '../../schema/schema-step.ts';
import { committedCopy, rowHookOf } from './connection.ts';
import type { RowHook } from './row-hook.ts';
import { sideBySide } from './rows.ts';
import { SomeRows } from './some-rows.ts';
import { readStepText } from './step-text.ts';
import type { StepText } from './step-text.ts';
import { touchedBy } from './touched-tables.ts';
import type { Touched } from './touched-tables.ts';
import { candidates, haveNoRows, withRows } from './whole-tables.ts';

/**
 * Sees what steps do to rows: those that SQLite tells of while it writes them are compared one by one, and where it may
 * keep silent, the tables that may be meant are compared whole. Until a step is committed its file holds the rows from
 * before, where another connection can read them.
 */
export async function watchRows(
	database: Database,
	{ schema, counts: known, lost }: WatchOptions
): Promise<RowWatch> {
	const counts = new RowNumbers(known ?? (await countRows(database, schema)), (table) => table.toLowerCase());
	// What a trigger or a table of an earlier step may do, this one may do as well.
	const { rows } = await database.query(`SELECT coalesce(group_concat(sql, ';'), '') FROM sqlite_schema`);
	let { replaces, silences } = readStepText(String(rows[0]?.[0]));
	// What is written before the commit must not reach the file.
	const [spill = 0] = await numbers(database, 'PRAGMA cache_spill');
	await database.query('PRAGMA cache_spill = OFF');
	const hearing = new Hearing(database);
	// What a step of this run loses, one of its later steps may bring back.
	const all = lost && [...lost];
	return {
		async end() {
			hearing.end();
			await database.query(`PRAGMA cache_spill = ${spill}`);
		},
		async begin(ahead) {
			const text = readStepText(ahead.sql);
			replaces ||= text.replaces;
			silences ||= text.silences;
			const about = { ...ahead, text: { ...text, replaces, silences } };
			await hearing.begin();
			// Each of its statements stands at once, and with it what was before is gone.
			const original = ahead.transaction ? undefined : await committedCopy(database);
			return new Step({ database, counts, hearing, lost: all }, about, original);
		}
	};
}

/** What the update hook tells, held against SQLite's own count of rows written. */
class Hearing {
	readonly #database: Database;
	readonly hook: RowHook | undefined;
	/** How many rows had been written before the hook heard of any. */
	#before = 0;

	constructor(database: Database) {
		this.#database = database;
		this.hook = rowHookOf(database);
	}

	async begin(): Promise<void> {
		if (this.hook?.start() === false) await this.hasMissed();
	}

	/** Whether rows may have been written since it was last asked that the hook did not hear of. */
	async hasMissed(mayBeSilent = true): Promise<boolean> {
		if (!this.hook) return true;
		if (!mayBeSilent) return false;
		const [total = 0] = await numbers(this.#database, 'SELECT total_changes()');
		const before = total - this.hook.heard;
		const missed = before !== this.#before;
		this.#before = before;
		return missed;
	}

	end(): void {
		this.hook?.stop();
	}
}

interface Watched {
	readonly database: Database;
	readonly counts: RowNumbers;
	readonly hearing: Hearing;
	readonly lost: ValueMarks[] | undefined;
}

interface Ahead extends StepAhead {
	readonly text: StepText;
}

class Step implements StepRows {
	readonly #database: Database;
	readonly #counts: RowNumbers;
	readonly #hearing: Hearing;
	readonly #lost: ValueMarks[] | undefined;
	readonly #ahead: Ahead;
	/** The database as it was before the step, where one is needed. */
	#original: Database | undefined;
	#some: SomeRows | undefined;
	#seen: SchemaStep | undefined;
	#touched: Touched | undefined;

	constructor({ database, counts, hearing, lost }: Watched, ahead: Ahead, original: Database | undefined) {
		this.#database = database;
		this.#counts = counts;
		this.#hearing = hearing;
		this.#lost = lost;
		this.#ahead = ahead;
		this.#original = original;
	}

	async seal(seen: SchemaStep): Promise<void> {
		this.#seen = seen;
		const { hook } = this.#hearing;
		const touched = touchedBy(seen, {
			written: hook?.tables ?? new Map(),
			isSilent: await this.#hearing.hasMissed(this.#ahead.text.silences),
			isLong: hook?.overflown ?? true,
			text: this.#ahead.text,
			sql: this.#ahead.sql,
			counts: this.#counts
		});
		// What comes now is the row of the ledger.
		if (hook) hook.countsOnly = true;
		if (touched.parts.length === 0 && !touched.whole) return;
		this.#touched = touched;
		if (this.#original) return;
		if (!touched.whole || (await haveNoRows(this.#database, touched, this.#counts))) {
			this.#some = new SomeRows(this.#database, touched.parts, {
				counts: this.#counts,
				renames: renamesOf(seen.changes),
				lost: this.#lost
			});
			if (await this.#some.seal()) return;
		}
		this.#original = await committedCopy(this.#database);
	}

	async fates(): Promise<readonly TableFates[]> {
		if (!this.#touched || !this.#seen) return [];
		const found = await this.#compared(this.#touched, this.#seen);
		this.#counts.take(found);
		this.#lost?.push(...wentMarks(found));
		return found;
	}

	async #compared(touched: Touched, seen: SchemaStep): Promise<readonly TableFates[]> {
		if (!this.#original) return (await this.#some?.fates()) ?? [];
		const sides = {
			before: this.#original,
			after: this.#database,
			renames: renamesOf(seen.changes),
			...(this.#lost && { lost: this.#lost })
		};
		const names = await candidates(sides, touched, this.#ahead.sql);
		const wanted = await withRows(sides, names, this.#counts);
		return sideBySide(sides, () => tableFates(sides, wanted));
	}

	async end(): Promise<void> {
		await this.#some?.end();
		await this.#original?.close();
	}
}

async function numbers(database: Database, sql: string): Promise<readonly number[]> {
	const { rows } = await database.query(sql);
	return (rows[0] ?? []).map(Number);
}
