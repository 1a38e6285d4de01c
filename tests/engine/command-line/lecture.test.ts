import { describe, expect, it } from 'vitest';
import { migration, openPlayground, shop } from './support.ts';

describe('what a lecture types, on a real database', () => {
	it('up to the head, one back, and up again', async () => {
		const play = await openPlayground(shop);
		const up = await play.type('flask db upgrade');
		expect(up.exitCode).toBe(0);
		expect(up.text).toContain('Running upgrade base -> 0001, Create users');
		expect(up.text).toContain('✓ Added `email` to users. (2 statements, 2 rows written, ');
		expect(up.text).toContain('The database is at 0003 (head).');
		expect(await play.rows('SELECT name, email FROM users')).toEqual([
			['Ada', 'Ada@up.test'],
			['Grace', 'Grace@up.test']
		]);

		await play.type('flask db downgrade');
		expect((await play.type('flask db current')).text).toBe('0002');
		const back = await play.type('flask db downgrade -1');
		expect(back.text).toContain('Running downgrade 0002 -> 0001, Add email');
		expect(back.text).toContain('Dropped `email` from users.');
		expect((await play.type('alembic upgrade +2')).text).toContain('The database is at 0003 (head).');
		await play.type('updown downgrade base');
		expect(await play.rows("SELECT name FROM sqlite_schema WHERE name IN ('users', 'orders')")).toEqual([]);
		expect((await play.type('updown current')).text).toBe('base: nothing is applied.');
	});

	it('writes a migration from schema.sql, runs it, and finds that all agree', async () => {
		const play = await openPlayground(
			shop,
			'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, phone TEXT);\n' +
				'CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer INTEGER REFERENCES users (id));'
		);
		const early = await play.type('flask db migrate -m "add phone"');
		expect(early.exitCode).toBe(1);
		expect(early.text).toContain('not up to date');
		await play.type('flask db upgrade');
		expect((await play.type('updown check')).exitCode).toBe(64);

		const written = await play.type('flask db migrate -m "add phone"');
		expect(written.exitCode).toBe(0);
		expect(written.text).toContain('Detected: Added `phone` to users.');
		expect(play.files).toHaveLength(4);
		expect((await play.type('updown heads')).text).toBe('20261123054700 (head)');
		expect((await play.type('updown upgrade')).exitCode).toBe(0);
		const check = await play.type('updown check');
		expect(check).toMatchObject({
			exitCode: 0,
			text: 'All agree: the database is at 20261123054700 (head).'
		});
		expect((await play.type('flask db migrate')).text).toContain('No changes detected');
	});

	it('asks whether a column was renamed, and keeps its values when it was', async () => {
		const play = await openPlayground(
			shop.slice(0, 1),
			'CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL);'
		);
		await play.type('updown upgrade');
		const asked = await play.type('updown migrate -m "full name"');
		expect(asked.exitCode).toBe(1);
		expect(asked.text).toContain('--rename users.name:full_name');
		expect(play.files).toHaveLength(1);
		expect((await play.type('updown migrate -m "full name" --rename users.name:full_name')).exitCode).toBe(0);
		await play.type('updown upgrade');
		expect(await play.rows('SELECT full_name FROM users')).toEqual([['Ada'], ['Grace']]);
	});

	it('branches, merges and goes on', async () => {
		const play = await openPlayground(shop.slice(0, 2));
		await play.type('updown revision -m "shop side" --head 0001 --splice --branch-label side --sequential');
		const refused = await play.type('flask db upgrade');
		expect(refused.exitCode).toBe(1);
		expect(refused.text).toContain('2 heads');
		expect((await play.type('flask db upgrade side@head')).text).toContain(
			'The database is at 0003 (side) (head).'
		);
		expect((await play.type('flask db upgrade heads')).exitCode).toBe(0);
		expect((await play.type('flask db merge heads -m "join" --rev-id 0004')).exitCode).toBe(0);
		expect((await play.type('flask db upgrade')).text).toContain('0004 (head) (mergepoint)');
		expect((await play.type('updown downgrade 0001')).text).toContain(
			'The database is at 0001 (branchpoint).'
		);
	});
});

