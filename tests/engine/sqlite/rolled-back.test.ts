import { describe, expect, it } from 'vitest';
import { Bench, migration } from '../run/support.ts';

describe('a step that fails', () => {
	it('is undone also where the database has rolled back by itself', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE a (x UNIQUE);', ''),
			'2_b.sql': migration('INSERT INTO a VALUES (1); INSERT OR ROLLBACK INTO a VALUES (1);', '')
		});
		const result = await bench.upgrade();
		expect(result.status).toBe('failed');
		expect(await bench.rows('SELECT * FROM a')).toEqual([]);
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
		expect((await bench.upgrade()).status).toBe('failed');
	});
});
