import type { Column, Constraint, Schema, Table } from '../../schema/model.ts';
import { constraintKey } from '../../schema/compare.ts';
import { distinct, type Doubt } from '../../schema/doubt.ts';
import type { RefusesDefault } from '../../schema/refused-default.ts';
import { converts, narrows, rulesOn } from './at-stake.ts';
import { keysApart } from './keys-apart.ts';
import { missingInDowngrade, needsValue } from './missing-values.ts';
import { arriving, basisOf, childrenOf, type Passage } from './passage.ts';
import { passesNull } from './passes-null.ts';
import { partsOf } from './schema-parts.ts';

/** A column that a downgrade fills, with the value in words. */
export interface Filled {
	readonly table: string;
	readonly column: string;
	readonly value: string;
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
export function doubtsOf(passage: Passage, refuses: RefusesDefault): readonly Doubt[] {
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
		const broken = fresh.find((column) => mayBreak(rule, column, fresh, passage, refuses));
		if (broken === undefined) continue;
		if (rule.kind === 'foreignKey') doubt(broken, `point at a row of ${rule.table}`);
		if (rule.kind === 'check') doubt(broken, `keep the check ${rule.expression}`);
	}
	for (const [old, column] of computedUntilNow(passage)) {
		const rules = rulesFor(column, passage);
		// What was computed is of the type that the column had.
		const { generated: _, ...plain } = old;
		if (narrows([plain, passage.from], [column, to])) rules.unshift(ofOneType(column));
		for (const rule of rules) doubts.push({ table: to.name, column: column.name, rule });
	}
	for (const [old, column] of kept(passage)) {
		const columns = [
			[old, passage.from],
			[column, to]
		] as const;
		const rules = converts(...columns)
			? rulesFor(column, passage, false)
			: rulesForFilled(old, column, passage);
		if (narrows(...columns)) rules.unshift(ofOneType(column));
		for (const rule of rules) doubts.push({ table: to.name, column: column.name, rule });
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
	return distinct(doubts);
}

function valueIn(column: Column, passage: Passage): string {
	return missingInDowngrade(column, passage) ?? column.default ?? 'NULL';
}

function mayBreak(
	rule: Constraint,
	column: Column,
	fresh: readonly Column[],
	passage: Passage,
	refuses: RefusesDefault
): boolean {
	const isNull = (other: Column) => fresh.includes(other) && valueIn(other, passage) === 'NULL';
	if (rule.kind === 'foreignKey') {
		const columns = passage.to.columns.filter(({ name }) => rule.columns.includes(name));
		return columns.includes(column) && !columns.some(isNull);
	}
	if (rule.kind !== 'check') return false;
	const basis = basisOf(passage.to, rule.expression);
	if (!basis.includes(column)) return false;
	if (isNull(column)) return !passesNull(rule.expression, column, basis.length === 1);
	// A column's own default keeps a rule that is about that column alone, unless it was tried and did not.
	return (
		missingInDowngrade(column, passage) !== undefined ||
		basis.length > 1 ||
		refuses(passage.to.name, column.name, rule.expression)
	);
}

function ofOneType({ type }: Column): string {
	return `be ${type} in every row`;
}

/** Columns that were computed, as they are, and as they are to keep values of their own again, whatever was computed. */
function computedUntilNow(passage: Passage): (readonly [Column, Column])[] {
	return withValuesAgain(passage).filter(([old]) => old.generated !== undefined);
}

/** Columns that keep their values, as they are and as they are to be again. */
function kept(passage: Passage): (readonly [Column, Column])[] {
	return withValuesAgain(passage).filter(([old]) => old.generated === undefined);
}

/** Columns that are there on both sides and hold values of their own afterwards. */
function withValuesAgain({ from, to }: Passage): (readonly [Column, Column])[] {
	return to.columns.flatMap((column) => {
		const old = from.columns.find(({ name }) => name === column.name);
		return old === undefined || column.generated ? [] : [[old, column] as const];
	});
}

/** What comes back for a column whose NULLs the upgrade gave a default. */
function rulesForFilled(old: Column, column: Column, { from, to, schemas }: Passage): string[] {
	if (old.nullable || !column.nullable || old.default === undefined) return [];
	const known = rulesIn(from, old, schemas.from);
	return rulesIn(to, column, schemas.to).filter((rule) => !known.includes(rule));
}

/** What the table asks of the values of a column, which may be missing. */
function rulesFor(column: Column, { to, schemas }: Passage, mayBeNull = true): string[] {
	return [...(mayBeNull && needsValue(column) ? ['not be NULL'] : []), ...rulesIn(to, column, schemas.to)];
}

function rulesIn(table: Table, column: Column, schema: Schema): string[] {
	const { keys, checks, parents } = rulesOn(table, column, schema);
	return [
		...checks.map((check) => `keep the check ${check}`),
		...parents.map((parent) => `point at a row of ${parent}`),
		...keys.map(({ name }) => `keep rows apart in ${name}`)
	];
}

/** Columns that keep their values and point, by a key that comes back, at a table that comes back too. */
function pointingAtReturned({ from, to, schemas }: Passage): { column: string; parent: string }[] {
	const [there, wanted] = [partsOf(schemas.from).tableKeys, partsOf(schemas.to).tableKeys];
	return to.constraints.flatMap((rule) => {
		if (rule.kind !== 'foreignKey') return [];
		const parent = rule.table.toLowerCase();
		if (there.has(parent) || !wanted.has(parent)) return [];
		// A key that pointed nowhere in the meantime is another's doubt: the upgrade would have broken it.
		if (from.constraints.some((old) => constraintKey(old) === constraintKey(rule))) return [];
		const kept = rule.columns.every((column) => from.columns.some(({ name }) => name === column));
		const [column] = rule.columns;
		return kept && column !== undefined ? [{ column, parent: rule.table }] : [];
	});
}
