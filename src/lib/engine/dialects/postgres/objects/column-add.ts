import type { Column, Schema, Table } from '../../../schema/model.ts';
import { columnText, identityText } from '../column-text.ts';
import { identifier } from '../identifier.ts';
import { columnNode, defaultNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { columnSteps, commentStep, identityAdded } from './column-alter.ts';
import { columnSettings } from './column-settings.ts';
import { columnIn, descendantsOf, tableIn } from './family.ts';
import { relationName } from './fallen.ts';
import { addedFilled, isThereBelow } from './filled-at-once.ts';
import { goOn, identitySequence, withoutIdentity } from './identity.ts';
import type { PlanContext } from './kind.ts';
import { filledNulls, fillText, namedIn, needsValue, request, valueFor } from './missing-values.ts';
import { saidName } from './not-null-taken.ts';
import { notNullAdded, notNullComments } from './nullability.ts';
import { isWrittenDown, spareName } from './remade.ts';
import { nextOf, serialOf } from './serial.ts';
import { isTyped, type Change } from './table-change.ts';
import { bareColumn } from './table-create.ts';
import { domainIn } from './type-names.ts';
import { settling } from './written-rows.ts';

/** Steps that put a column into a table, with a value for the rows that are there where each must have one. */
export function addColumn(column: Column, change: Change): readonly Step[] {
	const { from, to, context, parents } = change;
	if (isTyped(from, to))
		return columnSteps(bareColumn(column), column, { from: to, to, context, fresh: true });
	const comment = column.comment === undefined ? [] : [commentStep(to.name, column, context)];
	const parent = parents.map((pair) => columnIn(pair.to, column.name)).find((found) => found !== undefined);
	if (parent !== undefined && column.options.inherited === true) {
		// Tables below do not count with the one above; partitions do so anyway.
		const { comment: _, ...made } = withoutIdentity(parent);
		const known: Column = {
			...column,
			...made,
			options: { ...column.options, ...made.options, inherited: true }
		};
		return columnSteps(known, column, { from: to, to, context, fresh: true });
	}
	const counter =
		column.options.identity !== undefined && to.options.partitionOf !== undefined
			? uppermost(to, context)
			: undefined;
	const serial = serialOf(to, column, context);
	const empty = context.rows?.[to.name] === 0;
	const missing = needsValue(column, context.to) && !empty && to.options.server === undefined;
	const values = column.default !== undefined || !column.nullable;
	const counts = serial !== undefined || column.options.identity !== undefined;
	const stored =
		values && !counts && [context.from, context.to].some((schema) => storesRows(schema, to.name));
	const heirs = descendantsOf(context.to, to.name).filter(
		(heir) => columnIn(heir, column.name)?.options.inherited === true && tableIn(context.from, heir.name)
	);
	const said = saidName(to, column, context);
	const text = columnText(
		to.name,
		column,
		serial ? { type: serial.type, default: true, notNull: true } : { notNull: missing, ...said }
	);
	const writes = { table: to.name, column: column.name };
	const statements = (): Written => {
		if (counter !== undefined) return countedAbove(column, to, counter, context);
		const computed = columnIn(from, column.name);
		if (computed !== undefined && isWrittenDown(computed, column))
			return { sql: writtenDown(computed, column, change), ...(!column.nullable && { writes }) };
		const below = heirs.length > 0 || isThereBelow(to, column, context);
		if (column.options.identity !== undefined && below && to.options.partitionBy === undefined)
			return countedLater(column, to, context);
		if (stored) return { sql: addedLater(column, to, context), ...(values && { writes }) };
		if (!missing) return { sql: [`ALTER TABLE ${to.name} ADD COLUMN ${text}`] };
		const value = valueFor(to, column, context);
		const filled = addedFilled(to, column, value, (one) => columnText(to.name, one, said), context);
		if (filled !== undefined) return { sql: filled };
		return {
			sql: [
				`ALTER TABLE ${to.name} ADD COLUMN ${text}`,
				fillText(to, column.name, value, context, isThereBelow(to, column, context)),
				...settling(writes, context),
				...notNull(column, to, context)
			],
			writes
		};
	};
	const { sql, ...written } = statements();
	const { storage: _, compression: __, statistics: ___, attributes: ____, ...plain } = column.options;
	return [
		{
			sql: sql.join(';\n'),
			...written,
			rank: rankOf.create + 12,
			creates: [
				...[to, ...heirs].flatMap(({ name }) => [
					columnNode(name, column.name),
					defaultNode(name, column.name)
				]),
				...(serial ? [`sequence ${serial.sequence}`] : [])
			],
			...(isFilledAtOnce(column, counts, context) && { rewrites: [to, ...heirs].map(({ name }) => name) }),
			after: [
				...(column.needs ?? []),
				...(column.defaultNeeds ?? []),
				...(counter === undefined ? [] : [columnNode(counter.name, column.name)])
			].filter((node) => serial === undefined || node !== `sequence ${serial.sequence}`),
			before: missing ? namedIn(valueFor(to, column, context), from) : [],
			...(serial && { takes: [relationName(serial.sequence)] })
		},
		...columnSettings({ ...column, options: plain }, column, to.name, context).map((action): Step => ({
			...action,
			rank: rankOf.create + 13,
			after: [columnNode(to.name, column.name)]
		})),
		...comment,
		...notNullComments(undefined, column, to)
	];
}

/** Whether rows get values, or are looked at, by the very statement that adds the column. */
function isFilledAtOnce(column: Column, counts: boolean, { to }: PlanContext): boolean {
	return counts || column.generated?.stored === true || domainIn(to, column.type) !== undefined;
}

/** The statements that put a column there, and what rows they write. */
interface Written extends Pick<Step, 'writes'> {
	readonly sql: readonly string[];
}

/** The values of a column that was computed come under its name. */
function writtenDown(computed: Column, column: Column, { from, to, context }: Change): readonly string[] {
	const name = identifier(column.name);
	return [
		`ALTER TABLE ${to.name} RENAME COLUMN ${identifier(spareName(from, column.name))} TO ${name}`,
		...(column.default === undefined
			? []
			: [`ALTER TABLE ${to.name} ALTER COLUMN ${name} SET DEFAULT ${column.default}`]),
		...(column.nullable ? [] : filledNulls(column, column, { from, to, context }).map(({ sql }) => sql)),
		...notNull(column, to, context),
		...identityAdded(computed, column, { from, to, context }).flatMap((action) => action?.sql ?? [])
	];
}

function notNull(column: Column, to: Table, context: PlanContext): readonly string[] {
	return column.nullable ? [] : notNullAdded(column, { from: to, to, context }).map(({ sql }) => sql);
}

/** Whether rows of the table are values in other tables, where PostgreSQL lets no column come that is not NULL at once. */
function storesRows(schema: Schema, table: string): boolean {
	const types =
		known.get(schema) ??
		new Set(
			schema.objects.flatMap((object) =>
				object.kind === 'table' ? object.columns.flatMap(({ needs = [] }) => needs) : []
			)
		);
	known.set(schema, types);
	return types.has(`table ${table}`);
}

/** What the types of the columns of a schema need. */
const known = new WeakMap<Schema, ReadonlySet<string>>();

/**
 * A column that comes empty, is numbered, and counts on from there: PostgreSQL adds none that counts by itself to a table with
 * others below it.
 */
function countedLater(column: Column, to: Table, context: PlanContext): Written {
	const plain: Column = { ...withoutIdentity(column), nullable: true };
	const writes = { table: to.name, column: column.name };
	const sequence = identitySequence(to.name, column);
	const number = { sql: 'n', numbered: true };
	return {
		sql: [
			`ALTER TABLE ${to.name} ADD COLUMN ${columnText(to.name, plain)}`,
			fillText(to, column.name, number, context, isThereBelow(to, column, context)).replace(
				`${request(to.name, number)}\n`,
				''
			),
			...settling(writes, context),
			...notNull(column, to, context),
			`ALTER TABLE ${to.name} ALTER COLUMN ${identifier(column.name)} ADD ${identityText(to.name, column)}`,
			goOn(to.name, column.name, sequence, column.options, 'identity')
		],
		writes
	};
}

/** A column of a table that is to be a partition, with numbers from the uppermost table, which alone counts. */
function countedAbove(column: Column, to: Table, counter: Table, context: PlanContext): Written {
	const sequence = identitySequence(counter.name, columnIn(counter, column.name) ?? column);
	const plain: Column = { ...withoutIdentity(column), default: nextOf(sequence) };
	return {
		sql: [
			`ALTER TABLE ${to.name} ADD COLUMN ${columnText(to.name, plain, saidName(to, column, context))}`,
			`ALTER TABLE ${to.name} ALTER COLUMN ${identifier(column.name)} DROP DEFAULT`
		]
	};
}

function uppermost(table: Table, context: PlanContext): Table {
	const { partitionOf } = table.options;
	const above = typeof partitionOf === 'string' ? tableIn(context.to, partitionOf) : undefined;
	return above === undefined ? table : uppermost(above, context);
}

/** A column that comes empty, and gets its default and the values for rows that are there afterwards. */
function addedLater(column: Column, to: Table, context: PlanContext): readonly string[] {
	const { default: value, ...bare } = column;
	const alter = `ALTER TABLE ${to.name} ALTER COLUMN ${identifier(column.name)}`;
	const name = identifier(column.name);
	return [
		`ALTER TABLE ${to.name} ADD COLUMN ${columnText(to.name, { ...bare, nullable: true })}`,
		...(value === undefined
			? column.nullable
				? []
				: [fillText(to, column.name, valueFor(to, column, context), context)]
			: [`${alter} SET DEFAULT ${value}`, `UPDATE ${to.name} SET ${name} = DEFAULT`]),
		...settling({ table: to.name, column: column.name }, context),
		...notNull(column, to, context)
	];
}
