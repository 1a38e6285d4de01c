import type {
	Column,
	Constraint,
	Definition,
	KeyPart,
	Schema,
	SchemaObject,
	Table
} from '../../schema/model.ts';
import { splitList } from './expression-text.ts';
import { identifier } from './identifier.ts';
import { automaticName, besides, namePartsOf } from './object-names.ts';
import { usualNotNull } from './objects/not-null-name.ts';
import { ownerOf, owning, nextOf } from './objects/serial.ts';
import { elementOf, ownTypeOf } from './objects/type-names.ts';

/** Old name → new name: of tables, and of the columns of each table by its name afterwards. */
export interface Names {
	readonly tables: ReadonlyMap<string, string>;
	readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** Indexes, with or without a constraint, and sequences that have gone to another schema with their table. */
	readonly carried: ReadonlyMap<string, string>;
	/** What has made way, whatever its kind. */
	readonly aside: ReadonlyMap<string, string>;
}

/** What no text of a database begins with: it makes an object differ from every other. */
const unsure = '\u0000renamed ';

/** A text of which nobody can tell how it reads now. */
function unread(text: unknown): string {
	return `${unsure}${typeof text === 'string' ? text : ''}`;
}

/** An object of `followed` with the texts that it had, where these could not be told. */
export function withOldTexts(object: SchemaObject): SchemaObject {
	const old = (text: string) => (text.startsWith(unsure) ? text.slice(unsure.length) : text);
	if ('query' in object) return { ...object, query: old(object.query) };
	if (object.kind === 'trigger') return { ...object, definition: old(object.definition) };
	if (!('properties' in object)) return object;
	const properties = Object.entries(object.properties).map(([name, value]) => [
		name,
		typeof value === 'string' ? old(value) : value
	]);
	return { ...object, properties: Object.fromEntries(properties) as typeof object.properties };
}

/** An object once the renames have run: names follow, and texts that cannot be told count as different from any. */
export function followed(object: SchemaObject, names: Names, to: Schema): SchemaObject {
	return { ...inside(object, names, to), ...neededAfter(object, names) };
}

function inside(object: SchemaObject, names: Names, to: Schema): SchemaObject {
	const spare = names.aside.get(object.name);
	if (spare !== undefined && standing.has(object.kind) && !names.tables.has(object.name)) {
		return { ...different(object), name: spare };
	}
	switch (object.kind) {
		case 'table':
			return tableAfter(object, names, to);
		case 'index': {
			const table = names.tables.get(object.table) ?? object.table;
			const own = names.columns.get(table);
			const moved = besides(table, namePartsOf(object.name).name);
			return {
				...object,
				name: moved,
				table,
				parts: object.parts.map((part) => partAfter(part, own)),
				...(object.where !== undefined && { where: textAfter(object.where, own) }),
				options: {
					...object.options,
					...partAboveAfter(object.options, names),
					...(typeof object.options.include === 'string' && {
						include: listAfter(object.options.include, own)
					})
				}
			};
		}
		case 'sequence': {
			const owner = ownerOf(object);
			if (owner === undefined) return object;
			const table = names.tables.get(owner.table) ?? owner.table;
			const column = names.columns.get(table)?.get(owner.column) ?? owner.column;
			return {
				...object,
				name: besides(table, namePartsOf(object.name).name),
				properties: { ...object.properties, ownedBy: owning(table, column) }
			};
		}
		case 'publication':
			return publicationAfter(object, names);
		default: {
			const moved = withTable(object, names);
			return isTouched(object, names) ? different(moved) : moved;
		}
	}
}

/** What belongs to a table follows it, with the names and texts that have its table in them. */
function withTable(object: SchemaObject, { tables, aside }: Names): SchemaObject {
	if (object.kind !== 'trigger' && !('properties' in object)) return object;
	const following = (table: string) => tables.get(table) ?? aside.get(table) ?? table;
	const [old, table] = [object.table, following(object.table ?? '')];
	if (old === undefined) return object;
	const named = (name: string, on: string) =>
		name.endsWith(` on ${on}`) ? name.slice(0, -on.length) + following(on) : name;
	const moved = { ...object, name: named(object.name, old), table };
	if (moved.kind !== 'trigger') return moved;
	const { partOf } = moved.options;
	const above = typeof partOf === 'string' ? [...tables.keys()].reduce(named, partOf) : undefined;
	return {
		...moved,
		definition: moved.definition.replace(` ON ${old} `, () => ` ON ${table} `),
		...(above !== undefined && { options: { ...moved.options, partOf: above } })
	};
}

