import { describe, expect, it } from 'vitest';
import { Bench, migration } from '../run/support.ts';

const open = { up: 'transaction:false', down: 'transaction:false' };

async function tables(bench: Bench): Promise<readonly string[]> {
	return (await bench.tables()).filter((name) => name !== 'updown_migrations');
}

describe('a step without a transaction', () => {
	describe.each([
		['INSERT OR ROLLBACK', 1, 'INSERT INTO b VALUES (1); INSERT OR ROLLBACK INTO b VALUES (1);'],
		[
			'RAISE(ROLLBACK)',
			1,
			"CREATE TRIGGER no BEFORE INSERT ON b BEGIN SELECT RAISE(ROLLBACK, 'no'); END; INSERT INTO b VALUES (1);"
		],
		['a full disk', 2, 'INSERT INTO b VALUES (zeroblob(1000000));']
	])('whose own transaction the database itself undoes, at %s,', (_name, kept, refused) => {
		const first = kept === 2 ? 'CREATE TABLE a (x); PRAGMA max_page_count = 20;' : 'CREATE TABLE a (x);';
		const body = `${first} BEGIN; CREATE TABLE b (x UNIQUE); ${refused} COMMIT;`;

		it('counts nothing of it as stuck on the way up', async () => {
			const bench = await Bench.open({ '1_a.sql': migration(body, '', open) });
			const result = await bench.upgrade();
			expect(result.steps[0]).toMatchObject({ status: 'failed', stuck: kept });
			expect(await tables(bench)).toEqual(['a']);
			expect((await bench.ledgerWords())[0]).toContain(`1 partial-upgrade ${kept}/`);
		});

		it('nor on the way down', async () => {
			const bench = await Bench.open({ '1_a.sql': migration('', body, open) });
			await bench.upgrade();
			expect((await bench.downgrade('base')).steps[0]).toMatchObject({ status: 'failed', stuck: kept });
			expect(await tables(bench)).toEqual(['a']);
			expect((await bench.ledgerWords())[0]).toContain(`1 partial-downgrade ${kept}/`);
		});
	});

	it.each([
		["ATTACH 'o.db' AS o", 'attach-in-section'],
		["VACUUM INTO 'copy.db'", 'vacuum-into-file']
	])('that would write another file is refused before it begins: %s', async (statement, code) => {
		const bench = await Bench.open({ '1_a.sql': migration(`CREATE TABLE a (x); ${statement};`, '', open) });
		const result = await bench.upgrade();
		expect(result.steps[0]).toMatchObject({ status: 'failed', stuck: 0, problem: { code } });
		expect(await tables(bench)).toEqual([]);
	});
});