describe('when something is wrong', () => {
	it('a failing step leaves nothing, and says where it failed', async () => {
		const broken = migration(
			'0004',
			'Break',
			'CREATE TABLE extra (id);\nINSERT INTO userz VALUES (1);',
			'SELECT 1;'
		);
		const play = await openPlayground([
			...shop,
			broken,
			migration('0005', 'After', 'SELECT 1;', 'SELECT 1;')
		]);
		const { exitCode, text } = await play.type('updown upgrade');
		expect(exitCode).toBe(1);
		expect(text).toContain('at migrations/0004_break.sql:5:13');
		expect(text).toContain('Nothing of revision 0004 stays in the database.');
		expect(text).toContain('Not run: 0005.');
		expect(text).toContain('The database is at 0003.');
		expect(text.match(/no such table|userz/gi)?.length).toBeGreaterThan(0);
		expect(await play.rows("SELECT name FROM sqlite_schema WHERE name = 'extra'")).toEqual([]);
	});

	it('a deleted file is found, and accept is the cure it names', async () => {
		const play = await openPlayground(shop);
		await play.type('updown upgrade');
		play.files = shop.slice(0, 2);
		const check = await play.type('updown check');
		expect(check.exitCode).toBe(8 + 16);
		expect(check.text).toContain('0003');
		expect(check.text).toContain('accept 0003');
		expect(check.text).toContain('Drift: Created table orders');
		expect((await play.type('updown accept 0003')).exitCode).toBe(0);
		expect((await play.type('updown current')).text).toBe('0002 (head)');
	});

	it('an edited file is found', async () => {
		const play = await openPlayground(shop);
		await play.type('updown upgrade');
		play.files = shop.map((file) =>
			file.name.startsWith('0002') ? { ...file, text: `${file.text}-- more\n` } : file
		);
		const check = await play.type('updown check');
		expect(check.exitCode).toBe(16);
		expect(check.text).toContain('0002_add_email.sql has been edited since it was applied');
		expect((await play.type('updown accept')).exitCode).toBe(0);
		expect((await play.type('updown check')).exitCode).toBe(0);
		expect((await play.type('updown current')).text).toBe('0003 (head)');
	});

	it('a folder with an error refuses to run, and says all that is wrong', async () => {
		const play = await openPlayground([...shop, migration('0003', 'Twice', 'SELECT 1;', '')]);
		const { exitCode, text } = await play.type('updown upgrade');
		expect(exitCode).toBe(1);
		expect(text).toContain('0003');
		expect((await play.type('updown current')).text).toContain('base');
	});

	it('a schema.sql that does not run is told with its place', async () => {
		const play = await openPlayground(shop, 'CREATE TABLE users (\n  id INTEGER,,\n);');
		await play.type('updown upgrade');
		const { exitCode, text } = await play.type('updown migrate');
		expect(exitCode).toBe(1);
		expect(text).toContain('at schema.sql:2:');
	});
});

describe('--sql', () => {
	it('prints what really leads there: run by hand, it makes the same tables', async () => {
		const play = await openPlayground(shop);
		const { text } = await play.type('updown upgrade --sql');
		expect(await play.rows("SELECT name FROM sqlite_schema WHERE name = 'users'")).toEqual([]);
		await play.database.execute(text);
		expect(await play.rows('SELECT name, email FROM users')).toHaveLength(2);
		await play.type('updown stamp head');
		const down = await play.type('updown downgrade base --sql');
		await play.database.execute(down.text);
		expect(await play.rows("SELECT name FROM sqlite_schema WHERE name = 'users'")).toEqual([]);
	});
});
