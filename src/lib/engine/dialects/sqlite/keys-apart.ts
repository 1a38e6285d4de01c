import type { Column, KeyPart, Schema, Table } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { arriving, basisOf, type Passage } from './passage.ts';
import { rowidAlias } from './rowid.ts';
import { partsOf } from './schema-parts.ts';

/** What no two rows may have alike. */
export interface Key {
	/** The key as people know it: the index's name, or the columns. */
	readonly name: string;
	readonly parts: readonly KeyPart[];
	readonly where?: string;
}

/** How columns that rows come to without values can keep the table's keys. */
export interface KeysApart {
	/** Columns whose values must all differ. */
	readonly distinct: ReadonlySet<string>;
	/** Keys of which it cannot be told that they are kept all the same, each with a column they depend on. */
	readonly unsure: readonly { readonly key: string; readonly column: Column }[];
}

/**
 * Which arriving columns must differ from row to row so that no two rows have the same key. A key that holds a NULL
 * is like no other, and one that holds what was a key before needs nothing more.
 */
export function keysApart(passage: Passage): KeysApart {
	const { from, to, schemas } = passage;
	const distinct = new Set<string>();
	const unsure: { key: string; column: Column }[] = [];
	const fresh = arriving(passage);
	const ruled = new Set(
		to.constraints.flatMap((rule) =>
			rule.kind === 'foreignKey'
				? rule.columns
				: rule.kind === 'check'
					? basisOf(to, rule.expression).map(({ name }) => name)
					: []
		)
	);
	const before = keysOf(from, schemas.from).filter(({ where }) => where === undefined);
	for (const { name, parts, where } of keysOf(to, schemas.to)) {
		const plain = parts.map((part) => plainColumn(to, part));
		const direct = fresh.filter((column) => plain.includes(column));
		const within = basisOf(
			to,
			[...parts.flatMap(({ expression }) => expression ?? []), where ?? ''].join(' , ')
		);
		const computed = parts.flatMap((part) => computedFrom(to, part));
		const touching = fresh.filter((column) => within.includes(column) || computed.includes(column));
		if (direct.length + touching.length === 0) continue;
		if (direct.some((column) => column.nullable && column.default === undefined)) continue;
		if (before.some((key) => key.parts.every((part) => isCarried(part, parts, from, to)))) continue;
		if (direct.some((column) => distinct.has(column.name))) continue;
		const chosen = direct.find((column) => !ruled.has(column.name)) ?? direct[0];
		if (chosen !== undefined) distinct.add(chosen.name);
		else if (touching[0] !== undefined) {
			// Values that differ may still be computed into one; it is as far as can be gone without knowing the rows.
			const part = fresh.find((column) => computed.includes(column));
			if (part !== undefined) distinct.add(part.name);
			unsure.push({ key: name, column: part ?? touching[0] });
		}
	}
	return { distinct, unsure };
}

/** Every key of a table that lets no two rows be alike: its own and those of its unique indexes. */
export function keysOf(table: Table, schema: Schema): Key[] {
	const named = (parts: readonly KeyPart[]) =>
		parts.map((part) => part.column ?? part.expression ?? '').join(', ');
	const alias = rowidAlias(table);
	const own = table.constraints.flatMap((rule): Key[] =>
		rule.kind === 'unique' || (rule.kind === 'primaryKey' && rule.parts[0]?.column !== alias)
			? [{ name: named(rule.parts), parts: rule.parts }]
			: []
	);
	const indexes = (partsOf(schema).indexes.get(table.name) ?? []).filter((index) => index.unique);
	const rowid = alias === undefined ? [] : [{ name: alias, parts: [{ column: alias }] }];
	return [...rowid, ...own, ...indexes];
}

/** The column whose differing values make this part differ, be it in another case or without spaces. */
function plainColumn(table: Table, { column, expression }: KeyPart): Column | undefined {
	return table.columns.find(({ name, generated }) => {
		if (generated !== undefined) return false;
		if (column !== undefined) return column === name;
		return ['lower', 'upper', 'trim'].some((call) => expression === `${call}(${identifier(name)})`);
	});
}

/** What a part that is no plain column is computed from. */
function computedFrom(table: Table, part: KeyPart): Column[] {
	if (plainColumn(table, part) !== undefined) return [];
	return basisOf(table, part.expression ?? identifier(part.column ?? ''));
}

/** Whether a part of a key from before is one of these parts too, with the same values told apart. */
function isCarried(part: KeyPart, parts: readonly KeyPart[], from: Table, to: Table): boolean {
	const [old, now] = [from, to].map((table) => table.columns.find(({ name }) => name === part.column));
	if (old === undefined || now === undefined || old.type !== now.type) return false;
	return parts.some(
		({ column, collation }) =>
			column === part.column && collation === part.collation && old.collation === now.collation
	);
}