/** The tables of a publication are told apart by their names, and by those of the columns that it leaves in. */
function publicationAfter(publication: Definition, { tables, columns }: Names): Definition {
	const listed = (publication.properties.tables ?? []) as readonly {
		readonly name: string;
		readonly part: string;
	}[];
	const followed = listed.map(({ name, part }) => {
		const later = tables.get(name) ?? name;
		return { name: later, part: textAfter(part, columns.get(later)) };
	});
	return {
		...publication,
		properties: { ...publication.properties, ...(followed.length > 0 && { tables: followed }) }
	};
}

/** The index above that an index is a part of, by its name afterwards. */
function partAboveAfter({ partitionOf }: Constraint['options'], { carried }: Names): Constraint['options'] {
	return typeof partitionOf === 'string' ? { partitionOf: carried.get(partitionOf) ?? partitionOf } : {};
}

/** An object that has to be made again, as nobody can tell how its text reads now. */
function different(object: SchemaObject): SchemaObject {
	if ('query' in object) return { ...object, query: unread(object.query) };
	if (object.kind === 'trigger') return { ...object, definition: unread(object.definition) };
	if (!('properties' in object) || !rebuilt.has(object.kind)) return object;
	const lost = Object.entries(object.properties).filter(([name]) => texts.has(name));
	return {
		...object,
		properties: {
			...object.properties,
			...Object.fromEntries(lost.map(([name, text]) => [name, unread(text)]))
		}
	};
}

const standing = new Set(['table', 'view', 'materializedView', 'index', 'sequence']);

const rebuilt = new Set(['policy', 'rule', 'statistics']);

/** Their properties in which names stand. */
const texts = new Set(['using', 'check', 'definition', 'columns']);

/** Whether a name stands in its text that is another one now, beside that of its own table. */
function isTouched(object: SchemaObject, { tables, columns }: Names): boolean {
	const own = 'table' in object ? object.table : undefined;
	const changed = (node: string) =>
		[...tables.keys()].some(
			(name) => name !== own && (node === `table ${name}` || node.startsWith(`column ${name}.`))
		) ||
		[...columns].some(([table, renamed]) => {
			const before = [...tables].find(([, now]) => now === table)?.[0] ?? table;
			return [...renamed.keys()].some((column) => node === `column ${before}.${identifier(column)}`);
		});
	// A rule says the name of its table in the midst of its text.
	return (object.needs ?? []).some(changed) || (object.kind === 'rule' && tables.has(own ?? ''));
}

function neededAfter(object: SchemaObject, names: Names): Pick<SchemaObject, 'needs'> {
	if (object.needs === undefined) return {};
	const home = homeOf(object, names);
	return {
		needs: object.needs.map((node) =>
			home !== undefined && node.startsWith('schema ') ? `schema ${home}` : nodeAfter(node, names)
		)
	};
}

/** The schema in which a table, or a sequence of one of its columns, stands afterwards, where the table is renamed. */
function homeOf(object: SchemaObject, { tables }: Names): string | undefined {
	const table =
		object.kind === 'table' ? object.name : object.kind === 'sequence' ? ownerOf(object)?.table : undefined;
	const later = table === undefined ? undefined : tables.get(table);
	return later === undefined ? undefined : identifier(namePartsOf(later).schema);
}

/** A node once the renames have run. */
function nodeAfter(node: string, { tables, columns, carried, aside }: Names): string {
	const [kind, rest] = [node.slice(0, node.indexOf(' ')), node.slice(node.indexOf(' ') + 1)];
	const spare = aside.get(rest);
	if (spare !== undefined && standing.has(kind) && !(kind === 'table' && tables.has(rest)))
		return `${kind} ${spare}`;
	if (kind === 'table') return `table ${tables.get(rest) ?? rest}`;
	if (kind === 'index' || kind === 'sequence') return `${kind} ${carried.get(rest) ?? rest}`;
	if (kind !== 'column' && kind !== 'default' && kind !== 'constraint') return node;
	const parts = [...rest.matchAll(/"(?:[^"]|"")*"|[^."]+/g)].map(([part]) => part);
	const part = parts.pop() ?? '';
	const old = parts.join('.');
	const table = tables.get(old) ?? old;
	const bare = part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
	const now = kind === 'constraint' ? bare : (columns.get(table)?.get(bare) ?? bare);
	return `${kind} ${table}.${identifier(now)}`;
}

type Own = ReadonlyMap<string, string> | undefined;

function partAfter(part: KeyPart, own: Own): KeyPart {
	return {
		...part,
		...(part.column !== undefined && { column: own?.get(part.column) ?? part.column }),
		...(part.expression !== undefined && { expression: textAfter(part.expression, own) })
	};
}

