import { describe, expect, it } from 'vitest';
import { openPlayground, shop } from './support.ts';

async function drifted(sql: string) {
	const play = await openPlayground(shop);
	await play.type('updown upgrade');
	await play.database.execute(sql);
	return play;
}

describe('updown drift', () => {
	it('says in words what was done beside the folder, and both ways out', async () => {
		const play = await drifted('ALTER TABLE users ADD COLUMN nick TEXT; DROP TABLE orders;');
		const { exitCode, text } = await play.type('updown drift');
		expect(exitCode).toBe(1);
		expect(text).toContain('Drift: Dropped table orders.');
		expect(text).toContain('Drift: Added `nick` to users.');
		expect(text).toContain('drift --migrate');
		expect(text).toContain('drift --put-back');
	});

	it('has nothing to say where there is none', async () => {
		const play = await openPlayground(shop);
		await play.type('updown upgrade');
		for (const line of ['drift', 'drift --migrate', 'drift --put-back --yes']) {
			const { exitCode, text } = await play.type(`updown ${line}`);
			expect(text).toContain('No drift');
			expect(exitCode).toBe(0);
		}
	});

	it('--migrate makes a migration of it, stamps it, and the rows stay', async () => {
		const play = await drifted("ALTER TABLE users ADD COLUMN nick TEXT; UPDATE users SET nick = 'a';");
		const made = await play.type('updown drift --migrate -m "add nick" --sequential');
		expect(made.text).toContain('Wrote migrations/0004_add_nick.sql.');
		expect(made.exitCode).toBe(0);
		expect((await play.type('updown current')).text).toBe('0004 (head)');
		expect((await play.type('updown check')).exitCode).toBe(0);
		expect(await play.rows('SELECT DISTINCT nick FROM users')).toEqual([['a']]);
		expect((await play.type('updown downgrade')).exitCode).toBe(0);
		expect((await play.type('updown check')).exitCode).toBe(4);
		expect((await play.type('updown upgrade')).exitCode).toBe(0);
		expect((await play.type('updown check')).exitCode).toBe(0);
	});

	it('--migrate waits until everything is applied', async () => {
		const play = await openPlayground(shop);
		await play.type('updown upgrade 0002');
		await play.database.execute('CREATE TABLE notes (id INTEGER);');
		const { exitCode, text } = await play.type('updown drift --migrate');
		expect(exitCode).toBe(1);
		expect(text).toContain('upgrade heads');
		expect(play.files).toHaveLength(3);
	});

	it('--put-back shows the SQL and what the rows would lose, and runs it with --yes only', async () => {
		const play = await drifted("ALTER TABLE users ADD COLUMN nick TEXT; UPDATE users SET nick = 'a';");
		const shown = await play.type('updown drift --put-back');
		expect(shown.exitCode).toBe(1);
		expect(shown.text).toContain('ALTER TABLE users DROP COLUMN nick;');
		expect(shown.text).toContain('users.nick is gone. 2 values are lost with it.');
		expect(await play.rows('SELECT nick FROM users')).toHaveLength(2);
		expect((await play.type('updown drift --put-back --yes')).text).toContain('Put back');
		expect((await play.type('updown check')).exitCode).toBe(0);
	});

	it('asks whether something was renamed, and keeps the values where it was', async () => {
		const play = await drifted('ALTER TABLE users RENAME COLUMN email TO mail;');
		const asked = await play.type('updown drift --put-back --yes');
		expect(asked.exitCode).toBe(1);
		expect(asked.text).toContain('updown drift --put-back --rename users.mail:email');
		const done = await play.type('updown drift --put-back --yes --rename users.mail:email');
		expect(done.exitCode).toBe(0);
		expect(await play.rows('SELECT email FROM users')).toEqual([['Ada@up.test'], ['Grace@up.test']]);
	});

	it('asks what the rows get in a column that comes back', async () => {
		const play = await drifted('ALTER TABLE users DROP COLUMN name;');
		const asked = await play.type('updown drift --put-back --yes');
		expect(asked.exitCode).toBe(1);
		expect(asked.text).toContain('--fill users.name=');
		const done = await play.type(`updown drift --put-back --yes --fill "users.name='nobody'"`);
		expect(done.exitCode).toBe(0);
		expect(await play.rows('SELECT DISTINCT name FROM users')).toEqual([['nobody']]);
	});

	it('takes one way at a time', async () => {
		const play = await openPlayground(shop);
		expect((await play.type('updown drift --migrate --put-back')).exitCode).toBe(2);
	});
});
