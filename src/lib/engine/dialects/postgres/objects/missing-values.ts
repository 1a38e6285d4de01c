import type { Column, Schema, Table } from '../../../schema/model.ts';
import { namesIn } from '../../../schema/text-names.ts';
import { identifier, literal } from '../identifier.ts';
import { columnNode } from '../nodes.ts';
import { namePartsOf } from '../object-names.ts';
import type { Step } from '../step.ts';
import type { Place } from './column-place.ts';
import { childrenOf, columnsOf } from './family.ts';
import type { PlanContext } from './kind.ts';
import { domainIn, isOfStrictDomain } from './type-names.ts';
import { settling } from './written-rows.ts';

/** Whether each row must be given a value for this column. */
export function needsValue(column: Column, schema: Schema): boolean {
	const { nullable, generated, default: value, options } = column;
	if (generated !== undefined || value !== undefined || options.identity !== undefined) return false;
	if (!nullable) return true;
	return isOfStrictDomain(column, schema) && domainIn(schema, column.type)?.properties.default === undefined;
}

/**
 * A value for a column that must have one, and whether somebody chose it; where it is another one for each row, `n` in it
 * is the number of the row.
 */
export interface Value {
	readonly sql: string;
	readonly numbered: boolean;
	readonly given?: boolean;
}

/** The value as an expression, with what numbers the rows in the place of their number. */
export function valueText({ sql, numbered }: Value, number: string): string {
	return numbered ? sql.replaceAll(/\bn\b/g, number) : sql;
}

const zeros = new Set([
	'smallint',
	'integer',
	'bigint',
	'numeric',
	'real',
	'double precision',
	'money',
	'oid'
]);

const neutral: Readonly<Record<string, string>> = {
	boolean: 'false',
	uuid: 'gen_random_uuid()',
	date: 'current_date',
	'timestamp without time zone': 'now()',
	'timestamp with time zone': 'now()',
	'time without time zone': 'localtime',
	'time with time zone': 'current_time',
	interval: "'0'",
	json: "'null'",
	jsonb: "'null'",
	bytea: "''",
	inet: "'0.0.0.0'",
	cidr: "'0.0.0.0/0'",
	macaddr: "'00:00:00:00:00:00'",
	macaddr8: "'00:00:00:00:00:00:00:00'",
	point: "'(0,0)'",
	line: "'{1,0,0}'",
	lseg: "'[(0,0),(0,0)]'",
	box: "'(0,0),(0,0)'",
	path: "'((0,0))'",
	polygon: "'((0,0))'",
	circle: "'<(0,0),0>'",
	tsvector: "''",
	tsquery: "''",
	xml: "''",
	pg_lsn: "'0/0'",
	regclass: "'-'"
};

/** What a column is filled with. */
export function valueFor(
	table: Table,
	column: Column,
	{ given, to }: Pick<PlanContext, 'given' | 'to'>
): Value {
	const sql = given(table.name, column.name);
	return sql === undefined ? placeholder(table, column, to) : { sql, numbered: false, given: true };
}

/** The columns of a table as it was that a value names: they must still be as they were when it is written. */
export function namedIn(value: Value, table: Table): readonly string[] {
	if (value.given !== true) return [];
	const names = namesIn(value.sql);
	return table.columns
		.filter(({ name }) => names.has(name.toLowerCase()))
		.map(({ name }) => columnNode(table.name, name));
}

/** What a column is filled with where nobody has said it: a value of its type that says as little as possible. */
export function placeholder(table: Table, column: Column, schema: Schema): Value {
	const parent = table.constraints.find(
		(key) => key.kind === 'foreignKey' && key.columns.length === 1 && key.columns[0] === column.name
	);
	if (parent?.kind === 'foreignKey' && parent.table !== table.name) {
		const key = identifier(parent.references[0] ?? '');
		return { sql: `(SELECT ${key} FROM ${parent.table} ORDER BY ${key} LIMIT 1)`, numbered: false };
	}
	const type = column.type.replace(/\(\d+(,-?\d+)?\)/, '');
	if (isAlone(table, column, schema)) {
		if (zeros.has(type)) return { sql: 'n', numbered: true };
		if (type === 'text' || type === 'character varying' || type === 'citext')
			return { sql: 'n::text', numbered: true };
		if (type === 'date') return { sql: 'current_date + n::integer', numbered: true };
		if (type.startsWith('timestamp')) return { sql: "now() + n * interval '1 second'", numbered: true };
	}
	return { sql: valueOfType(type, schema), numbered: false };
}

