import { expect, it } from 'vitest';
import { openPlayground, shop } from './support.ts';

it('a downgrade that loses values is made safe by one line, and says before what it writes', async () => {
	const playground = await openPlayground(shop);
	await playground.type('updown upgrade 0002');
	const before = await playground.rows('SELECT * FROM users ORDER BY id');
	await playground.database.execute("UPDATE users SET email = 'own@x' WHERE id = 1");
	const rehearsed = await playground.type('updown rehearse --down');
	expect(rehearsed.text).toContain('`updown safe-downgrade 0002` sees to it');

	const shown = await playground.type('updown safe-downgrade');
	expect(shown.exitCode).toBe(0);
	expect(shown.text).toContain('+ CREATE TABLE updown_stash_0002_users AS');
	expect(shown.text).toContain('  ALTER TABLE users DROP COLUMN email;');
	expect(shown.text).toContain('every row and value comes back');
	expect(shown.text).toContain('Nothing was written.');
	expect(playground.files).toEqual(shop);

	const written = await playground.type('updown safe-downgrade 0002 --yes');
	expect(written.exitCode).toBe(0);
	expect(written.text).toContain('Wrote migrations/0002_add_email.sql');
	expect((await playground.type('updown check')).text).not.toContain('edited');
	const again = await playground.type('updown rehearse --down');
	expect(again.text).toContain('What is taken from users is put aside for the next upgrade.');
	expect(again.text).not.toContain('safe-downgrade');
	await playground.type('updown downgrade');
	expect((await playground.type('updown drift')).exitCode).toBe(0);
	await playground.type('updown upgrade +1');
	expect(await playground.rows('SELECT * FROM users ORDER BY id')).toEqual([
		[1, 'Ada', 'own@x'],
		...before.slice(1)
	]);
	expect((await playground.type('updown safe-downgrade')).text).toContain('Nothing to do');
});

it('says where there is nothing to make safe', async () => {
	const playground = await openPlayground(shop);
	expect(await playground.type('updown safe-downgrade')).toMatchObject({ exitCode: 2 });
	await playground.type('updown upgrade');
	expect((await playground.type('updown safe-downgrade nowhere')).exitCode).toBe(1);
	expect((await playground.type('updown safe-downgrade 0003')).text).toContain('Nothing to do');
});
