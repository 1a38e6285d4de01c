import type { Change } from '../../schema/change.ts';
import type { Column, Index, Schema, Table } from '../../schema/model.ts';
import { doubtsOf, filledBy } from './downgrade-doubts.ts';
import { needsValue } from './missing-values.ts';
import type { Passage } from './passage.ts';
import { rowidAlias } from './rowid.ts';

type Rows = Readonly<Record<string, number>> | undefined;

/** What an upgrade loses or where it may fail, in sentences. Tables known to be empty have nothing to lose. */
export function warningsOf(changes: readonly Change[], to: Schema, rows: Rows): string[] {
	const earlier = new Map<string, string>();
	for (const change of changes) if (change.kind === 'renameTable') earlier.set(change.to, change.from);
	const countOf = (table: string) => rows?.[earlier.get(table) ?? table];
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
	return changes.flatMap((change) => {
		const index = uniqueIndexIn(change);
		if (index !== undefined) {
			if (made.has(index.table) || countOf(index.table) === 0) return [];
			const parts = index.parts.map((part) => `\`${part.column ?? part.expression ?? ''}\``).join(', ');
			return [`This fails if two rows of ${index.table} have the same ${parts}.`];
		}
		const table =
			change.kind === 'dropObject' ? change.object.name : 'table' in change ? change.table : undefined;
		if (table === undefined || countOf(table) === 0) return [];
		const sentence = warning(change, table, countOf(table), isNew, to);
		return sentence === undefined ? [] : [sentence, ...strandedBy(change, to)];
	});
}

/** The index that a change makes, where it lets no two rows be alike. */
function uniqueIndexIn(change: Change): Index | undefined {
	if (change.kind !== 'addObject' && change.kind !== 'replaceObject') return undefined;
	const object = change.kind === 'addObject' ? change.object : change.to;
	return object.kind === 'index' && object.unique ? object : undefined;
}

function warning(
	change: Change,
	table: string,
	count: number | undefined,
	isNew: ReadonlySet<string>,
	to: Schema
): string | undefined {
	switch (change.kind) {
		case 'dropObject': {
			if (change.object.kind !== 'table') return undefined;
			const all = count === undefined ? 'all its rows' : rowsOf(count);
			return `Dropping ${table} loses ${all}.`;
		}
		case 'dropColumn':
			if (change.column.generated !== undefined) return undefined;
			return `Dropping \`${change.column.name}\` from ${table} loses its values; a downgrade brings the column back without them.`;
		case 'addColumn': {
			const { column } = change;
			if (!needsValue(column)) return undefined;
			return `\`${column.name}\` must not be NULL and has no default: rows that are in ${table} need a value. Give it a default, or write the value into the script.`;
		}
		case 'alterColumn':
			return alteration(table, change.from, change.to, keyOf(to, table) === change.to.name);
		case 'addConstraint': {
			const { constraint } = change;
			if (constraint.kind === 'foreignKey') {
				if (constraint.columns.every((column) => isNew.has(`${table} ${column}`))) return undefined;
				return `This fails if a row of ${table} points at a row of ${constraint.table} that is not there.`;
			}
			if (constraint.kind === 'check')
				return `This fails if a row of ${table} breaks the check ${constraint.expression}.`;
			const columns = constraint.parts.map((part) => `\`${part.column ?? ''}\``).join(', ');
			return `This fails if two rows of ${table} have the same ${columns}.`;
		}
		case 'alterOptions':
			if (change.to.strict !== true || change.from.strict === true) return undefined;
			return `This fails if a value in ${table} is not of its column's type.`;
		default:
			return undefined;
	}
}

/** The column of a table that is its rowid. */
function keyOf(schema: Schema, name: string): string | undefined {
	const table = schema.objects.find((object) => object.kind === 'table' && object.name === name);
	return table?.kind === 'table' ? rowidAlias(table) : undefined;
}

