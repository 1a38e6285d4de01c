import { withArticle } from '../../text/sentence.ts';
import type { Meaning } from './errors.ts';

const spelling = 'Check the spelling, and that it is created before this point.';

/** What is not there, is there already, or is not clear. */
export const explainNames: readonly Meaning[] = [
	{
		form: /^no such table: (?:main\.)?([^]*)$/,
		explain: ([table], { sql }) => ({
			message: `There is no table or view ${table} at this point.`,
			hint: /^drop\s/i.test(sql)
				? `Write DROP TABLE IF EXISTS where it may be missing. ${spelling}`
				: spelling
		})
	},
	{
		form: /^no such (index|view|trigger): ([^]*)$/,
		explain: ([kind, name]) => ({
			message: `There is no ${kind} ${name} at this point.`,
			hint: `Write DROP ${kind?.toUpperCase()} IF EXISTS where it may be missing. ${spelling}`
		})
	},
	{
		form: /^no such constraint: ([^]*)$/,
		explain: ([name]) => ({
			message: `The table has no constraint called ${name}.`,
			hint: 'Look at the table under Schema: a constraint written without CONSTRAINT name has no name and cannot be dropped by one.'
		})
	},
	{
		form: /^no such column: "?([^]*?)"?(?: - should this be a string literal in single-quotes\?)?$/,
		explain: ([column], { message }) => ({
			message: `There is no column ${column} at this point.`,
			hint: message.includes('should this be')
				? `Text is written in 'single quotes'; double quotes are for names. If ${column} is meant as a column, check its spelling.`
				: spelling
		})
	},
	{
		form: /^table ([^]+) has no column named ([^]*)$/,
		explain: ([table, column]) => ({
			message: `Table ${table} has no column ${column} at this point.`,
			hint: spelling
		})
	},
	{
		form: /^unknown column "([^]*)" in foreign key definition$/,
		explain: ([column]) => ({
			message: `The foreign key names column ${column}, which this table does not have.`,
			hint: 'FOREIGN KEY (…) takes columns of this table; the other table and its columns come after REFERENCES.'
		})
	},
	{
		form: /^no such function: ([^]*)$/,
		explain: ([name]) => ({
			message: `SQLite here has no function ${name}.`,
			hint:
				otherDatabases.get(name?.toLowerCase() ?? '') ??
				'Check the spelling. A function that an application or an extension brings along is not here.'
		})
	},
	{
		form: /^no such module: ([^]*)$/,
		explain: ([name]) => ({
			message: `SQLite here is built without the module ${name}.`,
			hint: /^fts5$/i.test(name ?? '')
				? 'Full-text search is here as fts4: USING fts4(…).'
				: 'Virtual tables here can be fts3 and fts4.'
		})
	},
	{
		form: /^no such (savepoint|collation sequence|database): ([^]*)$/,
		explain: ([kind, name]) => ({ message: `There is no ${kind} ${name}.`, hint: 'Check the spelling.' })
	},
	{
		form: /^(?:(table|view|index|trigger) ([^]+) already exists|there is already (?:a|an|another) (table|index|view|table or index)(?: named| with this name:) ([^]*))$/,
		explain: ([kind, name, otherKind, otherName]) => {
			const what = `${kind ?? otherKind} ${name ?? otherName}`;
			return {
				message: `There is already ${withArticle(what.replace('table or index', 'table or index called'))}.`,
				hint: 'Choose another name, drop the old one first, or write IF NOT EXISTS. If it was made by hand or by another tool, stamp the revision instead of running it.'
			};
		}
	},
	{
		form: /^duplicate column name: ([^]*)$/,
		explain: ([column]) => ({
			message: `The table already has a column ${column}.`,
			hint: 'Choose another name, or remove the statement if the column is there already.'
		})
	},
	{
		form: /^too many columns (?:on|in result set|in index)?(?: ?([^]*))?$/,
		explain: ([table]) => ({
			message: `${table ?? 'The statement'} has more columns than SQLite takes: 2000 at most.`,
			hint: 'Put some of them into another table with the same key.'
		})
	},
	{
		form: /^ambiguous column name: ([^]*)$/,
		explain: ([column]) => ({
			message: `More than one of the tables has a column ${column}, so it is not clear which is meant.`,
			hint: `Write the table before it, e.g. orders.${column}.`
		})
	},
	{
		form: /^wrong number of arguments to function ([^]*)\(\)$/,
		explain: ([name]) => ({
			message: `Function ${name} was given too many or too few values.`,
			hint: `Look up what ${name} takes in SQLite: other databases have functions of the same name that take others.`
		})
	},
	{
		form: /^misuse of aggregate(?: function)?:? ([^]*)\(\)$/,
		explain: ([name]) => ({
			message: `${name}() works on a group of rows and cannot stand here.`,
			hint: 'Conditions on groups go after HAVING, not after WHERE.'
		})
	},
	{
		form: /^table "([^]*)" has more than one primary key$/,
		explain: ([table]) => ({
			message: `Table ${table} names a primary key twice.`,
			hint: 'For a key of several columns write PRIMARY KEY (a, b) once, after the columns.'
		})
	},
	{
		form: /^AUTOINCREMENT (?:is only allowed on an INTEGER PRIMARY KEY|not allowed on WITHOUT ROWID tables)$/,
		explain: () => ({
			message:
				'AUTOINCREMENT works only on a column that is INTEGER PRIMARY KEY, in a table that has rowids.',
			hint: 'Write exactly INTEGER PRIMARY KEY (not INT, not BIGINT). SQLite numbers such a column by itself, even without AUTOINCREMENT.'
		})
	},
	{
		form: /^PRIMARY KEY missing on table ([^]*)$/,
		explain: ([table]) => ({
			message: `${table} is WITHOUT ROWID, so it must have a primary key.`,
			hint: 'Give it a PRIMARY KEY, or remove WITHOUT ROWID.'
		})
	},
	{
		form: /^(missing|unknown) datatype for ([^]+?)(?:: "([^]*)")?$/,
		explain: ([, column, type]) => ({
			message: `${column} of a STRICT table ${type === undefined ? 'has no type' : `has the type ${type}, which STRICT does not know`}.`,
			hint: 'A STRICT table takes INT, INTEGER, REAL, TEXT, BLOB and ANY.'
		})
	},
	{
		form: /^SELECTs to the left and right of ([A-Z ]+) do not have the same number of result columns$/,
		explain: ([operator]) => ({
			message: `The two SELECTs around ${operator} return different numbers of columns.`,
			hint: 'Let both return the same columns in the same order.'
		})
	},
	{
		form: /^cannot create INSTEAD OF trigger on table: ([^]*)$/,
		explain: ([table]) => ({
			message: `INSTEAD OF triggers belong to views, and ${table} is a table.`,
			hint: 'Write BEFORE or AFTER.'
		})
	},
	{
		form: /^temporary table name must be unqualified$/,
		explain: () => ({
			message: 'A temporary table is named without a schema before it.',
			hint: 'Remove the part before the dot.'
		})
	}
];

