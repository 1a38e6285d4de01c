import type { Meaning } from './errors.ts';
import { identifier } from './identifier.ts';
import { newRuleIn } from './new-rule.ts';

/** What the rows, old or new, do not fit. */
export const explainData: readonly Meaning[] = [
	{
		form: /^FOREIGN KEY constraint failed$/,
		explain: (_groups, { sql }) =>
			/^drop\s/i.test(sql)
				? {
						message: 'Rows of other tables still point at rows of this table, and foreign keys are on.',
						hint: 'Delete or repoint those rows first, or drop the tables that point here first. To rebuild a table, write foreign_keys:false after the migrate directive: PRAGMA foreign_keys has no effect inside the step.'
					}
				: {
						message: 'A row would point at a row that is not there, or a row that others point at would go.',
						hint: 'Insert the row that is pointed at first; delete the rows that point before the row they point at.'
					}
	},
	{
		form: /^foreign key mismatch - "([^]*)" referencing "([^]*)"$/,
		explain: ([child, parent]) => ({
			message: `A foreign key of ${child} points at columns of ${parent} that are neither its primary key nor UNIQUE, so SQLite cannot follow it.`,
			hint: `Create a UNIQUE index on those columns of ${parent}, or let the key point at its primary key.`
		})
	},
	{
		form: /^UNIQUE constraint failed: (?:index '([^]*)'|([^]*))$/,
		explain: ([index, columns], { sql }) => ({
			message: /^create\s+unique/i.test(sql)
				? `The rows that exist already hold the same value twice in ${index ? `index ${index}` : columns}.`
				: `Another row already has the same value in ${index ? `index ${index}` : columns}.`,
			hint: 'Find the doubles with SELECT …, count(*) … GROUP BY … HAVING count(*) > 1, and change or delete them first.'
		})
	},
	{
		form: /^NOT NULL constraint failed: ([^]*)$/,
		explain: ([column]) => ({
			message: `A row would have no value in ${column}, which is NOT NULL.`,
			hint: 'Give the column a value in this statement, or a DEFAULT in its table. Where rows are copied, fill the empty ones with coalesce(column, value).'
		})
	},
	{
		form: /^CHECK constraint failed(?:: ([^]*))?$/,
		explain: ([check], { sql }) => ({
			message: /^alter/i.test(sql)
				? 'A row that exists breaks the CHECK of the new column.'
				: `A row breaks the CHECK${check ? ` "${check}"` : ''}.`,
			hint: 'Look for the rows that break it with SELECT … WHERE NOT (the check), and mend them first; or loosen the check.'
		})
	},
	{
		form: /^constraint failed$/,
		explain: (_groups, { sql }) => {
			const rule = newRuleIn(sql);
			if (rule?.kind === 'notNull') {
				const column = identifier(rule.column);
				return {
					message: `Rows that exist have no value in ${rule.column}, which is to be NOT NULL.`,
					hint: `Give them one first: UPDATE … SET ${column} = … WHERE ${column} IS NULL.`
				};
			}
			const check = rule?.name === undefined ? 'CHECK' : `CHECK "${rule.name}"`;
			return {
				message: `Rows that exist break the new ${rule === undefined ? 'constraint' : check}.`,
				hint: 'Find them with SELECT … WHERE NOT (the check), and mend them first.'
			};
		}
	},
	{
		form: /^datatype mismatch$/,
		explain: () => ({
			message: 'A value has the wrong type: an INTEGER PRIMARY KEY (and a LIMIT) takes whole numbers only.',
			hint: 'Write a whole number, or leave the key out and let SQLite choose one.'
		})
	},
	{
		form: /^cannot store (\w+) value in (\w+) column ([^]*)$/,
		explain: ([given, wanted, column]) => ({
			message: `Column ${column} of a STRICT table takes ${wanted} only, and was given ${given}.`,
			hint: `Write the value as ${wanted}, convert it with CAST(… AS ${wanted}), or use the type ANY.`
		})
	},
	{
		form: /^table ([^]+) has (\d+) columns but (\d+) values were supplied$/,
		explain: ([table, columns, values]) => ({
			message: `${table} has ${columns} columns, and the statement gives ${values} values.`,
			hint: `Name the columns you fill: INSERT INTO ${table} (…) VALUES (…). A column added by an earlier migration is the usual reason.`
		})
	},
	{
		form: /^(\d+) values for (\d+) columns$/,
		explain: ([values, columns]) => ({
			message: `The statement names ${columns} columns and gives ${values} values.`,
			hint: 'Give each named column exactly one value.'
		})
	},
	{
		form: /^all VALUES must have the same number of terms$/,
		explain: () => ({
			message: 'The rows after VALUES do not all have the same number of values.',
			hint: 'Look for a missing comma or bracket in one of them.'
		})
	},
	{
		form: /^cannot (INSERT into|UPDATE) generated column "([^]*)"$/,
		explain: ([, column]) => ({
			message: `Column ${column} is generated: SQLite computes it, nobody writes it.`,
			hint: `Leave ${column} out of the statement.`
		})
	},
	{
		form: /^cannot modify ([^]+) because it is a view$/,
		explain: ([view]) => ({
			message: `${view} is a view: it shows rows of tables and has none of its own.`,
			hint: 'Write to the table behind it, or give the view an INSTEAD OF trigger.'
		})
	},
	{
		form: /^ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint$/,
		explain: () => ({
			message: 'The columns after ON CONFLICT are not a primary key and have no UNIQUE index.',
			hint: 'Create a UNIQUE index on exactly those columns first, or name the columns of one that exists.'
		})
	},
	{
		form: /^malformed JSON$/,
		explain: () => ({
			message: 'A text that should be JSON is not.',
			hint: 'Find it with SELECT … WHERE NOT json_valid(column).'
		})
	},
	{
		form: /^integer overflow$/,
		explain: () => ({
			message: 'A sum or product is larger than the largest whole number SQLite has (9223372036854775807).',
			hint: 'Use total(…) instead of sum(…), or compute with reals (1.0 * …).'
		})
	},
	{
		form: /^(?:out of memory|string or blob too big|database or disk is full)$/,
		explain: () => ({
			message: 'The database needs more memory than there is here.',
			hint: 'Work on fewer rows, or look for a query that multiplies rows by mistake (a JOIN without ON).'
		})
	},
	{
		form: /^file is not a database$/,
		explain: () => ({
			message: 'These bytes are not an SQLite database.',
			hint: 'Choose a file that sqlite3 can open. An encrypted database cannot be read here.'
		})
	}
];
