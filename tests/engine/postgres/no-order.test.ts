import { describe, expect, it } from 'vitest';
import { inspectSchema } from '../../../src/lib/engine/run/index.ts';
import { Asked } from '../run/asked.ts';

describe('a change that no order of statements makes', () => {
	const holder = 'CREATE TABLE h (x v);';

	it('is a problem that names what waits for what and says what to do, and nothing is written', async () => {
		const asked = await Asked.on(
			'postgres',
			`CREATE VIEW v AS SELECT 1 AS a; ${holder} INSERT INTO h VALUES (ROW(5))`,
			`CREATE TABLE v (a int); ${holder}`
		);
		const before = await inspectSchema(asked.database);
		for (const split of [false, true]) {
			const reply = await asked.reply({ split });
			if (reply.kind !== 'failed') throw new Error(reply.kind);
			expect(reply.problem.code).toBe('no-order');
			expect(reply.problem.message).toContain('view `v`, column `h.x`, table `v`');
			expect(reply.problem.hint).toContain('two changes');
		}
		expect(await inspectSchema(asked.database)).toEqual(before);
	});

	it('names everything that waits, not only one way round', async () => {
		const holders = `${holder} CREATE TABLE g (y v, z int);`;
		const asked = await Asked.on(
			'postgres',
			`CREATE VIEW v AS SELECT 1 AS a; ${holders}`,
			`CREATE TABLE v (a int); ${holders}`
		);
		const reply = await asked.reply();
		if (reply.kind !== 'failed') throw new Error(reply.kind);
		for (const name of ['view `v`', 'table `v`', 'column `h.x`', 'column `g.y`'])
			expect(reply.problem.message).toContain(name);
		expect(reply.problem.message).not.toContain('g.z');
	});

	it('can be made in two steps, as the problem says', async () => {
		const between = 'CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE h (x text);';
		const asked = await Asked.on(
			'postgres',
			`CREATE VIEW v AS SELECT 1 AS a; ${holder} INSERT INTO h VALUES (ROW(5))`,
			between
		);
		await asked.run((await asked.changes()).migration.upgrade);
		const rest = asked.wanting(`CREATE TABLE v (a int); ${holder}`);
		await rest.run((await rest.changes()).migration.upgrade);
		expect((await rest.reply()).kind).toBe('equal');
		expect(await rest.rows('SELECT x::text FROM h')).toEqual([['(5)']]);
	});
});
