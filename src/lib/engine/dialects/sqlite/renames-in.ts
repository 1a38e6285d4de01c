import type { Rename } from '../../schema/change.ts';
import { codeStart } from './split.ts';
import { copyOf, type Copy } from './table-copy.ts';
import { TokenReader } from './token-reader.ts';

/** Names of now → the name at the beginning, both by their lower-case form, which is how SQLite tells them apart. */
interface Names {
	readonly first: Map<string, string>;
	readonly now: Map<string, string>;
}

/**
 * What statements that ran one after another renamed by `ALTER TABLE … RENAME`, from before the first to after
 * the last: a name that was changed twice counts once. A table that was made on the way and took another's name, as
 * a rebuild does, is among them; comparing schemas leaves out what does not fit both sides.
 */
export function renamesIn(statements: readonly string[]): readonly Rename[] {
	const tables = noNames();
	const columns = new Map<string, Names>();
	const copies = new Map<string, Copy>();
	for (const sql of statements) {
		const copy = copyOf(sql);
		if (copy) copies.set(copy.to.toLowerCase(), copy);
		const step = renameOf(sql);
		if (step === undefined) continue;
		const table = step.table.toLowerCase();
		const rebuilt = step.column === undefined ? copies.get(table) : undefined;
		if (rebuilt && rebuilt.from.toLowerCase() === step.to.toLowerCase()) {
			// The table itself has its name again: what has another one is columns.
			const names = columns.get(step.to.toLowerCase()) ?? noNames();
			columns.set(step.to.toLowerCase(), names);
			if (!tables.now.has(step.to.toLowerCase())) tables.now.set(step.to.toLowerCase(), step.to);
			moveAll(names, rebuilt.columns);
			copies.delete(table);
			continue;
		}
		if (step.column === undefined) {
			move(tables, step.table, step.to);
			const moved = columns.get(table);
			columns.delete(table);
			if (moved) columns.set(step.to.toLowerCase(), moved);
			continue;
		}
		const names = columns.get(table) ?? noNames();
		columns.set(table, names);
		if (!tables.now.has(table)) tables.now.set(table, step.table);
		move(names, step.column, step.to);
	}
	return [
		...pairs(tables).map(({ from, to }) => ({ kind: 'table', from, to }) as const),
		...[...columns].flatMap(([table, names]) =>
			pairs(names).map(
				({ from, to }) => ({ kind: 'column', table: tables.now.get(table) ?? table, from, to }) as const
			)
		)
	];
}

const alters = /alter\b/iy;

/** The rename a statement makes; `column` is absent where the table itself gets another name. */
function renameOf(
	sql: string
): { readonly table: string; readonly column?: string; readonly to: string } | undefined {
	// Most statements are none, and some are very long.
	alters.lastIndex = codeStart(sql, 0);
	if (!alters.test(sql)) return undefined;
	const reader = new TokenReader(sql);
	if (!reader.accept('ALTER', 'TABLE')) return undefined;
	const table = reader.lastName();
	if (!reader.accept('RENAME')) return undefined;
	if (reader.accept('TO')) return { table, to: reader.name() };
	reader.accept('COLUMN');
	const column = reader.name();
	return reader.accept('TO') ? { table, column, to: reader.name() } : undefined;
}

function noNames(): Names {
	return { first: new Map(), now: new Map() };
}

function move({ first, now }: Names, from: string, to: string): void {
	const key = from.toLowerCase();
	const original = first.get(key) ?? from;
	first.delete(key);
	now.delete(key);
	first.set(to.toLowerCase(), original);
	now.set(to.toLowerCase(), to);
}

/** All at once, so that two can change places; a value that goes into several columns keeps its name where one has it. */
function moveAll(names: Names, columns: Copy['columns']): void {
	const kept = new Set(columns.flatMap(([from, to]) => (same(from, to) ? [from.toLowerCase()] : [])));
	const moved = columns.filter(([from]) => !kept.has(from.toLowerCase()));
	const firsts = moved.map(([from]) => names.first.get(from.toLowerCase()) ?? from);
	for (const [from] of moved) {
		names.first.delete(from.toLowerCase());
		names.now.delete(from.toLowerCase());
	}
	moved.forEach(([, to], at) => {
		names.first.set(to.toLowerCase(), firsts[at] ?? to);
		names.now.set(to.toLowerCase(), to);
	});
}

function same(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

function pairs({ first, now }: Names): readonly { readonly from: string; readonly to: string }[] {
	return [...first].flatMap(([key, from]) => {
		const to = now.get(key) ?? key;
		return from === to ? [] : [{ from, to }];
	});
}
