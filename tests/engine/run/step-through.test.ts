import { describe, expect, it } from 'vitest';
import { readRows } from '../../../src/lib/engine/rows/read-rows.ts';
import { StepThrough, downgrade, upgrade } from '../../../src/lib/engine/run/index.ts';
import type { Reached, RunResult } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const users = migration(
	`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, email VARCHAR(40));
	INSERT INTO users VALUES (1, 'Ada', 'ada@x'), (2, 'Bo', NULL), (3, 'Cy', 'cy@x');`,
	'DROP TABLE users;'
);

const change = migration(
	`ALTER TABLE users ADD COLUMN age INTEGER;
UPDATE users SET age = 40 WHERE id < 3;
DELETE FROM users WHERE id = 3;`,
	`INSERT INTO users (id, name) VALUES (3, 'Cy');
ALTER TABLE users DROP COLUMN age;`
);

/** Where it is, in a few words. */
function words(reached: Reached): string {
	if (reached.kind === 'ended') return `ended: ${reached.result.status}`;
	const { ran, total, ahead, problem } = reached.halt;
	const next = ahead ? `line ${ahead.start.line} is next` : 'all have run';
	return `${ran} of ${total}, ${next}${problem ? `: ${problem.code}` : ''}`;
}

/** A result without what the clock told. */
function timeless(result: RunResult): unknown {
	return JSON.parse(
		JSON.stringify(result, (key, value: unknown) => (/^(durationMs|at)$/.test(key) ? 0 : value))
	);
}

