import type { Column, Constraint, Table } from '../../../schema/model.ts';
import { notNullText } from '../column-text.ts';
import { keyOfOneColumn } from '../constraint-text.ts';
import { identifier } from '../identifier.ts';
import { constraintNode } from '../nodes.ts';
import { allNodesOf, partNodes } from '../parts.ts';
import { reaches } from '../reach.ts';
import { rankOf, type Step } from '../step.ts';
import { addConstraint, commentSteps } from './constraint-steps.ts';
import { columnSteps } from './column-alter.ts';
import { isKey } from './constraint-kind.ts';
import { columnIn, columnsOf, parentsOf, tableIn } from './family.ts';
import { relationName } from './fallen.ts';
import type { PlanContext } from './kind.ts';
import { withoutIdentity } from './identity.ts';
import { isMadeApart, isMadeByHand, makingOf, takersOf } from './index-fate.ts';
import { keyInTree } from './index-tree.ts';
import { boundsName, inheritanceSteps } from './inheritance.ts';
import { hasOwnNotNull } from './locality.ts';
import { usualNotNull } from './not-null-name.ts';
import { saidName } from './not-null-taken.ts';
import { serialOf } from './serial.ts';
import { createText, isWritten } from './table-text.ts';
import { tableSettings } from './table-settings.ts';

/** Steps that make a table with all that is in it. */
export function createTable(table: Table, context: PlanContext): readonly Step[] {
	if (!isMadeApart(table.name, context)) return makeTable(table, context);
	const loose = apart(table, context);
	const [, into] = inheritanceSteps(loose, table, context);
	return [...makeTable(loose, context), ...into];
}

/** A partition as a table by itself, ready to come under the one above. */
function apart(table: Table, context: PlanContext): Table {
	const { partitionOf: _, bound: __, ...options } = table.options;
	return {
		...table,
		options,
		columns: table.columns.map((column) => {
			const { inherited, notNullOwn, notNullInherited, ...own } = withoutIdentity(column).options;
			return { ...column, options: own };
		}),
		constraints: table.constraints.flatMap((constraint) => {
			const { inherited, ...own } = constraint.options;
			if (isKey(constraint)) {
				return makingOf(keyInTree(table.name, constraint), context) === 'withTie' ? [] : [constraint];
			}
			if (inherited === true && constraint.kind === 'foreignKey') return [];
			return [{ ...constraint, options: own }];
		})
	};
}

