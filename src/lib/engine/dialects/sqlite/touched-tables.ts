import { ledgerTable } from '../../run/ledger-entry.ts';
import type { Column, SchemaObject, Table } from '../../schema/model.ts';
import type { SchemaStep } from '../../schema/schema-step.ts';
import type { WrittenRows } from './written-rows.ts';
import type { RowNumbers } from '../../rows/row-numbers.ts';
import { mayName } from './step-text.ts';
import type { StepText } from './step-text.ts';

/** Rows of one table that tell what became of it. */
export interface Part {
	/** Its name before; absent where it is new. */
	readonly was?: string;
	/** Its name now; absent where it is gone. */
	readonly table?: string;
	/** The rows that were written; absent where none of those that were there was. */
	readonly written?: WrittenRows;
	/** Whether all of its rows are new or gone. */
	readonly all?: boolean;
	/** How many rows came to it where all of them are new and each was heard of. */
	readonly inserted?: number;
	/** Columns it has got, whose values all rows have got with them. */
	readonly added: readonly Column[];
}

/** Which tables a step has touched. */
export interface Touched {
	/** What can be told from some of their rows, as long as `whole` is not set. */
	readonly parts: readonly Part[];
	/** Whether tables have to be compared whole. */
	readonly whole: boolean;
	/** The tables that may have been touched, in lower case; undefined where it may be any. */
	readonly names: ReadonlySet<string> | undefined;
}

/** What is known of the rows that a step has written. */
export interface Writings {
	readonly written: ReadonlyMap<string, WrittenRows>;
	/** Whether rows may have been written that nobody heard of. */
	readonly isSilent: boolean;
	/** Whether there were too many to remember them. */
	readonly isLong: boolean;
	readonly text: StepText;
	/** The step's own text. */
	readonly sql: string;
	readonly counts: RowNumbers;
}

/** What a step has touched, as told by the structure before and after it and by the rows that were heard of. */
export function touchedBy(seen: SchemaStep, writings: Writings): Touched {
	const { counts, isLong, text } = writings;
	const moves = tableMoves(seen);
	const renamed = moves.filter(({ before, after }) => before && after && before.name !== after.name);
	const gone = moves.filter(({ before, after }) => before && !after);
	const dropped = text.drops.filter((name) => name === undefined || counts.has(name));
	// Tables that change places, or that are made again as they were, may leave the structure as it was.
	const isSwapped = text.renames > renamed.length || dropped.length > gone.length;
	const isSilent = writings.isSilent || isSwapped;
	const hits = new Map([...writings.written].filter(([name]) => !isOwn(name)));
	const names = new Set(moves.flatMap(namesOf));
	const others = [...hits].filter(([name]) => !names.has(name));
	const isRebuilt = text.rebuilds || others.some(([name]) => !counts.has(name));
	// What was heard of is all there is of a new table, under the name that it still has.
	const isTold = !isSilent && !isLong && !isRebuilt && !text.replaces && !text.undoes && text.renames === 0;
	const parts: Part[] = [];
	// Only in tables that were written rows may have been replaced.
	let whole = isSilent || ((isLong || text.replaces) && hits.size > 0);
	for (const move of moves) {
		const { before, after } = move;
		const isWritten = namesOf(move).some((name) => hits.has(name));
		if (before && after && counts.of(before.name) > 0) {
			if (isWritten || isRebuilt || !isInPlace(before, after)) whole = true;
			const added = after.columns.slice(before.columns.length);
			if (added.length > 0 || before.name !== after.name)
				parts.push({ was: before.name, table: after.name, added });
		} else if (before && after) {
			// It had no rows, so those that it has now are all new, however it was made.
			if (isWritten || isRebuilt) parts.push({ was: before.name, table: after.name, added: [], all: true });
		} else {
			const inserted = after && isTold ? insertedInto(hits.get(after.name.toLowerCase())) : undefined;
			parts.push({
				...(before && { was: before.name }),
				...(after && { table: after.name }),
				...(inserted !== undefined && { inserted }),
				added: [],
				all: true
			});
		}
	}
	for (const [, written] of others) {
		const { name } = written;
		if (!counts.has(name)) continue;
		if (written.moved) whole = true;
		parts.push({ was: name, table: name, written, added: [] });
	}
	if (writings.isSilent || (isSwapped && text.drops.includes(undefined)))
		return { parts, whole, names: undefined };
	const swapped = isSwapped ? [...counts.names].filter(mayName(writings.sql)) : [];
	return { parts, whole, names: new Set([...names, ...hits.keys(), ...swapped]) };
}

function isOwn(name: string): boolean {
	return name.startsWith('sqlite_') || name === ledgerTable;
}

interface TableMove {
	readonly before?: Table | undefined;
	readonly after?: Table | undefined;
}

/** The tables whose structure is another one, each with itself. */
function tableMoves({ patch, reverse, changes }: SchemaStep): readonly TableMove[] {
	const was = new Map(
		changes.flatMap((change) => (change.kind === 'renameTable' ? [[change.to, change.from] as const] : []))
	);
	const old = new Map(reverse.set.flatMap(asTable).map((table) => [table.name, table]));
	const moves = patch.set.flatMap(asTable).map((after): TableMove => {
		const before = old.get(was.get(after.name) ?? after.name);
		if (before) old.delete(before.name);
		return { before, after };
	});
	return [...moves, ...[...old.values()].map((before): TableMove => ({ before }))];
}

function asTable(object: SchemaObject): readonly Table[] {
	return object.kind === 'table' ? [object] : [];
}

function namesOf({ before, after }: TableMove): string[] {
	return [...new Set([before, after].flatMap((table) => (table ? [table.name.toLowerCase()] : [])))];
}

function insertedInto(rows: WrittenRows | undefined): number | undefined {
	return rows ? rows.inserted : 0;
}

/** Whether the text of a table may have become the other without a row of it being written. */
function isInPlace(before: Table, after: Table): boolean {
	if (before.options.module !== undefined || after.options.module !== undefined) return false;
	if (before.columns.length > after.columns.length) return false;
	// A column that comes to an existing table comes last, and nothing else of a column but its name can change.
	return before.columns.every((column, at) => {
		const now = after.columns[at];
		return now?.type === column.type && now.default === column.default && now.nullable === column.nullable;
	});
}
