import type { Change } from '../../engine/schema/change.ts';
import { kindWords } from '../../engine/schema/describe.ts';
import type { Column, ForeignKey, Schema, SchemaObject, Table } from '../../engine/schema/model.ts';
import { columnRows, mayBeNull, type DiagramColumn } from './diagram-columns.ts';
import type { StructureFate } from './object-pairs.ts';

/** A table as the diagram draws it. */
export interface DiagramTable {
	readonly name: string;
	/** The name before, where the step renamed it. */
	readonly was?: string;
	readonly fate: StructureFate;
	readonly columns: readonly DiagramColumn[];
	/** What the step did around the table, in words: its indexes, triggers, keys and options. */
	readonly notes: readonly { readonly fate: StructureFate; readonly text: string }[];
	/** Named by a foreign key, but there is no such table. */
	readonly missing?: true;
}

/** A foreign key: from the table that holds it to the table it points at. */
export interface DiagramEdge {
	readonly id: string;
	readonly from: string;
	readonly to: string;
	readonly columns: readonly string[];
	readonly references: readonly string[];
	/** The holder may point at nothing. */
	readonly optional: boolean;
	/** At most one row points at each row. */
	readonly single: boolean;
	readonly fate: StructureFate;
}

export interface Diagram {
	readonly tables: readonly DiagramTable[];
	readonly edges: readonly DiagramEdge[];
}

/**
 * The tables of `schema` and the foreign keys between them, with what `changes` did painted in: what was
 * dropped stays for one step as a ghost. Sorted by name, so equal input gives an equal picture.
 */
export function diagramOf(schema: Schema, before: Schema, changes: readonly Change[]): Diagram {
	const now = tablesOf(schema);
	const earlier = tablesOf(before);
	const renamed = new Map(
		changes.flatMap((change) => (change.kind === 'renameTable' ? [[change.from, change.to] as const] : []))
	);
	const gone = changes.flatMap((change) =>
		change.kind === 'dropObject' && change.object.kind === 'table' ? [change.object] : []
	);
	const changesOf = new Map<string, Change[]>();
	for (const change of changes) {
		const table = tableOf(change);
		if (table === undefined) continue;
		const name = renamed.get(table) ?? table;
		changesOf.set(name, [...(changesOf.get(name) ?? []), change]);
	}

	const tables = [...now.values()].map((table) => {
		const own = changesOf.get(table.name) ?? [];
		const rename = own.find((change) => change.kind === 'renameTable');
		return drawTable(table, own, rename?.kind === 'renameTable' ? rename.from : undefined);
	});
	for (const table of gone) {
		if (!now.has(table.name)) tables.push(ghost(table, earlier.get(table.name) ?? table));
	}

	const edges = [
		...[...now.values()].flatMap((table) => edgesOf(table, now, schema, changesOf.get(table.name) ?? [])),
		...gone.flatMap((table) =>
			now.has(table.name)
				? []
				: edgesOf(table, earlier, before, []).map((edge) => ({ ...edge, fate: 'lost' as const }))
		)
	];
	const drawn = new Set(tables.map((table) => table.name));
	for (const { to } of edges) {
		if (drawn.has(to)) continue;
		drawn.add(to);
		tables.push({ name: to, fate: 'kept', columns: [], notes: [], missing: true });
	}
	return { tables: tables.toSorted((left, right) => (left.name < right.name ? -1 : 1)), edges };
}

/** The tables the step touched, with the tables they point at or are pointed at by, so that a change is seen in its place. */
export function withNeighbours(diagram: Diagram, names: ReadonlySet<string>): Diagram {
	const near = new Set(names);
	for (const edge of diagram.edges) {
		if (names.has(edge.from)) near.add(edge.to);
		if (names.has(edge.to)) near.add(edge.from);
	}
	return {
		tables: diagram.tables.filter((table) => near.has(table.name)),
		edges: diagram.edges.filter((edge) => near.has(edge.from) && near.has(edge.to))
	};
}

/** Names of the tables a step touched. */
export function touchedTables(diagram: Diagram): Set<string> {
	const touched = diagram.tables.filter((table) => table.fate !== 'kept').map((table) => table.name);
	return new Set([
		...touched,
		...diagram.edges.filter((edge) => edge.fate !== 'kept').map((edge) => edge.from)
	]);
}

function tablesOf(schema: Schema): Map<string, Table> {
	return new Map(
		schema.objects.flatMap((object) => (object.kind === 'table' ? [[object.name, object] as const] : []))
	);
}

/** The table a change is about, as it is called after the change; undefined for views. */
function tableOf(change: Change): string | undefined {
	switch (change.kind) {
		case 'addObject':
		case 'dropObject':
			return ownerOf(change.object);
		case 'replaceObject':
			return ownerOf(change.to);
		case 'renameTable':
			return change.to;
		case 'renamePart':
			return undefined;
		default:
			return change.table;
	}
}

function ownerOf(object: Schema['objects'][number]): string | undefined {
	if (object.kind === 'table') return object.name;
	return 'table' in object ? object.table : undefined;
}

