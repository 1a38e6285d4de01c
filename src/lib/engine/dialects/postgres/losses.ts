import type { Change } from '../../schema/change.ts';
import type { ConvertedValues } from '../../schema/converted-values.ts';
import type { Doubt } from '../../schema/doubt.ts';
import type { FillOf } from '../../schema/fill.ts';
import { uncomputable } from '../../schema/risky-expressions.ts';
import { namesBefore, type NameBefore } from '../../schema/name-before.ts';
import { objectKey, type Index, type Schema, type Table } from '../../schema/model.ts';
import { sameValue } from '../../schema/patch.ts';
import { names } from '../../text/names.ts';
import { identifier } from './identifier.ts';
import { alteration, fillsNulls } from './column-losses.ts';
import { computedDoubts } from './computed.ts';
import { isSafeBetween } from './objects/casts.ts';
import { fillsForDomain, fillsForType } from './objects/domain-nulls.ts';
import { childrenOf, descendantsOf, tableIn } from './objects/family.ts';
import { needsValue, placeholder, valueFor } from './objects/missing-values.ts';
import { cannotBecome } from './objects/ties.ts';
import { keptComputed } from './kept-computed.ts';
import { alike, noNulls, proof, ruleOf } from './proofs.ts';
import { recheckDoubts } from './recheck-doubts.ts';
import { rowsGone } from './rows-gone.ts';
import {
	attributesGone,
	holdersOf,
	holdersOfReplaced,
	replacedDoubts,
	rowTypeDoubts,
	typeDoubts
} from './type-doubts.ts';

interface Given {
	/** Rows by table, where they are known. */
	readonly rows: Readonly<Record<string, number>> | undefined;
	/** The values that somebody has given for columns that must have one. */
	readonly given: FillOf;
	readonly converted?: readonly ConvertedValues[];
}

/** What the downgrade cannot bring back, as lines of comment for its top; `from` is what it goes back to, from `to`. */
export function lossesOf(
	changes: readonly Change[],
	{ from, to }: { readonly from: Schema; readonly to: Schema },
	{
		given,
		givenBack,
		doubts
	}: { readonly given: FillOf; readonly givenBack: FillOf; readonly doubts: readonly Doubt[] }
): readonly string[] {
	const before = namesBefore(changes);
	const losesRows = rowsGone(changes, { from, to }, before);
	const lost = changes.flatMap((change): string[] => {
		if (change.kind === 'dropObject' && change.object.kind === 'table')
			return !losesRows(change.object) ? [] : [`the rows of ${before.table(change.object.name)}`];
		if (
			change.kind === 'dropColumn' &&
			change.column.generated === undefined &&
			change.column.options.inherited !== true
		) {
			return [`the values of ${change.table}.${identifier(before.column(change.table, change.column.name))}`];
		}
		if (change.kind === 'addObject')
			return holdersOfReplaced(change.object, { from, to }).map(
				({ table, column }) => `values of ${table}.${identifier(column.name)} that were converted`
			);
		if (change.kind === 'replaceObject')
			return [...attributesLost(change, { from, to }), ...nullsLost(change, { from, to, given })];
		if (change.kind !== 'alterColumn') return [];
		const column = `${change.table}.${identifier(change.to.name)}`;
		if (change.to.options.inherited === true) return [];
		if (change.from.generated === undefined && change.to.generated) return [`the values of ${column}`];
		if (change.from.type !== change.to.type)
			return [
				...(isSafeBetween(change.from.type, change.to.type, { to })
					? []
					: [`values of ${column} that were converted`]),
				...(fillsForType(change, { from, to, given }) ? [`NULLs of ${column}`] : [])
			];
		const later = tableIn(to, change.table);
		return later && fillsNulls(change.from, change.to, { table: later, given }) ? [`NULLs of ${column}`] : [];
	});
	const filled = changes.flatMap((change): string[] => {
		if (change.kind !== 'dropColumn' || !needsValue(change.column, from)) return [];
		const table = tableIn(from, change.table);
		if (table === undefined) return [];
		const { sql, numbered } = valueFor(table, change.column, { given: givenBack, to: from });
		return [
			`${change.table}.${identifier(change.column.name)} is filled with ${numbered ? 'the number of the row' : sql}`
		];
	});
	const text = [
		...(lost.length === 0 ? [] : [`Cannot bring back: ${lost.join('; ')}.`]),
		...(filled.length === 0 ? [] : [`${filled.join('; ')}.`]),
		...(doubts.length === 0 ? [] : [`May fail where rows are there: ${doubts.map(inWords).join('; ')}.`])
	];
	if (text.length === 0) return [];
	// A name may hold a line break, and a comment must not end there.
	return [`-- ${text.join(' ').replace(/\s+/g, ' ')}`];
}

