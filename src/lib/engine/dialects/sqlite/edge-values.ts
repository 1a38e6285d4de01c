import type { EdgeValues } from '../../rows/edge-values.ts';
import type { Column, Table } from '../../schema/model.ts';
import { affinityOf } from './affinity.ts';
import { identifier } from './identifier.ts';

const texts = ["'a'", "''", "' x '", "'O''Brien'", "'Zoë 🚲'", "'007'", "'1e3'", `'${'long '.repeat(60)}'`];

/** What a column of each affinity keeps as it is. */
const fitting = {
	INTEGER: ['1', '0', '-1', '2147483648', '-9223372036854775808'],
	TEXT: texts,
	REAL: ['1.5', '0.0', '-0.1', '1e308', '3.0'],
	NUMERIC: ['1', '0', '-0.1', '12345678.25', '9007199254740993'],
	BLOB: ["x'00ff'", "'a'", '1', "x''"]
} as const;

/** What it takes as well, outside of STRICT tables: values of another kind. */
const unfitting = {
	INTEGER: ["'12 apples'", '1.5', "x'00ff'"],
	TEXT: ["x'00ff'"],
	REAL: ["'12 apples'", "x'00ff'"],
	NUMERIC: ["'12 apples'", "x'00ff'"],
	BLOB: ['1.5']
} as const;

const moments = [
	"'2024-02-29 23:59:59'",
	"'1900-01-01'",
	"'9999-12-31 23:59:59.999'",
	"''",
	'0',
	"'yesterday'"
];

/** Values at the edges of what SQLite's columns hold, which without STRICT is anything. */
export const edgeValues: EdgeValues = {
	of({ type }, { options }) {
		const strict = options.strict === true;
		const affinity = affinityOf(type, strict);
		if (strict) return fitting[affinity];
		if (/BOOL/i.test(type)) return ['1', '0', "'true'", '2'];
		if (/DATE|TIME/i.test(type)) return moments;
		if (/JSON/i.test(type)) return ["'{}'", "'[1, null]'", "'null'", `'{"a": "é"}'`];
		return [...fitting[affinity], ...unfitting[affinity]];
	},

	fresh(column, table, _schema, at) {
		const affinity = affinityOf(column.type, table.options.strict === true);
		if (column.default !== undefined) return undefined;
		if (affinity === 'TEXT') return `'edge ${at + 1}'`;
		if (affinity === 'BLOB' && column.type !== '') return `x'${at.toString(16).padStart(8, '0')}'`;
		return next(column, table);
	}
};

/** Above what a migration may itself put in. */
function next({ name }: Column, table: Table): string {
	const column = identifier(name);
	const numbers = `${identifier(table.name)} WHERE typeof(${column}) IN ('integer', 'real')`;
	return `(SELECT max(1000000, coalesce(max(${column}), 0)) + 1 FROM ${numbers})`;
}
