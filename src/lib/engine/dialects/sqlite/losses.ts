import type { Change } from '../../schema/change.ts';
import type { ConvertedValues } from '../../schema/converted-values.ts';
import { doubtInWords } from '../../schema/doubt.ts';
import type { FillOf } from '../../schema/fill.ts';
import type { RefusesDefault } from '../../schema/refused-default.ts';
import { uncomputable } from '../../schema/risky-expressions.ts';
import { namesBefore, type NameBefore } from '../../schema/name-before.ts';
import type { Column, Constraint, Index, Schema } from '../../schema/model.ts';
import {
	atStake,
	brokenCheck,
	converts,
	narrows,
	otherType,
	pointingNowhere,
	sameValues
} from './at-stake.ts';
import { doubtsOf, filledBy } from './downgrade-doubts.ts';
import { needsValue } from './missing-values.ts';
import type { Passage } from './passage.ts';
import type { PlannedScript } from './plan-script.ts';
import { convertedOutsideStrict, freedFromStrict, refusedByStrict, retyped } from './retyped.ts';
import { rowidAlias } from './rowid.ts';
import { partsOf } from './schema-parts.ts';

type AlteredColumn = Extract<Change, { kind: 'alterColumn' }>;
type DroppedConstraint = Extract<Change, { kind: 'dropConstraint' }>;
type Rows = Readonly<Record<string, number>> | undefined;

interface Given {
	readonly rows: Rows;
	/** The values that somebody has given for columns that must have one. */
	readonly given: FillOf;
	/** Whether foreign keys are enforced. */
	readonly foreignKeys: boolean;
	/** What changes of type do to the values that are there, where that is known. */
	readonly converted?: readonly ConvertedValues[];
}

/** What an upgrade loses or where it may fail, in sentences. Tables known to be empty have nothing to lose. */
export function warningsOf(
	{ changes, passages }: Pick<PlannedScript, 'changes' | 'passages'>,
	to: Schema,
	{ rows, given, foreignKeys, converted = [] }: Given
): string[] {
	const before = namesBefore(changes);
	const countOf = (table: string) => rows?.[before.table(table)];
	const isNew = new Set(
		changes.flatMap((change) =>
			change.kind === 'addColumn' ? [`${change.table} ${change.column.name}`] : []
		)
	);
	const made = new Set(
		changes.flatMap((change) =>
			change.kind === 'addObject' && change.object.kind === 'table' ? [change.object.name] : []
		)
	);
	const sentences = changes.flatMap((change) => {
		const index = indexIn(change);
		if (index !== undefined) {
			if (made.has(index.table) || countOf(index.table) === 0) return [];
			const risks = uncomputable(index, risky);
			if (!index.unique) return risks;
			return [
				...risks,
				sameValues(
					index.table,
					index.parts.map((part) => part.column ?? part.expression ?? '')
				)
			];
		}
		const table =
			change.kind === 'dropObject' ? change.object.name : 'table' in change ? change.table : undefined;
		if (table === undefined || countOf(table) === 0) return [];
		return [
			...warning(change, table, countOf(table), { before, isNew, to, given, foreignKeys }),
			...strandedBy(change, to, {
				before,
				foreignKeys,
				isEmpty: (name) => made.has(name) || countOf(name) === 0
			}),
			...conversions(change, passages, converted),
			...stakes(change, passages, foreignKeys)
		];
	});
	return [...new Set(sentences)];
}

/** Where an altered column may break rules that stay. */
function stakes(change: Change, passages: readonly Passage[], foreignKeys: boolean): readonly string[] {
	if (change.kind !== 'alterColumn') return [];
	const passage = passages.find(({ to }) => to.name === change.table);
	return passage === undefined ? [] : atStake(passage, change.from, change.to, foreignKeys);
}

/** What becomes of values whose column gets another type, or a table that takes no others. */
function conversions(
	change: Change,
	passages: readonly Passage[],
	converted: readonly ConvertedValues[]
): readonly string[] {
	if (change.kind !== 'alterColumn' && change.kind !== 'alterOptions') return [];
	const passage = passages.find(({ to }) => to.name === change.table);
	if (passage === undefined) return [];
	return change.kind === 'alterColumn'
		? retyped(passage, change, converted)
		: [...refusedByStrict(passage, converted), ...convertedOutsideStrict(passage, converted)];
}

