import { objectKey, type Column, type Definition, type Table } from '../../../schema/model.ts';
import { commentStep } from '../comments.ts';
import { identifier, literal } from '../identifier.ts';
import { columnNode } from '../nodes.ts';
import { besides, namePartsOf, suffixed } from '../object-names.ts';
import { allNodesOf } from '../parts.ts';
import { rankOf, type Step } from '../step.ts';
import { convertedValue } from './column-alter.ts';
import { castNeeds } from './casts.ts';
import { isKey } from './constraint-kind.ts';
import { dropConstraint, rowsNode } from './constraint-steps.ts';
import { becomesStrict, defaultOf, typeBelow } from './domain-nulls.ts';
import { childrenOf, columnIn, descendantsOf, parentsOf, tableIn } from './family.ts';
import { relationName } from './fallen.ts';
import { identitySequence } from './identity.ts';
import { goesWithAbove } from './index-fate.ts';
import { keyInTree } from './index-tree.ts';
import { boundsName, looseText, releasedNode } from './inheritance.ts';
import type { PlanContext } from './kind.ts';
import { isInKey, needsValue, valueFor, valueText } from './missing-values.ts';
import { ownerOf, owning } from './serial.ts';
import { leavingNode } from './rebuild-type.ts';
import { createTable, holdsItsOwn } from './table-create.ts';
import { goesAlong, isRebuilt } from './ties.ts';
import { isOfStrictDomain } from './type-names.ts';

/** Whether a partition goes together with the table above it, once its rows have been copied from there. */
export function goesWithParent(table: Table, context: PlanContext): boolean {
	const { partitionOf } = table.options;
	const later = tableIn(context.to, table.name);
	if (typeof partitionOf !== 'string' || (later !== undefined && !goesAlong(table, later, context)))
		return false;
	const parent = tableIn(context.from, partitionOf);
	return parent !== undefined && (isRebuilt(partitionOf, context) || goesWithParent(parent, context));
}

/** Steps that make a table anew under the eyes of the old one, which keeps its rows until they are copied. */
export function rebuildTable(from: Table, to: Table, context: PlanContext): readonly Step[] {
	const own = objectKey(from);
	const bare = suffixed(namePartsOf(from.name).name, '_before');
	const aside = besides(from.name, bare);
	const along = goesAlong(from, to, context);
	const partitions = goingWith(from.name, context).filter(
		(table) => context.later(objectKey(table)) === undefined
	);
	const above = along ? [] : parentsOf(from);
	const apart = from.constraints.filter((constraint) =>
		isKey(constraint)
			? !goesWithAbove(keyInTree(from.name, constraint), context)
			: constraint.kind === 'foreignKey' && (constraint.options.inherited !== true || above.length > 0)
	);
	// A partition counts with the table above it.
	const counters =
		from.options.partitionOf === undefined
			? from.columns.filter(({ options }) => options.identity !== undefined)
			: [];
	const spare = (column: Column) =>
		suffixed(namePartsOf(identitySequence(from.name, column)).name, '_before');
	const nodes = [from, ...partitions].flatMap((table) => allNodesOf(table));
	const gone = `old ${own}`;
	const sequences = context.from.objects.filter(
		(object): object is Definition => object.kind === 'sequence' && ownerOf(object)?.table === from.name
	);
	const falling = sequences.filter((sequence) => context.later(objectKey(sequence)) === undefined);
	const table = from.options.server === undefined ? 'TABLE' : 'FOREIGN TABLE';
	const needs =
		nodes.length === 0 ? [] : needsOf([from, ...partitions]).filter((node) => !nodes.includes(node));
	return [
		...above.map((parent): Step => ({
			sql: looseText(from, parent),
			rank: rankOf.drop - 20,
			creates: [releasedNode(from.name)],
			before: [`table ${parent}`, own],
			frees: from.options.partitionOf === parent ? [boundsName(parent)] : []
		})),
		...apart.map((constraint) => {
			const step = dropConstraint(from, constraint, context);
			return { ...step, after: [...(step.after ?? []), releasedNode(from.name)] };
		}),
		{
			sql: [
				...counters.map(
					(column) =>
						`ALTER SEQUENCE ${identitySequence(from.name, column)} RENAME TO ${identifier(spare(column))}`
				),
				`ALTER ${table} ${from.name} RENAME TO ${identifier(bare)}`,
				...namesGivenUp(from, to).map(
					(column) => `ALTER ${table} ${aside} ALTER COLUMN ${column} DROP NOT NULL`
				)
			].join(';\n'),
			rank: rankOf.drop + 30,
			// Tables below that stay are taken off, and come under the new table.
			spares: childrenOf(context.from, from.name).map(({ name }) => `table ${name}`),
			after: [releasedNode(from.name)],
			drops: nodes.filter(
				(node) => !apart.some(({ name }) => node === `constraint ${from.name}.${identifier(name ?? '')}`)
			),
			frees: [relationName(from.name), boundsName(from.name)]
		},
		...createTable(to, context),
		...(to.comment === undefined ? [] : [commentStep(to, to.comment)]),
		...(along ? [] : copySteps(from, to, aside, context)),
		...counters
			.filter(({ name }) => columnIn(to, name)?.options.identity !== undefined)
			.map((column): Step => {
				const later = columnIn(to, column.name) ?? column;
				return {
					sql: `SELECT setval(${literal(identitySequence(to.name, later))}, last_value, is_called) FROM ${besides(from.name, spare(column))}`,
					rank: rankOf.create + 16,
					creates: [`counted ${to.name}`],
					after: [columnNode(to.name, column.name)]
				};
			}),
		...sequences
			.filter((sequence) => !falling.includes(sequence))
			.map((sequence): Step => {
				const owner = ownerOf(sequence);
				const column = owner?.column ?? '';
				const kept = columnIn(to, column) !== undefined;
				return {
					sql: `ALTER SEQUENCE ${sequence.name} OWNED BY ${kept ? owning(to.name, column) : 'NONE'}`,
					rank: rankOf.create + 16,
					creates: [`counted ${to.name}`],
					after: kept ? [columnNode(to.name, column)] : [own]
				};
			}),
		...(along
			? []
			: [
					{
						sql: `DROP ${table} ${aside}`,
						rank: rankOf.create + 17,
						drops: [gone, ...falling.map((sequence) => objectKey(sequence))],
						// A type that is replaced waits for the table, under another name.
						before: needs.map((node) => leavingNode(node, context)),
						after: [
							rowsNode(to.name),
							...[to, ...movedAlong(from, context)].map(({ name }) => `counted ${name}`)
						],
						frees: [
							...partitions.map(({ name }) => relationName(name)),
							...falling.map(({ name }) => relationName(name))
						]
					}
				])
	];
}

