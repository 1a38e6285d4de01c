import { groupBy } from '../group-by.ts';
import type { Rename } from './change.ts';
import type { Column, Constraint, KeyPart, Schema, SchemaObject, Table } from './model.ts';
import type { RenameChange } from './rename-kinds.ts';
import { namesIn, withNames } from './text-names.ts';
import { partedTypes, partsOf, withPartNames, type PartedType } from './type-parts.ts';

/** A schema after renames, as a database makes them: references follow. */
export interface Renamed {
	readonly schema: Schema;
	/** The renames that fit both schemas, tables first. */
	readonly changes: readonly RenameChange[];
}

/** How what stands in the way of a rename is called until it is dropped. */
export interface SpareNames {
	/** The names that are tried for it one after another, by `count` from 0. */
	readonly table: SpareName;
	readonly column: SpareName;
	/** For parts of types. */
	readonly part: SpareName;
	/** What is the same of two names that the database takes for one. */
	readonly folded: (name: string) => string;
}

type SpareName = (name: string, count: number) => string;

/**
 * `from` with these renames made, ready to be compared with `to`. A rename that does not fit the two schemas (an answer to
 * a question that no longer stands) is left out. What has the wanted name still, and is not renamed itself, gets a spare
 * one: it is another thing, which goes.
 */
export function applyRenames(
	from: Schema,
	to: Schema,
	renames: readonly Rename[],
	spare: SpareNames
): Renamed {
	if (renames.length === 0) return { schema: from, changes: [] };
	const tables = tableRenames(from, to, renames, spare);
	const columns = columnRenames(from, to, renames, tables, spare);
	const parts = partRenames(from, to, renames, spare);
	if (tables.size === 0 && columns.size === 0 && parts.size === 0) return { schema: from, changes: [] };

	const spelling = new Spelling(to, tables, columns);
	return {
		schema: {
			objects: from.objects.map((object) => renameObject(object, { tables, columns, parts }, spelling))
		},
		changes: [
			...[...tables].map(([old, now]) => ({ kind: 'renameTable', from: old, to: now }) as const),
			...[...columns].flatMap(([table, names]) =>
				[...names].map(([old, now]) => ({ kind: 'renameColumn', table, from: old, to: now }) as const)
			),
			...[...parts.values()].flatMap(({ part, type, renamed }) =>
				[...renamed].map(([old, now]) => ({ kind: 'renamePart', part, type, from: old, to: now }) as const)
			)
		]
	};
}

function tablesOf(schema: Schema): Map<string, Table> {
	const tables = schema.objects.filter((object) => object.kind === 'table');
	return new Map(tables.map((table) => [table.name, table]));
}

/** Old name → new name. */
function tableRenames(
	from: Schema,
	to: Schema,
	renames: readonly Rename[],
	spare: SpareNames
): Map<string, string> {
	const wanted = renames.flatMap((rename): [string, string][] =>
		rename.kind === 'table' ? [[rename.from, rename.to]] : []
	);
	return fitting(
		wanted,
		new Set(tablesOf(from).keys()),
		new Set(tablesOf(to).keys()),
		spare.table,
		spare.folded
	);
}

/** For each table, by its name afterwards: old column → new column. */
function columnRenames(
	from: Schema,
	to: Schema,
	renames: readonly Rename[],
	tables: ReadonlyMap<string, string>,
	spare: SpareNames
): Map<string, Map<string, string>> {
	const before = new Map([...tablesOf(from)].map(([name, table]) => [tables.get(name) ?? name, table]));
	const after = tablesOf(to);
	const wanted = groupBy(
		renames.filter((rename) => rename.kind === 'column'),
		(rename) => rename.table
	);
	const found = new Map<string, Map<string, string>>();
	for (const [table, columns] of wanted) {
		const namesOf = (side: ReadonlyMap<string, Table>) =>
			new Set((side.get(table)?.columns ?? []).map((column) => column.name));
		const pairs = columns.map((column): [string, string] => [column.from, column.to]);
		const names = fitting(pairs, namesOf(before), namesOf(after), spare.column, spare.folded);
		if (names.size > 0) found.set(table, names);
	}
	return found;
}

/** A type whose parts are renamed: old name → new name. */
type RenamedParts = Omit<PartedType, 'names'> & { readonly renamed: ReadonlyMap<string, string> };

/** By the names of the types. */
function partRenames(
	from: Schema,
	to: Schema,
	renames: readonly Rename[],
	spare: SpareNames
): ReadonlyMap<string, RenamedParts> {
	const found = new Map<string, RenamedParts>();
	const wanted = groupBy(
		renames.filter((rename) => 'type' in rename),
		({ type }) => type
	);
	if (wanted.size === 0) return found;
	const [before, after] = [partedTypes(from), partedTypes(to)];
	for (const [type, all] of wanted) {
		const [old, now] = [before.get(type), after.get(type)];
		if (old === undefined || old.part !== now?.part) continue;
		const pairs = all.filter(({ kind }) => kind === old.part).map((one) => [one.from, one.to] as const);
		const renamed = fitting(pairs, new Set(old.names), new Set(now.names), spare.part, (name) => name);
		if (renamed.size > 0) found.set(type, { part: old.part, type, renamed });
	}
	return found;
}

/**
 * The renames of something that is there to something that will be, each name used once, and those that make way for
 * them. Where both names are there before and after, nothing was renamed.
 */