/** What refuses a text that is no JSON. */
const risky = /\bjsonb?\w*\s*\(|->/i;

/** The index that a change makes. */
function indexIn(change: Change): Index | undefined {
	if (change.kind !== 'addObject' && change.kind !== 'replaceObject') return undefined;
	const object = change.kind === 'addObject' ? change.object : change.to;
	return object.kind === 'index' ? object : undefined;
}

interface Known {
	readonly before: NameBefore;
	/** `table column` of every column that is added. */
	readonly isNew: ReadonlySet<string>;
	readonly to: Schema;
	readonly given: FillOf;
	readonly foreignKeys: boolean;
}

function warning(
	change: Change,
	table: string,
	count: number | undefined,
	{ before, isNew, to, given, foreignKeys }: Known
): readonly string[] {
	switch (change.kind) {
		case 'dropObject': {
			if (change.object.kind !== 'table') return [];
			const all = count === undefined ? 'all its rows' : rowsOf(count);
			return [`Dropping ${before.table(table)} loses ${all}.`];
		}
		case 'dropColumn': {
			if (change.column.generated !== undefined) return [];
			const name = before.column(table, change.column.name);
			const where = count === undefined ? '' : ` in ${rowsOf(count)}`;
			return [
				`Dropping \`${name}\` from ${table} loses its values${where}; a downgrade brings the column back without them.`
			];
		}
		case 'addColumn':
			return addition(table, change.column, { to, given });
		case 'alterColumn':
			return alteration(table, change.from, change.to, {
				isRowid: keyOf(to, table) === change.to.name,
				given
			});
		case 'addConstraint':
			return proof(table, change.constraint, { isNew, to, foreignKeys });
		case 'alterOptions':
			if (change.to.strict !== true || change.from.strict === true) return [];
			return [`This fails if a value in ${table} is not of its column's type.`];
		default:
			return [];
	}
}

function addition(
	table: string,
	column: Column,
	{ to, given }: Pick<Known, 'to' | 'given'>
): readonly string[] {
	if (needsValue(column)) {
		if (given(table, column.name) !== undefined) return [];
		return [
			`\`${column.name}\` must not be NULL and has no default: rows that are in ${table} need a value. Give it a default, or write the value into the script.`
		];
	}
	if (column.generated === undefined) return [];
	const isStrict = partsOf(to).tables.get(table)?.options.strict === true && column.type !== 'ANY';
	return [
		...(isStrict ? [otherType(table, column)] : []),
		...(column.nullable ? [] : [nullThere(table, column)])
	];
}

/** What the rows that are there must keep from now on. */
function proof(
	table: string,
	constraint: Constraint,
	{ isNew, to, foreignKeys }: Pick<Known, 'isNew' | 'to' | 'foreignKeys'>
): readonly string[] {
	const comesWithout = (column: string | undefined) => isNew.has(`${table} ${column ?? ''}`);
	if (constraint.kind === 'foreignKey')
		return constraint.columns.every(comesWithout)
			? []
			: [pointingNowhere(table, constraint.table, foreignKeys)];
	if (constraint.kind === 'check') return [brokenCheck(table, constraint.expression)];
	if (constraint.kind === 'exclusion') return [];
	const columns = constraint.parts.map(({ column }) => column ?? '');
	const [column] = columns;
	const isRowid = constraint.kind === 'primaryKey' && column !== undefined && keyOf(to, table) === column;
	return [
		...(isRowid && !comesWithout(column) ? [noNumber(table, column), numbered(table, column)] : []),
		sameValues(table, columns)
	];
}

/** The column of a table that is its rowid. */
function keyOf(schema: Schema, name: string): string | undefined {
	const table = partsOf(schema).tables.get(name);
	return table && rowidAlias(table);
}

function alteration(
	table: string,
	from: Column,
	to: Column,
	{ isRowid, given }: { readonly isRowid: boolean; readonly given: FillOf }
): readonly string[] {
	const sentences: string[] = [];
	if (isRowid && from.nullable) {
		if (from.type !== to.type || !to.nullable) sentences.push(numbered(table, to.name));
	} else if (from.nullable && !to.nullable && to.generated === undefined) {
		const value = needsValue(to) ? given(table, to.name) : `its default ${to.default ?? ''}`;
		sentences.push(
			value === undefined
				? nullThere(table, to)
				: `Rows of ${table} in which \`${to.name}\` is NULL get ${value}.`
		);
	}
	if (from.type !== to.type && to.generated === undefined) {
		if (isRowid) sentences.push(noNumber(table, to.name));
	}
	const isComputedAnew = from.generated?.expression !== to.generated?.expression;
	if (to.generated !== undefined && !to.nullable && (from.nullable || isComputedAnew))
		sentences.push(nullThere(table, to));
	if (from.generated === undefined && to.generated !== undefined) {
		sentences.push(`\`${to.name}\` of ${table} is computed from now on, which loses its values.`);
	}
	return sentences;
}

function nullThere(table: string, { name }: Column): string {
	return `This fails if \`${name}\` of ${table} is NULL in some row.`;
}

function numbered(table: string, column: string): string {
	return `Rows of ${table} in which \`${column}\` is NULL get a new number.`;
}

function noNumber(table: string, column: string): string {
	return `This fails if \`${column}\` of ${table} is no whole number in some row.`;
}

/** Tables that are left pointing at a dropped one. */
function strandedBy(
	change: Change,
	to: Schema,
	{
		before,
		foreignKeys,
		isEmpty
	}: Pick<Known, 'before' | 'foreignKeys'> & { readonly isEmpty: (table: string) => boolean }
): string[] {
	if (change.kind !== 'dropObject') return [];
	const name = before.table(change.object.name);
	const { tables, children } = partsOf(to);
	if (tables.has(name)) return [];
	const stranded = children.get(name.toLowerCase()) ?? [];
	return [...stranded].map((table) => {
		const keeps = `${table.name} keeps a foreign key to ${name}`;
		const happens = foreignKeys ? 'this fails' : 'this leaves rows that point nowhere';
		return isEmpty(table.name)
			? `${keeps}.`
			: `${keeps}: ${happens} if a row of ${table.name} points at a row of it.`;
	});
}

function rowsOf(count: number): string {
	return count === 1 ? 'its one row' : `its ${count.toLocaleString('en')} rows`;
}

/** Where the downgrade may get stuck, in sentences; known before it is too late to write another value into it. */
export function doubtsIn(down: readonly Passage[], rows: Rows, refuses: RefusesDefault): string[] {
	return down
		.filter(({ to }) => rows?.[to.name] !== 0)
		.flatMap((passage) => doubtsOf(passage, refuses))
		.map(doubtInWords);
}

/** The comment a downgrade begins with, where it cannot bring back all that the upgrade lost; at most one. */
export function lossesOf(
	up: readonly Change[],
	down: readonly Passage[],
	{ given, refuses }: { readonly given: FillOf; readonly refuses: RefusesDefault }
): string[] {
	const before = namesBefore(up);
	const lost = up.flatMap((change): string[] => {
		if (change.kind === 'dropObject' && change.object.kind === 'table')
			return [`the rows of ${before.table(change.object.name)}`];
		if (change.kind === 'dropColumn' && change.column.generated === undefined) {
			return [`the values of ${change.table}.${before.column(change.table, change.column.name)}`];
		}
		if (forgetsIds(change, up)) return [`the highest id that a row of ${change.table} has had`];
		if (change.kind === 'alterOptions') {
			const passage = down.find(({ from }) => from.name === change.table);
			const way = passage && { ...passage, from: passage.to, to: passage.from };
			return way === undefined
				? []
				: freedFromStrict(way).map((column) => `values of ${change.table}.${column} that were converted`);
		}
		if (change.kind !== 'alterColumn') return [];
		const { table, from, to } = change;
		const column = `${table}.${to.name}`;
		if (from.generated === undefined && to.generated !== undefined) return [`the values of ${column}`];
		if (from.type !== to.type)
			return comesBackAlike(change, down) ? [] : [`values of ${column} that were converted`];
		const filled = !needsValue(to) || given(table, to.name) !== undefined;
		if (from.nullable && !to.nullable && filled) return [`NULLs of ${column}`];
		return [];
	});
	const filled = down
		.flatMap(filledBy)
		.map(({ table, column, value }) => `${table}.${column} is filled with ${value}`);
	const doubts = down
		.flatMap((passage) => doubtsOf(passage, refuses))
		.map(({ table, column, rule }) => `${table}.${column} must ${rule}`);
	const text = [
		...(lost.length === 0 ? [] : [`Cannot bring back: ${lost.join('; ')}.`]),
		...(filled.length === 0 ? [] : [`${filled.join('; ')}.`]),
		...(doubts.length === 0 ? [] : [`May fail where rows are there: ${doubts.join('; ')}.`])
	];
	if (text.length === 0) return [];
	// A name may hold a line break, and a comment must not end there.
	return [`-- ${text.join(' ').replace(/\s+/g, ' ')}`];
}

/** Whether a table does not remember any more which ids were given: https://sqlite.org/autoinc.html */
function forgetsIds(change: Change, all: readonly Change[]): change is DroppedConstraint {
	return (
		change.kind === 'dropConstraint' &&
		change.constraint.options.autoincrement === true &&
		!all.some(
			(other) =>
				other.kind === 'addConstraint' &&
				other.table === change.table &&
				other.constraint.options.autoincrement === true
		)
	);
}

/** Whether SQLite keeps the values of a column alike on the way and back, whatever its type is called. */
function comesBackAlike({ table, from, to }: AlteredColumn, down: readonly Passage[]): boolean {
	const passage = down.find(({ from: now }) => now.name === table);
	if (passage === undefined) return false;
	const columns = [
		[from, passage.to],
		[to, passage.from]
	] as const;
	return !converts(...columns) && !narrows(...columns);
}
