import { literal, type Vocabulary } from './vocabulary.ts';

const texts = [
	"'a'",
	"'b'",
	'NULL',
	"''",
	"'1'",
	"'A'",
	"' 7 '",
	"'true'",
	"'2024-02-29'",
	"'{1,2}'",
	"'it''s; -- not a comment'",
	"E'-- migrate:down\\n$$ x'",
	"'Ünï 🚆 e\u0301 שלום'",
	"U&'\\+10FFFF\\FFFD'",
	"'9223372036854775808'",
	"'NaN'",
	'\'{"a": [1, null]}\'',
	"repeat('x', 70000)"
];

const doubles = [
	'1',
	'0',
	'NULL',
	'-1.5',
	"'NaN'",
	"'Infinity'",
	"'-Infinity'",
	"'-0'",
	'0.1',
	'1e-30',
	'9007199254740993'
];

const moments = (text: (date: string) => string) => [
	text('2024-02-29'),
	text('2000-01-01'),
	'NULL',
	"'infinity'",
	"'-infinity'",
	text('0001-12-31 BC').replace(/^'(.*) BC(.*)'$/, "'$1$2 BC'"),
	text('1969-12-31')
];

/** The types, each with values for it. */
const valuesByType: Readonly<Record<string, readonly string[]>> = {
	text: texts,
	integer: ['1', '2', 'NULL', '0', '-1', '2147483647', '-2147483648'],
	bigint: [
		'1',
		'2',
		'NULL',
		'0',
		'9223372036854775807',
		'-9223372036854775808',
		'9007199254740991',
		'9007199254740993'
	],
	smallint: ['1', '2', 'NULL', '0', '32767', '-32768'],
	boolean: ['true', 'false', 'NULL'],
	'character varying(20)': texts.slice(0, 10),
	'character(5)': ["'a'", "'b'", 'NULL', "''", "'1 '", "'äöü🚆x'"],
	numeric: [
		'1',
		'2.50',
		'NULL',
		'0',
		"'NaN'",
		"'Infinity'",
		'1e100',
		'0.000000000000000000001',
		'9007199254740993'
	],
	'numeric(10,2)': ['1', '2.5', 'NULL', '0', "'NaN'", '99999999.99', '-0.01'],
	real: [...doubles, '3.4e38'],
	'double precision': [...doubles, '1.7976931348623157e308', "'5e-324'"],
	date: [...moments((date) => `'${date}'`), "'5874897-12-31'"],
	'timestamp without time zone': moments((date) => `'${date} 23:59:59.999999'`),
	'timestamp with time zone': moments((date) => `'${date} 23:59:59.999999+02'`),
	'time without time zone': ["'00:00'", "'24:00:00'", 'NULL', "'12:34:56.789012'"],
	interval: ["'1 day'", "'0'", 'NULL', "'1 mon -3 days +04:05:06.7'", "'infinity'"],
	uuid: ["'00000000-0000-0000-0000-000000000001'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", 'NULL'],
	json: ['\'{"b": 1,  "a": [1, null], "b": 2}\'', "'null'", 'NULL', '\'"🚆"\'', "'1e400'"],
	jsonb: ['\'{"b": 1,  "a": [1, null], "b": 2}\'', "'null'", 'NULL', '\'"🚆"\'', "'[]'"],
	bytea: ["''", "'\\x00ff61'", 'NULL', "decode(repeat('00', 70000), 'hex')"],
	'integer[]': ["'{}'", "'{1,NULL,2147483647}'", 'NULL', "'{{1,2},{3,4}}'", "'[0:1]={1,2}'"],
	'text[]': ["'{}'", '\'{a,"",NULL,"NULL","it\'\'s, \\"so\\""}\'', 'NULL', "'{🚆}'"],
	inet: ["'10.0.0.1'", "'::1'", 'NULL', "'10.0.0.0/8'"],
	'bit varying': ["B'1'", "B''", 'NULL', "B'0101'"],
	money: ["'1.5'", "'-0.01'", 'NULL', "'92233720368547758.07'"],
	int4range: ["'[1,5)'", "'empty'", 'NULL', "'(,)'"],
	tsvector: ["'a b'", "''", 'NULL'],
	point: ["'(1,2)'", "'(NaN,Infinity)'", 'NULL']
};

/** Defaults that only some types have. */
const defaultsByType: Readonly<Record<string, readonly string[]>> = {
	integer: ['(1 + 2)'],
	text: ["('a' || 'b')", 'CURRENT_USER'],
	date: ['CURRENT_DATE'],
	'timestamp with time zone': ['now()', 'CURRENT_TIMESTAMP'],
	uuid: ['gen_random_uuid()'],
	'text[]': ["ARRAY['a', 'b']"],
	jsonb: ["jsonb_build_object('a', 1)"]
};

