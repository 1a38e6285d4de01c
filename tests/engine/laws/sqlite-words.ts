import type { ModelColumn } from './model.ts';
import { literal, type Vocabulary } from './vocabulary.ts';

const types = [
	'TEXT',
	'INTEGER',
	'REAL',
	'BLOB',
	'NUMERIC',
	'INT',
	'varchar(20)',
	'BOOLEAN',
	'DATETIME',
	'decimal(10, 2)',
	'DOUBLE PRECISION',
	''
];
const strictTypes = ['TEXT', 'INTEGER', 'REAL', 'BLOB', 'INT', 'ANY'];

/** SQLite keeps any value in any column, so they are all tried everywhere. */
const values = [
	'1',
	"'a'",
	'NULL',
	'0',
	'-1',
	'2',
	"''",
	"'A'",
	"'b '",
	'1.5',
	"x''",
	"x'00ff61'",
	'9223372036854775807',
	'-9223372036854775808',
	'9007199254740991',
	'9007199254740992',
	'9007199254740993',
	"'9223372036854775808'",
	'9223372036854775808',
	'0.1',
	'-0.0',
	'3.0',
	'9e999',
	'-9e999',
	'1e-320',
	'1.7976931348623157e308',
	"'1'",
	"'01'",
	"'1.0'",
	"'1e3'",
	"' 7 '",
	"'0x10'",
	"'NaN'",
	"'it''s; -- not a comment'",
	"'-- migrate:down' || char(10) || 'x'",
	"'Ünï 🚆 e\u0301 שלום'",
	"'a' || char(0) || 'b'",
	'char(65533) || char(1114111)',
	"'2024-02-29'",
	"'2024-12-31 23:59:60'",
	'\'{"a": [1, null]}\'',
	"'[1,2]'",
	"printf('%.70000c', 'x')",
	'zeroblob(70000)'
];

const defaults = [
	'0',
	"'x'",
	"''",
	'NULL',
	'1.5',
	'-1',
	'TRUE',
	"x'00'",
	"'it''s'",
	"'Ünï 🚆'",
	"'two\nlines'",
	"'-- migrate:down'",
	'9223372036854775807',
	'-9223372036854775808',
	'9007199254740993',
	'1e3',
	'(1 + 2)',
	"('a' || 'b')",
	'CURRENT_TIMESTAMP'
];

/** In a STRICT table a default of another type is taken for a column of a new table, and never for a row. */
function strictDefaults(type: string): readonly string[] {
	const fitting: Readonly<Record<string, RegExp>> = {
		TEXT: /^'|^\('/,
		INTEGER: /^-?\d+$|^\(1/,
		INT: /^-?\d+$|^\(1/,
		REAL: /^1/,
		BLOB: /^x'/
	};
	return defaults.filter((value) => value === 'NULL' || (fitting[type] ?? /./).test(value));
}

export const sqliteWords: Vocabulary = {
	tableNames: ['t', 'u', 'order', 'two words', 'Ünï🚆', 'T', 'say "so"', "it's", 'new_t'],
	columnNames: ['a', 'b', 'c', 'group', 'my col', 'A', 'e"q', "it's", '🚆', 'rowid', 'new.c'],
	otherNames: ['x', 'y', 'z', 'index', 'w 1', 'v"2', 'X', 'q', 'r', 's'],
	sameName: (a, b) => a.toLowerCase() === b.toLowerCase(),
	types: ({ options }) => (options.includes('STRICT') ? strictTypes : types),
	values: () => values,
	defaults: (type, { options }) => (options.includes('STRICT') ? strictDefaults(type) : defaults),
	collations: () => ['NOCASE', 'RTRIM'],
	options: [[], ['STRICT'], ['WITHOUT ROWID'], ['STRICT', 'WITHOUT ROWID']],
	tableWords: (options) => ['', options.length === 0 ? '' : ` ${options.join(', ')}`],
	keyWords(primary, columns, { options }) {
		const [column] = columns;
		const isNumber = primary && columns.length === 1 && column !== undefined && isInteger(column);
		const onConflict = ['ON CONFLICT IGNORE', 'ON CONFLICT REPLACE'];
		if (!isNumber || options.includes('WITHOUT ROWID')) return ['', '', '', ...onConflict];
		return ['', 'AUTOINCREMENT', '', ...onConflict];
	},
	referenceWords: [
		'',
		'ON DELETE CASCADE',
		'ON DELETE SET NULL ON UPDATE CASCADE',
		'ON DELETE RESTRICT',
		'DEFERRABLE INITIALLY DEFERRED'
	],
	counted: [],
	tests: [
		(column) => `${column} <> 'zz'`,
		(column) => `${column} IS NOT NULL`,
		(column, other) => `${column} IS NULL OR ${other} IS NOT NULL`,
		(column) => `typeof(${column}) <> 'blob'`,
		(column) => `length(${column}) < 90`,
		(column) => `${column} >= 0`,
		(column, other) => `${column} < ${other} OR ${other} = 'a'`
	],
	ways: () => [
		{ type: '', expression: (column) => `${column} || '!'` },
		{ type: '', expression: (column) => `length(${column})` },
		{ type: '', expression: (column) => `typeof(${column})` },
		{ type: '', expression: (column) => `coalesce(${column}, 7)` }
	],
	computedStored: [false, true],
	indexWays: () => [
		(column) => column,
		(column) => `${column} DESC`,
		(column) => `lower(${column})`,
		(column) => `${column} COLLATE NOCASE`
	],
	events: ['AFTER INSERT', 'BEFORE UPDATE', 'AFTER DELETE', 'BEFORE INSERT', 'AFTER UPDATE'],
	actions: 3,
	trigger({ name, event, table, action, target, column }) {
		const work = [
			`SELECT 1`,
			`UPDATE ${target} SET ${column} = ${literal('touched')} WHERE ${column} = 'a'`,
			`DELETE FROM ${target} WHERE ${column} = 1`
		][action];
		return [`CREATE TRIGGER ${name} ${event} ON ${table} BEGIN ${work ?? ''}; END`];
	},
	comments: false,
	enums: [],
	foreignKeysInside: true
};

function isInteger({ type }: ModelColumn): boolean {
	return type === 'INTEGER';
}
