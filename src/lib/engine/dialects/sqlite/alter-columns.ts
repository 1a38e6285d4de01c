import type { Column, Constraint, ForeignKey, Schema } from '../../schema/model.ts';
import { notNulls, type ReadTable } from './alter-rules.ts';
import { checkOf } from './constraint-model.ts';
import { identifier } from './identifier.ts';
import { mentionedNames } from './mentions.ts';
import { normalizeExpression, scopeOf } from './normalize.ts';
import type { ParsedColumn } from './parse-definition.ts';
import { basisOf, type Passage } from './passage.ts';
import { passesNull } from './passes-null.ts';
import { isRowidName } from './rowid.ts';
import { partsOf } from './schema-parts.ts';
import { nameOf, significantTokens } from './tokens.ts';

/**
 * The statements that drop these columns, or undefined where SQLite would refuse one. `gone` are the constraints that have been
 * dropped by then, and `schema` has the indexes.
 */
export function dropColumns(
	before: ReadTable,
	dropped: readonly string[],
	{ gone, schema }: { readonly gone: readonly Constraint[]; readonly schema: Schema }
): readonly string[] | undefined {
	const { table, parsed } = before;
	// A column that was renamed to make way stands in the text under its old name.
	if (!dropped.every((name) => parsed.columns.some((column) => column.name === name))) return undefined;
	if (dropped.some(isRowidName)) return undefined;
	// A table must keep a column that holds something, also while the new ones are not there yet.
	if (table.columns.every((column) => dropped.includes(column.name) || column.generated)) return undefined;
	const names = gone.map(({ name }) => name);
	const staying = [
		...parsed.constraints,
		...parsed.columns.filter(({ name }) => !dropped.includes(name)).flatMap(({ constraints }) => constraints)
	].filter(({ kind, name }) => kind !== 'check' || name === undefined || !names.includes(name));
	const indexes = partsOf(schema).indexes.get(table.name) ?? [];
	const isNeeded = (column: string) =>
		table.constraints.some((rule) => 'parts' in rule && rule.parts.some((part) => part.column === column)) ||
		staying.some(({ text }) => mentions(text, column)) ||
		indexes.some((index) => mentions(index.sql, column));
	if (dropped.some(isNeeded)) return undefined;
	return neededFirst(before, dropped)
		?.toReversed()
		.map(({ name }) => `ALTER TABLE ${identifier(table.name)} DROP COLUMN ${identifier(name)};`);
}

/**
 * The statements that add these columns, or undefined where SQLite would refuse one, or what stands there would mean something else
 * with it. A column that is `filled` afterwards comes without its NOT NULL.
 */
export function addColumns(
	{ from, to, schemas }: Passage,
	after: ReadTable,
	{ added, filled }: { readonly added: readonly string[]; readonly filled: readonly Column[] }
): readonly string[] | undefined {
	if (added.some(isRowidName)) return undefined;
	const standing = [from.sql, ...(partsOf(schemas.from).indexes.get(to.name) ?? []).map(({ sql }) => sql)];
	if (standing.some((sql) => quotesAsText(sql, added))) return undefined;
	const { table } = after;
	const texts = neededFirst(after, added)?.map((parsed) => {
		const column = table.columns.find(({ name }) => name === parsed.name);
		if (column === undefined || !canAdd(column, parsed)) return undefined;
		if (!filled.includes(column)) return parsed.text;
		return isEmptyAllowed(column, parsed, after) ? withoutNotNull(parsed) : undefined;
	});
	if (!texts?.every((text) => text !== undefined)) return undefined;
	return texts.map((text) => `ALTER TABLE ${identifier(table.name)} ADD COLUMN ${text};`);
}

/** Whether `"…"` is a string here that names a column as soon as there is one: https://sqlite.org/quirks.html#dblquote */
function quotesAsText(sql: string, added: readonly string[]): boolean {
	if (!sql.includes('"')) return false;
	const names = new Set(added.map((name) => name.toLowerCase()));
	return significantTokens(sql).some(
		(token) => sql[token.start] === '"' && names.has(nameOf(sql, token).toLowerCase())
	);
}

/** The checks and foreign keys that stand in the definitions of these columns. */
export function inlineConstraints(of: ReadTable, columns: readonly string[]): Constraint[] {
	const { table, parsed } = of;
	const scope = scopeOf(table.name, table.columns);
	return parsed.columns
		.filter((column) => columns.includes(column.name))
		.flatMap((column) =>
			column.constraints.flatMap((constraint): Constraint[] => {
				const { kind } = constraint;
				if (kind === 'check') return [checkOf(constraint, scope)];
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
function neededFirst({ parsed }: ReadTable, names: readonly string[]): ParsedColumn[] | undefined {
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

function mentions(sql: string, name: string): boolean {
	return mentionedNames({ sql }).includes(name.toLowerCase());
}

function canAdd(column: Column, { constraints }: ParsedColumn): boolean {
	if (column.generated !== undefined) return !column.generated.stored;
	const value = column.default ?? 'NULL';
	if (!isConstant(value)) return false;
	return value === 'NULL' || !constraints.some(({ kind }) => kind === 'foreignKey');
}

/** Whether rows may be without a value in this column for a moment. */
function isEmptyAllowed(column: Column, { constraints }: ParsedColumn, { table }: ReadTable): boolean {
	const scope = scopeOf(table.name, table.columns);
	return constraints.every((rule) => {
		if (rule.kind !== 'check') return true;
		const expression = normalizeExpression(rule.expression, scope);
		const isAlone = basisOf(table, expression).length === 1;
		return column.default === undefined && passesNull(expression, column, isAlone);
	});
}

function withoutNotNull(parsed: ParsedColumn): string {
	if (notNulls(parsed).length === 0) return parsed.text;
	const rules = parsed.constraints.filter(({ kind }) => kind !== 'notNull');
	return [parsed.head, ...rules.map(({ text }) => text)].join(' ');
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
