import { groupBy } from '../../group-by.ts';
import type { Column, Constraint, Schema, Table } from '../../schema/model.ts';
import { constraintKey } from '../../schema/compare.ts';
import { identifier } from './identifier.ts';
import { keysApart, keysOf } from './keys-apart.ts';
import { missingInDowngrade, needsValue } from './missing-values.ts';
import { arriving, basisOf, type Passage } from './passage.ts';

/** A column that a downgrade fills, with the value in words. */
export interface Filled {
	readonly table: string;
	readonly column: string;
	readonly value: string;
}

/** A rule that a downgrade may break where the table has rows. */
export interface Doubt {
	readonly table: string;
	readonly column: string;
	/** What the column is filled with, in words; absent where it keeps its values. */
	readonly value?: string;
	/** What must hold, to follow "must". */
	readonly rule: string;
}

/** What a downgrade writes into columns that come back without their values. */
export function filledBy(passage: Passage): Filled[] {
	return arriving(passage).flatMap((column) => {
		const value = missingInDowngrade(column, passage);
		return value === undefined
			? []
			: [{ table: passage.to.name, column: column.name, value: inWords(value) }];
	});
}

function inWords(value: string): string {
	return /^(CAST\()?(rowid|_rowid_|oid|row_number\(\))/.test(value) ? 'the number of the row' : value;
}

/** The rules that values invented by a downgrade may break: whether they do hangs on rows nobody knows yet. */
export function doubtsOf(passage: Passage): Doubt[] {
	const { to, schemas } = passage;
	const { unsure } = keysApart(passage);
	const doubts: Doubt[] = [];
	const doubt = (column: Column, rule: string) => {
		const value = inWords(valueIn(column, passage));
		doubts.push({ table: to.name, column: column.name, value, rule });
	};
	for (const { key, column } of unsure) doubt(column, `keep rows apart in ${key}`);
	const fresh = arriving(passage);
	for (const rule of to.constraints) {
		const broken = fresh.find((column) => mayBreak(rule, column, fresh, passage));
		if (broken === undefined) continue;
		if (rule.kind === 'foreignKey') doubt(broken, `point at a row of ${rule.table}`);
		if (rule.kind === 'check') doubt(broken, `keep the check ${rule.expression}`);
	}
	for (const column of computedUntilNow(passage)) {
		for (const rule of rulesOn(column, passage)) doubts.push({ table: to.name, column: column.name, rule });
	}
	for (const { column, parent } of pointingAtReturned(passage)) {
		doubts.push({ table: to.name, column, rule: `point at a row of ${parent}, which comes back empty` });
	}
	for (const column of fresh) {
		for (const child of childrenOf(to, column, schemas.to)) {
			doubt(column, `have the values that ${child} points at`);
		}
	}
	for (const { name, nullable, generated } of to.columns) {
		if (nullable || generated === undefined) continue;
		const basis = basisOf(to, generated.expression);
		const column = fresh.find((other) => basis.includes(other) && valueIn(other, passage) === 'NULL');
		if (column !== undefined) doubt(column, `not make ${name} NULL`);
	}
	return [...groupBy(doubts, ({ column, rule }) => `${column} ${rule}`).values()].flatMap(
		([first]) => first ?? []
	);
}

function valueIn(column: Column, passage: Passage): string {
	return missingInDowngrade(column, passage) ?? column.default ?? 'NULL';
}

function mayBreak(rule: Constraint, column: Column, fresh: readonly Column[], passage: Passage): boolean {
	const isNull = (other: Column) => fresh.includes(other) && valueIn(other, passage) === 'NULL';
	if (rule.kind === 'foreignKey') {
		const columns = passage.to.columns.filter(({ name }) => rule.columns.includes(name));
		return columns.includes(column) && !columns.some(isNull);
	}
	if (rule.kind !== 'check') return false;
	const basis = basisOf(passage.to, rule.expression);
	if (!basis.includes(column)) return false;
	if (isNull(column)) return !passesNull(rule.expression);
	// A column's own default can be trusted to keep a rule that is about that column alone.
	return missingInDowngrade(column, passage) !== undefined || basis.length > 1;
}

/** Columns that were computed and are to keep values of their own again, whatever was computed. */
function computedUntilNow({ from, to }: Passage): Column[] {
	const computed = new Set(from.columns.filter((column) => column.generated).map(({ name }) => name));
	return to.columns.filter(({ name, generated }) => generated === undefined && computed.has(name));
}

/** What the table asks of the values of a column. */
function rulesOn(column: Column, { to, schemas }: Passage): string[] {
	const rules = to.constraints.flatMap((rule) => {
		if (rule.kind === 'check') {
			return basisOf(to, rule.expression).includes(column) ? [`keep the check ${rule.expression}`] : [];
		}
		if (rule.kind !== 'foreignKey' || !rule.columns.includes(column.name)) return [];
		return [`point at a row of ${rule.table}`];
	});
	const keys = keysOf(to, schemas.to)
		.filter(({ parts, where }) => {
			const named = parts.map((part) => part.expression ?? identifier(part.column ?? ''));
			return basisOf(to, [...named, where ?? ''].join(' , ')).includes(column);
		})
		.map(({ name }) => `keep rows apart in ${name}`);
	return [...(needsValue(column) ? ['not be NULL'] : []), ...rules, ...keys];
}

/** Columns that keep their values and point, by a key that comes back, at a table that comes back too. */
function pointingAtReturned({ from, to, schemas }: Passage): { column: string; parent: string }[] {
	const [there, wanted] = [schemas.from, schemas.to].map(
		({ objects }) =>
			new Set(objects.flatMap(({ kind, name }) => (kind === 'table' ? [name.toLowerCase()] : [])))
	);
	return to.constraints.flatMap((rule) => {
		if (rule.kind !== 'foreignKey') return [];
		const parent = rule.table.toLowerCase();
		if (there?.has(parent) === true || wanted?.has(parent) !== true) return [];
		// A key that pointed nowhere in the meantime is another's doubt: the upgrade would have broken it.
		if (from.constraints.some((old) => constraintKey(old) === constraintKey(rule))) return [];
		const kept = rule.columns.every((column) => from.columns.some(({ name }) => name === column));
		const [column] = rule.columns;
		return kept && column !== undefined ? [{ column, parent: rule.table }] : [];
	});
}

/** Whether NULL makes this condition NULL or true, which a check lets pass, as far as can be told. */
function passesNull(expression: string): boolean {
	if (/^\S+ IS NULL OR | OR \S+ IS NULL$/.test(expression)) return true;
	return !/\bIS\b|\bCASE\b|\b(coalesce|ifnull|iif|typeof|quote|printf|format|concat\w*|json\w*)\(/.test(
		expression
	);
}

/** The tables whose keys point at this column of `table`. */
function childrenOf(table: Table, column: Column, schema: Schema): string[] {
	const key = table.constraints.find(({ kind }) => kind === 'primaryKey');
	const own = key !== undefined && 'parts' in key && key.parts.some((part) => part.column === column.name);
	return schema.objects.flatMap((object) => {
		if (object.kind !== 'table') return [];
		const points = object.constraints.some(
			(rule) =>
				rule.kind === 'foreignKey' &&
				rule.table.toLowerCase() === table.name.toLowerCase() &&
				(rule.references.length === 0
					? own
					: rule.references.some((name) => name.toLowerCase() === column.name.toLowerCase()))
		);
		return points ? [object.name] : [];
	});
}
