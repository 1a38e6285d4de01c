import { beforeEach, describe, expect, test } from 'vitest';
import { ConsoleResults } from '../../../src/lib/worker/console.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { newSession, pets } from './bench.ts';

let session: EngineSession;

beforeEach(async () => {
	session = newSession();
	await session.setFolder(pets);
	await session.open({ dialect: 'sqlite', foreignKeys: true });
	await session.run({ kind: 'upgrade', target: 'head' }, () => undefined);
});

/** `count` numbered rows. */
const numbers = (count: number): string =>
	`WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < ${count}) SELECT x FROM n`;

describe('the SQL console', () => {
	test('answers each statement of a text', async () => {
		const { value } = await session.console('SELECT name FROM pets; UPDATE pets SET age = 1; SELECT 2', 50);
		expect(value.answers).toMatchObject([
			{ kind: 'rows', columns: ['name'], rows: [['Rex'], ['Tom']], total: 2, truncated: false },
			{ kind: 'done', rowsChanged: 2 },
			{ kind: 'rows', rows: [[2]] }
		]);
	});

	test('gives a long result page by page', async () => {
		const { value } = await session.console(numbers(1000), 100);
		const [answer] = value.answers;
		if (answer?.kind !== 'rows') throw new Error('no rows');
		expect([answer.rows.length, answer.total]).toEqual([100, 1000]);
		expect((await session.consolePage(answer.id, 990, 100)).value.map(([x]) => x)).toEqual([
			991, 992, 993, 994, 995, 996, 997, 998, 999, 1000
		]);
	});

	test('keeps at most 100,000 rows of a result and says that there are more', async () => {
		const { value } = await session.console(numbers(100_001), 10);
		expect(value.answers).toMatchObject([{ kind: 'rows', total: 100_000, truncated: true }]);
	});

	test('says which statement was refused, where, and what the database said; those before it stay', async () => {
		const sql = 'DELETE FROM pets WHERE id = 1;\nSELECT nothing FROM pets;\nDELETE FROM pets;';
		const { value } = await session.console(sql, 50);
		expect(value.answers).toMatchObject([
			{ kind: 'done', rowsChanged: 1 },
			{
				kind: 'failed',
				sql: 'SELECT nothing FROM pets;',
				problem: { severity: 'error', span: { start: { line: 2 } } }
			}
		]);
		expect(value.answers).toHaveLength(2);
		expect(value.state.rowCounts).toEqual({ pets: 1 });
	});

	test('looking does not count as a change; writing and DDL do', async () => {
		const { version } = (await session.state()).value;
		const looked = await session.console('SELECT * FROM pets; PRAGMA table_info(pets)', 50);
		expect([looked.image, looked.value.state.version]).toEqual([undefined, version]);
		const made = await session.console('CREATE TABLE toys (id)', 50);
		expect(made.image).toBeDefined();
		expect(made.value.state.version).toBe(version + 1);
		expect(Object.keys(made.value.state.rowCounts)).toEqual(['pets', 'toys']);
		const marked = await session.console('PRAGMA user_version = 7', 50);
		expect(marked.image).toBeDefined();
	});

	test('undoes a transaction that is left open, and says so', async () => {
		const { value } = await session.console('BEGIN; DELETE FROM pets', 50);
		expect(value.answers.at(-1)).toMatchObject({
			kind: 'failed',
			problem: { code: 'transaction-left-open', severity: 'warning' }
		});
		expect(value.state.rowCounts).toEqual({ pets: 2 });
		const { value: next } = await session.run({ kind: 'downgrade', target: 'base' }, () => undefined);
		expect(next.result.status).toBe('applied');
	});

	test('undoes a transaction whose COMMIT was not reached, and a savepoint too', async () => {
		const failed = await session.console('BEGIN; DELETE FROM pets; SELECT nothing; COMMIT', 50);
		expect(failed.value.answers.at(-1)).toMatchObject({ problem: { code: 'transaction-left-open' } });
		const saved = await session.console('SAVEPOINT here; DELETE FROM pets', 50);
		expect(saved.value.answers.at(-1)).toMatchObject({ problem: { code: 'transaction-left-open' } });
		expect(saved.value.state.rowCounts).toEqual({ pets: 2 });
	});

	test('keeps a transaction that is committed', async () => {
		const { value } = await session.console('BEGIN; DELETE FROM pets; COMMIT', 50);
		expect(value.answers.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
		expect(value.state.rowCounts).toEqual({ pets: 0 });
	});

	test('puts foreign keys back as the project has them', async () => {
		const { value } = await session.console('PRAGMA foreign_keys = OFF', 50);
		expect(value.answers.at(-1)).toMatchObject({ problem: { code: 'foreign-keys-put-back' } });
		const again = await session.console('PRAGMA foreign_keys', 50);
		expect(again.value.answers).toMatchObject([{ rows: [[1]] }]);
	});

	test('survives a broken ledger: the next run is refused and explained', async () => {
		const { value } = await session.console('ALTER TABLE updown_migrations DROP COLUMN state', 50);
		expect(value.state.ledger).toEqual([]);
		const { value: run } = await session.run({ kind: 'downgrade', target: 'base' }, () => undefined);
		expect(run.result).toMatchObject({ status: 'refused', problems: [{ code: 'ledger-unreadable' }] });
	});
});

describe('results that are kept', () => {
	test('the oldest go first, by number and by size; the newest stays', () => {
		const results = new ConsoleResults();
		const row = [1];
		const small = Array.from({ length: 25 }, () => results.keep([row]));
		expect(() => results.page(small[0]!, 0, 1)).toThrow('no longer kept');
		expect(results.page(small.at(-1)!, 0, 1)).toEqual([row]);
		const large = results.keep(Array.from({ length: 100_000 }, () => row));
		expect(() => results.page(small.at(-1)!, 0, 1)).toThrow('no longer kept');
		expect(results.page(large, 99_999, 5)).toEqual([row]);
	});
});
