import { objectKey, type Constraint, type Index, type KeyPart, type Schema } from '../../../schema/model.ts';
import { constraintNode } from '../nodes.ts';
import { automaticName, besides, namePartsOf } from '../object-names.ts';
import { isKey } from './constraint-kind.ts';

/** An index, be it one by itself or the one behind a constraint. An index on a partitioned table has a part on each partition. */
export interface TreeIndex {
	/** The identity of the index. */
	readonly name: string;
	readonly table: string;
	/** Of the index, or of its constraint. */
	readonly node: string;
	/** The index on the table above that it is a part of. */
	readonly above?: string;
	readonly of: Index | Constraint;
}

interface Tree {
	readonly byName: ReadonlyMap<string, TreeIndex>;
	readonly parts: ReadonlyMap<string, readonly TreeIndex[]>;
	readonly onTable: ReadonlyMap<string, readonly TreeIndex[]>;
}

const trees = new WeakMap<Schema, Tree>();

function treeOf(schema: Schema): Tree {
	const known = trees.get(schema);
	if (known) return known;
	const all = schema.objects.flatMap((object): readonly TreeIndex[] => {
		if (object.kind === 'index') return [indexInTree(object)];
		return object.kind !== 'table'
			? []
			: object.constraints.filter(isKey).map((constraint) => keyInTree(object.name, constraint));
	});
	const grouped = (key: (index: TreeIndex) => string | undefined) => {
		const groups = new Map<string, TreeIndex[]>();
		for (const index of all) {
			const name = key(index);
			if (name === undefined) continue;
			const group = groups.get(name);
			if (group) group.push(index);
			else groups.set(name, [index]);
		}
		return groups;
	};
	const tree = {
		byName: new Map(all.map((index) => [index.name, index])),
		parts: grouped(({ above }) => above),
		onTable: grouped(({ table }) => table)
	};
	trees.set(schema, tree);
	return tree;
}

/** An index by itself as part of the tree. */
export function indexInTree(index: Index): TreeIndex {
	const { partitionOf } = index.options;
	return {
		name: index.name,
		table: index.table,
		node: objectKey(index),
		...(typeof partitionOf === 'string' && { above: partitionOf }),
		of: index
	};
}

/** The index behind a constraint as part of the tree. */
export function keyInTree(table: string, constraint: Constraint): TreeIndex {
	const { name = '', options } = constraint;
	return {
		name: besides(table, name),
		table,
		node: constraintNode(table, name),
		...(typeof options.partitionOf === 'string' && { above: options.partitionOf }),
		of: constraint
	};
}

/** The index of that name. */
export function indexIn(schema: Schema, name: string | undefined): TreeIndex | undefined {
	return name === undefined ? undefined : treeOf(schema).byName.get(name);
}

/** All the indexes on a table. */
export function indexesOn(schema: Schema, table: string): readonly TreeIndex[] {
	return treeOf(schema).onTable.get(table) ?? [];
}

/** The parts that an index has on the partitions right below its table. */
export function partsBelow(schema: Schema, name: string): readonly TreeIndex[] {
	return treeOf(schema).parts.get(name) ?? [];
}

/** All its parts, however far below. */
export function allPartsBelow(schema: Schema, name: string): readonly TreeIndex[] {
	return partsBelow(schema, name).flatMap((part) => [part, ...allPartsBelow(schema, part.name)]);
}

/** Whether a part is what PostgreSQL itself makes of the index above, name and all. */
export function isUsual(part: TreeIndex, schema: Schema): boolean {
	const above = indexIn(schema, part.above);
	return (
		above !== undefined &&
		part.of.kind === above.of.kind &&
		namePartsOf(part.name).name === usualName(part) &&
		part.of.options.invalid !== true
	);
}

const labels = { index: 'idx', unique: 'key', exclusion: 'excl' } as const;

function usualName({ table, of }: TreeIndex): string {
	const { name } = namePartsOf(table);
	if (of.kind === 'primaryKey') return automaticName(name, undefined, 'pkey');
	if (of.kind !== 'index' && of.kind !== 'unique' && of.kind !== 'exclusion') return '';
	return automaticName(name, columnNames(of).join('_'), labels[of.kind]);
}

/** The columns of an index by the names that PostgreSQL gives them. */
function columnNames(of: Index | Constraint): readonly string[] {
	const parts = 'parts' in of ? of.parts : [];
	const included = typeof of.options.include === 'string' ? of.options.include.split(', ') : [];
	const names: string[] = [];
	for (const name of [
		...parts.map(({ column = 'expr' }) => column),
		...included.map((item) => namePartsOf(item).name)
	]) {
		let free = name;
		for (let count = 1; names.includes(free); count++) free = `${name}${count}`;
		names.push(free);
	}
	return names;
}

/** Whether PostgreSQL would take one index on a partition for a part of the other, on the table above. */
export function couldBePart(index: TreeIndex, above: TreeIndex): boolean {
	// A constraint wants one of its kind; an index takes either.
	if (above.of.kind !== 'index' && above.of.kind !== index.of.kind) return false;
	return JSON.stringify(comparable(index.of)) === JSON.stringify(comparable(above.of));
}

function comparable(of: Index | Constraint): unknown {
	const { include, nullsNotDistinct, method } = of.options;
	if (of.kind === 'exclusion') return of.definition;
	const parts: readonly KeyPart[] = 'parts' in of ? of.parts : [];
	return [
		of.kind !== 'index' || of.unique,
		parts.map(({ column, expression, collation, operatorClass }) => [
			column,
			expression,
			collation,
			operatorClass
		]),
		of.kind === 'index' ? of.where : undefined,
		include,
		nullsNotDistinct,
		method
	];
}
