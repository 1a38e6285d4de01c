import { constraintKey } from '../../schema/compare.ts';
import type { Check, Column, Constraint, Table } from '../../schema/model.ts';
import { sameValue } from '../../schema/patch.ts';
import { checkOf } from './constraint-model.ts';
import { identifier } from './identifier.ts';
import { scopeOf } from './normalize.ts';
import type { ParsedColumn, ParsedConstraint } from './parse-definition.ts';
import type { ParsedTable } from './parse-table.ts';
import { nameOf, significantTokens } from './tokens.ts';

/** A table with its text, read. */
export interface ReadTable {
	readonly table: Table;
	readonly parsed: ParsedTable;
}

/** What is to change in the rules of a table. */
interface RuleChanges {
	readonly gone: readonly Constraint[];
	readonly come: readonly Constraint[];
	readonly altered: readonly { readonly from: Column; readonly to: Column }[];
	/** New columns that get their NOT NULL once the rows have values. */
	readonly filled: readonly Column[];
}

/** The statements that take rules away, and those that make rules which the rows must keep. */
interface RuleStatements {
	readonly loosen: readonly string[];
	readonly tighten: readonly string[];
}

/**
 * How ALTER TABLE makes these changes, or undefined where it cannot: it knows NOT NULL and CHECK alone, drops a check by its
 * name, and gives NOT NULL none.
 */
export function alterRules(
	before: ReadTable,
	after: ReadTable,
	{ gone, come, altered, filled }: RuleChanges
): RuleStatements | undefined {
	if (gone.length + come.length + altered.length + filled.length === 0) return { loosen: [], tighten: [] };
	if (!before.parsed.isClear || !after.parsed.isClear || hasStrayName(before)) return undefined;
	const alter = `ALTER TABLE ${identifier(after.table.name)}`;
	const loosen: string[] = [];
	const tighten: string[] = [];
	const names = namesIn(before.parsed);
	for (const constraint of gone) {
		const { kind, name } = constraint;
		// Of several constraints with one name SQLite drops the first, whatever it is.
		if (kind !== 'check' || name === undefined || countOf(name, names) !== 1) return undefined;
		loosen.push(`${alter} DROP CONSTRAINT ${identifier(name)};`);
	}
	for (const column of [...filled.map((to) => ({ to })), ...altered]) {
		const old = 'from' in column ? definitionOf(before, column.from.name) : undefined;
		const change = nullability(column, old, definitionOf(after, column.to.name));
		if (change === undefined) return undefined;
		if (change === '') continue;
		const statement = `${alter} ALTER COLUMN ${identifier(column.to.name)} ${change};`;
		(change.startsWith('SET') ? tighten : loosen).push(statement);
	}
	const left = names.filter((name) => !gone.some((one) => isSame(name, one.name)));
	const checks = checksIn(after);
	for (const constraint of come) {
		const { kind, name } = constraint;
		if (kind !== 'check') return undefined;
		const isTaken =
			name !== undefined && (countOf(name, left) > 0 || countOf(name, namesIn(after.parsed)) !== 1);
		const found = checks.find(({ check }) => constraintKey(check) === constraintKey(constraint));
		if (isTaken || found === undefined) return undefined;
		tighten.push(`${alter} ADD ${found.text};`);
	}
	return { loosen, tighten };
}

/** What ALTER COLUMN does, nothing where the column is filled and may be empty; undefined where more changes than NOT NULL. */
function nullability(
	{ from, to }: { readonly from?: Column; readonly to: Column },
	old: ParsedColumn | undefined,
	now: ParsedColumn | undefined
): string | undefined {
	const isOther = from !== undefined && !sameValue(from, to, ['nullable', 'options']);
	const count = notNulls(old).length;
	if (isOther || to.options.notNullName !== undefined || count > 1) return undefined;
	const rule = notNulls(now).at(-1);
	if (rule !== undefined) return `SET NOT NULL${rule.conflict === '' ? '' : ` ON CONFLICT ${rule.conflict}`}`;
	if (from === undefined) return '';
	return count === 1 ? 'DROP NOT NULL' : undefined;
}

/** The constraints of a column that forbid NULL. */
export function notNulls(column: ParsedColumn | undefined) {
	return column?.constraints.filter((rule) => rule.kind === 'notNull') ?? [];
}

/** The text of a column, found by its place: the text is from before renames. */
function definitionOf({ table, parsed }: ReadTable, column: string): ParsedColumn | undefined {
	return parsed.columns[table.columns.findIndex(({ name }) => name === column)];
}

function rulesOf({ columns, constraints }: ParsedTable): readonly ParsedConstraint[] {
	return [...columns.flatMap((column) => column.constraints), ...constraints];
}

function checksIn({ table, parsed }: ReadTable): readonly { readonly check: Check; readonly text: string }[] {
	const scope = scopeOf(table.name, table.columns);
	return rulesOf(parsed).flatMap((rule) => {
		return rule.kind === 'check' ? [{ check: checkOf(rule, scope), text: rule.text }] : [];
	});
}

function namesIn(parsed: ParsedTable): string[] {
	return rulesOf(parsed).flatMap(({ name }) => name ?? []);
}

/** Whether a name stands in the text that belongs to no constraint: it would be given to the one that is added behind it. */
function hasStrayName({ table: { sql }, parsed }: ReadTable): boolean {
	const words = significantTokens(sql).filter(
		(token) => token.kind === 'word' && nameOf(sql, token).toUpperCase() === 'CONSTRAINT'
	);
	return words.length !== namesIn(parsed).length;
}

function countOf(name: string, names: readonly string[]): number {
	return names.filter((other) => isSame(other, name)).length;
}

function isSame(name: string, other: string | undefined): boolean {
	return name.toLowerCase() === other?.toLowerCase();
}
