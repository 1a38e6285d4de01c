import initSqlJs from 'sql.js';
import { describe, expect, it } from 'vitest';
import { autogenerate } from '../../../../src/lib/engine/run/index.ts';
import { openDatabase, type Database } from '../../../../src/lib/engine/index.ts';
import { catalogFingerprint } from '../../../peers/cases/sqlite-fingerprint.ts';
import { foretells } from '../../../peers/cases/renames.ts';
import { generatedSteps } from '../../laws/generated-steps.ts';
import { names } from './names.ts';
import type { SamplePair } from './pair.ts';
import { rules } from './rules.ts';
import { tables } from './tables.ts';

const sqlJs = await initSqlJs();
const quoted = (name: unknown) => `"${String(name).replaceAll('"', '""')}"`;

/** What the catalog says, and the values by column, as texts: all that is in a database but for the ledger. */
async function contentOf(database: Database) {
	const copy = new sqlJs.Database(await database.snapshot());
	copy.run('DROP TABLE IF EXISTS updown_migrations');
	const values: Record<string, readonly string[]> = {};
	const list = (sql: string) => copy.exec(sql)[0]?.values ?? [];
	const found = list(
		`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')`
	);
	for (const [table] of found) {
		if (table === 'sqlite_schema') continue;
		const columns = list(`SELECT name FROM pragma_table_xinfo(${quoted(table)})`);
		for (const [column] of columns) {
			const rows = list(`SELECT quote(${quoted(column)}) FROM ${quoted(table)} ORDER BY 1`);
			values[`${String(table)}.${String(column)}`] = rows.map(String);
		}
	}
	const catalog = catalogFingerprint(copy);
	copy.close();
	return { catalog, values };
}

function catalogOf(sql: string): string {
	const database = new sqlJs.Database();
	database.exec(sql);
	const catalog = catalogFingerprint(database);
	database.close();
	return catalog;
}

/** What must come back. That nothing has been counted yet may be said by a table or by none. */
function kept(values: Readonly<Record<string, readonly string[]>>, lost: readonly string[]) {
	const stays = (column: string, rows: readonly string[]) =>
		!lost.includes(column) && (rows.length > 0 || !column.startsWith('sqlite_sequence.'));
	return Object.fromEntries(Object.entries(values).filter(([column, rows]) => stays(column, rows)));
}

async function goesThereAndBack(
	{ before, rows, after, renames = [], refused = false, lost = [] }: SamplePair,
	target: string,
	foreignKeys: boolean
): Promise<void> {
	const database = await openDatabase('sqlite', { foreignKeys });
	await database.execute(`${before};`);
	await database.execute(rows);
	const ask = (answers: SamplePair['renames'] = []) =>
		autogenerate(database, { desired: `${after};`, renames: answers, dropAll: true, target }, () =>
			openDatabase('sqlite')
		);
	const start = await contentOf(database);
	const reply = await ask(renames);
	if (reply.kind !== 'changes') throw new Error(JSON.stringify(reply));
	const { migration } = reply;
	const steps = generatedSteps(database, migration);
	const up = await steps.upgrade();
	expect(up.status, JSON.stringify(up)).toBe(refused ? 'failed' : 'applied');
	if (refused) {
		expect(migration.warnings.filter(foretells)).not.toEqual([]);
		expect(await contentOf(database)).toEqual(start);
		return;
	}
	const there = await contentOf(database);
	expect(there.catalog, migration.upgrade.sql).toBe(catalogOf(after));
	expect(await ask()).toEqual({ kind: 'equal' });
	const down = await steps.downgrade();
	expect(down.status, JSON.stringify(down)).toBe('applied');
	const back = await contentOf(database);
	expect(back.catalog, migration.downgrade.sql).toBe(start.catalog);
	expect(kept(back.values, lost)).toEqual(kept(start.values, lost));
	if (lost.length > 0)
		expect(migration.downgrade.sql + migration.warnings.join()).toMatch(/Cannot|new number/);
	await database.close();
}

describe.each(['3.26', '3.35', '3.53'])('a migration for SQLite %s', (target) => {
	it.each([...tables, ...rules, ...names])('takes the rows there and back where $what', async (pair) => {
		for (const foreignKeys of [true, false]) await goesThereAndBack(pair, target, foreignKeys);
	});
});
