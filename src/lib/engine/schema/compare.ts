import { applyRenames } from './apply-renames.ts';
import type { Change, Rename } from './change.ts';
import { objectKey } from './model.ts';
import type { Constraint, Schema, SchemaObject, Table } from './model.ts';
import { sameValue } from './patch.ts';

export interface CompareOptions {
	/** What the user says was renamed; everything else that goes and comes is a drop and an add. */
	readonly renames: readonly Rename[];
}

/**
 * What makes `to` of `from`: renames first, then drops, new tables, changes in tables, and what stands on
 * tables. `[]` means equal. How a statement is written, and the order of columns, do not count.
 */
export function compareSchemas(from: Schema, to: Schema, options?: CompareOptions): Change[] {
	const renamed = applyRenames(from, to, options?.renames ?? []);
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
	return new Map(schema.objects.map((object) => [objectKey(object), object]));
}

/** Whether two objects that are no tables mean the same. */
function sameMeaning(a: SchemaObject, b: SchemaObject): boolean {
	// A view's columns follow from its query and the tables below it; names it gives itself are among the options.
	const meaning = (object: SchemaObject) => ({
		...object,
		sql: '',
		...(object.kind === 'view' ? { columns: [] } : {})
	});
	return sameValue(meaning(a), meaning(b));
}

/** Names of tables and columns as the schema itself spells them. */
class Names {
	readonly #tables = new Map<string, Table>();
	readonly #folded = new Map<string, Table>();

	constructor(schema: Schema) {
		for (const object of schema.objects) {
			if (object.kind !== 'table') continue;
			this.#tables.set(object.name, object);
			this.#folded.set(object.name.toLowerCase(), object);
		}
	}

	/** A foreign key as if it had been written with the very names it finds. */
	resolved(constraint: Constraint): Constraint {
		if (constraint.kind !== 'foreignKey') return constraint;
		const parent = this.#tables.get(constraint.table) ?? this.#folded.get(constraint.table.toLowerCase());
		if (parent === undefined) return constraint;
		const spelled = (name: string) =>
			parent.columns.find((column) => column.name === name)?.name ??
			parent.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ??
			name;
		return { ...constraint, table: parent.name, references: constraint.references.map(spelled) };
	}
}

function compareTables(from: Table, to: Table, before: Names, after: Names): Change[] {
	const table = to.name;
	const changes: Change[] = [];
	const old = new Map(from.columns.map((column) => [column.name, column]));
	const now = new Map(to.columns.map((column) => [column.name, column]));
	const keys = (constraints: readonly Constraint[], names: Names) =>
		constraints.map((constraint) => ({ constraint, key: constraintKey(names.resolved(constraint)) }));
	const gone = keys(from.constraints, before);
	const come = keys(to.constraints, after).filter(({ key }) => {
		const at = gone.findIndex((candidate) => candidate.key === key);
		if (at >= 0) gone.splice(at, 1);
		return at < 0;
	});
	for (const { constraint } of gone) changes.push({ kind: 'dropConstraint', table, constraint });
	for (const [name, column] of old) if (!now.has(name)) changes.push({ kind: 'dropColumn', table, column });
	for (const [name, column] of now) {
		const earlier = old.get(name);
		if (earlier === undefined) changes.push({ kind: 'addColumn', table, column });
		else if (!sameValue(earlier, column))
			changes.push({ kind: 'alterColumn', table, from: earlier, to: column });
	}
	for (const { constraint } of come) changes.push({ kind: 'addConstraint', table, constraint });
	if (!sameValue(from.options, to.options)) {
		changes.push({ kind: 'alterOptions', table, from: from.options, to: to.options });
	}
	return changes;
}

/** The same text for constraints that mean the same. */
export function constraintKey(constraint: Constraint): string {
	return JSON.stringify(constraint, (_, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value
	);
}
