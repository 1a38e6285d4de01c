import type { EdgeValues } from '../../rows/edge-values.ts';
import type { Definition, Schema } from '../../schema/model.ts';
import { identifier, literal } from './identifier.ts';

/** Types as `format_type` writes them, with what lies at their edges. */
const plain: Readonly<Record<string, readonly string[]>> = {
	smallint: ['1', '0', '-1', '32767', '-32768'],
	integer: ['1', '0', '-1', '2147483647', '-2147483648'],
	bigint: ['1', '0', '-1', '9007199254740993', '-9223372036854775808'],
	numeric: ['1', '0', '-0.1', '12345678901234567890.123456789', "'NaN'"],
	real: ['1.5', '0', '-0.1', "'3.4e38'", "'NaN'"],
	'double precision': ['1.5', '0', '-0.1', "'1.7e308'", "'Infinity'", "'NaN'"],
	money: ["'1'", "'0'", "'-0.01'"],
	boolean: ['true', 'false'],
	date: ["'2024-02-29'", "'1900-01-01'", "'infinity'", "'0044-03-15 BC'"],
	'timestamp without time zone': ["'2024-02-29 23:59:59.999999'", "'1900-01-01'", "'infinity'"],
	'timestamp with time zone': ["'2024-02-29 23:59:59.999999+14'", "'1900-01-01Z'", "'-infinity'"],
	'time without time zone': ["'12:00'", "'00:00'", "'24:00'"],
	'time with time zone': ["'12:00+00'", "'24:00-12'"],
	interval: ["'1 day'", "'0'", "'-1 month 2 days 03:04:05.000006'"],
	uuid: ["'6f1c1c0a-9f6e-4f4e-8f0e-1d2c3b4a5f60'", "'00000000-0000-0000-0000-000000000000'"],
	json: [`'{}'`, `'null'`, `'[1, null]'`, `'{"a": 1, "a": 2}'`],
	jsonb: [`'{}'`, `'null'`, `'[1, null]'`, `'{"a": "é"}'`],
	bytea: ["'\\x00ff'", "''"],
	xml: ["'<a/>'"],
	inet: ["'192.168.0.1/24'", "'::1'"],
	cidr: ["'10.0.0.0/8'", "'::/0'"],
	macaddr: ["'08:00:2b:01:02:03'"],
	macaddr8: ["'08:00:2b:01:02:03:04:05'"],
	point: ["'(0,0)'", "'(-1,1e10)'"],
	tsvector: ["'a'", "''"],
	tsquery: ["'a'", "''"],
	name: ["'a'", "''"],
	oid: ['1', '0'],
	int4range: ["'[1,2)'", "'empty'", "'(,)'"],
	int8range: ["'[1,2)'", "'empty'", "'(,)'"],
	numrange: ["'[1,2]'", "'empty'", "'(,)'"],
	daterange: ["'[2024-02-29,2024-03-01)'", "'empty'", "'(,)'"],
	tsrange: ["'[2024-02-29,2024-03-01]'", "'empty'", "'(,)'"],
	tstzrange: ["'[2024-02-29,2024-03-01]'", "'empty'", "'(,)'"],
	citext: ["'a'", "'A'", "''"],
	hstore: ["'a=>1'", "'a=>NULL'", "''"]
};

const texts = ['a', '', ' x ', 'O’Brien\'s "x"', 'Zoë 🚲', '007', 'back\\slash'];

/** Values at the edges of what PostgreSQL's columns hold. */
export const edgeValues: EdgeValues = {
	of: (column, _table, schema) => valuesOf(column.type, schema),

	fresh(column, table, schema, at) {
		if (column.options.identity !== undefined) return undefined;
		const type = baseType(column.type, schema);
		if (/^(smallint|integer|bigint|numeric|real|double precision)/.test(type)) {
			const name = identifier(column.name);
			// Above what a migration may itself put in.
			const from = type === 'smallint' ? 30_000 : 1_000_000;
			return `(SELECT greatest(${from}, max(${name})) + 1 FROM ${table.name})`;
		}
		if (column.default !== undefined) return undefined;
		if (isText(type)) return literal(cut(`edge ${at + 1}`, type, String(at + 1)));
		if (type === 'uuid') return `'00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}'`;
		if (/^(date|timestamp)/.test(type)) return `(DATE '2024-02-29' + ${at})`;
		return valuesOf(type, schema)[at];
	}
};

function valuesOf(type: string, schema: Schema): readonly string[] {
	const base = baseType(type, schema);
	if (base.endsWith('[]')) {
		const [first] = valuesOf(base.slice(0, -2), schema);
		const some = first === undefined ? [] : [`ARRAY[${first}, NULL]::${base}`, `ARRAY[${first}]::${base}`];
		return [...some.toReversed(), "'{}'"];
	}
	const labels = definitionOf(schema, 'enum', base)?.properties.values;
	if (Array.isArray(labels)) return labels.map((label) => literal(String(label)));
	if (isText(base))
		return [...new Set([...texts, 'long '.repeat(60)].map((text) => literal(cut(text, base, text))))];
	if (/^(bit|bit varying)\b/.test(base))
		return [`B'${'10'.repeat(lengthOf(base) ?? 1).slice(0, lengthOf(base) ?? 1)}'`];
	const scaled = /^numeric\((\d+),(-?\d+)\)$/.exec(base);
	if (scaled) return ['1', '0', ...greatest(Number(scaled[1]), Number(scaled[2]))];
	return plain[base.replace(/\(\d+\)/, '')] ?? [];
}

/** The greatest number of these many digits, and its opposite. */
function greatest(precision: number, scale: number): readonly string[] {
	if (scale < 0 || scale > precision) return [];
	const digits = '9'.repeat(precision);
	const whole = digits.slice(scale) || '0';
	const number = scale === 0 ? whole : `${whole}.${digits.slice(0, scale)}`;
	return [number, `-${number}`];
}

/** What a type is made of, where it is a domain. */
function baseType(type: string, schema: Schema): string {
	const domain = definitionOf(schema, 'domain', type);
	return typeof domain?.properties.type === 'string' ? baseType(domain.properties.type, schema) : type;
}

function definitionOf(schema: Schema, kind: Definition['kind'], name: string): Definition | undefined {
	return schema.objects.find((object): object is Definition => object.kind === kind && object.name === name);
}

function isText(type: string): boolean {
	return /^(text|character varying|character|bpchar)\b/.test(type);
}

/** `text` where the type has room for it, else as much of `instead` as there is. */
function cut(text: string, type: string, instead: string): string {
	const room = lengthOf(type);
	if (room === undefined) return text;
	return Array.from(text.length <= room ? text : instead)
		.slice(0, room)
		.join('');
}

function lengthOf(type: string): number | undefined {
	const found = /\((\d+)\)/.exec(type);
	return found ? Number(found[1]) : undefined;
}