function valueOfType(type: string, schema: Schema): string {
	if (type.endsWith('[]')) return "'{}'";
	if (zeros.has(type)) return '0';
	const known = neutral[type];
	if (known !== undefined) return known;
	if (/^(bit|"bit")/.test(type)) return "'0'";
	if (/range$/.test(type)) return type.endsWith('multirange') ? "'{}'" : "'empty'";
	const own = schema.objects.find(
		({ kind, name }) => name === type && (kind === 'enum' || kind === 'domain' || kind === 'rangeType')
	);
	if (own && 'properties' in own) {
		if (own.kind === 'rangeType') return "'empty'";
		const { values, labels, type: below, baseType } = own.properties;
		const list = values ?? labels;
		const label = Array.isArray(list) ? (list as readonly unknown[])[0] : undefined;
		if (own.kind === 'enum' && typeof label === 'string') return literal(label);
		const base = below ?? baseType;
		if (own.kind === 'domain' && typeof base === 'string') {
			return valueOfType(base.replace(/\(\d+(,-?\d+)?\)/, ''), schema);
		}
	}
	return "''";
}

/** Whether no two rows may have the same value in this column alone. */
function isAlone(table: Table, { name }: Column, schema: Schema): boolean {
	const keys = table.constraints
		.filter(({ kind }) => kind === 'primaryKey' || kind === 'unique')
		.map((key) => columnsOf(key));
	const indexes = schema.objects.flatMap((object) =>
		object.kind === 'index' && object.table === table.name && object.unique
			? [object.parts.map(({ column }) => column ?? '')]
			: []
	);
	return [...keys, ...indexes].some((columns) => columns.length === 1 && columns[0] === name);
}

/** A comment that tells what is written because nobody has chosen a value, and asks for a better one. */
export function request(table: string, { sql, numbered }: Value): string {
	const text = `Nobody has said what rows of ${table} get here: it is ${numbered ? 'a number each' : sql}. Choose a better value if there is one.`;
	return `-- ${text.replace(/\s+/g, ' ')}`;
}

/** The UPDATE that fills a column, with a comment that asks for a better value where nobody has chosen one. */
export function fillText(
	{ name: table }: Table,
	column: string,
	value: Value,
	{ to }: Pick<PlanContext, 'to'>,
	onlyNulls = false
): string {
	const name = identifier(column);
	if (value.given === true)
		return `UPDATE ${table} SET ${name} = ${value.sql}${onlyNulls ? ` WHERE ${name} IS NULL` : ''}`;
	const comment = request(table, value);
	if (!value.numbered) {
		return `${comment}\nUPDATE ${table} SET ${name} = ${value.sql}${onlyNulls ? ` WHERE ${name} IS NULL` : ''}`;
	}
	const numbered = namePartsOf(table).name === 'numbered' ? 'numbers' : 'numbered';
	// Each of the tables below has places of its own.
	const below = childrenOf(to, table).length > 0;
	return [
		comment,
		`UPDATE ${table} SET ${name} = ${valueText(value, `${numbered}.n`)}`,
		`FROM (SELECT ${below ? 'tableoid AS part, ' : ''}ctid AS place, row_number() OVER () AS n FROM ${table}) ${numbered}`,
		`WHERE ${below ? `${table}.tableoid = ${numbered}.part AND ` : ''}${table}.ctid = ${numbered}.place${onlyNulls ? ` AND ${table}.${name} IS NULL` : ''}`
	].join('\n');
}

/**
 * What is done about NULLs in a column that must have none from now on. `said` is its default where that is not set yet when they are
 * filled.
 */
export function filledNulls(
	_: Column,
	to: Column,
	{ from, to: table, context, fresh }: Place,
	said?: string
): readonly Omit<Step, 'rank'>[] {
	if (fresh === true || context.rows?.[table.name] === 0 || to.generated || to.options.identity !== undefined)
		return [];
	// The rows of a foreign table are elsewhere.
	if (table.options.server !== undefined || isInKey(table, to)) return [];
	const writes = { table: table.name, column: to.name };
	const update = (sql: string) => ({ sql: [sql, ...settling(writes, context)].join(';\n'), writes });
	if (said !== undefined)
		return [
			update(`UPDATE ${table.name} SET ${identifier(to.name)} = ${said} WHERE ${identifier(to.name)} IS NULL`)
		];
	// The other columns that may be NULL are of a domain that will not.
	if (to.default !== undefined || (to.nullable && !needsValue(to, context.to))) {
		const name = identifier(to.name);
		// A new default may have to wait for its domain.
		const value = to.nullable ? (to.default ?? 'DEFAULT') : 'DEFAULT';
		return [update(`UPDATE ${table.name} SET ${name} = ${value} WHERE ${name} IS NULL`)];
	}
	const value = valueFor(table, to, context);
	if (context.downgrade !== true && value.given !== true) return [];
	return [{ ...update(fillText(table, to.name, value, context, true)), before: namedIn(value, from) }];
}

/** Whether a column is part of the primary key, in which no two rows may be alike. */
export function isInKey(table: Table, { name }: Column): boolean {
	return table.constraints.some((key) => key.kind === 'primaryKey' && columnsOf(key).includes(name));
}
