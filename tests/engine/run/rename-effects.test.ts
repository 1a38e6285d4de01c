import { describe, expect, it } from 'vitest';
import { everyDialect } from '../databases.ts';
import { Asked } from './asked.ts';

everyDialect('a rename that is asked about, on %s', (dialect) => {
	const users = `CREATE TABLE users (id integer PRIMARY KEY, name text, email text);
		INSERT INTO users VALUES (3, 'Cy', 'c@x'), (1, 'Ada', 'a@x'), (2, 'Bo', NULL), (4, 'Di', 'd@x'), (5, 'Ed', 'e@x');`;
	const email = { kind: 'column', table: 'users', from: 'email', to: 'e_mail' } as const;
	const renamed = (rest = '') =>
		`CREATE TABLE users (id integer PRIMARY KEY, name text, e_mail text${rest});`;

	it('says how many values hang on the answer, and shows the first of them', async () => {
		const asked = await Asked.on(dialect, users, renamed());
		expect((await asked.changes()).effects).toEqual([
			{
				rename: email,
				rows: 5,
				values: 4,
				sample: {
					columns: ['id', 'email'],
					rows: [
						[1, 'a@x'],
						[3, 'c@x'],
						[4, 'd@x']
					]
				},
				anew: 'NULL'
			}
		]);
	});

	it('says the same once it is answered', async () => {
		const asked = await Asked.on(dialect, users, renamed());
		const { effects, suggestions } = await asked.changes({ renames: [email] });
		expect(suggestions).toEqual([]);
		expect(effects).toMatchObject([{ rename: email, values: 4 }]);
	});

	it.each([
		[" DEFAULT 'none'", /'none'/],
		[' NOT NULL', undefined]
	])('says what a column added instead would hold: one that is%s', async (rest, anew) => {
		const asked = await Asked.on(dialect, users, renamed(rest));
		const [effect] = (await asked.changes()).effects;
		if (anew === undefined) expect(effect).not.toHaveProperty('anew');
		else expect(effect?.anew).toMatch(anew);
	});

	it('says how many rows hang on the rename of a table, and then what hangs on those of its columns', async () => {
		const asked = await Asked.on(
			dialect,
			users,
			'CREATE TABLE people (id integer PRIMARY KEY, name text, e_mail text);'
		);
		const table = { kind: 'table', from: 'users', to: 'people' } as const;
		expect((await asked.changes()).effects).toEqual([
			{
				rename: table,
				rows: 5,
				values: 5,
				sample: {
					columns: ['id', 'name', 'email'],
					rows: [
						[1, 'Ada', 'a@x'],
						[2, 'Bo', null],
						[3, 'Cy', 'c@x']
					]
				}
			}
		]);
		const { effects } = await asked.changes({ renames: [table] });
		expect(effects.map(({ rename, values }) => [rename, values])).toEqual([
			[table, 5],
			[{ ...email, table: 'people' }, 4]
		]);
	});

	it('says that nothing hangs on it where the table is empty', async () => {
		const asked = await Asked.on(dialect, users.split('INSERT')[0]!, renamed());
		expect((await asked.changes()).effects).toMatchObject([{ rows: 0, values: 0, sample: { rows: [] } }]);
	});

	it('shows rows by any other column where there is no key, whatever the names are', async () => {
		const odd = '"the ""mail"""';
		const asked = await Asked.on(
			dialect,
			`CREATE TABLE "Odd Ones" (kind text, ${odd} text); INSERT INTO "Odd Ones" VALUES ('a', 'b');`,
			'CREATE TABLE "Odd Ones" (kind text, "the mail" text);'
		);
		const [effect] = (await asked.changes()).effects;
		expect(effect).toMatchObject({
			values: 1,
			sample: { columns: ['kind', 'the "mail"'], rows: [['a', 'b']] }
		});
	});
});

describe('the version a migration must run on', () => {
	it.each([
		['sqlite', 'CREATE TABLE t (a integer) STRICT;', '3.37'],
		['postgres', 'CREATE TABLE t (a integer UNIQUE NULLS NOT DISTINCT);', '15']
	] as const)('is held against what schema.sql asks for on %s', async (dialect, desired, since) => {
		const asked = await Asked.on(
			dialect,
			'CREATE TABLE u (a integer);',
			`CREATE TABLE u (a integer); ${desired}`
		);
		const { warnings } = (await asked.changes()).migration;
		expect(warnings).toHaveLength(1);
		expect(warnings[0]).toContain(since);
		expect((await asked.changes({ target: since })).migration.warnings).toEqual([]);
		const wrong = await asked.reply({ target: '1.0' });
		expect(wrong).toMatchObject({ kind: 'failed', problem: { code: 'unknown-version' } });
	});

	it('decides how a column is dropped from SQLite', async () => {
		const asked = await Asked.on('sqlite', 'CREATE TABLE t (a, b)', 'CREATE TABLE t (a)');
		expect((await asked.changes()).migration.upgrade.sql).toContain('DROP COLUMN');
		expect((await asked.changes({ target: '3.31' })).migration.upgrade.sql).not.toContain('DROP COLUMN');
	});
});
