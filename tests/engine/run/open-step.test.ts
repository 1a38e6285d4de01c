import { describe, expect, it } from 'vitest';
import { everyDialect } from '../databases.ts';
import { Bench, migration } from './support.ts';

everyDialect('%s', (dialect) => {
	const open = (files: Readonly<Record<string, string>>, foreignKeys = false) =>
		Bench.open(files, foreignKeys, dialect);

	const apart = { up: 'transaction:false', down: 'transaction:false' };
	const stumbling = {
		'1_a.sql': migration('CREATE TABLE a (x INTEGER);', 'DROP TABLE a;'),
		'2_b.sql': migration(
			'CREATE TABLE b (x INTEGER);\nCREATE TABLE c (x INTEGER);\nINSERT INTO later VALUES (1);\nCREATE TABLE d (x INTEGER);',
			'DROP TABLE d;\nDROP TABLE missing;\nDROP TABLE c;\nDROP TABLE b;',
			apart
		),
		'3_e.sql': migration('CREATE TABLE e (x INTEGER);', 'DROP TABLE e;')
	};

	async function tables(bench: Bench): Promise<readonly string[]> {
		return (await bench.tables()).filter((name) => name !== 'updown_migrations');
	}

	describe('a step without a transaction', () => {
		it('keeps the statements before the one that fails, and the ledger says how many', async () => {
			const bench = await open(stumbling);
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
			const bench = await open(stumbling);
			await bench.upgrade();
			await bench.database.execute('CREATE TABLE later (x INTEGER)');
			const result = await bench.upgrade();
			expect(result.status).toBe('applied');
			expect(result.current).toEqual(['3']);
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 applied 4/4', '3 applied 1/1']);
			expect(await tables(bench)).toEqual(['a', 'b', 'c', 'd', 'e', 'later']);
		});

		it('places a later failure right in the file too', async () => {
			const bench = await open(stumbling);
			await bench.upgrade();
			const again = await bench.upgrade();
			expect(again.problems[0]!.message).toContain('Statement 3 of 4');
			expect(again.problems[0]!.span!.start).toMatchObject({ line: 4, column: 13 });
			expect(again.steps[0]).toMatchObject({ status: 'failed', stuck: 0 });
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 partial-upgrade 2/4']);
		});

		it('does not go on in a file that was edited, and says what to do', async () => {
			const bench = await open(stumbling);
			await bench.upgrade();
			bench.files = { ...stumbling, '2_b.sql': `${stumbling['2_b.sql']}-- edited\n` };
			const result = await bench.upgrade();
			expect(result.status).toBe('refused');
			expect(result.problems[0]).toMatchObject({ code: 'partial-step', file: '2_b.sql' });
			expect(result.problems[0]!.hint).toContain('stamp 1');
		});

		it('blocks the other direction until it is finished', async () => {
			const bench = await open(stumbling);
			await bench.upgrade();
			const result = await bench.downgrade('base');
			expect(result.status).toBe('refused');
			expect(result.problems[0]!.code).toBe('partial-step');
			expect((await bench.stamp(['1'])).status).toBe('applied');
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
		});

		it('stops midway on the way down as well, and is still applied until it is through', async () => {
			const bench = await open(stumbling);
			await bench.database.execute('CREATE TABLE later (x INTEGER)');
			await bench.upgrade('2');
			const result = await bench.downgrade('1');
			expect(result.status).toBe('failed');
			expect(result.current).toEqual(['2']);
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 partial-downgrade 1/4']);
			expect((await bench.upgrade('3')).problems[0]!.code).toBe('partial-step');
			await bench.database.execute('CREATE TABLE missing (x INTEGER)');
			expect((await bench.downgrade('1')).status).toBe('applied');
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
			expect(await tables(bench)).toEqual(['a', 'later']);
		});

		it('leaves no trace in the ledger where its first statement fails', async () => {
			const bench = await open({ '1_a.sql': migration('oops;\nSELECT 1;', 'oops;', apart) });
			const result = await bench.upgrade();
			expect(result.problems[0]!.message).toContain('None of its statements has stayed');
			expect(await bench.ledgerWords()).toEqual([]);
		});

		it('may hold a transaction of its own, and what that undoes does not count as stuck', async () => {
			const bench = await open({
				'1_a.sql': migration(
					'CREATE TABLE a (x INTEGER);\nBEGIN;\nCREATE TABLE b (x INTEGER);\nINSERT INTO nowhere VALUES (1);\nCOMMIT;\nCREATE TABLE c (x INTEGER);',
					'',
					apart
				)
			});
			const result = await bench.upgrade();
			expect(result.steps[0]).toMatchObject({ status: 'failed', stuck: 1 });
			expect(await tables(bench)).toEqual(['a']);
			expect(await bench.ledgerWords()).toEqual(['1 partial-upgrade 1/6']);
			await bench.database.execute('CREATE TABLE nowhere (x INTEGER)');
			expect((await bench.upgrade()).status).toBe('applied');
			expect(await tables(bench)).toEqual(['a', 'b', 'c', 'nowhere']);
			expect(await bench.ledgerWords()).toEqual(['1 applied 6/6']);
		});

		it('is not taken for done where it leaves a transaction open', async () => {
			const bench = await open({
				'1_a.sql': migration('CREATE TABLE a (x INTEGER);\nBEGIN;\nCREATE TABLE b (x INTEGER);', '', apart)
			});
			const result = await bench.upgrade();
			expect(result.status).toBe('failed');
			expect(await tables(bench)).toEqual(['a']);
			expect(await bench.ledgerWords()).toEqual(['1 partial-upgrade 1/3']);
			expect(await bench.database.dialect.transactions.rollback(bench.database)).toBe(false);
		});

		it('can VACUUM', async () => {
			const bench = await open({
				'1_a.sql': migration('CREATE TABLE a (x INTEGER);\nVACUUM;', 'DROP TABLE a;', apart)
			});
			expect((await bench.upgrade()).status).toBe('applied');
		});

		it('tells how far it came when it is stopped, and goes on from there', async () => {
			const bench = await open({
				'1_a.sql': migration(
					'CREATE TABLE a (x INTEGER);\nCREATE TABLE b (x INTEGER);\nCREATE TABLE c (x INTEGER);',
					'',
					apart
				)
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
});
