import { expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { describeFates } from '../../../src/lib/engine/rows/describe-fates.ts';
import type { RunCommand } from '../../../src/lib/engine/run/command.ts';
import type { Loss } from '../../../src/lib/projects/project.ts';
import { framesOf } from '../../../src/lib/workbench/frames.ts';
import {
	isOpen,
	isPastRecognition,
	lossesAfter,
	lostCounts,
	stillLost
} from '../../../src/lib/workbench/evidence/losses.ts';
import { everyDialect } from '../databases.ts';
import { file, newSession } from './bench.ts';

/** A session with its loss ledger, as the page keeps it. */
async function ledgerOf(dialect: DialectName, up: string, down: string, first = people) {
	const session = newSession();
	await session.setFolder([file('0001', first, 'DROP TABLE people;'), file('0002', up, down)]);
	await session.open({ dialect, foreignKeys: true });
	let losses: readonly Loss[] = [];
	const run = async (kind: 'upgrade' | 'downgrade', target: string) => {
		const command: RunCommand = { kind, target };
		const { value } = await session.run(command, () => undefined, stillLost(losses));
		expect(value.result.problems).toEqual([]);
		losses = lossesAfter(losses, framesOf(value.result));
		return framesOf(value.result);
	};
	await run('upgrade', 'head');
	return {
		run,
		session,
		open: () => losses.filter(isOpen),
		losses: () => losses,
		rows: async (fate?: 'restored') =>
			(
				await session.rows({
					table: 'people',
					offset: 0,
					limit: 100,
					side: 'both',
					...(fate && { fate })
				})
			).value
	};
}

const people = `CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20));
	INSERT INTO people VALUES (1, 'Ada'), (2, 'Bo'), (3, 'Cy');`;

everyDialect('what comes back after it was lost, on %s', (dialect) => {
	it('leaves the loss ledger only where the very values come back', async () => {
		const bench = await ledgerOf(
			dialect,
			`ALTER TABLE people ADD COLUMN email VARCHAR(20);
			UPDATE people SET email = CASE id WHEN 1 THEN 'ada@x' ELSE 'nobody@x' END;`,
			'ALTER TABLE people DROP COLUMN email;'
		);
		await bench.session.console("UPDATE people SET email = 'bo@x' WHERE id = 2", 10);
		await bench.run('downgrade', '-1');
		expect(lostCounts(bench.open())).toEqual({ rows: 0, values: 3 });
		const [frame] = await bench.run('upgrade', '+1');
		// As many came as had gone, and one of them is another.
		expect(frame?.tables?.[0]?.restored).toEqual({ rows: 0, columns: [{ name: 'email', values: 2 }] });
		expect(lostCounts(bench.open())).toEqual({ rows: 0, values: 1 });
		const page = await bench.rows();
		expect(page.restored).toBe(2);
		expect(page.rows.map(({ restored }) => restored)).toEqual([[2], undefined, [2]]);
		expect((await bench.rows('restored')).rows.map(({ values }) => values[0])).toEqual([1, 3]);
		await bench.session.close();
	});

	it('is restored though one step brings the row and another makes it what it was', async () => {
		const session = newSession();
		await session.setFolder([
			file('0001', 'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20));', 'DROP TABLE people;'),
			file('0002', "INSERT INTO people VALUES (1, 'ada'), (2, 'bo'), (3, 'cy');", 'DELETE FROM people;'),
			file('0003', 'UPDATE people SET name = upper(name) WHERE id < 3;', 'SELECT 1;'),
			file('0004', 'DELETE FROM people;', 'SELECT 1;')
		]);
		await session.open({ dialect, foreignKeys: true });
		let losses: readonly Loss[] = [];
		const run = async (kind: 'upgrade' | 'downgrade', target: string) => {
			const { value } = await session.run({ kind, target }, () => undefined, stillLost(losses));
			losses = lossesAfter(losses, framesOf(value.result));
			return framesOf(value.result);
		};
		await run('upgrade', 'head');
		expect(lostCounts(losses.filter(isOpen))).toEqual({ rows: 3, values: 0 });
		await run('downgrade', '0001');
		const back = await run('upgrade', '0003');
		expect(lostCounts(losses.filter(isOpen))).toEqual({ rows: 0, values: 0 });
		expect(back.map(({ tables }) => tables?.[0]?.restored)).toEqual([
			{ rows: 1, columns: [] },
			{ rows: 0, changed: 2, columns: [] }
		]);
		expect(
			back.flatMap(({ tables = [] }) => tables.flatMap(describeFates).map(({ words }) => words))
		).toContain(
			'2 of 2 rows of people that changed are restored: lost by an earlier step, and back as they were.'
		);
		await session.close();
	});

	it('is restored row by row, by all that a row holds', async () => {
		const bench = await ledgerOf(
			dialect,
			`DELETE FROM people;
			INSERT INTO people VALUES (1, 'Ada'), (2, 'Bo');`,
			'DELETE FROM people WHERE id > 0;'
		);
		await bench.session.console(
			"INSERT INTO people VALUES (7, 'Di'); UPDATE people SET name = 'B' WHERE id = 2",
			10
		);
		await bench.run('downgrade', '-1');
		expect(lostCounts(bench.open())).toEqual({ rows: 4, values: 0 });
		await bench.run('upgrade', '+1');
		expect(lostCounts(bench.open()).rows).toBeGreaterThan(0);
		const page = await bench.rows('restored');
		expect(page.rows.map(({ values, restored }) => [...values, restored])).toEqual([[1, 'Ada', true]]);
		await bench.session.close();
	});

	it('is told of a table that was dropped and made again', async () => {
		const bench = await ledgerOf(
			dialect,
			"CREATE TABLE pets (name VARCHAR(9)); INSERT INTO pets VALUES ('Rex'), ('Rex'), ('Tom');",
			'DROP TABLE pets;'
		);
		await bench.run('downgrade', '-1');
		expect(lostCounts(bench.open())).toEqual({ rows: 3, values: 0 });
		await bench.run('upgrade', '+1');
		expect(bench.open()).toEqual([]);
		expect(bench.losses()[0]).toMatchObject({ back: { rows: 3, values: 0 } });
		expect(bench.losses()[0]?.cameBack).toBeDefined();
		await bench.session.close();
	});

	it('comes back for the same row only, and by any later step', async () => {
		const bench = await ledgerOf(
			dialect,
			'UPDATE people SET name = NULL WHERE id < 3;',
			"UPDATE people SET name = CASE id WHEN 1 THEN 'Bo' ELSE 'Ada' END WHERE id < 3;"
		);
		expect(lostCounts(bench.open())).toEqual({ rows: 0, values: 2 });
		await bench.run('downgrade', '-1');
		expect(lostCounts(bench.open())).toEqual({ rows: 0, values: 2 });
		await bench.session.setFolder([
			file('0001', people, 'DROP TABLE people;'),
			file('0003', 'UPDATE people SET name = NULL;', ''),
			file('0004', "UPDATE people SET name = 'Ada' WHERE id = 1;", '')
		]);
		await bench.run('upgrade', 'head');
		expect(lostCounts(bench.open())).toEqual({ rows: 0, values: 4 });
		await bench.session.close();
	});

	it('says of more than it can recognise that it cannot', async () => {
		const many =
			dialect === 'sqlite'
				? 'WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 20001) INSERT INTO people SELECT x, NULL FROM n;'
				: 'INSERT INTO people SELECT x, NULL FROM generate_series(1, 20001) AS x;';
		const bench = await ledgerOf(
			dialect,
			'DROP TABLE people;',
			`CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20)); ${many}`,
			`CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20)); ${many}`
		);
		await bench.run('downgrade', '-1');
		expect(lostCounts(bench.open())).toEqual({ rows: 20_001, values: 0 });
		expect(bench.open().map(isPastRecognition)).toEqual([true]);
		await bench.session.close();
	});
});
