import { describe, expect, it } from 'vitest';
import { answer, entry, fakeHost, fork, graphOf, line } from './support.ts';

describe('upgrade and downgrade', () => {
	it('tell each step, what it did, and where the database is', async () => {
		const { exitCode, lines } = await answer('updown upgrade', fakeHost({ applied: [] }));
		expect(exitCode).toBe(0);
		expect(lines.map((one) => one.text)).toEqual([
			'Running upgrade base -> 0001, Create users',
			'✓ The schema stays as it was. (2 statements, 2,000 rows written, 4 ms)',
			'Running upgrade 0001 -> 0002, Add email',
			'✓ The schema stays as it was. (2 statements, 2,000 rows written, 4 ms)',
			'Running upgrade 0002 -> 0003, Add orders',
			'✓ The schema stays as it was. (2 statements, 2,000 rows written, 4 ms)',
			'The database is at 0003 (head).'
		]);
	});

	it('a downgrade names where it goes to', async () => {
		const { text } = await answer('updown downgrade base', fakeHost());
		expect(text).toContain('Running downgrade 0002 -> 0001, Add email');
		expect(text).toContain('Running downgrade 0001 -> base, Create users');
		expect(text).toContain('The database is at base.');
	});

	it('with nothing to do say so, and that is no failure', async () => {
		const { exitCode, text } = await answer(
			'updown upgrade',
			fakeHost({ applied: ['0001', '0002', '0003'] })
		);
		expect(exitCode).toBe(0);
		expect(text).toBe('Nothing to upgrade: the database is at 0003 (head) already.');
	});

	it('a failed step says what, where, what to do, what stays and what has not run', async () => {
		const graph = graphOf('0001 Create users', '0002 < 0001 Add orders', '0003 < 0002 Add audit');
		const host = fakeHost({ graph, applied: ['0001'], failing: { revision: '0002', stuck: 0 } });
		const { exitCode, text } = await answer('updown upgrade', host);
		expect(exitCode).toBe(1);
		expect(text).toBe(
			[
				'Running upgrade 0001 -> 0002, Add orders',
				'Error: no such table: userz',
				'  at migrations/0002_add_orders.sql:4:13',
				'  Did you mean users?',
				'  Nothing of revision 0002 stays in the database.',
				'Not run: 0003.',
				'The database is at 0001.'
			].join('\n')
		);
	});

	it('a failed step without a transaction says how much of it stays', async () => {
		const host = fakeHost({ failing: { revision: '0003', stuck: 2 } });
		const { exitCode, text } = await answer('updown upgrade', host);
		expect(exitCode).toBe(1);
		expect(text).toContain('2 statements of revision 0003 stay in the database; the ledger says which.');
	});

	it.each([
		['updown upgrade 9999', 'There is no revision “9999”'],
		['updown upgrade +9', '“+9” asks for 9 steps up'],
		['updown downgrade -9', '“-9” asks for 9 steps down'],
		['updown upgrade ""', 'No target is given'],
		['updown upgrade -1', 'Did you mean “downgrade -1”?']
	])('`%s` is refused: %s', async (typed, said) => {
		const { exitCode, text } = await answer(typed);
		expect(exitCode).toBe(1);
		expect(text).toContain(said);
	});

	it('with two heads, `upgrade` names the choices', async () => {
		const { exitCode, text } = await answer('updown upgrade', fakeHost({ graph: fork, applied: ['0001'] }));
		expect(exitCode).toBe(1);
		expect(text).toContain('has 2 heads: 0002 and 0003');
		expect(text).toContain('shop@head');
	});

	it('a range without --sql is explained, and nothing runs', async () => {
		const host = fakeHost();
		const { exitCode, text } = await answer('updown upgrade 0001:0003', host);
		expect(exitCode).toBe(2);
		expect(text).toContain('Use `upgrade 0003`, or add --sql');
		expect(host.commands).toEqual([]);
	});

	it('a stopped command ends with a sentence and exit code 1', async () => {
		const stopped = Object.assign(new Error('Stopped. The database is as it was before the command.'), {
			name: 'StoppedError'
		});
		const { exitCode, lines } = await answer(
			'updown upgrade',
			fakeHost({ run: () => Promise.reject(stopped) })
		);
		expect(exitCode).toBe(1);
		expect(lines.at(-1)).toEqual({ text: stopped.message, tone: 'warning' });
	});

	it('a bug below is thrown, not dressed up as an answer', async () => {
		const bug = new TypeError('x is undefined');
		await expect(answer('updown upgrade', fakeHost({ run: () => Promise.reject(bug) }))).rejects.toBe(bug);
	});

	it('events that come all at once are told in their order', async () => {
		const { lines } = await answer('updown upgrade', fakeHost({ applied: [] }));
		const running = lines
			.filter((one) => one.text.startsWith('Running'))
			.map((one) => one.text.slice(16, 28));
		expect(running).toEqual(['base -> 0001', '0001 -> 0002', '0002 -> 0003']);
	});
});

