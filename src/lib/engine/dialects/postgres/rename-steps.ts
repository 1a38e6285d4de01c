import { applyRenames, type SpareNames } from '../../schema/apply-renames.ts';
import type { Rename } from '../../schema/change.ts';
import type { Column, Schema, SchemaObject, Table } from '../../schema/model.ts';
import { alignedNames, relationNames } from './aligned-names.ts';
import { identifier } from './identifier.ts';
import { withWayMade } from './making-way.ts';
import { columnNode } from './nodes.ts';
import { automaticName, besides, inBetween, namePartsOf, suffixed } from './object-names.ts';
import { isKey } from './objects/constraint-kind.ts';
import { columnIn, descendantsOf, tableIn } from './objects/family.ts';
import { identitySequence } from './objects/identity.ts';
import { usualNotNull } from './objects/not-null-name.ts';
import { ownerOf } from './objects/serial.ts';
import { inOrder } from './rename-order.ts';
import { followed, type Names } from './renamed-references.ts';
import { partRenames, valueRenames, withPartTexts } from './part-renames.ts';
import { attributeRenames, typedRenames, withTypedRenames } from './typed-renames.ts';

const before = (name: string, count: number) => suffixed(name, `_before${count === 0 ? '' : String(count)}`);

/** How what makes way for a rename is called. */
export const spare: SpareNames = {
	table: (name, count) => besides(name, before(namePartsOf(name).name, count)),
	column: before,
	part: (name, count) =>
		name.startsWith('"') ? identifier(before(namePartsOf(name).name, count)) : before(name, count),
	folded: (name) => name
};

/** The statements that rename, and the schema once they have run. */
export interface RenamedSchema {
	readonly statements: readonly string[];
	readonly schema: Schema;
}

/**
 * `earlier` with these renames made, as far as they fit both schemas, and with the names of `to` for constraints, indexes and
 * sequences that differ in nothing else.
 */
export function renameSteps(earlier: Schema, to: Schema, renames: readonly Rename[]): RenamedSchema {
	const { changes } = applyRenames(earlier, to, renames, spare);
	if (changes.length === 0) return alignedNames(earlier, to);
	const tables = new Map<string, string>();
	const said = new Map<string, Map<string, string>>();
	for (const change of changes) {
		if (change.kind === 'renameTable') tables.set(change.from, change.to);
		else if (change.kind === 'renameColumn')
			said.set(change.table, new Map(said.get(change.table)).set(change.from, change.to));
	}
	const taken = new Set(earlier.objects.flatMap(relationNames));
	const { statements: made, schema: from } = withWayMade(earlier, tables, taken);
	const { columns, following } = withHeirs(from, tables, said);
	const parts = partRenames(changes);
	const typed = typedRenames(from, to, (table) => earlierName(table, tables), {
		columns,
		following,
		attributes: parts.attribute
	});
	const homes = newHomes(from, to, tables);
	const aside = obstacles(from, tables, taken);
	const statements = [
		...made,
		...[...aside].map(
			([name, { word, to: spare }]) =>
				`ALTER ${word} ${name} RENAME TO ${identifier(namePartsOf(spare).name)}`
		),
		...homes.map((schema) => `CREATE SCHEMA ${schema.name}`),
		...inOrder(tables, taken).flatMap(({ from: old, to: now }) => moveTable(old, now, taken)),
		...valueRenames(from, parts.value),
		...attributeRenames(from, typed),
		...[...typed.loosened].map((table) => `ALTER TABLE ${table} NOT OF`),
		...[...columns].flatMap(([table, all]) => {
			const names = new Map([...all].filter(([column]) => !following.has(columnNode(table, column))));
			const own = tableIn(from, earlierName(table, tables));
			const used = new Set(own?.columns.map(({ name }) => name));
			return inOrder(names, used, inBetween).map(
				(step) => `ALTER TABLE ${table} RENAME COLUMN ${identifier(step.from)} TO ${identifier(step.to)}`
			);
		})
	];
	const names: Names = {
		tables,
		columns: new Map([...columns, ...typed.types]),
		carried: carried(from, tables),
		aside: new Map([...aside].map(([name, { to: spare }]) => [name, spare]))
	};
	const renamed: Schema = {
		objects: [
			...from.objects.map((object) =>
				withTypedRenames(
					followed(withPartTexts(keepingNames(object, names), parts.value, typed.types), names, to),
					typed
				)
			),
			...homes
		]
	};
	const aligned = alignedNames(renamed, to);
	return { statements: [...statements, ...aligned.statements], schema: aligned.schema };
}

function earlierName(table: string, tables: ReadonlyMap<string, string>): string {
	return [...tables].find(([, now]) => now === table)?.[0] ?? table;
}

/**
 * The renames of columns with those of the tables below, which PostgreSQL renames along with the one above: `following`
 * has the nodes of these.
 */
