import { expect, it } from 'vitest';
import { openPlayground, shop } from './support.ts';

it('a line loses the connection in the middle of a step, says what remains, and others lead out of it', async () => {
	const [users, email] = shop;
	const open = { ...email!, text: email!.text.replace('-- migrate:up', '-- migrate:up transaction:false') };
	const playground = await openPlayground([users!, open]);
	await playground.type('updown upgrade +1');
	expect(await playground.type('updown pull-plug')).toMatchObject({ exitCode: 2 });

	const { text, exitCode } = await playground.type('updown pull-plug --after --yes');
	expect(exitCode).toBe(0);
	expect(text).toContain('Cut off right after statement 1 of 2 in the upgrade of 0002, Add email.');
	expect(text).toContain('✓ Nothing remains of it.');
	expect(text).toContain('⚠ 1 of 2 statements remains.');
	expect(text).toContain('Added `email` to users.');
	expect(text).toContain('⚠ The ledger is behind: it says 0.');
	expect((await playground.type('updown upgrade')).exitCode).toBe(1);
	expect((await playground.type('updown stamp 0002 --ran 1')).exitCode).toBe(0);
	expect((await playground.type('updown upgrade')).exitCode).toBe(0);
	expect(await playground.rows('SELECT email FROM users ORDER BY id')).toEqual([
		['Ada@up.test'],
		['Grace@up.test']
	]);

	expect((await playground.type('updown pull-plug --yes')).text).toContain('already the newest revision');
	expect((await playground.type('updown pull-plug --down --statement 9 --yes')).exitCode).toBe(1);
});
