import { asSentence } from '../../text/sentence.ts';
import type { Explanation, Meaning } from './errors.ts';
import { keyIn } from './errors.ts';

/** A text that a type does not take, while the statement around it is right. */
function unreadable(type: string, message: string, detail: string | undefined): Explanation {
	return {
		message: `A text is no value of ${type}: ${asSentence(detail === undefined ? message : `${message}. ${detail}`)}`,
		hint: 'Write a value that is one. Where a column changes its type, correct such rows first, or say how to convert them: ALTER COLUMN … TYPE … USING ….'
	};
}

/** Rows that do not fit: constraints, values, conversions. */
export const explainData: readonly Meaning[] = [
	{
		code: '23502',
		form: /^column "([^]+)" of relation "([^]+)" contains null values$/,
		explain: ([column, table]) => ({
			message: `Column ${column} of ${table} cannot become NOT NULL: some rows have no value in it.`,
			hint: `Give those rows a value first: UPDATE ${table} SET ${column} = … WHERE ${column} IS NULL. A new column can be added with a DEFAULT, which fills the rows that are there.`
		})
	},
	{
		code: '23502',
		form: /^null value in column "([^]+)" of relation "([^]+)" violates/,
		explain: ([column, table]) => ({
			message: `Column ${column} of ${table} must have a value, and the statement gives it none.`,
			hint: `Write a value for ${column}, or give the column a default: ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ….`
		})
	},
	{
		code: '23502',
		explain: () => ({
			message: 'A value is missing where there must be one.',
			hint: 'Write a value in place of NULL, or drop the NOT NULL constraint first.'
		})
	},
	{
		code: '23503',
		form: /^insert or update on table "([^]+)" violates foreign key constraint "([^]+)"$/,
		explain: ([table, name], { detail }) => {
			const { columns, values } = keyIn(detail);
			return {
				message: `A row of ${table} points at a row that is not there: ${columns} is ${values} (foreign key ${name}).`,
				hint: 'Insert the row that is pointed at first, or correct or delete the rows that point nowhere. A constraint added with NOT VALID leaves the rows that are there unchecked.'
			};
		}
	},
	{
		code: '23503',
		form: /^update or delete on table "([^]+)" violates .*foreign key constraint "([^]+)" on table "([^]+)"$/,
		explain: ([table, name, from]) => ({
			message: `Rows of ${from} still point at the row of ${table} that is to go (foreign key ${name}).`,
			hint: `Delete or repoint those rows of ${from} first, or let the key do it: ON DELETE CASCADE or ON DELETE SET NULL.`
		})
	},
	{
		code: '23505',
		form: /^could not create unique index "([^]+)"$/,
		explain: ([index], { detail }) => {
			const { columns, values } = keyIn(detail);
			return {
				message: `${index} cannot be unique: several rows have ${columns} = ${values}.`,
				hint: `Find them with SELECT ${columns}, count(*) FROM … GROUP BY ${columns} HAVING count(*) > 1, then change or delete the surplus rows before this statement.`
			};
		}
	},
	{
		code: '23505',
		form: /^duplicate key value violates unique constraint "([^]+)"$/,
		explain: ([name], { detail }) => {
			const { columns, values } = keyIn(detail);
			return {
				message: `A row with ${columns} = ${values} is there already (unique constraint ${name}).`,
				hint: 'Use another value, or say what is to happen: ON CONFLICT DO NOTHING or DO UPDATE. Where ids were inserted by hand, move the sequence on with setval.'
			};
		}
	},
	{
		code: '23514',
		form: /^check constraint "([^]+)" of relation "([^]+)" is violated by some row$/,
		explain: ([name, table]) => ({
			message: `${table} has rows that the new check ${name} forbids.`,
			hint: 'Correct those rows first. A check added with NOT VALID leaves the rows that are there unchecked until VALIDATE CONSTRAINT.'
		})
	},
	{
		code: '23514',
		form: /^new row for relation "([^]+)" violates check constraint "([^]+)"$/,
		explain: ([table, name], { detail }) => ({
			message: `A row for ${table} breaks the rule of its check ${name}.${detail === undefined ? '' : ` ${detail}`}`,
			hint: 'Change the values so that the check holds, or change the check first.'
		})
	},
	{
		code: '23514',
		form: /^no partition of relation "([^]+)" found for row$/,
		explain: ([table], { detail }) => ({
			message: `${table} has no partition for a row.${detail === undefined ? '' : ` ${detail}`}`,
			hint: `Create a partition for that value first, or one for all others: CREATE TABLE … PARTITION OF ${table} DEFAULT.`
		})
	},
	{
		code: '23514',
		explain: (_, { message }) => ({
			message: `A value breaks a rule of its table or type: ${message}.`,
			hint: 'Change the values so that the rule holds, or change the rule first.'
		})
	},
	{
		code: '23P01',
		explain: (_, { detail }) => ({
			message: `Two rows exclude each other.${detail === undefined ? '' : ` ${detail}`}`,
			hint: 'Change or delete one of the two rows first; the exclusion constraint says which values may not meet.'
		})
	},
	{
		code: '22P02',
		form: /^invalid input syntax for type ([^:]+): "([^]*)"$/,
		explain: ([type, value]) => ({
			message: `"${value}" is no ${type}.`,
			hint: `Write a value that is one. Where a column changes its type, correct such rows first, or say how to convert them: ALTER COLUMN … TYPE ${type} USING ….`
		})
	},
	{
		code: '22P02',
		form: /^invalid input value for enum ([^:]+): "([^]*)"$/,
		explain: ([type, value]) => ({
			message: `"${value}" is not one of the values of ${type}.`,
			hint: `Use one of its values (SELECT enum_range(NULL::${type})), or add it in an earlier migration: ALTER TYPE ${type} ADD VALUE '${value}'.`
		})
	},
	{
		code: '22P02',
		explain: (_, { message, detail }) => unreadable('the type it is to have', message, detail)
	},
	// Types with a grammar of their own say of a value what PostgreSQL says of a statement.
	{
		code: '42601',
		form: /^(?:syntax error in|no operand in|bad|syntax error at or near .* of) (tsvector|tsquery|hstore|seg|jsonpath)\b/s,
		explain: ([type = ''], { message, detail }) => unreadable(type, message, detail)
	},
	{
		code: '42601',
		form: /^(ltree|lquery|ltxtquery) syntax error/,
		explain: ([type = ''], { message, detail }) => unreadable(type, message, detail)
	},
	{
		code: '42601',
		form: /^syntax error$/,
		explain: (_, { message, detail }) => unreadable('the type it is to have', message, detail)
	},
	{
		code: '2200N',
		explain: (_, { message, detail }) => unreadable('xml', message, detail)
	},
	{
		code: '22001',
		form: /^value too long for type (.+)$/,
		explain: ([type]) => ({
			message: `A text is too long for ${type}.`,
			hint: 'Shorten it, or widen the column first: ALTER COLUMN … TYPE text takes any length.'
		})
	},
	{
		code: '22003',
		explain: (_, { message }) => ({
			message: `A number does not fit into its type: ${message}.`,
			hint: 'Use a wider type, e.g. bigint in place of integer.'
		})
	},
	{
		code: '22007',
		explain: (_, { message }) => ({
			message: `A text is no date or time: ${message}.`,
			hint: "Write it as '2026-11-23' or '2026-11-23 08:30:00+00'."
		})
	},
	{
		code: '22012',
		explain: () => ({
			message: 'A number was divided by zero.',
			hint: 'Leave out the rows where the divisor is 0, or write nullif(divisor, 0).'
		})
	}
];
