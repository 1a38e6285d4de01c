import type { Database } from '../database.ts';
import type { Script } from '../schema/script.ts';
import { said } from './prepared-section.ts';
import { tryScripts } from './try-scripts.ts';

/** Where there are more, a trial would keep people waiting for an answer. */
const mostRows = 50_000;

/** What draws from a sequence or sets one: no rollback takes that back. */
const moves = /\b(?:setval|nextval)\s*\(/i;

/**
 * How a script fails on the rows that are there, as a warning that counts the rows at fault where they can be told; undefined where
 * it goes through or was not tried: where there are no rows, or very many. The database is afterwards as it was. Must be
 * called outside a transaction.
 */
export async function failureOnRows(
	database: Database,
	script: Script,
	rows: Readonly<Record<string, number>>
): Promise<string | undefined> {
	const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
	if (count === 0 || count > mostRows || moves.test(script.sql)) return undefined;
	const tried = await tryScripts(database, [script]);
	if (tried.kind === 'done') return undefined;
	if (tried.kind === 'brokenKeys') return `${tryingFails} ${tried.keys[0] ?? 'A row points nowhere.'}`;
	const { dialect } = database;
	const culprits = await dialect.culprits(database, tried.failure);
	return `${tryingFails} ${culprits?.sentence ?? said(dialect, tried.failure)}`;
}

const tryingFails = 'Tried on the rows that are there, this fails.';
