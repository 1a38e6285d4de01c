import { describe, expect, it } from 'vitest';
import { Bench, migration } from './support.ts';

const open = { up: 'transaction:false', down: 'transaction:false' };
const stumbling = {
	'1_a.sql': migration('CREATE TABLE a (x);', 'DROP TABLE a;'),
	'2_b.sql': migration(
		'CREATE TABLE b (x);\nCREATE TABLE c (x);\nINSERT INTO later VALUES (1);\nCREATE TABLE d (x);',
		'DROP TABLE d;\nDROP TABLE missing;\nDROP TABLE c;\nDROP TABLE b;',
		open
	),
	'3_e.sql': migration('CREATE TABLE e (x);', 'DROP TABLE e;')
};

async function tables(bench: Bench): Promise<readonly unknown[]> {
	return (
		await bench.rows("SELECT name FROM sqlite_schema WHERE name <> 'updown_migrations' AND type = 'table'")
	)
		.flat()
		.sort();
}

describe('a step without a transaction', () => {
	it('keeps the statements before the one that fails, and the ledger says how many', async () => {
		const bench = await Bench.open(stumbling);
		const result = await bench.upgrade();
		expect(result.status).toBe('failed');
		expect(await tables(bench)).toEqual(['a', 'b', 'c']);
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 partial-upgrade 2/4']);
		expect(result.current).toEqual(['1']);
		expect(result.steps[1]).toMatchObject({ status: 'failed', stuck: 2 });
		expect(result.problems[0]!.message).toContain('Statements 1 to 2 of 4 stay in the database');
		expect(result.problems[0]!.hint).toContain('goes on after statement 2');
		expect(result.problems[0]!.hint).toContain('undo those statements by hand and stamp 1');
	});

	it('goes on after the statements that stuck when it is run again', async () => {
		const bench = await Bench.open(stumbling);
		await bench.upgrade();
		await bench.database.execute('CREATE TABLE later (x)');
		const result = await bench.upgrade();
		expect(result.status).toBe('applied');
		expect(result.current).toEqual(['3']);
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 applied 4/4', '3 applied 1/1']);
		expect(await tables(bench)).toEqual(['a', 'b', 'c', 'd', 'e', 'later']);
	});

	it('places a later failure right in the file too', async () => {
		const bench = await Bench.open(stumbling);
		await bench.upgrade();
		const again = await bench.upgrade();
		expect(again.problems[0]!.message).toContain('Statement 3 of 4');
		expect(again.problems[0]!.span!.start).toMatchObject({ line: 4, column: 13 });
		expect(again.steps[0]).toMatchObject({ status: 'failed', stuck: 0 });
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 partial-upgrade 2/4']);
	});

	it('does not go on in a file that was edited, and says what to do', async () => {
		const bench = await Bench.open(stumbling);
		await bench.upgrade();
		bench.files = { ...stumbling, '2_b.sql': `${stumbling['2_b.sql']}-- edited\n` };
		const result = await bench.upgrade();
		expect(result.status).toBe('refused');
		expect(result.problems[0]).toMatchObject({ code: 'partial-step', file: '2_b.sql' });
		expect(result.problems[0]!.hint).toContain('stamp 1');
	});

	it('blocks the other direction until it is finished', async () => {
		const bench = await Bench.open(stumbling);
		await bench.upgrade();
		const result = await bench.downgrade('base');
		expect(result.status).toBe('refused');
		expect(result.problems[0]!.code).toBe('partial-step');
		expect((await bench.stamp(['1'])).status).toBe('applied');
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
	});

	it('stops midway on the way down as well, and is still applied until it is through', async () => {
		const bench = await Bench.open(stumbling);
		await bench.database.execute('CREATE TABLE later (x)');
		await bench.upgrade('2');
		const result = await bench.downgrade('1');
		expect(result.status).toBe('failed');
		expect(result.current).toEqual(['2']);
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 partial-downgrade 1/4']);
		expect((await bench.upgrade('3')).problems[0]!.code).toBe('partial-step');
		await bench.database.execute('CREATE TABLE missing (x)');
		expect((await bench.downgrade('1')).status).toBe('applied');
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
		expect(await tables(bench)).toEqual(['a', 'later']);
	});

	it('leaves no trace in the ledger where its first statement fails', async () => {
		const bench = await Bench.open({ '1_a.sql': migration('oops;\nSELECT 1;', 'oops;', open) });
		const result = await bench.upgrade();
		expect(result.problems[0]!.message).toContain('None of its statements has stayed');
		expect(await bench.ledgerWords()).toEqual([]);
	});

	it('may hold a transaction of its own, and what that undoes does not count as stuck', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration(
				'CREATE TABLE a (x);\nBEGIN;\nCREATE TABLE b (x);\nINSERT INTO nowhere VALUES (1);\nCOMMIT;\nCREATE TABLE c (x);',
				'',
				open
			)
		});
		const result = await bench.upgrade();
		expect(result.steps[0]).toMatchObject({ status: 'failed', stuck: 1 });
		expect(await tables(bench)).toEqual(['a']);
		expect(await bench.ledgerWords()).toEqual(['1 partial-upgrade 1/6']);
		await bench.database.execute('CREATE TABLE nowhere (x)');
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await tables(bench)).toEqual(['a', 'b', 'c', 'nowhere']);
		expect(await bench.ledgerWords()).toEqual(['1 applied 6/6']);
	});

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

	it('is not taken for done where it leaves a transaction open', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE a (x);\nBEGIN;\nCREATE TABLE b (x);', '', open)
		});
		const result = await bench.upgrade();
		expect(result.status).toBe('failed');
		expect(await tables(bench)).toEqual(['a']);
		expect(await bench.ledgerWords()).toEqual(['1 partial-upgrade 1/3']);
		await bench.database.execute('BEGIN; COMMIT;');
	});

	it('can VACUUM', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE a (x);\nVACUUM;', 'DROP TABLE a;', open)
		});
		expect((await bench.upgrade()).status).toBe('applied');
	});

	it('tells how far it came when it is stopped, and goes on from there', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE a (x);\nCREATE TABLE b (x);\nCREATE TABLE c (x);', '', open)
		});
		const signal = { aborted: false };
		let pauses = 0;
		let now = 0;
		bench.extra = {
			signal,
			clock: { now: () => '2026-11-23T00:00:00.000Z', elapsed: () => (now += 100) },
			breathe: async () => void (signal.aborted = ++pauses === 4)
		};
		const result = await bench.upgrade();
		expect(result.status).toBe('stopped');
		const stuck = (await tables(bench)).length;
		expect(stuck).toBeGreaterThan(0);
		expect(await bench.ledgerWords()).toEqual([`1 partial-upgrade ${stuck}/3`]);
		bench.extra = {};
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await tables(bench)).toEqual(['a', 'b', 'c']);
	});
});