function drawTable(table: Table, changes: readonly Change[], was: string | undefined): DiagramTable {
	const added = changes.some((change) => change.kind === 'addObject' && change.object.kind === 'table');
	return {
		name: table.name,
		...(was === undefined ? {} : { was }),
		fate: added ? 'added' : changes.length > 0 ? 'changed' : 'kept',
		columns: columnRows(table, added ? [] : changes),
		notes: added ? [] : changes.flatMap(noteOf)
	};
}

function ghost(table: Table, full: Table): DiagramTable {
	return { name: table.name, fate: 'lost', columns: columnRows(full, []), notes: [] };
}

function titleOf({ kind, name }: SchemaObject): string {
	return `${kindWords(kind)} ${name}`;
}

function noteOf(change: Change): DiagramTable['notes'] {
	switch (change.kind) {
		case 'addObject':
			return [{ fate: 'added', text: titleOf(change.object) }];
		case 'dropObject':
			return [{ fate: 'lost', text: titleOf(change.object) }];
		case 'replaceObject':
			return [{ fate: 'changed', text: titleOf(change.to) }];
		case 'addConstraint':
			return [{ fate: 'added', text: constraintWord[change.constraint.kind] }];
		case 'dropConstraint':
			return [{ fate: 'lost', text: constraintWord[change.constraint.kind] }];
		case 'alterOptions':
			return [{ fate: 'changed', text: 'table options' }];
		case 'alterComment':
			return [{ fate: 'changed', text: 'comment' }];
		default:
			return [];
	}
}

const constraintWord = {
	primaryKey: 'primary key',
	unique: 'unique',
	foreignKey: 'foreign key',
	check: 'check',
	exclusion: 'exclusion rule'
} as const;

function edgesOf(
	table: Table,
	tables: ReadonlyMap<string, Table>,
	schema: Schema,
	changes: readonly Change[]
): DiagramEdge[] {
	const fresh = changes.flatMap((change) =>
		change.kind === 'addConstraint' && change.constraint.kind === 'foreignKey' ? [change.constraint] : []
	);
	const dropped = changes.flatMap((change) =>
		change.kind === 'dropConstraint' && change.constraint.kind === 'foreignKey' ? [change.constraint] : []
	);
	const born = changes.some((change) => change.kind === 'addObject' && change.object.kind === 'table');
	const keys = table.constraints.filter((constraint) => constraint.kind === 'foreignKey');
	const edge = (key: ForeignKey, fate: StructureFate, at: string): DiagramEdge => {
		const target = findTable(tables, key.table);
		return {
			id: `${table.name}.${at}`,
			from: table.name,
			to: target?.name ?? key.table,
			columns: key.columns,
			references: key.references.length > 0 ? key.references : primaryKeyOf(target),
			optional: key.columns.some((name) => {
				const column = findColumn(table, name);
				return column === undefined || mayBeNull(table, column);
			}),
			single: isUnique(table, key.columns, schema),
			fate
		};
	};
	return [
		...keys.map((key, at) =>
			edge(key, born || fresh.some((added) => sameKey(added, key)) ? 'added' : 'kept', String(at))
		),
		...dropped
			.filter((key) => !keys.some((kept) => sameKey(kept, key)))
			.map((key, at) => edge(key, 'lost', `lost${at}`))
	];
}

function sameKey(left: ForeignKey, right: ForeignKey): boolean {
	return (
		left.table === right.table &&
		left.columns.join('\0') === right.columns.join('\0') &&
		left.references.join('\0') === right.references.join('\0')
	);
}

// A database may look names up regardless of case, and its schema keeps them as written.
function findTable(tables: ReadonlyMap<string, Table>, name: string): Table | undefined {
	const lower = name.toLowerCase();
	return tables.get(name) ?? [...tables.values()].find((table) => table.name.toLowerCase() === lower);
}

function findColumn(table: Table, name: string): Column | undefined {
	const lower = name.toLowerCase();
	return table.columns.find((column) => column.name.toLowerCase() === lower);
}

function primaryKeyOf(table: Table | undefined): string[] {
	const key = table?.constraints.find((constraint) => constraint.kind === 'primaryKey');
	return key?.kind === 'primaryKey' ? key.parts.flatMap((part) => part.column ?? []) : [];
}

function isUnique(table: Table, columns: readonly string[], schema: Schema): boolean {
	const wanted = columns.toSorted().join('\0');
	const fits = (parts: readonly { readonly column?: string }[]) =>
		parts.every((part) => part.column !== undefined) &&
		parts
			.map((part) => part.column ?? '')
			.toSorted()
			.join('\0') === wanted;
	return (
		table.constraints.some(
			(constraint) =>
				(constraint.kind === 'primaryKey' || constraint.kind === 'unique') && fits(constraint.parts)
		) ||
		schema.objects.some(
			(object) =>
				object.kind === 'index' &&
				object.table === table.name &&
				object.unique &&
				object.where === undefined &&
				fits(object.parts)
		)
	);
}