function fitting(
	wanted: readonly (readonly [string, string])[],
	before: ReadonlySet<string>,
	after: ReadonlySet<string>,
	spare: SpareName,
	folded: SpareNames['folded']
): Map<string, string> {
	const found = new Map<string, string>();
	for (const [old, now] of wanted) {
		if (old === now || !before.has(old) || !after.has(now)) continue;
		if (!found.has(old) && ![...found.values()].includes(now)) found.set(old, now);
	}
	const staying = () => [...before].filter((name) => !found.has(name));
	for (let again = true; again;) {
		again = false;
		for (const [old, now] of found) {
			const inTheWay = staying().includes(now);
			if (!inTheWay || !after.has(old) || [...found.values()].includes(old)) continue;
			found.delete(old);
			again = true;
		}
	}
	const targets = new Set([...found.values()].map(folded));
	const taken = new Set([...before, ...after].map(folded));
	for (const name of staying()) {
		if (!targets.has(folded(name))) continue;
		let count = 0;
		while (taken.has(folded(spare(name, count)))) count++;
		found.set(name, spare(name, count));
		taken.add(folded(spare(name, count)));
	}
	return found;
}

type ColumnNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Texts after the renames, in the spelling of the later schema where it has the same text. What a database
 * makes of a text on a rename cannot be known without it; where in doubt the text stays as it was.
 */
class Spelling {
	readonly #later = new Map<string, string>();
	readonly #tables: ReadonlyMap<string, string>;
	readonly #columns: ColumnNames;

	constructor(to: Schema, tables: ReadonlyMap<string, string>, columns: ColumnNames) {
		this.#tables = tables;
		this.#columns = columns;
		for (const object of to.objects) {
			for (const text of textsOf(object)) this.#later.set(withNames(text, new Map()), text);
		}
	}

	/** A text that belongs to one table, by its name afterwards. */
	own(text: string, table: string): string {
		return this.#spelled(text, this.#columns.get(table) ?? new Map());
	}

	/** A text that may name any table. */
	free(text: string): string {
		const names = namesIn(text);
		const map = new Map<string, string>();
		for (const [table, columns] of this.#columns) {
			const before = [...this.#tables].find(([, now]) => now === table)?.[0] ?? table;
			if (names.has(before.toLowerCase())) for (const [old, now] of columns) map.set(old, now);
		}
		for (const [old, now] of this.#tables) map.set(old, now);
		return this.#spelled(text, map);
	}

	#spelled(text: string, renames: ReadonlyMap<string, string>): string {
		if (renames.size === 0) return text;
		const lower = new Map([...renames].map(([old, now]) => [old.toLowerCase(), now]));
		return this.#later.get(withNames(text, lower)) ?? text;
	}
}

function textsOf(object: SchemaObject): string[] {
	const partTexts = (parts: readonly KeyPart[]) =>
		parts.flatMap((part) => (part.expression === undefined ? [] : [part.expression]));
	switch (object.kind) {
		case 'view':
		case 'materializedView':
			return [object.query];
		case 'trigger':
			return [object.definition];
		case 'index':
			return [...partTexts(object.parts), ...(object.where === undefined ? [] : [object.where])];
		case 'table':
			return [
				...object.columns.flatMap((column) => column.generated?.expression ?? []),
				...object.constraints.flatMap((constraint) =>
					constraint.kind === 'check' ? [constraint.expression] : []
				)
			];
		default:
			return [];
	}
}

/** Everything that is renamed. */
interface AllNames {
	readonly tables: ReadonlyMap<string, string>;
	readonly columns: ColumnNames;
	readonly parts: ReadonlyMap<string, RenamedParts>;
}

function renameObject(
	object: SchemaObject,
	{ tables, columns, parts }: AllNames,
	spelling: Spelling
): SchemaObject {
	if ('query' in object) return { ...object, query: spelling.free(object.query) };
	if ('properties' in object) {
		const renamed = partsOf(object) && parts.get(object.name)?.renamed;
		return renamed === undefined ? object : withPartNames(object, renamed);
	}
	if (object.kind === 'trigger') {
		const table = tables.get(object.table) ?? object.table;
		return { ...object, table, definition: spelling.free(object.definition) };
	}
	const table = object.kind === 'table' ? object.name : object.table;
	const name = tables.get(table) ?? table;
	const own = columns.get(name);
	const part = (key: KeyPart): KeyPart => ({
		...key,
		...(key.column === undefined ? {} : { column: own?.get(key.column) ?? key.column }),
		...(key.expression === undefined ? {} : { expression: spelling.own(key.expression, name) })
	});
	if (object.kind === 'index') {
		return {
			...object,
			table: name,
			parts: object.parts.map(part),
			...(object.where === undefined ? {} : { where: spelling.own(object.where, name) })
		};
	}
	const column = (old: Column): Column => ({
		...old,
		name: own?.get(old.name) ?? old.name,
		...(old.generated === undefined
			? {}
			: { generated: { ...old.generated, expression: spelling.own(old.generated.expression, name) } })
	});
	const constraint = (old: Constraint): Constraint => {
		switch (old.kind) {
			case 'check':
				return { ...old, expression: spelling.own(old.expression, name) };
			case 'exclusion':
				return { ...old, definition: spelling.own(old.definition, name) };
			case 'foreignKey': {
				const parent = tables.get(old.table) ?? old.table;
				const there = columns.get(parent);
				return {
					...old,
					columns: old.columns.map((key) => own?.get(key) ?? key),
					table: parent,
					references: old.references.map((key) => there?.get(key) ?? key)
				};
			}
			default:
				return { ...old, parts: old.parts.map(part) };
		}
	};
	return {
		...object,
		name,
		columns: object.columns.map(column),
		constraints: object.constraints.map(constraint)
	};
}
