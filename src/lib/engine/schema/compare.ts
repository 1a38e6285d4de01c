import { applyRenames, type Renamed, type SpareNames } from './apply-renames.ts';
import type { Change, Rename } from './change.ts';
import { objectKey } from './model.ts';
import type { Column, Constraint, Schema, SchemaObject, Table } from './model.ts';
import { sameList, sameValue } from './patch.ts';
import { isRename } from './rename-kinds.ts';

export interface CompareOptions {
	/** What the user says was renamed; everything else that goes and comes is a drop and an add. */
	readonly renames: readonly Rename[];
	/** For a plan of statements, in which what makes way for a rename is renamed too; without it, that is only dropped. */
	readonly spare?: SpareNames;
}

/** Names that no database has. */
const unheard: SpareNames = {
	table: (name) => `${name}\u0000`,
	column: (name) => `${name}\u0000`,
	part: (name) => `${name}\u0000`,
	folded: (name) => name
};

/**
 * What makes `to` of `from`: renames first, then drops, new tables, changes in tables, and what stands on
 * tables. `[]` means equal. How a statement is written, and the order of columns, do not count.
 */
export function compareSchemas(from: Schema, to: Schema, options?: CompareOptions): Change[] {
	const { renames = [], spare } = options ?? {};
	if (spare !== undefined) return compareRenamed(applyRenames(from, to, renames, spare), to);
	const renamed = applyRenames(from, to, renames, unheard);
	const changes = compareRenamed(renamed, to);
	const stays = (change: Change) => !isRename(change) || !change.to.endsWith('\u0000');
	if (renamed.changes.every(stays)) return changes;
	return JSON.parse(JSON.stringify(changes.filter(stays)).replaceAll('\\u0000', '')) as Change[];
}

function compareRenamed(renamed: Renamed, to: Schema): Change[] {
	const before = byKey(renamed.schema);
	const after = byKey(to);
	const earlierNames = new Names(renamed.schema);
	const laterNames = new Names(to);
	const drops: Change[] = [];
	const tables: Change[] = [];
	const alterations: Change[] = [];
	const others: Change[] = [];
	for (const [key, object] of before) if (!after.has(key)) drops.push({ kind: 'dropObject', object });
	for (const [key, object] of after) {
		const old = before.get(key);
		if (old === object) continue;
		if (old === undefined) (object.kind === 'table' ? tables : others).push({ kind: 'addObject', object });
		else if (old.kind === 'table' && object.kind === 'table') {
			alterations.push(...compareTables(old, object, earlierNames, laterNames));
		} else if (!sameMeaning(old, object)) others.push({ kind: 'replaceObject', from: old, to: object });
	}
	return [...renamed.changes, ...drops, ...tables, ...alterations, ...others];
}

function byKey(schema: Schema): Map<string, SchemaObject> {
	const found = new Map<string, SchemaObject>();
	for (const object of schema.objects) found.set(objectKey(object), object);
	return found;
}

/** Whether two objects mean the same: how they are written and what follows from the rest does not count. */
export function sameMeaning(a: SchemaObject, b: SchemaObject): boolean {
	if (a === b) return true;
	// A view's columns follow from its query and the tables below it; names it gives itself are among the options.
	if ('query' in a) return sameValue(a, b, ['needs', 'sql', 'columns', 'columnTypes']);
	if (a.kind !== 'table' || b.kind !== 'table') return sameValue(a, b, ['needs', 'sql']);
	return (
		sameValue(a, b, ['needs', 'sql', 'columns', 'constraints']) &&
		(sameList(a.columns, b.columns, sameColumn) || sameList(byName(a), byName(b), sameColumn)) &&
		(sameList(a.constraints, b.constraints, sameConstraint) ||
			sameList(constraintKeys(a), constraintKeys(b), Object.is))
	);
}

