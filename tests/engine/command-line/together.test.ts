import { describe, expect, test } from 'vitest';
import { openPlayground } from './support.ts';

const silent = (up: string, down: string) => `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;
const users = {
	name: '0001_users.sql',
	text: silent(
		'CREATE TABLE users (id INTEGER PRIMARY KEY); INSERT INTO users VALUES (1);',
		'DROP TABLE users;'
	)
};
const column = (name: string) =>
	silent(`ALTER TABLE users ADD COLUMN ${name} TEXT;`, `ALTER TABLE users DROP COLUMN ${name};`);
const nick = { name: '0002_nick.sql', text: column('nick') };
const email = { name: '0002_email.sql', text: column('email') };

/** My migration applied, and another one of the same number in the folder. */
async function pulled() {
	const playground = await openPlayground([users, nick]);
	await playground.type('updown upgrade');
	playground.files = [users, nick, email];
	return playground;
}

describe('renumbering from the command line', () => {
	test('shows what would happen on the rows, and writes nothing without being asked', async () => {
		const playground = await pulled();
		const { exitCode, text } = await playground.type('updown renumber 0002_nick.sql');
		expect(exitCode).toBe(0);
		expect(text).toContain('Duplicate version');
		expect(text).toContain('`0002_nick.sql` → `0003_nick.sql`');
		expect(text).toContain('Rehearsed upgrade of 0003');
		expect(text).toContain('`updown renumber 0002_nick.sql --yes` does it');
		expect(playground.files.map(({ name }) => name)).toContain('0002_nick.sql');
	});

	test.each(['', ' --keep'])('with --yes%s it is done, and an upgrade runs the rest', async (keep) => {
		const playground = await pulled();
		expect((await playground.type(`updown renumber 0002_nick.sql${keep} --yes`)).exitCode).toBe(0);
		const before = await playground.rows('SELECT revision FROM updown_migrations ORDER BY revision');
		expect(before.flat()).toEqual(keep === '' ? ['0001'] : ['0001', '0003']);
		expect((await playground.type('updown upgrade heads')).exitCode).toBe(0);
		const after = await playground.rows('SELECT revision, name FROM updown_migrations ORDER BY revision');
		expect(after).toEqual([
			['0001', '0001_users.sql'],
			['0002', '0002_email.sql'],
			['0003', '0003_nick.sql']
		]);
		expect((await playground.type('updown status')).text).not.toContain('edited');
		expect(await playground.rows('SELECT nick, email FROM users')).toEqual([[null, null]]);
	});

	test('asks whose files are whose where nobody knows, and says which ways there are', async () => {
		const playground = await pulled();
		expect(await playground.type('updown renumber')).toMatchObject({ exitCode: 2 });
		expect((await playground.type('updown renumber 0009_x.sql')).text).toContain('is called 0009_x.sql');
		const { exitCode, text } = await playground.type('updown rebase 0002_nick.sql');
		expect(exitCode).toBe(1);
		expect(text).toContain('What there is: `updown renumber`.');
	});

	test('ends with 1, and leaves files and rows alone, where the way would fail', async () => {
		const playground = await pulled();
		playground.files = [users, nick, { ...email, text: column('nick') }];
		const { exitCode, text } = await playground.type('updown renumber 0002_nick.sql --yes');
		expect(exitCode).toBe(1);
		expect(text).toContain('0003_nick.sql');
		expect(playground.files.map(({ name }) => name)).toContain('0002_nick.sql');
	});

	test('has nothing to do where the files lie in one line', async () => {
		const playground = await openPlayground([users, nick]);
		expect((await playground.type('updown renumber 0002_nick.sql')).text).toContain('Nothing to do');
	});
});

test('rebasing lets mine follow their head', async () => {
	const spoken = (name: string, revises: string) => ({
		name: `${name}.sql`,
		text: `-- revises: ${revises}\n${column(name.slice(5))}`
	});
	const root = { ...users, text: `-- revises: base\n${users.text}` };
	const playground = await openPlayground([root, spoken('0002_nick', '0001')]);
	await playground.type('updown upgrade');
	playground.files = [...playground.files, spoken('0003_email', '0001')];
	expect((await playground.type('updown rebase 0002 --yes')).exitCode).toBe(0);
	expect(playground.files.find(({ name }) => name === '0004_nick.sql')?.text).toContain('-- revises: 0003');
	expect((await playground.type('updown upgrade')).text).toContain('The database is at 0004 (head).');
});
