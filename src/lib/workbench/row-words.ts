import type { TableFates } from '../engine/rows/table-fates.ts';
import { lossesOf } from '../engine/run/losses-of.ts';
import type { Frame } from '../engine/run/step.ts';
import { isStash } from '../engine/schema/stash.ts';
import { count } from '../look/numbers.ts';
import { fateSums } from './evidence/fate-sums.ts';

type RowCounts = Readonly<Record<string, number>>;

/** Those rows of a table that were there before the run. */
interface Survivors {
	readonly still: number;
	/** The most of them that one step left with another value. */
	readonly changed: number;
}

/**
 * What became of the rows in a run, in a few words; empty where its steps left all tables alone. What each step saw is
 * added up; only where one could not see, the rows before and after the run are counted.
 */
export function rowWords(frames: readonly Frame[], before: RowCounts, after: RowCounts): string {
	let [added, aside, lost, values, changed, kept] = [0, 0, 0, 0, 0, 0];
	let survivors: ReadonlyMap<string, Survivors> = new Map();
	for (const frame of frames) {
		const seen = (frame.tables ?? []).filter(isCounted);
		const losses = fateSums(lossesOf(frame).filter(isCounted));
		added += seen.reduce((total, { rows }) => total + rows.added, 0);
		lost += losses.rows;
		values += losses.values;
		aside += fateSums(seen).rows - losses.rows;
		survivors = survivorsOf(survivors, seen);
	}
	for (const rows of survivors.values()) {
		kept += rows.still - rows.changed;
		changed += rows.changed;
	}
	const unseen = unseenIn(frames, { ...before, ...after });
	for (const table of unseen) {
		const [had, has] = [before[table] ?? 0, after[table] ?? 0];
		if (had === has) continue;
		kept += Math.min(had, has);
		added += Math.max(0, has - had);
		lost += Math.max(0, had - has);
	}
	for (const table of alteredIn(frames)) {
		// A step that makes a table otherwise, and touches none of its rows, keeps them all.
		if (!survivors.has(table) && before[table] === after[table]) kept += after[table] ?? 0;
	}
	const words = [
		of(added, 'row', 'added'),
		of(aside, 'row', 'put aside'),
		of(lost, 'row', 'lost'),
		of(values, 'value', 'lost'),
		of(changed, 'row', 'changed'),
		of(kept, 'row', 'kept')
	];
	return words.filter(Boolean).join(' ');
}

function of(many: number, noun: string, became: string): string {
	return many > 0 ? `${count(many, noun)} ${became}.` : '';
}

function isCounted({ notKept }: TableFates): boolean {
	return notKept === undefined;
}

/** The rows that were there before the run, table by table as they are called after one more step. */
function survivorsOf(
	known: ReadonlyMap<string, Survivors>,
	seen: readonly TableFates[]
): ReadonlyMap<string, Survivors> {
	const found = new Map(known);
	for (const { table, was = table } of seen) found.delete(was);
	for (const { table, was = table, fate, rows } of seen) {
		if (fate === 'lost') continue;
		const there = rows.kept + rows.changed;
		const still = Math.min(there, known.get(was)?.still ?? there);
		const changed = Math.min(still, Math.max(rows.changed, known.get(was)?.changed ?? 0));
		found.set(table, { still, changed });
	}
	return found;
}

/** The tables of which some step could not tell what became of their rows. */
function unseenIn(frames: readonly Frame[], all: RowCounts): ReadonlySet<string> {
	const names = frames.flatMap(({ tables }) =>
		tables ? tables.filter((fates) => !isCounted(fates)).map(({ table }) => table) : Object.keys(all)
	);
	return new Set(names.filter((name) => !isStash({ kind: 'table', name })));
}

/** The tables that steps made otherwise, as they are called after that. */
function alteredIn(frames: readonly Frame[]): ReadonlySet<string> {
	return new Set(
		frames.flatMap(({ changes }) => changes.flatMap((change) => ('table' in change ? change.table : [])))
	);
}