function alteration(table: string, from: Column, to: Column, isRowid: boolean): string | undefined {
	const sentences: string[] = [];
	if (isRowid && from.nullable) {
		if (from.type !== to.type || !to.nullable)
			sentences.push(`Rows of ${table} in which \`${to.name}\` is NULL get a new number.`);
	} else if (from.nullable && !to.nullable && to.generated === undefined) {
		sentences.push(
			needsValue(to)
				? `This fails if \`${to.name}\` of ${table} is NULL in some row.`
				: `Rows of ${table} in which \`${to.name}\` is NULL get its default ${to.default}.`
		);
	}
	if (from.type !== to.type && to.generated === undefined) {
		const types = `${from.type || 'no type'} to ${to.type || 'no type'}`;
		if (isRowid) sentences.push(`This fails if \`${to.name}\` of ${table} is no whole number in some row.`);
		sentences.push(
			`\`${to.name}\` of ${table} goes from ${types}: SQLite converts the values that look like it.`
		);
	}
	if (from.generated === undefined && to.generated !== undefined) {
		sentences.push(`\`${to.name}\` of ${table} is computed from now on, which loses its values.`);
	}
	return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** Tables that are left pointing at a dropped one. */
function strandedBy(change: Change, to: Schema): string[] {
	if (change.kind !== 'dropObject') return [];
	const { name } = change.object;
	const stranded = to.objects.filter(
		(object): object is Table =>
			object.kind === 'table' &&
			object.constraints.some(
				(key) => key.kind === 'foreignKey' && key.table.toLowerCase() === name.toLowerCase()
			)
	);
	return stranded.map((table) => `${table.name} has a foreign key to ${name}.`);
}

function rowsOf(count: number): string {
	return count === 1 ? 'its one row' : `its ${count.toLocaleString('en')} rows`;
}

/** Where the downgrade may get stuck, in sentences; known before it is too late to write another value into it. */
export function doubtsIn(down: readonly Passage[], rows: Rows): string[] {
	return down
		.filter(({ to }) => rows?.[to.name] !== 0)
		.flatMap(doubtsOf)
		.map(
			({ table, column, value, rule }) =>
				`A downgrade may fail where ${table} has rows: \`${column}\` ${value === undefined ? '' : `is filled with ${value} and `}must ${rule}.`
		);
}

/** The comment a downgrade begins with, where it cannot bring back all that the upgrade lost; at most one. */
export function lossesOf(up: readonly Change[], down: readonly Passage[]): string[] {
	const lost = up.flatMap((change): string[] => {
		if (change.kind === 'dropObject' && change.object.kind === 'table')
			return [`the rows of ${change.object.name}`];
		if (change.kind === 'dropColumn' && change.column.generated === undefined) {
			return [`the values of ${change.table}.${change.column.name}`];
		}
		if (change.kind !== 'alterColumn') return [];
		const { table, from, to } = change;
		const column = `${table}.${to.name}`;
		if (from.generated === undefined && to.generated !== undefined) return [`the values of ${column}`];
		if (from.type !== to.type) return [`values of ${column} that were converted`];
		if (from.nullable && !to.nullable && !needsValue(to)) return [`NULLs of ${column}`];
		return [];
	});
	if (lost.length === 0) return [];
	const filled = down
		.flatMap(filledBy)
		.map(({ table, column, value }) => `${table}.${column} is filled with ${value}`);
	const doubts = down.flatMap(doubtsOf).map(({ table, column, rule }) => `${table}.${column} must ${rule}`);
	const text = [
		`-- Cannot bring back: ${lost.join('; ')}.`,
		...(filled.length === 0 ? [] : [`${filled.join('; ')}.`]),
		...(doubts.length === 0 ? [] : [`May fail where rows are there: ${doubts.join('; ')}.`])
	].join(' ');
	// A name may hold a line break, and a comment must not end there.
	return [text.replace(/\s+/g, ' ')];
}