/** What values of a composite type lose that is replaced. */
function attributesLost(
	{ from: old, to: now }: Extract<Change, { kind: 'replaceObject' }>,
	schemas: { readonly from: Schema; readonly to: Schema }
): string[] {
	const gone = attributesGone(old, now);
	if (gone.length === 0) return [];
	return holdersOf(objectKey(now), schemas).map(
		({ table, column }) =>
			`${gone.map((name) => identifier(name)).join(', ')} of the values in ${table}.${identifier(column.name)}`
	);
}

/** The columns whose NULLs get a value, as their domain takes none any more. */
function nullsLost(
	{ from: old, to: now }: Extract<Change, { kind: 'replaceObject' }>,
	schemas: { readonly from: Schema; readonly to: Schema; readonly given: FillOf }
): string[] {
	if (old.kind !== 'domain' || now.kind !== 'domain') return [];
	if (old.properties.notNull !== undefined || now.properties.notNull === undefined) return [];
	return holdersOf(objectKey(now), schemas)
		.filter((holder) => fillsForDomain(holder, schemas))
		.map(({ table, column }) => `NULLs of ${table}.${identifier(column.name)}`);
}

function inWords({ table, column, rule }: Doubt): string {
	return `${table}.${identifier(column)} must ${rule}`;
}

/** What the upgrade loses, or may fail on, in sentences. Tables known to be empty have nothing to lose. */
export function warningsOf(
	changes: readonly Change[],
	{ from, to, rows, given, converted = [] }: { readonly from: Schema; readonly to: Schema } & Given
): readonly string[] {
	const before = namesBefore(changes);
	const made = new Set<string>();
	const added = new Set<string>();
	const known = new Set<string>();
	for (const change of changes) {
		if (change.kind === 'addObject' && change.object.kind === 'table') made.add(change.object.name);
		if (change.kind === 'addColumn') added.add(`${change.table} ${change.column.name}`);
		if (change.kind === 'dropConstraint') known.add(`${change.table} ${ruleOf(change.constraint)}`);
	}
	const countOf = (table: string) => (made.has(table) ? 0 : (rows?.[before.table(table)] ?? rows?.[table]));
	const mayHaveRows = (table: string) => countOf(table) !== 0;
	const losesRows = rowsGone(changes, { from, to }, before);
	const sentences = changes.flatMap((change): readonly string[] => {
		if (change.kind === 'replaceObject' && change.to.kind !== 'index') {
			return [
				...typeDoubts(change.from, change.to, mayHaveRows, { from, to, given }),
				...recheckDoubts(change.from, change.to, { mayHaveRows, schemas: { from, to } }),
				...keptComputed(change.from, change.to, { mayHaveRows, schemas: { from, to } })
			];
		}
		if (change.kind === 'addObject' && 'properties' in change.object)
			return replacedDoubts(change.object, mayHaveRows, { from, to });
		if (change.kind === 'addObject' && change.object.kind === 'table') {
			return besideDefault(change.object, mayHaveRows, { from, to });
		}
		const index = indexIn(change);
		if (index !== undefined) {
			if (isProved(change) || countOf(index.table) === 0) return [];
			const risks = uncomputable(index, risky);
			if (!index.unique) return risks;
			return [
				...risks,
				alike(
					index.table,
					index.parts.map(({ column, expression }) => column ?? expression ?? '')
				)
			];
		}
		const inValues =
			change.kind === 'addColumn' || change.kind === 'dropColumn' || change.kind === 'alterColumn'
				? rowTypeDoubts(change, mayHaveRows, { from, to })
				: [];
		const table =
			change.kind === 'dropObject' ? change.object.name : 'table' in change ? change.table : undefined;
		if (table === undefined || countOf(table) === 0) return inValues;
		if (change.kind === 'addConstraint' && known.has(`${table} ${ruleOf(change.constraint)}`)) return [];
		const later =
			change.kind === 'alterOptions' && change.from.bound !== change.to.bound
				? tableIn(to, table)
				: undefined;
		const beside = later === undefined ? [] : besideDefault(later, mayHaveRows, { from, to });
		return [
			...warning(change, table, countOf(table), { before, losesRows, added, from, to, given, converted }),
			...inValues,
			...beside
		];
	});
	return [...new Set(sentences)];
}

