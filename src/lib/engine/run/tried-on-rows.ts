import type { Database } from '../database.ts';
import type { RenderedMigration, Script } from '../schema/script.ts';
import { said } from './prepared-section.ts';
import { tryScripts } from './try-scripts.ts';

/** Where there are more, a trial would keep people waiting for an answer. */
const mostRows = 50_000;

/** What draws from a sequence or sets one: no rollback takes that back. */
const moves = /\b(?:setval|nextval)\s*\(/i;

/**
 * The migration with what its upgrade does on the rows that are there: how it fails comes first, with the rows at fault where they
 * can be told. It stays as it is where it goes through or was not tried: where there are no rows, or very many. The database is
 * afterwards as it was. Must be called outside a transaction.
 */
export async function triedOnRows(
	database: Database,
	migration: RenderedMigration,
	rows: Readonly<Record<string, number>>
): Promise<RenderedMigration> {
	const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
	const { upgrade, warnings } = migration;
	if (count === 0 || count > mostRows || moves.test(upgrade.sql)) return migration;
	const failure = await failureOf(database, upgrade);
	return failure === undefined ? migration : { ...migration, warnings: [failure, ...warnings] };
}

async function failureOf(database: Database, script: Script): Promise<string | undefined> {
	const tried = await tryScripts(database, [script]);
	if (tried.kind === 'done') return undefined;
	if (tried.kind === 'brokenKeys') return `${tryingFails} ${tried.keys[0] ?? 'A row points nowhere.'}`;
	const { dialect } = database;
	const culprits = await dialect.culprits(database, tried.failure);
	return `${tryingFails} ${culprits?.sentence ?? said(dialect, tried.failure)}`;
}

const tryingFails = 'Tried on the rows that are there, this fails.';
