import type { Database } from '../../database.ts';
import type { Inside, TransactionConflict } from '../dialect.ts';
import { settingOf } from './settings.ts';
import { leadingWords, split } from './split.ts';

/** SQLite refuses every writing of a connection that is told to only query, and a refusal spoils nothing. */
export const inside: Inside = {
	reading,
	refusals,
	isWriting: ({ message }) => message === 'attempt to write a readonly database'
};

async function reading<Value>(database: Database, work: () => Promise<Value>): Promise<Value> {
	const { rows } = await database.query('SELECT query_only FROM pragma_query_only');
	await database.execute('PRAGMA query_only = ON');
	try {
		return await work();
	} finally {
		await database.execute(`PRAGMA query_only = ${String(rows[0]?.[0])}`);
	}
}

function refusals(sql: string): readonly TransactionConflict[] {
	return split(sql).flatMap(({ start, end }) => {
		const why = whyRefused(leadingWords(sql, start, 7));
		if (why === undefined) return [];
		return [
			{
				start,
				end,
				severity: 'error',
				code: 'not-inside-a-step',
				message: `This cannot be run in the middle of a step: it ${why}.`,
				hint: 'Ask with SELECT, or end the step first.'
			} as const
		];
	});
}

const transactional = new Set(['begin', 'commit', 'end', 'rollback', 'savepoint', 'release', 'vacuum']);

/** Settings that are given a value and only ask for something about it. */
const asks = new Set([
	'foreign_key_check',
	'foreign_key_list',
	'index_info',
	'index_list',
	'index_xinfo',
	'integrity_check',
	'quick_check',
	'table_info',
	'table_list',
	'table_xinfo'
]);

function whyRefused(words: readonly string[]): string | undefined {
	const [first = ''] = words;
	if (transactional.has(first)) return 'handles transactions, and the step is in one';
	if (first === 'attach' || first === 'detach') return 'works on another database file';
	if (first !== 'pragma') return undefined;
	const { name, value } = settingOf(words);
	return value === undefined || asks.has(name) ? undefined : 'sets something that the step could depend on';
}