/** Asked of every column there is, so each part is named: all but what follows from the others. */
function sameColumn(a: Column, b: Column): boolean {
	return (
		a.name === b.name &&
		a.type === b.type &&
		a.nullable === b.nullable &&
		a.default === b.default &&
		a.collation === b.collation &&
		a.comment === b.comment &&
		sameValue(a.generated, b.generated) &&
		sameValue(a.options, b.options)
	);
}

function sameConstraint(a: Constraint, b: Constraint): boolean {
	return sameValue(a, b, ['needs']);
}

function byName({ columns }: Table): Column[] {
	return [...columns].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function constraintKeys({ constraints }: Table): string[] {
	return constraints.map(constraintKey).sort();
}

/** Names of tables and columns as the schema itself spells them. */
class Names {
	readonly #tables = new Map<string, Table>();
	/** By names in lower case; made when first asked for. */
	#folded: ReadonlyMap<string, Table> | undefined;

	constructor(schema: Schema) {
		for (const object of schema.objects) if (object.kind === 'table') this.#tables.set(object.name, object);
	}

	/** A foreign key as if it had been written with the very names it finds. */
	resolved(constraint: Constraint): Constraint {
		if (constraint.kind !== 'foreignKey') return constraint;
		const parent = this.#tables.get(constraint.table) ?? this.#tableLike(constraint.table);
		if (parent === undefined) return constraint;
		const references = constraint.references.map((name) => spelled(name, parent));
		if (parent.name === constraint.table && sameList(references, constraint.references, Object.is)) {
			return constraint;
		}
		return { ...constraint, table: parent.name, references };
	}

	#tableLike(name: string): Table | undefined {
		this.#folded ??= new Map([...this.#tables].map(([own, table]) => [own.toLowerCase(), table]));
		return this.#folded.get(name.toLowerCase());
	}
}

function spelled(name: string, { columns }: Table): string {
	if (columns.some((column) => column.name === name)) return name;
	return columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? name;
}

function compareTables(from: Table, to: Table, before: Names, after: Names): Change[] {
	const table = to.name;
	const changes: Change[] = [];
	const resolved = (constraints: readonly Constraint[], names: Names) =>
		constraints.map((constraint) => ({ constraint, meant: names.resolved(constraint) }));
	const gone = resolved(from.constraints, before);
	const come = resolved(to.constraints, after).filter(({ meant }) => {
		const at = gone.findIndex((candidate) => sameConstraint(candidate.meant, meant));
		if (at >= 0) gone.splice(at, 1);
		return at < 0;
	});
	for (const { constraint } of gone) changes.push({ kind: 'dropConstraint', table, constraint });
	changes.push(...compareColumns(from, to));
	for (const { constraint } of come) changes.push({ kind: 'addConstraint', table, constraint });
	if (!sameValue(from.options, to.options)) {
		changes.push({ kind: 'alterOptions', table, from: from.options, to: to.options });
	}
	if (from.comment !== to.comment) {
		changes.push({
			kind: 'alterComment',
			table,
			...(from.comment !== undefined && { from: from.comment }),
			...(to.comment !== undefined && { to: to.comment })
		});
	}
	return changes;
}

function compareColumns(from: Table, to: Table): Change[] {
	if (sameList(from.columns, to.columns, sameColumn)) return [];
	const table = to.name;
	const changes: Change[] = [];
	const old = new Map(from.columns.map((column) => [column.name, column]));
	const now = new Map(to.columns.map((column) => [column.name, column]));
	for (const [name, column] of old) if (!now.has(name)) changes.push({ kind: 'dropColumn', table, column });
	for (const [name, column] of now) {
		const earlier = old.get(name);
		if (earlier === undefined) changes.push({ kind: 'addColumn', table, column });
		else if (!sameColumn(earlier, column))
			changes.push({ kind: 'alterColumn', table, from: earlier, to: column });
	}
	return changes;
}

/** The same text for constraints that mean the same. */
export function constraintKey({ needs: _, ...constraint }: Constraint): string {
	return JSON.stringify(constraint, (_, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value
	);
}