/** A text in which the columns of its own table stand by their names, as PostgreSQL prints it afterwards. */
function textAfter(text: string, own: Own): string {
	if (own === undefined) return text;
	return text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[a-z_][a-z0-9_$]*(?!\s*\()/g, (word) => {
		if (word.startsWith("'")) return word;
		const bare = word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;
		const now = own.get(bare);
		return now === undefined ? word : identifier(now);
	});
}

function listAfter(text: string, own: Own): string {
	return splitList(text)
		.map((item) => textAfter(item, own))
		.join(', ');
}

function tableAfter(table: Table, names: Names, to: Schema): Table {
	const name = names.tables.get(table.name) ?? table.name;
	const own = names.columns.get(name);
	const { partitionOf, inherits, partitionBy, ...options } = table.options;
	const following = (text: string) => names.tables.get(text) ?? text;
	return {
		...table,
		name,
		columns: table.columns.map((column) => columnAfter(column, table, name, names, to)),
		constraints: table.constraints.map((constraint) => constraintAfter(constraint, own, names)),
		options: {
			...options,
			...(typeof partitionOf === 'string' && { partitionOf: following(partitionOf) }),
			...(typeof inherits === 'string' && { inherits: splitList(inherits).map(following).join(', ') }),
			...(partitionBy !== undefined && {
				partitionBy: typeof partitionBy === 'string' ? textAfter(partitionBy, own) : partitionBy
			})
		}
	};
}

function columnAfter(column: Column, table: Table, later: string, names: Names, _: Schema): Column {
	const own = names.columns.get(later);
	const name = own?.get(column.name) ?? column.name;
	const { notNullName, identitySequence, ...options } = column.options;
	const notNull = notNullName ?? usualNotNull(later, column.name);
	const sequence = identitySequence ?? automaticName(namePartsOf(later).name, column.name, 'seq');
	const owned = besides(table.name, automaticName(namePartsOf(table.name).name, column.name, 'seq'));
	const moved = besides(later, namePartsOf(owned).name);
	return {
		...column,
		name,
		type: rowTypeAfter(column, names),
		...(column.default === nextOf(owned) && { default: nextOf(moved) }),
		...(column.generated && {
			generated: { ...column.generated, expression: textAfter(column.generated.expression, own) }
		}),
		...(column.needs && { needs: column.needs.map((node) => nodeAfter(node, names)) }),
		...(column.defaultNeeds && { defaultNeeds: column.defaultNeeds.map((node) => nodeAfter(node, names)) }),
		options: {
			...options,
			...(!column.nullable && notNull !== usualNotNull(later, name) && { notNullName: notNull }),
			...(options.identity !== undefined &&
				sequence !== automaticName(namePartsOf(later).name, name, 'seq') && {
					identitySequence: sequence
				})
		}
	};
}

/** The rows of a table are a type of its name. */
function rowTypeAfter({ type, needs }: Column, { tables }: Names): string {
	const name = ownTypeOf(type, needs);
	const later = name === undefined ? undefined : tables.get(name);
	return later === undefined ? type : `${later}${type.slice(elementOf(type).length)}`;
}

function constraintAfter(constraint: Constraint, own: Own, names: Names): Constraint {
	const needs = constraint.needs && { needs: constraint.needs.map((node) => nodeAfter(node, names)) };
	const { include, onDeleteColumns, ...options } = constraint.options;
	const followed = {
		...options,
		...partAboveAfter(options, names),
		...(typeof include === 'string' && { include: listAfter(include, own) }),
		...(typeof onDeleteColumns === 'string' && { onDeleteColumns: listAfter(onDeleteColumns, own) })
	};
	switch (constraint.kind) {
		case 'foreignKey': {
			const table = names.tables.get(constraint.table) ?? constraint.table;
			const there = names.columns.get(table);
			return {
				...constraint,
				...needs,
				options: followed,
				table,
				columns: constraint.columns.map((column) => own?.get(column) ?? column),
				references: constraint.references.map((column) => there?.get(column) ?? column)
			};
		}
		case 'check':
			return {
				...constraint,
				...needs,
				options: followed,
				expression: textAfter(constraint.expression, own)
			};
		case 'exclusion':
			return {
				...constraint,
				...needs,
				options: followed,
				definition: textAfter(constraint.definition, own)
			};
		default:
			return {
				...constraint,
				...needs,
				options: followed,
				parts: constraint.parts.map((part) => partAfter(part, own))
			};
	}
}
