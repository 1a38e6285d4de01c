import type { Column, Table } from '../../../schema/model.ts';
import { identityText } from '../column-text.ts';
import { commentOn } from '../comments.ts';
import { identifier } from '../identifier.ts';
import { columnNode, defaultNode, retypedNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { castNeeds, conversion } from './casts.ts';
import { alterText, type Action, type Place } from './column-place.ts';
import { chain } from './chain.ts';
import { columnSettings } from './column-settings.ts';
import { convertedArray } from './composite-values.ts';
import { nullsFilledBelow } from './domain-nulls.ts';
import { columnIn } from './family.ts';
import { identityChanges, numberedFrom, withoutIdentity } from './identity.ts';
import type { PlanContext } from './kind.ts';
import { listWay, throughJson } from './list-casts.ts';
import { namedOtherwiseBelow } from './not-null-apart.ts';
import { notNullAdded, notNullComments, nullability } from './nullability.ts';
import { isReplacedBy, neededMeanwhile } from './rebuild-type.ts';
import { lastingHeirs, lastingParents } from './ties.ts';

/** Steps that turn one column into the other where it is; one that is computed otherwise is made anew elsewhere. */
export function columnSteps(before: Column, later: Column, place: Place): readonly Step[] {
	const { to: table, context } = place;
	// A partition counts with the table above it.
	const from = isPartition(place.from) ? withoutIdentity(before) : before;
	const to = isPartition(table) ? withoutIdentity(later) : later;
	const node = columnNode(table.name, to.name);
	const counting = identityAdded(from, to, place);
	// What it counts up to must fit its type at any time.
	const early = from.options.identity !== undefined && isNarrower(to.type, from.type);
	const actions: readonly Action[] = [
		...defaultDropped(from, to, place),
		...identityDropped(from, to, place),
		...expressionDropped(from, to, place),
		...(early ? counting : []),
		...typeChange(from, to, place),
		...expressionSet(from, to, place),
		...defaultSet(from, to, place),
		...nullability(from, to, place),
		...(early ? [] : counting),
		...settings(from, to, place)
	];
	const steps = actions.flatMap((action): Step[] =>
		action === undefined
			? []
			: [
					{
						...action,
						rank: place.fresh === true ? rankOf.create + 10 : rankOf.change,
						changes: [...(action.changes ?? []), ...(action.breaks ? [] : [node])],
						after: [...(action.after ?? []), `table ${table.name}`]
					}
				]
	);
	const comments = from.comment === to.comment ? [] : [commentStep(table.name, to, context)];
	const known = place.fresh === true ? undefined : from;
	return [...chain(node, steps), ...comments, ...notNullComments(known, to, table)];
}

function isNarrower(type: string, other: string): boolean {
	const widths = ['smallint', 'integer', 'bigint'];
	return widths.indexOf(type) < widths.indexOf(other);
}

function isPartition({ options }: Table): boolean {
	return options.partitionOf !== undefined;
}

/** With the type, PostgreSQL forgets how the values of the old one were kept. */
function settings(from: Column, to: Column, place: Place): readonly Action[] {
	const table = place.to.name;
	if (!isRetyped(from, to, place)) return columnSettings(from, to, table, place.context);
	const { storage: _, compression: __, ...options } = from.options;
	return columnSettings({ ...from, options }, to, table, place.context).map((action) => ({
		...action,
		after: [retypedNode(table, to.name)]
	}));
}

/** The step that says what a column is for, or no longer says it. */
export function commentStep(table: string, column: Column, _: PlanContext): Step {
	return commentOn(
		`COLUMN ${table}.${identifier(column.name)}`,
		column.comment,
		columnNode(table, column.name)
	);
}

/** Whether the type is replaced by another one of the same name. */
function isReplaced(to: Column, { to: table, context, fresh }: Place): boolean {
	return fresh !== true && context.forced.has(columnNode(table.name, to.name));
}

/** Whether the column gets another type or collation, or one of the same name that is made anew. */
function isRetyped(from: Column, to: Column, place: Place): boolean {
	return from.type !== to.type || from.collation !== to.collation || isReplaced(to, place);
}

/** Whether its type is one of the user's, so that another one may have taken its name. */
function hasOwnType({ needs = [] }: Column): boolean {
	return needs.some((node) => !node.startsWith('collation '));
}

/** The value of a column as one of what it becomes; `anew` says that the type of its name is made anew. */
export function convertedValue(from: Column, to: Column, anew: boolean, context: PlanContext): string {
	const replaced = anew && hasOwnType(to);
	if (from.type === to.type && !replaced) return identifier(to.name);
	return conversion(to.name, from.type, to.type, context, replaced) ?? identifier(to.name);
}

/** Whether it has to be told so, as its parent does not tell it. */
export function changesType(from: Column, to: Column, place: Place): boolean {
	return place.covered?.type !== true && isRetyped(from, to, place);
}

function isForced(to: Column, { to: table, context, fresh }: Place): boolean {
	return fresh !== true && context.forced.has(defaultNode(table.name, to.name));
}

/** Whether the default must go before the rest changes. */
function losesDefault(from: Column, to: Column, place: Place): boolean {
	if (from.default === undefined) return false;
	if (to.default === undefined || isForced(to, place) || isReplaced(to, place)) return true;
	if (from.type === to.type && !changesType(from, to, place)) return false;
	return conversion(to.name, from.type, to.type, place.context) !== undefined;
}

function defaultDropped(from: Column, to: Column, place: Place): readonly Action[] {
	if (!losesDefault(from, to, place)) return [];
	const node = defaultNode(place.to.name, to.name);
	return [
		{
			sql: alterText(place, to.name, 'DROP DEFAULT', true),
			drops: [node],
			before: [...(from.defaultNeeds ?? []), columnNode(place.to.name, to.name)]
		}
	];
}

function defaultSet(from: Column, to: Column, place: Place): readonly Action[] {
	if (to.default === undefined) return [];
	const retyped =
		(from.type !== to.type || changesType(from, to, place)) && !to.default.startsWith('nextval(');
	if (from.default === to.default && !retyped && !losesDefault(from, to, place)) return [];
	return [
		{
			sql: alterText(place, to.name, `SET DEFAULT ${to.default}`, true),
			creates: [defaultNode(place.to.name, to.name)],
			after: [
				...(to.defaultNeeds ?? []),
				retypedNode(place.to.name, to.name),
				...(place.covered?.expression === true ? aboveNodes(to, place) : [])
			],
			...(from.default !== undefined && !losesDefault(from, to, place) && { before: from.defaultNeeds ?? [] })
		}
	];
}

/** The column in the tables above. */
function aboveNodes({ name }: Column, { from, to, context }: Place): readonly string[] {
	return lastingParents(from, to, context).map((pair) => columnNode(pair.to.name, name));
}

function typeChange(from: Column, to: Column, place: Place): readonly Action[] {
	if (!changesType(from, to, place)) return [];
	const { to: table, context } = place;
	const using =
		to.generated === undefined
			? conversion(to.name, from.type, to.type, context, isReplaced(to, place) && hasOwnType(to))
			: undefined;
	const collation = to.collation !== undefined ? ` COLLATE ${to.collation}` : '';
	const heirs = lastingHeirs(context, table.name)
		.filter((heir) => columnIn(heir, to.name) !== undefined)
		.map(({ name }) => name);
	const filled = nullsFilledBelow(from, to, place);
	const array = to.generated === undefined ? overJson(from, to, place) : undefined;
	const value = array?.value ?? using;
	const alterTo = (type: string, conversion?: string) =>
		alterText(
			place,
			to.name,
			`TYPE ${type}${collation}${conversion === undefined ? '' : ` USING ${conversion}`}`
		);
	const alter =
		filled === undefined
			? alterTo(to.type, value)
			: [
					...(from.type === filled.type
						? []
						: [alterTo(filled.type, conversion(to.name, from.type, filled.type, context))]),
					filled.fill.sql,
					alterTo(to.type)
				].join(';\n');
	return [
		{
			sql: withoutNotNulls(
				array === undefined ? alter : [array.before, alter, array.after].join(';\n'),
				from,
				place
			),
			creates: heirs.map((name) => retypedNode(name, to.name)),
			breaks: [table.name, ...heirs].map((name) => columnNode(name, to.name)),
			rewrites: [table.name, ...heirs],
			...(filled?.fill.writes && { writes: filled.fill.writes }),
			// A type that is replaced waits for the column, under another name.
			before: [
				...(from.needs ?? [])
					.filter((needed) => to.needs?.includes(needed) !== true && !isReplacedBy(needed, to.needs))
					.map((needed) => neededMeanwhile(needed, context)),
				...(filled?.fill.before ?? [])
			],
			after: [
				...(to.needs ?? []),
				...castNeeds(from.type, to.type, context),
				...(filled === undefined ? [] : (to.defaultNeeds ?? []))
			]
		}
	];
}

/** A change of type, around which NOT NULLs go that would be in its way. */
function withoutNotNulls(alter: string, { name }: Column, place: Place): string {
	const places = namedOtherwiseBelow(name, place.from, place.context.from).map((table) => ({
		...place,
		to: table
	}));
	const back = places.toReversed().flatMap((one) => {
		const column = columnIn(one.to, name);
		return column === undefined ? [] : notNullAdded(column, one).map(({ sql }) => sql);
	});
	return [...places.map((one) => alterText(one, name, 'DROP NOT NULL')), alter, ...back].join(';\n');
}

/** The value of a list that can only be had by way of JSON. */
function overJson(from: Column, to: Column, place: Place): ReturnType<typeof convertedArray> {
	const { context } = place;
	if (isReplaced(to, place)) return convertedArray(identifier(to.name), to.type, context);
	return listWay(from.type, to.type, context) === 'fromJson'
		? throughJson(identifier(to.name), to.type)
		: undefined;
}

function expressionDropped(from: Column, to: Column, place: Place): readonly Action[] {
	if (from.generated === undefined || to.generated !== undefined) return [];
	if (place.covered?.expression === true) return [];
	const node = defaultNode(place.to.name, to.name);
	return [
		{ sql: alterText(place, to.name, 'DROP EXPRESSION'), drops: [node], before: from.defaultNeeds ?? [] }
	];
}

function expressionSet(from: Column, to: Column, place: Place): readonly Action[] {
	if (from.generated === undefined || to.generated === undefined) return [];
	if (from.generated.expression === to.generated.expression || place.covered?.expression === true) return [];
	return [
		{
			sql: alterText(place, to.name, `SET EXPRESSION AS (${to.generated.expression})`),
			changes: [defaultNode(place.to.name, to.name)],
			...(to.generated.stored && { rewrites: [place.to.name] }),
			before: from.defaultNeeds ?? [],
			after: to.defaultNeeds ?? []
		}
	];
}

function identityDropped(from: Column, to: Column, place: Place): readonly Action[] {
	if (from.options.identity === undefined || to.options.identity !== undefined) return [];
	const kept = numberedFrom(place, to, 'serial');
	return [{ ...kept, sql: kept?.sql ?? alterText(place, to.name, 'DROP IDENTITY') }];
}

/** What makes a column count by itself. */
export function identityAdded(from: Column, to: Column, place: Place): readonly Action[] {
	if (to.options.identity === undefined) return [];
	if (from.options.identity !== undefined) return identityChanges(from, to, place.to.name);
	const add = alterText(place, to.name, `ADD ${identityText(place.to.name, to)}`);
	const counted = numberedFrom(place, to, 'identity', add) ?? { sql: add };
	// Partitions count along, and must not have a default for it.
	const parts = place.to.options.partitionBy === undefined ? [] : lastingHeirs(place.context, place.to.name);
	const ready = parts.map(({ name }) => columnNode(name, to.name));
	return [{ ...counted, after: [...(counted.after ?? []), ...ready] }];
}
