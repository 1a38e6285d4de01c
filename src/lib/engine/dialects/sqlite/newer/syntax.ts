import { since } from '../abilities.ts';
import type { Statement } from './statement.ts';

/** A piece of syntax that not every version knows. */
export interface Syntax {
	/** The word or operator it begins with, in capitals. */
	readonly begins: string;
	readonly what: string;
	readonly since: number;
	readonly instead: string;
	/** How many tokens from `at` on it takes; 0 where it is something else. */
	readonly covers: (statement: Statement, at: number) => number;
}

/** These words, where what is before them says that they are words of SQL. */
function words(...all: readonly string[]): Syntax['covers'] {
	return (statement, at) => (statement.says(at, ...all) ? all.length : 0);
}

const anew =
	'Make the table anew as it is to be and copy the rows; Autogenerate writes that from `schema.sql`.';

/** What not every version of SQLite knows beside functions: https://sqlite.org/changes.html */
export const syntaxes: readonly Syntax[] = [
	{
		begins: 'VACUUM',
		what: '`VACUUM INTO`',
		since: 3.27,
		instead: 'Run VACUUM and copy the file.',
		covers: (statement, at) => (at === 0 && [1, 2].some((next) => statement.word(next) === 'INTO') ? 1 : 0)
	},
	{
		begins: 'EXCLUDE',
		what: '`EXCLUDE` in a window',
		since: 3.28,
		instead: 'Leave the rows out with a condition.',
		covers: (statement, at) =>
			[['NO', 'OTHERS'], ['CURRENT', 'ROW'], ['GROUP'], ['TIES']].some((rest) =>
				statement.says(at + 1, ...rest, ')')
			)
				? 1
				: 0
	},
	{
		begins: 'GROUPS',
		what: '`GROUPS` in a window',
		since: 3.28,
		instead: 'Use ROWS or RANGE.',
		covers: (statement, at) =>
			statement.opener(at) > 0 &&
			(['BETWEEN', 'UNBOUNDED', 'CURRENT'].includes(statement.word(at + 1)) ||
				statement.word(at + 2) === 'PRECEDING')
				? 1
				: 0
	},
	{
		begins: 'NULLS',
		what: '`NULLS FIRST` or `NULLS LAST`',
		since: 3.3,
		instead: 'Order by `x IS NULL` first.',
		covers: (statement, at) =>
			statement.endsOperand(at - 1) && ['FIRST', 'LAST'].includes(statement.word(at + 1)) ? 2 : 0
	},
	{
		begins: 'FILTER',
		what: '`FILTER` after an aggregate',
		since: 3.3,
		instead: 'Aggregate `CASE WHEN … THEN … END`.',
		covers: (statement, at) =>
			statement.word(at - 1) === ')' &&
			statement.says(at, 'FILTER', '(', 'WHERE') &&
			// With a window it is older.
			statement.word(statement.closer(at + 1) + 1) !== 'OVER'
				? 1
				: 0
	},
	{
		begins: 'GENERATED',
		what: 'A generated column',
		since: 3.31,
		instead: 'Compute the value in a view, or keep it with a trigger.',
		covers: words('GENERATED', 'ALWAYS', 'AS', '(')
	},
	{
		begins: 'AS',
		what: 'A generated column',
		since: 3.31,
		instead: 'Compute the value in a view, or keep it with a trigger.',
		covers: (statement, at) => {
			const inTable =
				statement.makesTable && statement.opener(at) >= 0 && statement.opener(statement.opener(at)) < 0;
			const inColumn = statement.alteration >= 0 && statement.opener(at) < 0;
			return (inTable || inColumn) && statement.says(at, 'AS', '(') && statement.word(at - 1) !== 'ALWAYS'
				? 1
				: 0;
		}
	},
	{
		begins: 'FROM',
		what: '`UPDATE … FROM`',
		since: 3.33,
		instead: 'Write a subquery for each value: `SET a = (SELECT …)`.',
		covers: (statement, at) => (statement.word(at - 1) !== 'DISTINCT' && isInUpdate(statement, at) ? 1 : 0)
	},
	{
		begins: 'MATERIALIZED',
		what: '`MATERIALIZED`',
		since: 3.35,
		instead: 'Leave it out: it only advises the planner.',
		covers: (statement, at) =>
			statement.word(at + 1) === '(' &&
			(statement.word(at - 1) === 'AS' ||
				(statement.word(at - 1) === 'NOT' && statement.word(at - 2) === 'AS'))
				? 1
				: 0
	},
	{
		begins: 'RETURNING',
		what: '`RETURNING`',
		since: 3.35,
		instead: 'Read the rows with a SELECT of their own.',
		covers: (statement, at) => {
			const next = statement.word(at + 1);
			const isName =
				[',', '=', '.', ')', 'FROM', ''].includes(next) && statement.tokens[at + 1]?.kind !== 'quoted';
			return statement.opener(at) < 0 && changesRows(statement) && statement.endsOperand(at - 1) && !isName
				? 1
				: 0;
		}
	},
	{
		begins: 'ON',
		what: '`ON CONFLICT DO UPDATE` without columns',
		since: 3.35,
		instead: 'Name the columns that may clash: `ON CONFLICT (id) DO UPDATE`.',
		covers: words('ON', 'CONFLICT', 'DO', 'UPDATE')
	},
	{
		begins: 'DROP',
		what: '`DROP COLUMN`',
		since: since.dropColumn,
		instead: anew,
		covers: (statement, at) => {
			if (at !== statement.alteration || statement.word(at + 1) === 'CONSTRAINT') return 0;
			return statement.word(at + 1) === 'COLUMN' ? 2 : 1;
		}
	},
	{
		begins: 'STRICT',
		what: '`STRICT`',
		since: 3.37,
		instead: "Leave it out, and check types where it matters: `CHECK (typeof(x) = 'integer')`.",
		covers: (statement, at) =>
			statement.makesTable && statement.opener(at) < 0 && [')', ','].includes(statement.word(at - 1)) ? 1 : 0
	},
	...['->', '->>'].map((operator) => ({
		begins: operator,
		what: `\`${operator}\``,
		since: 3.38,
		instead: "Write `json_extract(x, '$.a')`.",
		covers: words(operator)
	})),
	...['RIGHT', 'FULL'].map((side) => ({
		begins: side,
		what: `\`${side} JOIN\``,
		since: 3.39,
		instead:
			side === 'RIGHT'
				? 'Write a LEFT JOIN with the tables the other way round.'
				: 'Write a LEFT JOIN and add the rows of the other side with UNION ALL.',
		covers: (statement: Statement, at: number) => {
			if (statement.says(at + 1, 'JOIN')) return 2;
			return statement.says(at + 1, 'OUTER', 'JOIN') ? 3 : 0;
		}
	})),
	{
		begins: 'IS',
		what: '`IS DISTINCT FROM`',
		since: 3.39,
		instead: 'Write `IS NOT`.',
		covers: words('IS', 'DISTINCT', 'FROM')
	},
	{
		begins: 'IS',
		what: '`IS NOT DISTINCT FROM`',
		since: 3.39,
		instead: 'Write `IS`.',
		covers: words('IS', 'NOT', 'DISTINCT', 'FROM')
	},
	{
		begins: 'ORDER',
		what: '`ORDER BY` inside an aggregate',
		since: 3.44,
		instead: 'Order the rows in a subquery: `FROM (SELECT … ORDER BY …)`.',
		covers: (statement, at) => {
			const opener = statement.opener(at);
			const query = ['SELECT', 'WITH', 'VALUES', 'ORDER', 'PARTITION'].includes(statement.word(opener + 1));
			return opener > 0 && !query && statement.isCall(opener - 1) && statement.word(at + 1) === 'BY' ? 2 : 0;
		}
	},
	{
		begins: 'RAISE',
		what: 'An expression in `RAISE`',
		since: 3.47,
		instead: "Write the message as one text: `RAISE(ABORT, 'no')`.",
		covers: (statement, at) =>
			statement.word(at + 1) === '(' && statement.word(at + 3) === ',' && statement.closer(at + 1) > at + 5
				? 1
				: 0
	},
	{
		begins: 'IIF',
		what: '`iif()` with another number of arguments than three',
		since: 3.48,
		instead: 'Write `CASE WHEN … THEN … END`.',
		covers: (statement, at) => (statement.isCall(at) && statement.arguments(at) === 2 ? 1 : 0)
	},
	{
		begins: 'IIF',
		what: '`iif()` with another number of arguments than three',
		since: 3.49,
		instead: 'Write `CASE WHEN … THEN … END`.',
		covers: (statement, at) => (statement.isCall(at) && statement.arguments(at) > 3 ? 1 : 0)
	},
	{
		begins: 'ADD',
		what: '`ADD CONSTRAINT`',
		since: since.alterRules,
		instead: anew,
		covers: (statement, at) =>
			at === statement.alteration && ['CONSTRAINT', 'CHECK'].includes(statement.word(at + 1)) ? 2 : 0
	},
	{
		begins: 'DROP',
		what: '`DROP CONSTRAINT`',
		since: since.alterRules,
		instead: anew,
		covers: (statement, at) =>
			at === statement.alteration && statement.word(at + 1) === 'CONSTRAINT' ? 2 : 0
	},
	{
		begins: 'ALTER',
		what: '`ALTER COLUMN`',
		since: since.alterRules,
		instead: anew,
		covers: (statement, at) => (at > 0 && at === statement.alteration ? 1 : 0)
	}
];

/** Whether the statement writes rows. */
function changesRows(statement: Statement): boolean {
	return ['INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'WITH'].includes(statement.word(0));
}

/** Whether the FROM at `from` belongs to an UPDATE, not to a query inside of it. */
function isInUpdate(statement: Statement, from: number): boolean {
	const opener = statement.opener(from);
	for (let at = from - 1; at > opener; at--) {
		if (statement.opener(at) !== opener) continue;
		const word = statement.word(at);
		if (word === ';' || word === 'SELECT' || word === 'DELETE') return false;
		if (word !== 'UPDATE') continue;
		// Not the head of a trigger, nor an upsert.
		return ['', ';', 'BEGIN', ')'].includes(statement.word(at - 1));
	}
	return false;
}