everyDialect('a step that is gone through on %s', (dialect) => {
	const open = async (second: string, more: Readonly<Record<string, string>> = {}) => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, dialect);
		await bench.upgrade();
		bench.files = { '0001_users.sql': users, '0002_change.sql': second, ...more };
		return bench;
	};
	const all = async (bench: Bench) => [await everythingIn(bench.database), await bench.ledgerWords()];
	const upOne = (bench: Bench) => new StepThrough(bench.context, (context) => upgrade(context, '+1'));
	const inside = <Value>(bench: Bench, work: () => Promise<Value>) =>
		bench.database.dialect.inside.reading(bench.database, work);

	it('halts before every statement and before its end, and then is applied like any other', async () => {
		const bench = await open(change);
		const step = upOne(bench);
		expect(words(await step.on('next'))).toBe('0 of 3, line 2 is next');
		expect(words(await step.on('next'))).toBe('1 of 3, line 3 is next');
		expect(words(await step.on('next'))).toBe('2 of 3, line 4 is next');
		expect(words(await step.on('next'))).toBe('3 of 3, all have run');
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2']);
		expect(words(await step.on('next'))).toBe('ended: applied');
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2', '0002 applied 3/3']);
	});

	it('leaves the same frame, the same ledger and the same rows as a run that does not halt, whatever is looked at', async () => {
		const watched = async (bench: Bench) => {
			const { database } = bench;
			const { dialect: it } = database;
			bench.extra = {
				rows: await it.watchRows(database, { schema: await it.inspector.inspect(database) })
			};
			return bench;
		};
		const straight = await watched(await open(change));
		const expected = [timeless(await straight.upgrade('+1')), await all(straight)];

		const bench = await watched(await open(change));
		const step = upOne(bench);
		let reached = await step.on('next');
		while (reached.kind === 'halted') {
			await inside(bench, async () => {
				await bench.rows('SELECT * FROM users');
				const page = { table: 'users', offset: 0, limit: 10, side: 'after' } as const;
				await readRows({ after: bench.database }, page);
			});
			reached = await step.on('next');
		}
		expect([timeless(reached.result), await all(bench)]).toEqual(expected);
	});

	it('shows at every halt what its statements have done, and refuses to be written to', async () => {
		const bench = await open(change);
		const step = upOne(bench);
		await step.on(2);
		expect(await inside(bench, () => bench.rows('SELECT age FROM users ORDER BY id'))).toEqual([
			[40],
			[40],
			[null]
		]);
		await expect(inside(bench, () => bench.rows('DELETE FROM users'))).rejects.toThrow(
			/read-?only|readonly|only query/i
		);
		await expect(inside(bench, () => bench.rows('SELECT nonsense FROM users'))).rejects.toThrow('nonsense');
		expect(await inside(bench, () => bench.rows('SELECT count(*) FROM users'))).toEqual([[3]]);
		expect(words(await step.on('end'))).toBe('ended: applied');
		expect(await bench.rows('SELECT id, age FROM users ORDER BY id')).toEqual([
			[1, 40],
			[2, 40]
		]);
	});

	it('runs as far as it is told to, and to its end', async () => {
		const bench = await open(change);
		const step = upOne(bench);
		expect(words(await step.on(2))).toBe('2 of 3, line 4 is next');
		expect(words(await step.on('end'))).toBe('ended: applied');
		expect(words(await step.on('end'))).toBe('ended: applied');
	});

	it('goes down as it goes up', async () => {
		const bench = await open(change);
		await bench.upgrade();
		const step = new StepThrough(bench.context, (context) => downgrade(context, '-1'));
		expect(words(await step.on(1))).toBe('1 of 2, line 7 is next');
		expect(await inside(bench, () => bench.rows('SELECT count(*) FROM users'))).toEqual([[3]]);
		expect(words(await step.on('end'))).toBe('ended: applied');
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2']);
	});

	it.each([0, 1, 2, 3])(
		'given up after %i statements leaves schema, rows and ledger as before',
		async (ran) => {
			const bench = await open(change);
			const before = await all(bench);
			const step = upOne(bench);
			let reached = await step.on('next');
			for (let at = 0; at < ran; at++) reached = await step.on('next');
			expect(reached.kind === 'halted' && reached.halt.ran).toBe(ran);
			expect(words(await step.giveUp())).toBe('ended: stopped');
			expect(await all(bench)).toEqual(before);
			expect(await bench.database.dialect.transactions.rollback(bench.database)).toBe(false);
			expect((await bench.upgrade()).status).toBe('applied');
		}
	);

	it('halts at a statement that is refused, with what ran before it still to be seen, and can only be given up', async () => {
		const bench = await open(
			migration(
				`UPDATE users SET name = 'Someone';
CREATE UNIQUE INDEX users_email ON users (name);
DELETE FROM users;`,
				'SELECT 1;'
			)
		);
		const before = await all(bench);
		const step = upOne(bench);
		const reached = await step.on('end');
		expect(words(reached)).toBe('1 of 3, line 3 is next: statement-refused');
		expect(reached.kind === 'halted' && reached.halt.culprits?.sentence).toContain('3 of 3 rows of users');
		expect(await inside(bench, () => bench.rows('SELECT DISTINCT name FROM users'))).toEqual([['Someone']]);
		const end = await step.giveUp();
		expect(words(end)).toBe('ended: failed');
		expect(end.kind === 'ended' && end.result.problems[0]?.message).toContain(
			'Nothing of the step has stayed.'
		);
		expect(await all(bench)).toEqual(before);
	});

	it('given up without a transaction says how much has stuck, and goes on from there', async () => {
		const bench = await open(
			migration(
				`ALTER TABLE users ADD COLUMN age INTEGER;
UPDATE users SET age = 40;`,
				'ALTER TABLE users DROP COLUMN age;',
				{ up: 'transaction:false' }
			)
		);
		const step = upOne(bench);
		expect(words(await step.on(1))).toBe('1 of 2, line 3 is next');
		expect(await inside(bench, () => bench.rows('SELECT count(age) FROM users'))).toEqual([[0]]);
		const end = await step.giveUp();
		expect(end.kind === 'ended' && end.result.problems[0]?.message).toContain(
			'Statement 1 of 2 stays in the database'
		);
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2', '0002 partial-upgrade 1/2']);

		const again = upOne(bench);
		expect(words(await again.on('next'))).toBe('1 of 2, line 3 is next');
		expect(words(await again.on('end'))).toBe('ended: applied');
		expect(await bench.rows('SELECT DISTINCT age FROM users')).toEqual([[40]]);
	});

	it('stopped from outside ends like a run that does not halt', async () => {
		const bench = await open(change);
		const before = await all(bench);
		const signal = { aborted: false };
		bench.extra = { signal };
		const step = upOne(bench);
		await step.on('next');
		const end = await step.on('end', (event) => {
			if (event.kind === 'statementRun') signal.aborted = true;
		});
		expect(words(end)).toBe('ended: stopped');
		expect(await all(bench)).toEqual(before);
	});

	it('does not count the time in which somebody looks', async () => {
		const bench = await open(change);
		let now = 0;
		bench.extra = { clock: { now: () => '2026-01-01T00:00:00.000Z', elapsed: () => now } };
		const step = upOne(bench);
		await step.on('next');
		now += 60_000;
		await step.on('next');
		now += 60_000;
		const end = await step.on('end');
		const [ran] = end.kind === 'ended' ? end.result.steps : [];
		expect(ran?.status === 'applied' && ran.frame.durationMs).toBe(0);
	});

	it('a listener that throws leaves no transaction open', async () => {
		const bench = await open(change);
		const before = await all(bench);
		const step = upOne(bench);
		const broken = step.on('end', ({ kind }) => {
			if (kind === 'statementRun') throw new Error('The listener is broken.');
		});
		await expect(broken).rejects.toThrow('The listener is broken.');
		expect(await all(bench)).toEqual(before);
	});

	it('a folder with errors is refused before anything halts', async () => {
		const bench = await open('SELECT 1;');
		expect(words(await upOne(bench).on('next'))).toBe('ended: refused');
	});

	describe('statements that must not be tried inside', () => {
		it.each(['COMMIT', 'ROLLBACK', 'SAVEPOINT a', 'BEGIN', 'END'])('%s is told', async (sql) => {
			const { dialect: it } = (await open(change)).database;
			expect(it.inside.refusals(`SELECT 1; ${sql};`)).toMatchObject([{ start: 10 }]);
			expect(it.inside.refusals(`SELECT '${sql}' FROM users; WITH a AS (SELECT 1) SELECT * FROM a;`)).toEqual(
				[]
			);
		});
	});
});
