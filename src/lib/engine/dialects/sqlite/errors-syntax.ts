import type { StatementFailure } from '../../database.ts';
import type { Explanation, Meaning } from './errors.ts';

/** What SQLite's parser does not understand. */
export const explainSyntax: readonly Meaning[] = [
	{
		form: /^near "([^]*)": syntax error$/,
		explain: ([token = ''], failure) => foreignSyntax(failure) ?? ordinarySyntax(token, failure)
	},
	{
		form: /^unrecognized token: "([^]*)"$/,
		explain: ([token = ''], failure) =>
			foreignSyntax(failure) ??
			(/^['"`[]/.test(token)
				? {
						message: `A quote is opened here (${token[0]}) and never closed.`,
						hint: "Close it. A quote inside a text is written twice: 'it''s'."
					}
				: {
						message: `SQLite does not know the sign ${token}.`,
						hint: 'Remove it. Curly quotes and the like come in by copying from a word processor: write straight quotes.'
					})
	},
	{
		form: /^incomplete input$/,
		explain: () => ({
			message: 'The statement stops before it is finished.',
			hint: 'Look for a bracket that is not closed, a list that ends in a comma, or a trigger whose END is missing.'
		})
	},
	{
		form: /^the SQL text holds a NUL character$/,
		explain: () => ({
			message: 'The text holds an invisible NUL character, at which SQLite stops reading.',
			hint: 'Remove it: the file may have been saved as UTF-16. Save it as UTF-8.'
		})
	}
];

/** Statements of other databases, and what SQLite has instead. */
const elsewhere: readonly { readonly form: RegExp; readonly explanation: Explanation }[] = [
	{
		form: /^alter\s+table\s[^]*?\s(?:alter|modify|change)\s+(?:column\s+)?\S+\s+(?!set\s+not|drop\s+not)/i,
		explanation: {
			message: 'SQLite cannot change the type or the default of a column that exists.',
			hint: 'Build the table anew: create one as it should be, copy the rows, drop the old one and rename the new one. Autogenerate writes such a script.'
		}
	},
	{
		form: /^alter\s+table\s[^]*?\sadd\s+(?:constraint\s+\S+\s+)?(?:unique|primary|foreign)\b/i,
		explanation: {
			message: 'SQLite cannot add a key or a UNIQUE constraint to a table that exists.',
			hint: 'For UNIQUE write CREATE UNIQUE INDEX. For a primary or foreign key build the table anew; autogenerate writes such a script.'
		}
	},
	{
		form: /^alter\s+table\s[^]*,\s*(?:add|drop|rename|alter)\b/i,
		explanation: {
			message: 'In SQLite one ALTER TABLE makes one change.',
			hint: 'Write a statement of its own for each: ALTER TABLE … ADD COLUMN …; ALTER TABLE … ADD COLUMN …;'
		}
	},
	{
		form: /^truncate\b/i,
		explanation: { message: 'SQLite has no TRUNCATE.', hint: 'Write DELETE FROM table; without WHERE.' }
	},
	{
		form: /^create\s+type\b/i,
		explanation: {
			message: 'SQLite has no CREATE TYPE.',
			hint: "Write a CHECK instead of an enum: mood TEXT CHECK (mood IN ('sad', 'ok', 'happy'))."
		}
	},
	{
		form: /^create\s+(?:or\s+replace\s+)?(?:function|procedure)\b/i,
		explanation: {
			message: 'SQLite has no functions or procedures written in SQL.',
			hint: 'Do the work in plain statements, or in a trigger.'
		}
	},
	{
		form: /^(?:do|call)\b/i,
		explanation: {
			message: 'SQLite has no blocks of code to run.',
			hint: 'Write what the block does as plain statements.'
		}
	},
	{
		form: /^create\s[^]*?\btrigger\b[^]*\bexecute\s+(?:function|procedure)\b/i,
		explanation: {
			message: 'SQLite has no functions for a trigger to call: what it does stands in the trigger itself.',
			hint: 'Write CREATE TRIGGER … BEGIN UPDATE …; END;'
		}
	},
	{
		form: /^(?:create|drop|alter)\s+materialized\s+view\b|^refresh\b/i,
		explanation: {
			message: 'SQLite has no materialized views.',
			hint: 'Write a VIEW, or a table that triggers keep up to date.'
		}
	},
	{
		form: /^(?:create|drop|alter)\s+(?:policy|rule|aggregate|cast|operator|collation|publication|subscription|statistics|event\s+trigger|foreign|server|language|text\s+search|conversion)\b/i,
		explanation: {
			message: 'SQLite has nothing like this kind of object.',
			hint: 'Remove the statement, and do without it or do the work in the program.'
		}
	},
	{
		form: /^create\s+or\s+replace\b/i,
		explanation: {
			message: 'SQLite has no CREATE OR REPLACE.',
			hint: 'Write DROP … IF EXISTS first, then CREATE.'
		}
	},
	{
		form: /^(?:create|drop)\s+(?:schema|database|sequence|extension|role|user|domain)\b/i,
		explanation: {
			message: 'SQLite has no schemas, sequences, extensions or users: a database is one file.',
			hint: 'Remove the statement. For numbers that count up, use INTEGER PRIMARY KEY.'
		}
	},
	{
		form: /^(?:show|use|describe|set|comment|grant|revoke|lock)\b/i,
		explanation: {
			message: 'This statement belongs to another database system; SQLite has nothing like it.',
			hint: 'Remove it.'
		}
	}
];

function foreignSyntax({ sql }: StatementFailure): Explanation | undefined {
	return elsewhere.find(({ form }) => form.test(sql))?.explanation;
}

function ordinarySyntax(token: string, { sql, start, at }: StatementFailure): Explanation {
	const before = at === undefined ? '' : sql.slice(0, at - start).trimEnd();
	if (token === '(' && /\bdefault\s+\w+$/i.test(before)) {
		return {
			message: 'A default that is computed must stand in brackets.',
			hint: "Write DEFAULT (expression), e.g. DEFAULT (datetime('now')); or DEFAULT CURRENT_TIMESTAMP."
		};
	}
	if (token === ')' && before.endsWith(',')) {
		return { message: 'There is a comma before the closing bracket.', hint: 'Remove the last comma.' };
	}
	if (/[“”‘’]/.test(token)) {
		return {
			message: `${token} is written with curly quotes, which SQLite takes for part of a name.`,
			hint: 'Write straight quotes: \'text\' for text, "name" for names.'
		};
	}
	if (/^(?:create|drop|alter|insert|update|delete|select)$/i.test(token) && before !== '') {
		return {
			message: `SQLite did not expect ${token} here: the statement before it is not ended.`,
			hint: 'Put a semicolon at the end of the statement before it.'
		};
	}
	return {
		message: `SQLite does not understand the statement at ${token === '' ? 'its end' : `"${token}"`}.`,
		hint: 'Look right before that place: a missing comma, a misspelt word, or a reserved word used as a name (write it in double quotes).'
	};
}