const whole = new Set(['integer', 'bigint', 'smallint']);

export const postgresWords: Vocabulary = {
	tableNames: ['t', 'u', 'order', 'two words', 'Ünï🚆', 'T', 'say "so"', "it's", 't_a_seq'],
	columnNames: ['a', 'b', 'c', 'group', 'my col', 'A', 'e"q', "it's", '🚆', 'a.b', 'a_b'],
	otherNames: ['x', 'y', 'z', 'index', 'w 1', 'v"2', 'X', 'q', 'r', 't_pkey'],
	sameName: (a, b) => a === b,
	types: (_, { enums }) => [
		...Object.keys(valuesByType),
		...enums.map(({ name }) => `"${name.replaceAll('"', '""')}"`)
	],
	values: (type, { enums }) =>
		valuesByType[type] ?? [
			...(enums.find(({ name }) => type.includes(name))?.labels ?? []).map(literal),
			'NULL'
		],
	defaults(type, table, model) {
		const plain = this.values(type, model).filter((value) => value !== 'NULL' && !value.includes('70000'));
		return [...plain, ...(defaultsByType[type] ?? [])];
	},
	collations: (type) => (/^(text|character)/.test(type) ? ['"C"', '"POSIX"', '"und-x-icu"'] : []),
	options: [[], ['UNLOGGED'], ['fillfactor']],
	tableWords: (options) => [
		options.includes('UNLOGGED') ? 'UNLOGGED ' : '',
		options.includes('fillfactor') ? ' WITH (fillfactor=70)' : ''
	],
	keyWords: (primary) => ['', 'DEFERRABLE INITIALLY DEFERRED', ...(primary ? [] : ['NULLS NOT DISTINCT'])],
	referenceWords: [
		'',
		'ON DELETE CASCADE',
		'ON DELETE SET NULL ON UPDATE CASCADE',
		'ON DELETE RESTRICT',
		'DEFERRABLE INITIALLY DEFERRED',
		'NOT VALID'
	],
	counted: ['BY DEFAULT', 'ALWAYS', 'serial'],
	tests: [
		(column) => `${column}::text <> 'zz'`,
		(column) => `${column} IS NOT NULL`,
		(column, other) => `${column} IS NULL OR ${other} IS NOT NULL`,
		(column) => `length(${column}::text) < 90`,
		(column, other) => `${column}::text <> 'a' OR ${other}::text <> 'b'`
	],
	ways: (type) => [
		{ type: 'boolean', expression: (column) => `${column} IS NULL` },
		...(whole.has(type)
			? [
					{ type: 'bigint', expression: (column: string) => `${column}::bigint % 7` },
					{ type: 'text', expression: (column: string) => `${column}::text || '!'` },
					{ type: 'integer', expression: (column: string) => `${column} + 1` }
				]
			: []),
		...(type === 'text' || type.startsWith('character')
			? [
					{ type: 'text', expression: (column: string) => `upper(${column})` },
					{ type: 'integer', expression: (column: string) => `length(${column})` }
				]
			: []),
		...(type === 'jsonb' ? [{ type: 'text', expression: (column: string) => `${column} ->> 'a'` }] : [])
	],
	computedStored: [true, false],
	indexWays: (type) => [
		(column) => column,
		(column) => `${column} DESC NULLS LAST`,
		...(type === 'text'
			? [(column: string) => `lower(${column})`, (column: string) => `${column} text_pattern_ops`]
			: [(column: string) => `(${column} IS NULL)`])
	],
	events: ['BEFORE UPDATE', 'AFTER UPDATE', 'BEFORE INSERT', 'AFTER DELETE'],
	actions: 3,
	trigger({ name, event, table, action, target, column, own }) {
		const isUpdate = event.endsWith('UPDATE');
		const before = own && event === 'BEFORE UPDATE' ? `NEW.${column} := NULL;` : '';
		const work = [
			'',
			before || `UPDATE ${target} SET ${column} = NULL WHERE pg_trigger_depth() < 2;`,
			`DELETE FROM ${target} WHERE pg_trigger_depth() < 2;`
		][isUpdate ? action : 0];
		return [
			`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${work ?? ''} RETURN NEW; END $$`,
			`CREATE TRIGGER ${name} ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`
		];
	},
	comments: true,
	enums: [
		['a', 'b'],
		['a', 'b', 'c'],
		['b', 'c'],
		['c', "it's", '🚆', 'b', 'a']
	],
	foreignKeysInside: false
};
