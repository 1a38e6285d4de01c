import { expect, it } from 'vitest';
import { Bench, migration } from '../run/support.ts';

it('the ledger is read though its texts are ordered by another collation than before', async () => {
	const files = {
		'1_a.sql': migration('CREATE TABLE a (x INTEGER);', 'DROP TABLE a;'),
		'2_b.sql': migration('CREATE TABLE b (x INTEGER);', 'DROP TABLE b;')
	};
	const bench = await Bench.open(files, false, 'postgres');
	await bench.upgrade('1');
	expect(await bench.ledger()).toHaveLength(1);
	await bench.database.execute('ALTER TABLE updown_migrations ALTER name TYPE text COLLATE "C"');
	expect(await bench.upgrade()).toMatchObject({ status: 'applied', current: ['2'] });
});