describe('--sql prints and runs nothing', () => {
	it('each step in its transaction', async () => {
		const host = fakeHost();
		const { exitCode, text } = await answer('updown upgrade --sql', host);
		expect(exitCode).toBe(0);
		expect(host.commands).toEqual([]);
		expect(text).toBe(
			[
				'-- Running upgrade 0002 -> 0003, Add orders',
				'BEGIN;',
				'CREATE TABLE t0003 (id);',
				'COMMIT;',
				'',
				'-- The ledger is not part of this. After running it elsewhere: updown stamp 0003'
			].join('\n')
		);
	});

	it('downwards, and for a range that starts elsewhere than the database is', async () => {
		expect((await answer('updown downgrade --sql')).text).toContain('DROP TABLE t0002;');
		const { text } = await answer('updown upgrade base:0002 --sql', fakeHost({ applied: [] }));
		expect(text).toContain('CREATE TABLE t0001');
		expect(text).toContain('CREATE TABLE t0002');
		expect(text).not.toContain('CREATE TABLE t0003');
		const back = await answer('alembic downgrade 0003:0001 --sql', fakeHost({ applied: [] }));
		expect(back.text).toContain('DROP TABLE t0003;');
		expect(back.text).toContain('DROP TABLE t0002;');
		expect(back.text).not.toContain('DROP TABLE t0001;');
	});

	it('says when there is nothing to print, and when a down is missing', async () => {
		const there = await answer('updown upgrade --sql', fakeHost({ applied: ['0001', '0002', '0003'] }));
		expect(there).toMatchObject({ exitCode: 0, text: '-- Nothing to run: the database is there already.' });
		const oneWay = graphOf('0001 Users with no down');
		const missing = await answer('updown downgrade --sql', fakeHost({ graph: oneWay, applied: ['0001'] }));
		expect(missing.exitCode).toBe(1);
		expect(missing.text).toContain('0001 has no down section');
	});

	it('is refused while the folder has an error', async () => {
		const problem = {
			code: 'x',
			severity: 'error',
			message: 'Two files are 0002.',
			hint: 'Rename one.'
		} as const;
		const { exitCode, text } = await answer('updown upgrade --sql', fakeHost({ problems: [problem] }));
		expect(exitCode).toBe(1);
		expect(text).toContain('Two files are 0002.');
	});
});

describe('stamp', () => {
	it('goes to the head where none is named, and can purge first', async () => {
		const host = fakeHost({ applied: [entry('gone')] });
		const { exitCode, text } = await answer('updown stamp --purge', host);
		expect(exitCode).toBe(0);
		expect(host.commands).toEqual([{ kind: 'stamp', targets: ['head'], purge: true }]);
		expect(text).toContain('the ledger changes, the tables do not');
		expect(text).toContain('The database is at 0003 (head).');
	});

	it('takes several revisions', async () => {
		const host = fakeHost({ graph: fork, applied: [] });
		await answer('alembic stamp 0002 0003', host);
		expect(host.commands).toEqual([{ kind: 'stamp', targets: ['0002', '0003'], purge: false }]);
	});

	it('says how many statements of a step that stopped midway are in the database', async () => {
		const host = fakeHost();
		expect((await answer('updown stamp 0002 --ran 2', host)).exitCode).toBe(0);
		expect(host.commands).toEqual([{ kind: 'stamp', targets: ['0002'], purge: false, ran: 2 }]);
		expect((await answer('updown stamp 0002 --ran two', host)).exitCode).toBe(2);
	});

	it('has no --sql: the ledger has its own words in each database', async () => {
		expect((await answer('updown stamp head --sql', fakeHost({ graph: line }))).exitCode).toBe(2);
	});
});
