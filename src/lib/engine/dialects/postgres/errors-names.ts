import { withArticle } from '../../text/sentence.ts';
import type { StatementFailure } from '../../database.ts';
import { longNameFor } from './cut-names.ts';
import type { Meaning } from './errors.ts';

const exists = (kind: string, guard: string, name = '', { sql }: Pick<StatementFailure, 'sql'>) => {
	const long = longNameFor(name, sql);
	const usual = `It was made by an earlier statement or migration, or by hand. Choose another name, drop the old one first, or write ${guard} where it may be there.`;
	return {
		message: `There is already ${kind}.`,
		hint:
			long === undefined
				? usual
				: `PostgreSQL keeps 63 bytes of a name, so that ${long} has the name of something that is there already. Choose a shorter name.`
	};
};

/** Things that are not there, or are there already. */
export const explainNames: readonly Meaning[] = [
	{
		code: '42P01',
		form: /^(?:relation|table|view|sequence|missing FROM-clause entry for table|invalid reference to FROM-clause entry for table) "([^]+)"(?: does not exist)?$/,
		explain: ([name], { message }) =>
			message.includes('FROM-clause')
				? {
						message: `The query uses ${name}, but its FROM does not bring it in.`,
						hint: `Add ${name} to FROM or JOIN, or use the alias it has there.`
					}
				: {
						message: `There is no table or view ${name}.`,
						hint: `Check the spelling, and that the migration which creates ${name} comes before this one (revises). A name written with capitals must be quoted everywhere, and one in another schema needs the schema before it.`
					}
	},
	{
		code: '42703',
		form: /^column "?([^"]+?)"?(?: of relation "([^]+)")? does not exist$/,
		explain: ([column, table], { databaseHint }) => ({
			message: `There is no column ${column}${table === '' ? '' : ` in ${table}`}.`,
			hint: databaseHint ?? 'Check the spelling. A text belongs in single quotes: "…" is always a name.'
		})
	},
	{
		code: '42883',
		form: /^operator does not exist: ([^]+)$/,
		explain: ([sides]) => ({
			message: `There is no operator for these types: ${sides}.`,
			hint: 'Convert one side, e.g. value::integer or value::text.'
		})
	},
	{
		code: '42883',
		form: /^(function|procedure|routine|aggregate) ([^]+) does not exist$/,
		explain: ([kind, name], { databaseHint }) => ({
			message: `There is no ${kind} ${name}.`,
			hint: `Check the name and the types of what is handed over. It may come with an extension (CREATE EXTENSION), or with a migration that must run first.${databaseHint === undefined ? '' : ` ${databaseHint}`}`
		})
	},
	{
		code: '42P07',
		form: /^relation "([^]+)" already exists$/,
		explain: ([name], failure) =>
			exists(`a table, view, index or sequence ${name}`, 'IF NOT EXISTS', name, failure)
	},
	{
		code: '42701',
		form: /^column "([^]+)" (?:of relation "([^]+)" already exists|specified more than once)$/,
		explain: ([column = '', table], failure) =>
			table === ''
				? {
						message: `Column ${column} is named twice.`,
						hint:
							longNameFor(column, failure.sql) === undefined
								? 'Remove one of the two, or give it another name.'
								: 'PostgreSQL keeps 63 bytes of a name, and these begin with the same. Choose shorter names.'
					}
				: exists(`a column ${column} in ${table}`, 'ADD COLUMN IF NOT EXISTS', column, failure)
	},
	{
		code: '42710',
		form: /^extension "([^]+)" already exists$/,
		explain: ([name]) => ({
			message: `The extension ${name} is there already.`,
			hint: 'It was made by an earlier migration, or the settings of the project switch it on. Write CREATE EXTENSION IF NOT EXISTS.'
		})
	},
	{
		code: '42710',
		form: /^([a-z ]+) "([^]+?)"(?: for relation "([^]+)")? already exists/,
		explain: ([kind, name, table], failure) =>
			exists(
				withArticle(`${kind} ${name}${table === '' ? '' : ` on ${table}`}`),
				'DROP … IF EXISTS before it',
				name,
				failure
			)
	},
	{
		code: '42723',
		explain: (_, { message }) => ({
			message: `The function is there already: ${message}.`,
			hint: 'Write CREATE OR REPLACE FUNCTION to put the new one in its place.'
		})
	},
	{
		code: '42P06',
		form: /^schema "([^]+)" already exists$/,
		explain: ([name], failure) => exists(`a schema ${name}`, 'IF NOT EXISTS', name, failure)
	},
	{
		code: '3F000',
		explain: (_, { message }) => ({
			message: message.startsWith('no schema')
				? 'The search path names no schema in which something new could be made.'
				: `A schema is missing: ${message}.`,
			hint: 'Create it first (CREATE SCHEMA …), or correct the search path: SET LOCAL search_path = public.'
		})
	},
	{
		code: '42704',
		form: /^([a-z ]+) "([^]+?)"(?: (?:for|of) (?:relation|table) "([^]+)")? does not exist$/,
		explain: ([kind, name, table]) => ({
			message: `There is no ${kind} ${name}${table === '' ? '' : ` on ${table}`}.`,
			hint:
				kind === 'role'
					? `The database in this page starts without roles of its own: create ${name} in an earlier migration (CREATE ROLE ${name}), or leave out OWNER TO and GRANT.`
					: kind === 'type'
						? `Check the spelling. ${name} may be made by a migration that must run first, or by an extension (CREATE EXTENSION).`
						: 'Check the spelling, and that what makes it comes before. IF EXISTS lets a DROP pass where it is not there.'
		})
	},
	{
		code: '42P16',
		explain: (_, { message }) => ({
			message: `The table or view cannot be defined like that: ${message}.`,
			hint: message.includes('view')
				? 'CREATE OR REPLACE VIEW may only add columns at the end. To change or drop some, DROP VIEW and CREATE VIEW.'
				: message.includes('primary key')
					? 'A table has one primary key: drop the old one first (ALTER TABLE … DROP CONSTRAINT …).'
					: 'Change the definition.'
		})
	},
	{
		code: '42830',
		explain: (_, { message }) => ({
			message: `The foreign key points at columns that do not identify a row: ${message}.`,
			hint: 'Make those columns the primary key of the other table, or give them a UNIQUE constraint first.'
		})
	},
	{
		code: '2BP01',
		form: /^cannot drop ([^]+?) because (?:other objects depend on it|it is required by [^]+|[^]+ requires it)$/,
		explain: ([what], { detail }) => ({
			message: `${what} cannot be dropped because other things need it${detail === undefined ? '' : `: ${detail.replaceAll('\n', '; ')}`}.`,
			hint: 'Drop or change those first. CASCADE would drop them together with it, so look at the list before you write it.'
		})
	},
	{
		code: '42809',
		explain: (_, { message }) => ({
			message: `That is another kind of thing: ${message}.`,
			hint: 'Use the statement for its kind, e.g. DROP VIEW for a view and DROP INDEX for an index.'
		})
	}
];
