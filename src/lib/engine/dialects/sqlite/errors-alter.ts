import type { Meaning } from './errors.ts';

const rebuild =
	'Build the table anew instead: create one as it should be, copy the rows, drop the old one and rename the new one. Autogenerate writes such a script.';

/** What ALTER TABLE, DROP and the like refuse. */
export const explainAlter: readonly Meaning[] = [
	{
		form: /^Cannot add a NOT NULL column with default value NULL$/,
		explain: () => ({
			message:
				'The new column is NOT NULL and has no default, but the table already has rows: they would have no value for it.',
			hint: 'Give the column a default, e.g. NOT NULL DEFAULT 0. Or add it without NOT NULL, fill it with an UPDATE, and make it NOT NULL in a later migration. On an empty table SQLite accepts this statement, so it may have worked elsewhere.'
		})
	},
	{
		form: /^Cannot add a UNIQUE column$/,
		explain: () => ({
			message: 'SQLite cannot add a column that is UNIQUE to a table that exists.',
			hint: 'Add the column without UNIQUE, fill it, then write CREATE UNIQUE INDEX on it.'
		})
	},
	{
		form: /^Cannot add a PRIMARY KEY column$/,
		explain: () => ({
			message: 'SQLite cannot add a primary key column to a table that exists.',
			hint: rebuild
		})
	},
	{
		form: /^Cannot add a column with non-constant default$/,
		explain: () => ({
			message:
				'The new column has a default that is computed (such as CURRENT_TIMESTAMP or an expression), but the table already has rows, and SQLite adds a column without touching them.',
			hint: 'Use a constant default, or add the column without one and fill it with an UPDATE. On an empty table SQLite accepts this statement, so it may have worked elsewhere.'
		})
	},
	{
		form: /^Cannot add a REFERENCES column with non-NULL default value$/,
		explain: () => ({
			message:
				'Foreign keys are on, and every row that exists would point at the row that the default of the new column names.',
			hint: 'Leave the default out (it is then NULL) and fill the column with an UPDATE.'
		})
	},
	{
		form: /^cannot add a STORED column$/,
		explain: () => ({
			message:
				'SQLite cannot add a STORED generated column to a table that has rows: every one would have to be written anew.',
			hint: `Write VIRTUAL instead of STORED. Where it must be stored: ${rebuild} On an empty table SQLite accepts this statement, so it may have worked elsewhere.`
		})
	},
	{
		form: /^Cannot add a column to a view$/,
		explain: () => ({
			message: 'This name belongs to a view, and a view has no columns of its own.',
			hint: 'Drop the view and create it again with the column in its SELECT.'
		})
	},
	{
		form: /^cannot drop (UNIQUE|PRIMARY KEY) column: "([^]*)"$/,
		explain: ([kind, column]) => ({
			message: `Column ${column} is part of ${kind === 'UNIQUE' ? 'a UNIQUE constraint' : 'the primary key'} of its table, so SQLite cannot drop it.`,
			hint: rebuild
		})
	},
	{
		form: /^cannot drop column "([^]*)": no other columns exist$/,
		explain: ([column]) => ({
			message: `${column} is the only column of its table, and a table must have one.`,
			hint: 'Add the new column first, or drop the whole table.'
		})
	},
	{
		form: /^error in (index|view|trigger|table) ([^]+?) after (drop column|rename): ([^]*)$/,
		explain: ([kind, name, action, reason]) => ({
			message: `After the ${action === 'rename' ? 'renaming' : 'column is dropped'}, ${kind} ${name} would no longer work (${reason}).`,
			hint:
				kind === 'table'
					? 'Choose a name that the table does not have yet, or change what depends on the column first.'
					: `Drop ${kind} ${name} before this statement, and create it again after it in its new form.`
		})
	},
	{
		form: /^error in (index|view|trigger) ([^]+?): ([^]*)$/,
		explain: ([kind, name, reason]) => ({
			message: `At this point ${kind} ${name} does not work (${reason}), and SQLite checks all of them, those of TEMP too, when it renames or drops something.`,
			hint: `It may have been broken before, or an earlier statement of this step took away what it uses. Drop ${kind} ${name} before that, and create it again at the end.`
		})
	},
	{
		form: /^use DROP (VIEW|TABLE) to delete (?:view|table) ([^]*)$/,
		explain: ([kind, name]) => ({
			message: `${name} is a ${kind?.toLowerCase()}.`,
			hint: `Write DROP ${kind} ${name}.`
		})
	},
	{
		form: /^(?:table ([^]+) may not be (?:dropped|modified|altered)|object name reserved for internal use: ([^]*))$/,
		explain: ([table, reserved]) => ({
			message: `${table ?? reserved} is a name SQLite keeps for itself: all names that begin with sqlite_ are.`,
			hint: 'Choose another name, or leave that table alone.'
		})
	},
	{
		form: /^cannot VACUUM from within a transaction$/,
		explain: () => ({
			message: 'VACUUM cannot run inside a transaction.',
			hint: 'Put it into a migration of its own, with transaction:false after the migrate directive.'
		})
	},
	{
		form: /^cannot start a transaction within a transaction$/,
		explain: () => ({
			message: 'A transaction is already under way, and SQLite has no transaction inside a transaction.',
			hint: 'Remove the BEGIN, or end the transaction before it with COMMIT.'
		})
	},
	{
		form: /^cannot (commit|rollback) - no transaction is active$/,
		explain: ([verb]) => ({
			message: `There is no transaction to ${verb === 'commit' ? 'commit' : 'roll back'}.`,
			hint: `Remove the ${verb?.toUpperCase()}, or write BEGIN before the statements it should end.`
		})
	},
	{
		form: /^attempt to write a readonly database$/,
		explain: () => ({
			message: 'PRAGMA query_only has forbidden this connection to write.',
			hint: 'Remove PRAGMA query_only = ON, or write PRAGMA query_only = OFF before this statement.'
		})
	},
	{
		form: /^(?:cannot change into wal mode|Safety level may not be changed|temporary storage cannot be changed)/,
		explain: () => ({
			message: 'This setting cannot be changed inside a transaction.',
			hint: 'Remove the PRAGMA: it belongs to the program that opens the database, not to a migration.'
		})
	}
];