/** Functions people bring from other databases, and what SQLite has instead. */
const otherDatabases: ReadonlyMap<string, string> = new Map([
	['now', "Write CURRENT_TIMESTAMP, or datetime('now')."],
	['curdate', "Write CURRENT_DATE, or date('now')."],
	['getdate', "Write CURRENT_TIMESTAMP, or datetime('now')."],
	['to_char', 'Write strftime(format, value) for dates, printf(format, value) for numbers.'],
	['date_trunc', "Write strftime('%Y-%m-01', value) and the like."],
	['regexp', 'SQLite here has no regular expressions: use LIKE or GLOB.'],
	['gen_random_uuid', 'Write lower(hex(randomblob(16))).'],
	['uuid_generate_v4', 'Write lower(hex(randomblob(16))).'],
	['uuid', 'Write lower(hex(randomblob(16))).'],
	['string_agg', 'Write group_concat(value, separator).'],
	['array_agg', 'Write json_group_array(value).'],
	['left', 'Write substr(text, 1, n).'],
	['right', 'Write substr(text, -n).'],
	['greatest', 'Write max(a, b).'],
	['least', 'Write min(a, b).'],
	['nextval', 'Use INTEGER PRIMARY KEY: SQLite numbers it by itself.'],
	['last_insert_id', 'Write last_insert_rowid().'],
	['generate_series', 'Write WITH RECURSIVE to count.']
]);