function makeTable(table: Table, context: PlanContext): readonly Step[] {
	const own = `table ${table.name}`;
	const serials = new Map(
		table.columns.flatMap((column) => {
			const serial = isWritten(table, column) ? serialOf(table, column, context) : undefined;
			return serial === undefined ? [] : [[column.name, serial] as const];
		})
	);
	const isLate = (column: Column) =>
		column.default !== undefined &&
		!serials.has(column.name) &&
		reaches(context.to, column.defaultNeeds ?? [], own);
	const key = inlineKey(table, context);
	const sequences = [...serials.values()].map(({ sequence }) => sequence);
	const inherited = table.constraints.filter(
		(constraint) => constraint.options.inherited === true && !isKey(constraint)
	);
	const atOnce = [...inherited, ...(key === undefined ? [] : [key])];
	const nodes = new Set([own, ...partNodes(table)]);
	const made: Step = {
		sql: createText(
			table,
			(column) => {
				const serial = serials.get(column.name);
				return serial === undefined
					? {
							default: isLate(column),
							...saidName(table, column, context),
							...(context.before(own) && { usualNotNull: usualNotNull(table.name, column.name) })
						}
					: { type: serial.type, default: true, notNull: true };
			},
			key ?? null
		),
		rank: rankOf.create,
		creates: [
			own,
			...allNodesOf(table).filter((node) => node.startsWith('column ') || node.startsWith('default ')),
			...atOnce.map(({ name }) => constraintNode(table.name, name ?? '')),
			...sequences.map((name) => `sequence ${name}`)
		],
		after: [
			...(table.needs ?? []),
			...table.columns.flatMap((column) => [
				...(column.needs ?? []),
				...(isLate(column) ? [] : (column.defaultNeeds ?? []))
			]),
			...parentsOf(table).flatMap((name) => {
				const parent = tableIn(context.to, name);
				return parent === undefined
					? []
					: allNodesOf(parent).filter((node) => !node.startsWith('constraint '));
			})
		].filter((node) => !nodes.has(node) && !sequences.includes(node.slice('sequence '.length))),
		rather: table.constraints.flatMap(({ needs = [] }) => needs.filter((node) => !nodes.has(node))),
		takes: [
			relationName(table.name),
			...sequences.map(relationName),
			...(typeof table.options.partitionOf === 'string' ? [boundsName(table.options.partitionOf)] : [])
		]
	};
	const keyed = table.options.partitionOf === undefined ? keyColumns(table) : [];
	const notNulls = table.columns
		.filter((column) => holdsItsOwn(column) && !keyed.includes(column.name))
		.map((column): Step => {
			const clause = `${identifier(column.name)} ${notNullText(column)}`;
			return {
				sql: `ALTER TABLE ${table.name} ALTER COLUMN ${identifier(column.name)} SET NOT NULL`,
				rank: rankOf.create + 9,
				after: [own],
				...(table.options.partitionOf !== undefined && { clauseOf: { node: own, clause } })
			};
		});
	return [
		made,
		...notNulls,
		...table.columns.flatMap((column) =>
			columnSteps(
				columnAsMade(table, column, isLate(column), context),
				{ ...column, ...(column.comment !== undefined && { comment: column.comment }) },
				{ from: table, to: table, context, fresh: true }
			)
		),
		...table.constraints
			.filter((constraint) => constraint !== key && !inherited.includes(constraint))
			.flatMap((constraint) => addConstraint(table, constraint, context)),
		...atOnce.flatMap((constraint) => commentSteps(table, undefined, constraint)),
		...tableSettings(undefined, table, context)
	];
}

function keyColumns({ constraints }: Table): readonly string[] {
	return constraints.flatMap((constraint) => (constraint.kind === 'primaryKey' ? columnsOf(constraint) : []));
}

/** The primary key that is written behind its column. */
function inlineKey(table: Table, context: PlanContext): Constraint | undefined {
	const key = keyOfOneColumn(table);
	const own = key && keyInTree(table.name, key);
	if (own === undefined || isMadeByHand(own, context) || takersOf(own, context).length > 0) return undefined;
	return ['made', 'adopted'].includes(makingOf(own, context)) ? key : undefined;
}

/** Whether a table must be told that a column from above is NOT NULL by itself as well. */
export function holdsItsOwn(column: Column): boolean {
	return !column.nullable && column.options.inherited === true && hasOwnNotNull(column);
}

/** A column as it comes to a table with the type that the table is of. */
export function bareColumn({ name, type, collation }: Column): Column {
	return { name, type, ...(collation !== undefined && { collation }), nullable: true, options: {} };
}

/** What there is of a column once the CREATE TABLE has run. */
function columnAsMade(table: Table, column: Column, late: boolean, context: PlanContext): Column {
	const { comment: _, ...rest } = column;
	if (isWritten(table, column) || table.options.ofType !== undefined) {
		const { default: value, ...plain } = rest;
		const { storage: __, compression: ___, statistics: ____, attributes: _____, ...options } = column.options;
		const notNull = options.notNullNotValid === true ? { nullable: true } : {};
		return { ...plain, ...(value !== undefined && !late && { default: value }), options, ...notNull };
	}
	const parents = parentsOf(table).map((name) => columnIn(tableIn(context.to, name), column.name));
	const parent = parents.find((found) => found !== undefined);
	if (parent === undefined) {
		return bareColumn(column);
	}
	const { default: __, ...plain } = rest;
	const { storage, compression } = parent.options;
	const {
		storage: ___,
		compression: ____,
		statistics: _____,
		attributes: ______,
		...options
	} = column.options;
	return {
		...plain,
		nullable: (parent.nullable || parent.options.notNullNoInherit === true) && !holdsItsOwn(column),
		...(parent.default !== undefined && { default: parent.default }),
		options: {
			...options,
			...(storage !== undefined && { storage }),
			...(compression !== undefined && { compression })
		}
	};
}