function withHeirs(
	from: Schema,
	tables: ReadonlyMap<string, string>,
	said: ReadonlyMap<string, ReadonlyMap<string, string>>
) {
	const columns = new Map([...said].map(([table, names]) => [table, new Map(names)]));
	const following = new Set<string>();
	for (const [table, names] of said) {
		for (const heir of descendantsOf(from, earlierName(table, tables))) {
			const later = tables.get(heir.name) ?? heir.name;
			for (const [old, now] of names) {
				if (columnIn(heir, old) === undefined) continue;
				columns.set(later, new Map(columns.get(later)).set(old, now));
				following.add(columnNode(later, old));
			}
		}
	}
	return { columns, following };
}

/** The indexes and sequences of tables that go to another schema, which go along. */
function carried(from: Schema, tables: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const carry = (table: string, name: string) => {
		const later = tables.get(table);
		if (later !== undefined) found.set(name, besides(later, namePartsOf(name).name));
	};
	for (const object of from.objects) {
		if (object.kind === 'index') carry(object.table, object.name);
		if (object.kind === 'sequence') carry(ownerOf(object)?.table ?? '', object.name);
		if (object.kind !== 'table') continue;
		for (const { name = '' } of object.constraints.filter(isKey))
			carry(object.name, besides(object.name, name));
	}
	return found;
}

/** The schemas that tables move to and that are not there yet. */
function newHomes(from: Schema, to: Schema, tables: ReadonlyMap<string, string>): readonly SchemaObject[] {
	const wanted = new Set([...tables.values()].map((name) => identifier(namePartsOf(name).schema)));
	const there = new Set(from.objects.flatMap(({ kind, name }) => (kind === 'schema' ? [name] : [])));
	return to.objects.flatMap((object) => {
		if (object.kind !== 'schema' || !wanted.has(object.name) || there.has(object.name)) return [];
		const { comment: _, ...bare } = object;
		return [bare];
	});
}

const words: Readonly<Record<string, string>> = {
	table: 'TABLE',
	view: 'VIEW',
	materializedView: 'MATERIALIZED VIEW'
};

/** What stands where a table is to go, and goes itself only later, as a view that had taken its name: it makes way. */
function obstacles(
	from: Schema,
	tables: ReadonlyMap<string, string>,
	taken: Set<string>
): ReadonlyMap<string, { readonly word: string; readonly to: string }> {
	const wanted = new Set(tables.values());
	const found = new Map<string, { readonly word: string; readonly to: string }>();
	for (const { kind, name } of from.objects) {
		const word = words[kind];
		if (!wanted.has(name) || word === undefined || (kind === 'table' && tables.has(name))) continue;
		const spare = besides(name, inBetween(namePartsOf(name).name));
		found.set(name, { word, to: spare });
		taken.delete(name);
		taken.add(spare);
	}
	return found;
}

/** The statements that bring a table to its name, over none that is taken on the way. */
function moveTable(from: string, to: string, taken: ReadonlySet<string>): readonly string[] {
	const [old, now] = [namePartsOf(from), namePartsOf(to)];
	const called = (table: string, name: string) =>
		namePartsOf(table).name === name ? [] : [`ALTER TABLE ${table} RENAME TO ${identifier(name)}`];
	const moved = (name: string) => `ALTER TABLE ${besides(from, name)} SET SCHEMA ${identifier(now.schema)}`;
	if (old.schema === now.schema) return called(from, now.name);
	const isFree = (name: string) => !taken.has(besides(to, name)) && !taken.has(besides(from, name));
	if (old.name === now.name || !taken.has(besides(to, old.name)))
		return [moved(old.name), ...called(besides(to, old.name), now.name)];
	if (!taken.has(besides(from, now.name))) return [...called(from, now.name), moved(now.name)];
	let passing = inBetween(old.name);
	for (let count = 1; !isFree(passing); count++) passing = inBetween(old.name, count);
	return [...called(from, passing), moved(passing), ...called(besides(to, passing), now.name)];
}

/** A table whose automatic names stay what they were when it gets another one. */
function keepingNames(object: SchemaObject, names: Names): SchemaObject {
	if (object.kind !== 'table') return object;
	return { ...object, columns: object.columns.map((column) => named(column, object, names)) };
}

function named(column: Column, { name }: Table, { tables }: Names): Column {
	const later = tables.get(name) ?? name;
	const { notNullName, identitySequence: _, ...options } = column.options;
	const notNull = notNullName ?? usualNotNull(name, column.name);
	const sequence = namePartsOf(identitySequence(name, column)).name;
	return {
		...column,
		options: {
			...options,
			...(!column.nullable && notNull !== usualNotNull(later, column.name) && { notNullName: notNull }),
			...(options.identity !== undefined &&
				sequence !== automaticName(namePartsOf(later).name, column.name, 'seq') && {
					identitySequence: sequence
				})
		}
	};
}