/** Columns of the old table whose NOT NULL has a name that only PostgreSQL can give to the same of the new one. */
function namesGivenUp(from: Table, to: Table): readonly string[] {
	if (to.options.partitionOf !== undefined) return [];
	return to.columns
		.filter((column) => holdsItsOwn(column) && columnIn(from, column.name)?.nullable === false)
		.map(({ name }) => identifier(name));
}

/** The partitions below that are made anew with it. */
function movedAlong(table: Table, context: PlanContext): readonly Table[] {
	return goingWith(table.name, context).filter((heir) => context.later(objectKey(heir)) !== undefined);
}

/** The partitions, however far below, that go together with a table. */
function goingWith(name: string, context: PlanContext): readonly Table[] {
	return childrenOf(context.from, name)
		.filter((child) => goesWithParent(child, context))
		.flatMap((child) => [child, ...goingWith(child.name, context)]);
}

function needsOf(tables: readonly Table[]): readonly string[] {
	return tables.flatMap((table) => [
		...(table.needs ?? []),
		...table.columns.flatMap(({ needs = [], defaultNeeds = [] }) => [...needs, ...defaultNeeds]),
		...table.constraints.filter(({ kind }) => kind === 'check').flatMap(({ needs = [] }) => needs)
	]);
}

/** What rows get where the old table holds NULL and the new one takes none; undefined where nothing says it. */
function forNull(old: Column, column: Column, to: Table, context: PlanContext): string | undefined {
	const given = needsValue(column, context.to) ? context.given(to.name, column.name) : undefined;
	if (given !== undefined) return given;
	const mayBeNull = old.nullable && !isOfStrictDomain(old, context.from);
	const mustNot = !column.nullable || isOfStrictDomain(column, context.to);
	if (!mayBeNull || !mustNot || column.options.identity !== undefined || isInKey(to, column))
		return undefined;
	const value = defaultOf(column, context.to);
	if (value !== undefined || context.downgrade !== true) return value;
	return valueText(valueFor(to, column, context), 'row_number() OVER ()');
}

function copySteps(from: Table, to: Table, aside: string, context: PlanContext): readonly Step[] {
	const kept = to.columns.flatMap((column) => {
		if (column.generated !== undefined) return [];
		const old = columnIn(from, column.name);
		const name = identifier(column.name);
		if (old === undefined) {
			return needsValue(column, context.to)
				? [{ name, value: valueText(valueFor(to, column, context), 'row_number() OVER ()') }]
				: [];
		}
		const isForced = context.forced.has(columnNode(from.name, column.name));
		const value = forNull(old, column, to, context);
		if (value === undefined) return [{ name, value: convertedValue(old, column, isForced, context) }];
		// A domain that takes no NULL would refuse it before something else stands there.
		const target = { ...column, type: typeBelow(column.type, context.to) };
		const kept = convertedValue(
			old,
			becomesStrict(old, column, context) ? target : column,
			isForced,
			context
		);
		return [{ name, value: `coalesce(${kept}, ${value})` }];
	});
	if (kept.length === 0) return [];
	const system = to.columns.some(({ options }) => options.identity === 'ALWAYS')
		? ' OVERRIDING SYSTEM VALUE'
		: '';
	return [
		{
			sql: `INSERT INTO ${to.name} (${kept.map(({ name }) => name).join(', ')})${system}\nSELECT ${kept.map(({ value }) => value).join(', ')} FROM ${aside}`,
			rank: rankOf.create + 14,
			creates: [rowsNode(to.name)],
			after: [
				...allNodesOf(to).filter((node) => !node.startsWith('constraint ')),
				...to.columns.flatMap(({ name, type }) =>
					castNeeds(columnIn(from, name)?.type ?? type, type, context)
				),
				...descendantsOf(context.to, to.name).flatMap(({ name }) => [`table ${name}`, `tied ${name}`])
			]
		}
	];
}
