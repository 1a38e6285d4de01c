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
 * added up. Where nobody looked, the rows before and after the run are counted; where one could not see, that is said.
 */
export function rowWords(frames: readonly Frame[], before: RowCounts, after: RowCounts): string {
	let [added, aside, lost, values, changed, kept] = [0, 0, 0, 0, 0, 0];
	const back = { rows: 0, values: 0 };
	let survivors: ReadonlyMap<string, Survivors> = new Map();
	for (const frame of frames) {
		const seen = (frame.tables ?? []).filter(isCounted);
		const losses = fateSums(lossesOf(frame).filter(isCounted));
		for (const { rows, restored = { rows: 0, columns: [] } } of seen) {
			added += rows.added - restored.rows;
			back.rows += restored.rows;
			for (const column of restored.columns) back.values += column.values;
		}
		lost += losses.rows;
		values += losses.values;
		aside += fateSums(seen).rows - losses.rows;
		survivors = survivorsOf(survivors, seen);
	}
	const hidden = hiddenIn(frames);
	for (const [table, rows] of survivors) {
		if (hidden.has(table)) continue;
		kept += rows.still - rows.changed;
		changed += rows.changed;
	}
	const unseen = frames.every(({ tables }) => tables) ? [] : Object.keys({ ...before, ...after });
	for (const table of new Set([...unseen, ...hidden])) {
		const [had, has] = [before[table] ?? 0, after[table] ?? 0];
		const isGone = after[table] === undefined;
		if (had === has || (hidden.has(table) && !isGone) || isStash({ kind: 'table', name: table })) continue;
		kept += Math.min(had, has);
		added += Math.max(0, has - had);
		lost += Math.max(0, had - has);
	}
	for (const table of alteredIn(frames)) {
		// A step that makes a table otherwise, and touches none of its rows, keeps them all.
		if (survivors.has(table) || hidden.has(table)) continue;
		if (before[table] === after[table]) kept += after[table] ?? 0;
	}
	const words = [
		of(added, 'row', 'added'),
		of(back.rows, 'row', 'restored'),
		of(back.values, 'value', 'restored'),
		of(aside, 'row', 'put aside'),
		of(lost, 'row', 'lost'),
		of(values, 'value', 'lost'),
		of(changed, 'row', 'changed'),
		of(kept, 'row', 'kept'),
		ofHidden([...hidden].filter((table) => after[table] !== undefined))
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
function hiddenIn(frames: readonly Frame[]): ReadonlySet<string> {
	return new Set(
		frames.flatMap(({ tables = [] }) => tables.filter((fates) => !isCounted(fates)).map(({ table }) => table))
	);
}

function ofHidden([first, ...others]: readonly string[]): string {
	if (first === undefined) return '';
	const more = others.length > 0 ? ` and ${count(others.length, 'more table')}` : '';
	return `What became of the rows of ${first}${more} could not be looked at.`;
}

/** The tables that steps made otherwise, as they are called after that; a partition's rows are those of the whole table. */
function alteredIn(frames: readonly Frame[]): ReadonlySet<string> {
	const parts = new Set(
		frames.flatMap(({ patch }) =>
			patch.set.flatMap((object) =>
				object.kind === 'table' && object.options.partitionOf !== undefined ? [object.name] : []
			)
		)
	);
	const names = frames.flatMap(({ changes }) =>
		changes.flatMap((change) => ('table' in change ? change.table : []))
	);
	return new Set(names.filter((name) => !parts.has(name)));
}
