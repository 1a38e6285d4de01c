import { describe, expect, it } from 'vitest';
import { everyDialect } from '../databases.ts';
import { pictureInWords } from './pictures.ts';
import { benchWith, makeSafe, thereAndBack } from './safe-bench.ts';
import { Bench, migration } from './support.ts';

everyDialect('rows that a second key keeps apart, on %s', (dialect) => {
	it('come back as they were put aside where the upgrade makes others that hold the same', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				`CREATE TABLE towns (id INTEGER PRIMARY KEY, name VARCHAR(9) UNIQUE, code INTEGER);
				CREATE UNIQUE INDEX by_code ON towns (code);
				INSERT INTO towns VALUES (1, 'Bern', 10), (2, 'Bonn', 20), (3, NULL, NULL);`,
				'DROP TABLE towns;'
			)
		);
		// Two have changed names, and one has another number.
		await bench.database.execute(
			`UPDATE towns SET name = 'x' WHERE id = 1; UPDATE towns SET name = 'Bern' WHERE id = 2;
			UPDATE towns SET name = 'Bonn', code = 30 WHERE id = 1; INSERT INTO towns VALUES (9, NULL, 10);`
		);
		const before = await pictureInWords(bench.database);
		expect((await makeSafe(bench)).left).toEqual([]);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('stay away where a new row holds the same by then, and the others come back', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				'CREATE UNIQUE INDEX by_name ON users (name);',
				'DROP INDEX by_name; DELETE FROM users WHERE id >= 10;'
			)
		);
		await bench.database.execute("INSERT INTO users VALUES (10, 'Eve'), (11, 'Fay')");
		await makeSafe(bench);
		expect(bench.files['0002_second.sql']).toContain(
			'-- Where a new row has taken the key of one that was put aside, the new one stays.'
		);
		await bench.downgrade();
		await bench.database.execute("INSERT INTO users VALUES (4, 'Eve')");
		expect((await bench.upgrade()).problems).toEqual([]);
		expect(await bench.rows('SELECT id, name FROM users WHERE id > 3 ORDER BY id')).toEqual([
			[4, 'Eve'],
			[11, 'Fay']
		]);
	});
});

everyDialect('rows that the upgrade makes, on %s', (dialect) => {
	const towns = migration(
		"CREATE TABLE towns (id INTEGER PRIMARY KEY, name VARCHAR(9)); INSERT INTO towns VALUES (1, 'Bern'), (2, 'Bonn');",
		'DROP TABLE towns;'
	);
	const caution =
		'The upgrade makes rows of towns itself: one that somebody has deleted before the downgrade is there again after the upgrade.';

	it('are there again also where somebody has deleted them, which is said in the file and beside it', async () => {
		const bench = await benchWith(dialect, towns);
		await bench.database.execute("DELETE FROM towns WHERE id = 2; INSERT INTO towns VALUES (3, 'Bath')");
		const { cautions, file, left } = await makeSafe(bench);
		expect(cautions).toEqual([caution]);
		expect(file.text).toContain('-- A row that the upgrade makes stays, also where it had been deleted');
		expect(left.map(({ table, rows }) => [table, rows.added, rows.lost])).toEqual([['towns', 1, 0]]);
		await thereAndBack(bench);
		expect(await bench.rows('SELECT id FROM towns ORDER BY id')).toEqual([[1], [2], [3]]);
	});

	it('are not warned of where it makes none', async () => {
		const bench = await benchWith(dialect, towns.replace(/INSERT.*;/, ''));
		await bench.database.execute("INSERT INTO towns VALUES (3, 'Bath')");
		expect((await makeSafe(bench)).cautions).toEqual([]);
	});
});

describe('the count of AUTOINCREMENT', () => {
	const counted = migration(
		`CREATE TABLE "its notes" (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT);
		CREATE TABLE others (id INTEGER PRIMARY KEY AUTOINCREMENT);`,
		'DROP TABLE "its notes"; DROP TABLE others;'
	);
	const counts = 'SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name';

	it.each([
		[
			"INSERT INTO \"its notes\" (text) VALUES ('a'), ('b'), ('c'); DELETE FROM \"its notes\" WHERE id > 1;",
			3
		],
		['INSERT INTO "its notes" VALUES (7, \'a\'); DELETE FROM "its notes"; INSERT INTO others VALUES (1);', 7]
	])(
		'goes on where it was after a safe downgrade, so that no number is given twice: %s',
		async (rows, count) => {
			const bench = await benchWith('sqlite', counted);
			await bench.database.execute(rows);
			const before = await bench.rows(counts);
			await makeSafe(bench);
			await thereAndBack(bench);
			expect(await bench.rows(counts)).toEqual(before);
			await bench.database.execute('INSERT INTO "its notes" (text) VALUES (NULL)');
			expect(await bench.rows('SELECT max(id) FROM "its notes"')).toEqual([[count + 1]]);
			expect(await bench.tables()).not.toContainEqual(expect.stringContaining('updown_stash'));
		}
	);

	it('begins at the beginning on a database that is new', async () => {
		const bench = await benchWith('sqlite', counted);
		await bench.database.execute('INSERT INTO "its notes" VALUES (7, \'a\')');
		await makeSafe(bench);
		const fresh = await Bench.open(bench.files);
		expect((await fresh.upgrade()).problems).toEqual([]);
		expect(await fresh.rows(counts)).toEqual([]);
		await fresh.database.execute('INSERT INTO "its notes" (text) VALUES (NULL)');
		expect(await fresh.rows('SELECT id FROM "its notes"')).toEqual([[1]]);
	});
});
