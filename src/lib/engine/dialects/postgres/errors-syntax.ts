import type { Meaning } from './errors.ts';
import { copyFromStdin, subscribed } from './refusals.ts';

/** Texts that PostgreSQL cannot read, or reads and does not do. */
export const explainSyntax: readonly Meaning[] = [
	{
		code: '42601',
		form: /^syntax error at or near "\\"$/,
		explain: (_, { sql }) => {
			const command = /^\\\w*/.exec(sql)?.[0] ?? '\\';
			return {
				message: `${command} is a command of the program psql, not SQL, so the database does not know it.`,
				hint: `Remove the line. ${/^\\(?:un)?restrict/.test(command) ? 'pg_dump writes it for psql alone.' : /^\\i/.test(command) ? 'Put the statements of the other file here.' : 'A migration runs in one database and knows only its SQL.'}`
			};
		}
	},
	{
		code: '42601',
		form: /^syntax error at end of input$/,
		explain: () => ({
			message: 'The statement stops before it is complete.',
			hint: 'Look for a closing parenthesis, a quote or a word that is missing at its end.'
		})
	},
	{
		code: '42601',
		form: /^unterminated (.+) at or near/,
		explain: ([what]) => ({
			message: `The text has an opening mark without its end: unterminated ${what}.`,
			hint: what?.includes('dollar')
				? 'Close the body with the same mark it begins with, e.g. $$ … $$.'
				: "Close it. A quote inside of a string is written twice: 'it''s'."
		})
	},
	{
		code: '42601',
		form: /^syntax error at or near "([^]*)"$/,
		explain: ([token]) => ({
			message: `PostgreSQL does not understand the statement from "${token}" on.`,
			hint: `Look at what stands right before it: often a comma or a parenthesis too many or too few, a semicolon missing at the end of the statement before, or a reserved word used as a name (write "${token}" in double quotes then).`
		})
	},
	{
		code: '42601',
		explain: (_, { message }) => ({
			message: `PostgreSQL does not understand the statement: ${message}.`,
			hint: 'Correct the statement at that place.'
		})
	},
	{
		code: '42804',
		form: /^column "([^]+)" cannot be cast automatically to type (.+)$/,
		explain: ([column, type], { databaseHint }) => ({
			message: `PostgreSQL does not turn ${column} into ${type} by itself, because some values may not fit.`,
			hint: `Say how: ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}.${databaseHint === undefined ? '' : ` ${databaseHint}`}`
		})
	},
	{
		code: '42804',
		form: /^default for column "([^]+)" cannot be cast automatically to type (.+)$/,
		explain: ([column, type]) => ({
			message: `The default of ${column} does not turn into ${type} by itself.`,
			hint: `In one ALTER TABLE: ALTER COLUMN ${column} DROP DEFAULT, ALTER COLUMN ${column} TYPE ${type} USING …, ALTER COLUMN ${column} SET DEFAULT ….`
		})
	},
	{
		code: '42804',
		explain: (_, { message, databaseHint }) => ({
			message: `Two types do not fit together: ${message}.`,
			hint: databaseHint ?? 'Convert one of them, e.g. value::integer.'
		})
	},
	{
		code: '0A000',
		form: new RegExp(`^${copyFromStdin}$`),
		explain: () => ({
			message:
				'COPY … FROM STDIN takes its rows from the program that sends the statement, and a migration is only text.',
			hint: 'Write the rows as INSERT statements. pg_dump does so with --inserts or --rows-per-insert=100.'
		})
	},
	{
		code: '0A000',
		form: new RegExp(`^${subscribed}$`),
		explain: () => ({
			message:
				'A subscription takes its rows from another server, and the PostgreSQL in this page reaches none.',
			hint: 'Leave the subscription to the server it is for; publications can be made here.'
		})
	},
	{
		code: '0A000',
		form: /^extension "([^]+)" is not available$/,
		explain: ([name]) => ({
			message: `The extension ${name} is not part of the PostgreSQL in this page.`,
			hint: 'Available are those that come with PostgreSQL itself, e.g. citext, hstore, ltree, pg_trgm, pgcrypto and uuid-ossp. Ids can be made without any: gen_random_uuid().'
		})
	},
	{
		code: '0A000',
		form: /^cannot alter type of a column used by a (.+)$/,
		explain: ([what], { detail }) => ({
			message: `The type of a column cannot change while a ${what} uses it${detail === undefined ? '' : `: ${detail}`}.`,
			hint: 'Drop that first, change the type, and make it again, all in the same step.'
		})
	},
	{
		code: '0A000',
		explain: (_, { message, databaseHint }) => ({
			message: `PostgreSQL cannot do that: ${message}.`,
			hint: databaseHint ?? 'Find another way to the same end.'
		})
	},
	{
		code: '58P01',
		explain: (_, { message }) => ({
			message: `A file is missing: ${message}.`,
			hint: 'Where it belongs to an extension, that extension is not part of the PostgreSQL in this page. Files of your own cannot be read: write the rows as INSERT statements.'
		})
	},
	{
		code: '54011',
		explain: () => ({
			message:
				'The table has too many columns: 1600 at most, fewer for wide types. Dropped columns count as well.',
			hint: 'Put some of them into another table with the same key. To be rid of dropped ones, copy the rows into a new table.'
		})
	},
	{
		code: '42622',
		explain: () => ({
			message: 'A name is too long: PostgreSQL keeps 63 bytes of it.',
			hint: 'Shorten the name.'
		})
	}
];
