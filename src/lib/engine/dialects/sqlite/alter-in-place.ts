import { constraintKey } from '../../schema/compare.ts';
import type { Change } from '../../schema/change.ts';
import type { Column, Constraint, ForeignKey, Schema, Table } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { normalizeExpression, scopeOf } from './normalize.ts';
import type { ParsedColumn } from './parse-definition.ts';
import { parseTable, type ParsedTable } from './parse-table.ts';
import { isRowidName } from './rowid.ts';
import { partsOf } from './schema-parts.ts';
import { nameOf, significantTokens } from './tokens.ts';

type TableChange = Extract<Change, { table: string }>;

interface Surroundings {
	/** The later schema. */
	readonly schema: Schema;
	/** The oldest version of SQLite that must accept the statements. */
	readonly target: number;
	/** Whether no value is to be written for a column into the rows there are. */
	readonly isLeftOut: (column: Column) => boolean;
}

/**
 * The statements that make these changes on the table as it stands, or undefined where SQLite cannot and the table must be
 * made anew. What ALTER TABLE may do, whatever rows there are: https://sqlite.org/lang_altertable.html
 *
 * `from` is the table after renames (its `sql` is from before them).
 */
export function alterInPlace(
	from: Table,
	to: Table,
	changes: readonly TableChange[],
	{ schema, target, isLeftOut }: Surroundings
): string[] | undefined {
	if (from.options.module !== undefined || to.options.module !== undefined) return undefined;
	const [before, after] = [parseTable(from.sql), parseTable(to.sql)];
	const dropped: string[] = [];
	const added: string[] = [];
	const gone: Constraint[] = [];
	const come: Constraint[] = [];
	for (const change of changes) {
		if (change.kind === 'dropColumn') dropped.push(change.column.name);
		else if (change.kind === 'addColumn') added.push(change.column.name);
		else if (change.kind === 'dropConstraint') gone.push(change.constraint);
		else if (change.kind === 'addConstraint') come.push(change.constraint);
		else if (change.kind !== 'renameColumn') return undefined;
	}
	// A column that was renamed to make way stands in the text under its old name.
	if (!dropped.every((name) => before.columns.some((column) => column.name === name))) return undefined;
	if ([...dropped, ...added].some(isRowidName)) return undefined;
	// A table must keep a column that holds something, also while the new ones are not there yet.
	if (from.columns.every((column) => dropped.includes(column.name) || column.generated)) return undefined;
	if (!sameKeys(gone, inlineConstraints(from, before, dropped))) return undefined;
	if (!sameKeys(come, inlineConstraints(to, after, added))) return undefined;
	if (dropped.length > 0 && target < 3.35) return undefined;
	if (!dropped.every((column) => canDrop(from, before, column, dropped, schema))) return undefined;
	const definitions = after.columns.filter((column) => added.includes(column.name));
	if (!definitions.every((column) => canAdd(to, column, isLeftOut))) return undefined;
	const leaving = neededFirst(before, dropped)?.toReversed();
	const coming = neededFirst(after, added);
	if (leaving === undefined || coming === undefined) return undefined;
	const table = identifier(to.name);
	return [
		...leaving.map(({ name }) => `ALTER TABLE ${table} DROP COLUMN ${identifier(name)};`),
		...coming.map(({ text }) => `ALTER TABLE ${table} ADD COLUMN ${text};`)
	];
}

function sameKeys(a: readonly Constraint[], b: readonly Constraint[]): boolean {
	const keys = (constraints: readonly Constraint[]) => constraints.map(constraintKey).sort().join('\n');
	return keys(a) === keys(b);
}

/** The checks and foreign keys that stand in the definitions of these columns. */
function inlineConstraints(table: Table, parsed: ParsedTable, columns: readonly string[]): Constraint[] {
	const scope = scopeOf(table.name, table.columns);
	return parsed.columns
		.filter((column) => columns.includes(column.name))
		.flatMap((column) =>
			column.constraints.flatMap((constraint): Constraint[] => {
				const { kind } = constraint;
				const name = constraint.name === undefined ? {} : { name: constraint.name };
				if (kind === 'check') {
					const expression = normalizeExpression(constraint.expression, scope);
					return [{ kind, ...name, expression, options: {} }];
				}
				if (kind !== 'foreignKey') return [];
				return table.constraints.filter(
					(key): key is ForeignKey =>
						key.kind === kind &&
						key.columns.length === 1 &&
						key.columns[0] === column.name &&
						key.name === constraint.name
				);
			})
		);
}

/**
 * These columns, each after those that its definition names, and as the table has them where that does not matter: SQLite
 * reads the whole table again after each ALTER. Undefined where they name each other in a ring.
 */
function neededFirst(parsed: ParsedTable, names: readonly string[]): ParsedColumn[] | undefined {
	let rest = parsed.columns.filter((column) => names.includes(column.name));
	const ordered: ParsedColumn[] = [];
	while (rest.length > 0) {
		const next = rest.find((column) => !rest.some((other) => other !== column && needs(column, other)));
		if (next === undefined) return undefined;
		ordered.push(next);
		rest = rest.filter((column) => column !== next);
	}
	return ordered;
}

/** Whether a rule of this column names the other one. */
function needs(column: ParsedColumn, other: ParsedColumn): boolean {
	return column.constraints.some(({ text }) => mentions(text, other.name));
}

function canDrop(
	table: Table,
	parsed: ParsedTable,
	column: string,
	dropped: readonly string[],
	schema: Schema
): boolean {
	const keyed = table.constraints.some(
		(constraint) => 'parts' in constraint && constraint.parts.some((part) => part.column === column)
	);
	if (keyed) return false;
	const elsewhere = [
		...parsed.constraints,
		...parsed.columns.filter(({ name }) => !dropped.includes(name)).flatMap(({ constraints }) => constraints)
	];
	const named = elsewhere.some(({ text }) => mentions(text, column));
	const indexes = partsOf(schema).indexes.get(table.name) ?? [];
	const indexed = indexes.some((index) => mentions(index.sql, column));
	return !named && !indexed;
}

function mentions(sql: string, name: string): boolean {
	return significantTokens(sql).some((token) => nameOf(sql, token).toLowerCase() === name.toLowerCase());
}

function canAdd(
	table: Table,
	{ name, constraints }: ParsedColumn,
	isLeftOut: (column: Column) => boolean
): boolean {
	const column = table.columns.find((candidate) => candidate.name === name);
	if (column === undefined) return false;
	if (column.generated !== undefined) return !column.generated.stored;
	const value = column.default ?? 'NULL';
	if (!isConstant(value)) return false;
	if (constraints.some(({ kind }) => kind === 'foreignKey') && value !== 'NULL') return false;
	return isLeftOut(column);
}

/** Whether a normalised default is a literal, so that rows already there can be given it without being written. */
function isConstant(value: string): boolean {
	const tokens = significantTokens(value);
	const signed = ['-', '+'].includes(value[0] ?? '');
	const [token, ...rest] = signed ? tokens.slice(1) : tokens;
	if (token === undefined || rest.length > 0) return false;
	if (token.kind === 'word') return ['NULL', 'TRUE', 'FALSE'].includes(value) && !signed;
	return token.kind === 'number' || (!signed && (token.kind === 'string' || token.kind === 'blob'));
}
