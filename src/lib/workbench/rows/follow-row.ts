import type { Value } from '../../engine/database.ts';
import type { Direction } from '../../engine/migration/migration.ts';
import type { Frame } from '../../engine/run/step.ts';
import type { TableFates } from '../../engine/rows/table-fates.ts';
import { earlierNames } from '../../engine/schema/earlier-names.ts';
import { renamesOf } from '../../engine/schema/rename-kinds.ts';
import type { ShownFate } from './fates.ts';

/** A row, known by the values of its key. */
export interface RowSubject {
	readonly table: string;
	readonly key: readonly string[];
	/** What it holds, by column; undefined where it is gone. */
	readonly values: ReadonlyMap<string, Value> | undefined;
	/** What its key holds. */
	readonly id: readonly Value[];
}

/** A row as a step left it. */
export interface RowVisit {
	readonly revision: string;
	readonly direction: Direction;
	/** Absent where the frame does not tell. */
	readonly fate?: ShownFate;
	/** What is known of it after the step, by column; absent where nothing is, or where it is gone. */
	readonly values?: ReadonlyMap<string, Value>;
	/** What is not known, or why nothing is, in a sentence. */
	readonly note?: string;
}

type Known = ReadonlyMap<string, Value> | 'gone' | undefined;

/**
 * A row through all the versions that were visited, from the frames alone, the oldest first: back from what it holds now. A
 * frame counts all rows of a table and holds the first few; where a row is not among these and the counts do not tell, nothing
 * is made up.
 */
export function followRow(frames: readonly Frame[], subject: RowSubject): readonly RowVisit[] {
	let { table, key } = subject;
	let known: Known = subject.values ?? 'gone';
	const visits: RowVisit[] = [];
	let next: Frame | undefined;
	for (const frame of frames.toReversed()) {
		const { revision, direction } = frame;
		// Of a migration that ran again the frame from then is gone: what the step did is not known.
		if (next && !samePlace(frame.to, next.from)) known = undefined;
		next = frame;
		const fates = frame.tables?.find((one) => one.table === table);
		const after: Known = known;
		const step: Step = frame.tables ? stepOf(fates, { key, id: subject.id, after }) : nobodyLooked;
		visits.push({
			revision,
			direction,
			...(step.fate && { fate: step.fate }),
			...(step.after !== undefined && step.after !== 'gone' && { values: step.after }),
			...(step.note !== undefined && { note: step.note })
		});
		known = step.before;
		const names = earlierNames(renamesOf(frame.changes));
		if (known !== undefined && known !== 'gone') {
			known = new Map([...known].map(([name, value]) => [names.column(table, name), value]));
		}
		key = key.map((name) => names.column(table, name));
		table = fates?.was ?? table;
	}
	return visits.toReversed();
}

function samePlace(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((revision) => other.includes(revision));
}

interface Step {
	readonly fate?: ShownFate;
	readonly after: Known;
	readonly before: Known;
	readonly note?: string;
}

const nobodyLooked: Step = {
	after: undefined,
	before: undefined,
	note: 'Nobody looked at rows in this step.'
};

const holdNothing = 'The frames hold no value of it here.';

function stepOf(
	fates: TableFates | undefined,
	{
		key,
		id,
		after
	}: { readonly key: readonly string[]; readonly id: readonly Value[]; readonly after: Known }
): Step {
	const unknown = after === undefined ? holdNothing : undefined;
	if (!fates) {
		if (after === 'gone') return { after, before: after, note: 'It was not there.' };
		return { ...(after && { fate: 'kept' }), after, before: after, ...(unknown && { note: unknown }) };
	}
	if (fates.notKept !== undefined) return { after, before: undefined, note: fates.notKept };
	const held = heldIn(fates, key, id);
	if (held) return held;
	const { rows, columns } = fates;
	if (after === 'gone') {
		if (rows.lost > 0)
			return { after, before: undefined, note: 'It may be one of the rows that were lost here.' };
		return { after, before: after, note: 'It was not there.' };
	}
	if (fates.fate === 'added') {
		if (rows.added === 0) return { after: 'gone', before: 'gone', note: 'It was not there.' };
		return { ...(after ? { fate: 'added' } : { note: holdNothing }), after, before: 'gone' };
	}
	if (rows.added + rows.changed > 0 || after === undefined) {
		return {
			after,
			before: undefined,
			note: after
				? 'It is not among the rows that the frame holds, so what it was before is not known.'
				: holdNothing
		};
	}
	const come = new Set(columns.filter(({ fate }) => fate === 'added').map(({ name }) => name));
	const gone = columns.filter(({ fate, lost }) => fate === 'lost' && lost > 0).map(({ name }) => name);
	return {
		fate: 'kept',
		after,
		before: new Map([...after].filter(([name]) => !come.has(name))),
		...(gone.length > 0 && {
			note: `The frame holds no value of ${gone.join(', ')} for it, which went here.`
		})
	};
}

/** The row as the examples of a frame have it. */
function heldIn({ examples }: TableFates, key: readonly string[], id: readonly Value[]): Step | undefined {
	const places = key.map((name) => examples.columns.findIndex((column) => column.name === name));
	if (places.length === 0 || places.includes(-1)) return undefined;
	const row = examples.rows.find(({ values }) => places.every((place, at) => same(values[place], id[at])));
	if (row?.fate === undefined) return undefined;
	const [now, then] = [new Map<string, Value>(), new Map<string, Value>()];
	for (const [at, { name, fate }] of examples.columns.entries()) {
		const value = row.values[at] ?? null;
		const isOld = row.old !== undefined && at in row.old;
		if (fate !== 'lost') now.set(name, value);
		if (fate !== 'added') then.set(name, isOld ? (row.old[at] ?? null) : value);
	}
	return {
		fate: row.restored === true ? 'restored' : row.fate,
		after: row.fate === 'lost' ? 'gone' : now,
		before: row.fate === 'added' ? 'gone' : then
	};
}

function same(one: Value | undefined, other: Value | undefined): boolean {
	return String(one) === String(other);
}