/** A partition that takes rows which the default partition may hold. */
function besideDefault(
	{ name, options }: Table,
	mayHaveRows: (table: string) => boolean,
	{ from, to }: { readonly from: Schema; readonly to: Schema }
): readonly string[] {
	const parent = tableIn(from, String(options.partitionOf));
	const later = parent && tableIn(to, parent.name);
	if (parent === undefined || later === undefined || cannotBecome(parent, later)) return [];
	return childrenOf(from, parent.name)
		.filter((child) => child.name !== name && child.options.bound === 'DEFAULT' && mayHaveRows(child.name))
		.filter((child) => tableIn(to, child.name)?.options.bound === 'DEFAULT')
		.map(
			(child) => `This fails if a row of ${child.name} belongs into ${name}: move such rows out of it first.`
		);
}

/** A division, a step into JSON, and a value that is read as one of another type than a text. */
const risky = / [/%] |->|\)::(?!(?:text|character|bpchar)\b)/;

/** The index that a change makes. */
function indexIn(change: Change): Index | undefined {
	if (change.kind !== 'addObject' && change.kind !== 'replaceObject') return undefined;
	const object = change.kind === 'addObject' ? change.object : change.to;
	return object.kind === 'index' ? object : undefined;
}

/** Whether the index before held the rows to the same rule. */
function isProved(change: Change): boolean {
	if (change.kind !== 'replaceObject' || change.from.kind !== 'index' || change.to.kind !== 'index')
		return false;
	const rule = ({ unique, parts, where, options: { nullsNotDistinct } }: Index) => ({
		unique,
		keys: parts.map(({ column, expression, collation }) => ({ column, expression, collation })),
		where,
		nullsNotDistinct
	});
	return sameValue(rule(change.from), rule(change.to));
}

interface Known {
	readonly before: NameBefore;
	readonly losesRows: (table: Table) => boolean;
	/** `table column` of every column that is added. */
	readonly added: ReadonlySet<string>;
	readonly from: Schema;
	readonly to: Schema;
	readonly given: FillOf;
	readonly converted: readonly ConvertedValues[];
}

function warning(
	change: Change,
	table: string,
	count: number | undefined,
	{ before, losesRows, added, from, to, given, converted }: Known
): readonly string[] {
	switch (change.kind) {
		case 'dropObject':
			if (change.object.kind !== 'table' || !losesRows(change.object)) return [];
			return [
				`Dropping ${before.table(table)} loses ${count === undefined ? 'all its rows' : rowsOf(count)}.`
			];
		case 'dropColumn': {
			const { column } = change;
			if (column.generated !== undefined || column.options.inherited === true) return [];
			const where = count === undefined ? '' : ` in ${rowsOf(count)}`;
			return [
				`Dropping \`${before.column(table, column.name)}\` from ${table} loses its values${where}; a downgrade brings the column back without them.`
			];
		}
		case 'addColumn': {
			const { column } = change;
			const own = tableIn(to, table);
			if (column.generated !== undefined) {
				const doubts = own ? computedDoubts(own, column) : [];
				return column.nullable ? doubts : [noNulls(table, column.name), ...doubts];
			}
			if (!needsValue(column, to) || own === undefined || column.options.inherited === true) return [];
			if (given(table, column.name) !== undefined) return [];
			const { sql, numbered } = placeholder(own, column, to);
			return [
				`\`${column.name}\` must not be NULL and has no default: rows that are in ${table} get ${numbered ? 'a number each' : sql}. Choose the value in the script, or give the column a default.`
			];
		}
		case 'alterColumn':
			return alteration(change, {
				schemas: { from, to },
				given,
				converted: (name, column) =>
					converted.find((values) => values.table === name && values.column === column)
			});
		case 'addConstraint':
			return proof(table, change.constraint, added);
		case 'alterOptions':
			return options(table, change, to);
		default:
			return [];
	}
}

function options(
	table: string,
	{ from, to }: { readonly from: Table['options']; readonly to: Table['options'] },
	schema: Schema
): readonly string[] {
	const later = tableIn(schema, table);
	if (later === undefined) return [];
	if (cannotBecome({ ...later, options: from }, later) && to.partitionBy !== undefined) {
		const partitions = descendantsOf(schema, table).map(({ name }) => name);
		return [
			`${table} is made anew and its rows are copied into ${names(partitions)}: this fails if a row fits into none of them.`
		];
	}
	if (to.partitionOf !== undefined && from.bound !== to.bound) {
		return [`This fails if a row of ${table} lies outside of ${String(to.bound)}.`];
	}
	return from.unlogged === to.unlogged || to.unlogged !== true
		? []
		: [`${table} is unlogged from now on: a crash of the server empties it.`];
}

function rowsOf(count: number): string {
	return count === 1 ? 'its one row' : `its ${count.toLocaleString('en')} rows`;
}
