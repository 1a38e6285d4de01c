import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { check, findingsOf, hindrancesIn } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const shop = {
	'0001_users.sql': migration(
		'CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20));',
		'DROP TABLE users;'
	),
	'0002_email.sql': migration(
		'ALTER TABLE users ADD COLUMN email VARCHAR(40);',
		'ALTER TABLE users DROP COLUMN email;'
	)
};
const atHead = 'CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20), email VARCHAR(40));';

everyDialect('check on %s', (dialect) => {
	const open = async (files: Readonly<Record<string, string>> = shop, target = 'head') => {
		const bench = await Bench.open(files, true, dialect);
		expect((await bench.upgrade(target)).status).toBe('applied');
		return bench;
	};
	const checked = async (bench: Bench, schemaSql?: string, target?: string) => {
		const before = [await everythingIn(bench.database), await bench.ledger()];
		const report = await check(bench.context, { schemaSql, target }, () => openDatabase('sqlite'));
		expect([await everythingIn(bench.database), await bench.ledger()]).toEqual(before);
		return { report, found: [...findingsOf(report)].sort(), hindrances: hindrancesIn(report) };
	};

	it('finds nothing where folder, ledger, database and schema.sql agree', async () => {
		const bench = await open();
		const { report, found } = await checked(bench, atHead);
		expect(found).toEqual([]);
		expect(report).toMatchObject({
			current: ['0002'],
			pending: [],
			drift: { kind: 'none' },
			schemaSql: { kind: 'same' }
		});
	});

	it('finds pending migrations, and compares schema.sql with all of the folder all the same', async () => {
		const bench = await open(shop, '0001');
		const { report, found } = await checked(bench, atHead);
		expect(found).toEqual(['pending']);
		expect(report).toMatchObject({ pending: ['0002'], schemaSql: { kind: 'same' } });
	});

	it('tells drift from a schema.sql that asks for more', async () => {
		const bench = await open();
		await bench.database.execute('CREATE TABLE notes (id INTEGER PRIMARY KEY);');
		const { report, found } = await checked(bench, `${atHead} CREATE TABLE tags (id INTEGER PRIMARY KEY);`);
		expect(found).toEqual(['drift', 'schemaSql']);
		expect(report.drift).toMatchObject({ words: ['Created table notes with `id`.'] });
		expect(report.schemaSql).toEqual({ kind: 'differs', words: ['Created table tags with `id`.'] });
	});

	it('finds files that were edited and deleted after they were applied', async () => {
		const bench = await open({ ...shop, '0003_tags.sql': migration('CREATE TABLE tags (id INTEGER);') });
		bench.files = { ...shop, '0002_email.sql': shop['0002_email.sql'].replace('(40)', '(80)') };
		const { report, found } = await checked(bench);
		expect(found).toEqual(['applied', 'drift']);
		expect(report.ledger.map(({ code }) => code)).toEqual(['applied-file-edited', 'applied-file-missing']);
		expect(report.drift.kind === 'drifted' && report.drift.words).toHaveLength(2);
	});

	it('finds a folder that cannot be read, and looks no further', async () => {
		const bench = await open();
		bench.files = { ...shop, '0002_twice.sql': shop['0002_email.sql'] };
		const { report, found, hindrances } = await checked(bench, atHead);
		expect(found).toEqual(['folder']);
		expect(report.folder.map(({ code }) => code)).toEqual(['duplicate-revision']);
		expect([report.drift.kind, report.schemaSql.kind, hindrances]).toEqual(['unknown', 'unknown', []]);
	});

	it('finds a pending migration that does not run after the others, with its place', async () => {
		const bench = await open();
		bench.files = { ...shop, '0003_bad.sql': migration('CREATE TABLE users (id INTEGER);') };
		const { report, found, hindrances } = await checked(bench, atHead);
		expect(found).toEqual(['folder', 'pending']);
		expect(report.drift.kind).toBe('none');
		expect(hindrances).toMatchObject([{ file: '0003_bad.sql', span: { start: { line: 2 } } }]);
	});

	it('finds a schema.sql that does not run', async () => {
		const bench = await open();
		const { found, hindrances } = await checked(bench, 'CREATE TABLE users (;');
		expect(found).toEqual(['schemaSql']);
		expect(hindrances).toMatchObject([{ code: 'schema-sql-refused' }]);
	});

	it('does not ask for a schema.sql that is not there or has nothing in it', async () => {
		const bench = await open();
		for (const schemaSql of [undefined, '', '\n', '-- to be written\n']) {
			const { report, found } = await checked(bench, schemaSql);
			expect(found).toEqual([]);
			expect(report.schemaSql).toEqual({ kind: 'none' });
		}
	});

	it('finds what the oldest version that the folder must run on does not know', async () => {
		const newer = {
			sqlite: 'CREATE TABLE t (a INTEGER) STRICT;',
			postgres: 'CREATE TABLE t (a int, b int, UNIQUE NULLS NOT DISTINCT (a));'
		}[dialect];
		const bench = await open({ '0001_t.sql': migration(newer, 'DROP TABLE t;') });
		expect((await checked(bench)).found).toEqual(['folder']);
		const { found } = await checked(bench, undefined, { sqlite: '3.37', postgres: '15' }[dialect]);
		expect(found).toEqual([]);
	});

	it('tells of a ledger that cannot be read', async () => {
		const bench = await open();
		await bench.database.execute('ALTER TABLE updown_migrations DROP COLUMN checksum');
		const report = await check(bench.context, {}, () => openDatabase('sqlite'));
		expect([...findingsOf(report)]).toEqual(['applied']);
		expect(report.ledger.map(({ code }) => code)).toEqual(['ledger-unreadable']);
	});
});
