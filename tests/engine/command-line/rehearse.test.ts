import { describe, expect, it } from 'vitest';
import { migration, openPlayground } from './support.ts';

const files = [
	migration(
		'0001',
		'users',
		"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO users VALUES (1, 'a@x'), (2, NULL);",
		'DROP TABLE users;'
	),
	migration(
		'0002',
		'no email',
		'ALTER TABLE users DROP COLUMN email;',
		'ALTER TABLE users ADD COLUMN email TEXT;'
	)
];

const strict = migration(
	'0002',
	'must have email',
	'ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
	'SELECT 1;'
);

describe('rehearse in the terminal', () => {
	it('says what would become of the rows, and changes nothing', async () => {
		const playground = await openPlayground(files);
		await playground.type('updown upgrade 0001');
		const { text, exitCode } = await playground.type('updown rehearse');
		expect(text).toContain('− users.email is gone. 1 value is lost with it.');
		expect(text).toContain('All of it was undone: the database is as it was.');
		expect(exitCode).toBe(0);
		expect(await playground.rows('SELECT email FROM users')).toEqual([['a@x'], [null]]);
	});

	it('shows the rows for which a step would fail', async () => {
		const playground = await openPlayground([files[0]!, strict]);
		await playground.type('updown upgrade 0001');
		const { text, exitCode } = await playground.type('updown rehearse head');
		expect(text).toContain('1 of 2 rows of users has no email.');
		expect(text).toContain('id 2, email NULL');
		expect(exitCode).toBe(1);
	});

	it('goes down too, and says so where there is nothing to do', async () => {
		const playground = await openPlayground(files);
		expect((await playground.type('updown rehearse --down base')).text).toContain('Nothing to rehearse');
		await playground.type('updown upgrade');
		const { text } = await playground.type('updown rehearse --down');
		expect(text).toContain('+ users.email is new. It holds nothing in 2 rows.');
	});
});

describe('round-trip in the terminal', () => {
	it('gives every migration its verdict', async () => {
		const playground = await openPlayground(files);
		await playground.type('updown upgrade 0001');
		const { text, exitCode } = await playground.type('updown round-trip');
		expect(text).toContain('✓ 0001 users: reversible');
		expect(text).toContain('✕ 0002 no email: lossy');
		expect(text).toContain('1 of 2 migrations came back whole. The database is as it was.');
		expect(exitCode).toBe(1);
		expect(await playground.rows('SELECT email FROM users')).toEqual([['a@x'], [null]]);
	});

	it('says of a migration that comes back and cannot go again what it is', async () => {
		const leavesRow = migration(
			'0002',
			'one more user',
			"CREATE TABLE towns (id INTEGER PRIMARY KEY); INSERT INTO users VALUES (3, 'c@x');",
			'DROP TABLE towns;'
		);
		const playground = await openPlayground([files[0]!, leavesRow]);
		await playground.type('updown upgrade 0001');
		const { text } = await playground.type('updown round-trip');
		expect(text).toContain('✕ 0002 one more user: irreversible: it goes there and back, but not there again');
		expect(text).toContain('+ 1 row added to users.');
		expect(text).toContain('UNIQUE');
	});
});
