import { describe, expect, it } from 'vitest';
import { everyDialect } from '../databases.ts';
import { Bench, migration } from './support.ts';

everyDialect('%s', (dialect) => {
	const open = (files: Readonly<Record<string, string>>, foreignKeys = false) =>
		Bench.open(files, foreignKeys, dialect);

	const shop = {
		'1_users.sql': migration(
			"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Bo');",
			'DROP TABLE users;'
		),
		'2_email.sql': migration(
			'ALTER TABLE users ADD COLUMN email TEXT;',
			'ALTER TABLE users DROP COLUMN email;'
		),
		'3_orders.sql': migration(
			'CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users);',
			'DROP TABLE orders;'
		)
	};

	describe('upgrading', () => {
		it('applies every migration in order, one step each, and writes each into the ledger once', async () => {
			const bench = await open(shop);
			const result = await bench.upgrade();
			expect(result.status).toBe('applied');
			expect(result.current).toEqual(['3']);
			expect(result.steps.map(({ revision, status }) => [revision, status])).toEqual([
				['1', 'applied'],
				['2', 'applied'],
				['3', 'applied']
			]);
			expect(await bench.ledgerWords()).toEqual(['1 applied 2/2', '2 applied 1/1', '3 applied 1/1']);
			expect(await bench.rows('SELECT * FROM users')).toEqual([
				[1, 'Ada', null],
				[2, 'Bo', null]
			]);
		});

		it('tells of everything as it happens, and of a step as applied only after it is', async () => {
			const bench = await open(shop);
			await bench.upgrade('+2');
			expect(bench.events.map(({ kind }) => kind)).toEqual([
				'planned',
				'stepStarted',
				'statementRun',
				'statementRun',
				'stepFinished',
				'stepStarted',
				'statementRun',
				'stepFinished'
			]);
		});

		it('says where each statement stands in its file, how long it took and how many rows it changed', async () => {
			const bench = await open(shop);
			const result = await bench.upgrade('1');
			const step = result.steps[0]!;
			if (step.status !== 'applied') throw new Error(step.status);
			const text = shop['1_users.sql'];
			expect(step.frame.statements.map(({ sql, span }) => [sql, span.start.line, span.start.column])).toEqual(
				[
					['CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);', 2, 1],
					["INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Bo');", 3, 1]
				]
			);
			for (const { sql, span } of step.frame.statements)
				expect(text.slice(span.start.offset, span.end.offset)).toBe(sql);
			expect(step.frame.statements.map(({ rowsChanged }) => rowsChanged)).toEqual([0, 2]);
			expect(step.frame.statements.every(({ durationMs }) => durationMs > 0)).toBe(true);
		});

		it('records a frame for every version: what it changed and where it came from', async () => {
			const bench = await open(shop);
			const result = await bench.upgrade();
			const frames = result.steps.flatMap((step) => (step.status === 'applied' ? [step.frame] : []));
			expect(frames.map(({ from, to }) => [from, to])).toEqual([
				[[], ['1']],
				[['1'], ['2']],
				[['2'], ['3']]
			]);
			expect(frames[1]!.changes).toMatchObject([
				{ kind: 'addColumn', table: 'users', column: { name: 'email' } }
			]);
			expect(frames[2]!.patch.set.map(({ name }) => name)).toEqual(['orders']);
		});

		it('has nothing to do when it is there already', async () => {
			const bench = await open(shop);
			await bench.upgrade();
			expect(await bench.upgrade()).toMatchObject({ status: 'nothing', steps: [], current: ['3'] });
			expect(bench.events).toEqual([]);
		});

		it('is refused while a file of the folder has an error, and nothing is tried', async () => {
			const bench = await open({ ...shop, '4_wrong.sql': '-- migrate:down\nSELECT 1;\n' });
			const result = await bench.upgrade();
			expect(result.status).toBe('refused');
			expect(result.problems[0]!.file).toBe('4_wrong.sql');
			expect(await bench.tables()).toEqual([]);
		});

		it('is refused for a target that is not there, with the choices', async () => {
			const bench = await open(shop);
			const result = await bench.upgrade('99');
			expect(result.status).toBe('refused');
			expect(result.problems[0]!.hint).not.toBe('');
		});

		it('runs nothing of a file with two up blocks, rather than record one version twice', async () => {
			const bench = await open({
				'1_twice.sql':
					'-- migrate:up\nCREATE TABLE a (x INTEGER);\n-- migrate:down\nDROP TABLE a;\n-- migrate:up\nCREATE TABLE b (x INTEGER);\n-- migrate:down\nDROP TABLE b;\n'
			});
			const result = await bench.upgrade();
			expect(result.status).toBe('refused');
			expect(result.problems.map(({ code, span }) => `${code} ${span?.start.line}`)).toEqual([
				'repeated-directive 5',
				'repeated-directive 7'
			]);
			expect(await bench.tables()).toEqual([]);
		});

		it('takes a directive inside a string for text, and runs the string as it is', async () => {
			const text = "INSERT INTO notes VALUES ('\n-- migrate:down\nDROP TABLE notes;\n');";
			const bench = await open({
				'1_notes.sql': migration(`CREATE TABLE notes (body TEXT);\n${text}`, 'DROP TABLE notes;')
			});
			expect((await bench.upgrade()).status).toBe('applied');
			expect(await bench.rows('SELECT body FROM notes')).toEqual([
				['\n-- migrate:down\nDROP TABLE notes;\n']
			]);
		});
	});

	describe('a step that fails', () => {
		const failing = {
			...shop,
			'2_email.sql': migration(
				"ALTER TABLE users ADD COLUMN email TEXT;\nUPDATE users SET email = 'x';\nINSERT INTO nowhere VALUES (1);",
				''
			)
		};

		it('leaves schema, rows and ledger exactly as before it', async () => {
			const bench = await open(failing);
			await bench.upgrade('1');
			const before = await bench.everything();
			const result = await bench.upgrade();
			expect(result.status).toBe('failed');
			expect(await bench.everything()).toBe(before);
			expect(await bench.ledgerWords()).toEqual(['1 applied 2/2']);
			expect(result.current).toEqual(['1']);
		});

		it('says which statement, where in the file, what the database said and what to do', async () => {
			const bench = await open(failing);
			const result = await bench.upgrade();
			expect(result.steps.map(({ status }) => status)).toEqual(['applied', 'failed', 'notRun']);
			const [problem] = result.problems;
			expect(problem).toMatchObject({ severity: 'error', file: '2_email.sql' });
			expect(problem!.message).toContain('Statement 3 of 3');
			expect(problem!.message).toMatch(/says: .*nowhere/);
			expect(problem!.hint).not.toBe('');
			const { start, end } = problem!.span!;
			expect([start.line, start.column]).toEqual([4, 13]);
			expect(failing['2_email.sql'].slice(start.offset, end.offset)).toBe('nowhere');
		});

		it('is never told as applied', async () => {
			const bench = await open(failing);
			await bench.upgrade();
			const finished = bench.events.flatMap((event) =>
				event.kind === 'stepFinished' ? [event.result.status] : []
			);
			expect(finished).toEqual(['applied', 'failed']);
		});

		it('leaves no ledger behind where it was the very first', async () => {
			const bench = await open({ '1_bad.sql': migration('CREATE TABLE a (x INTEGER); oops;', '') });
			await bench.upgrade();
			expect(await bench.tables()).toEqual([]);
		});

		it('can be mended and run again', async () => {
			const bench = await open(failing);
			await bench.upgrade();
			bench.files = shop;
			expect((await bench.upgrade()).current).toEqual(['3']);
		});

		it('is undone where a deferred foreign key is broken only at the end', async () => {
			const bench = await open(
				{
					'1_a.sql': migration('CREATE TABLE p (id INTEGER PRIMARY KEY);', ''),
					'2_b.sql': migration(
						'CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED); INSERT INTO c VALUES (7);',
						''
					)
				},
				true
			);
			const result = await bench.upgrade();
			expect(result.status).toBe('failed');
			expect(result.problems[0]!.message).toMatch(/foreign key constraint/i);
			expect(await bench.tables()).not.toContain('c');
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
		});
	});

	describe('stopping', () => {
		it('undoes the step under way and keeps the steps before it', async () => {
			const bench = await open(shop);
			const signal = { aborted: false };
			let pauses = 0;
			bench.extra = { signal, breathe: async () => void (signal.aborted = ++pauses > 4) };
			// Every look at this clock is a long time later, so that each pause is really made.
			let now = 0;
			bench.extra = {
				...bench.extra,
				clock: { now: () => '2026-11-23T00:00:00.000Z', elapsed: () => (now += 100) }
			};
			const result = await bench.upgrade();
			expect(result.status).toBe('stopped');
			expect(result.current).toEqual((await bench.ledger()).map(({ revision }) => revision).slice(-1));
			expect(result.steps.some(({ status }) => status === 'notRun')).toBe(true);
			bench.extra = {};
			expect((await bench.upgrade()).current).toEqual(['3']);
		});

		it('undoes the step where the listener goes away or throws', async () => {
			const bench = await open(shop);
			const { upgrade, runToEnd } = await import('../../../src/lib/engine/run/index.ts');
			await expect(
				runToEnd(upgrade(bench.context, 'head'), (event) => {
					if (event.kind === 'statementRun') throw new Error('the page is gone');
				})
			).rejects.toThrow('the page is gone');
			expect(await bench.tables()).toEqual([]);
			for await (const event of upgrade(bench.context, 'head')) if (event.kind === 'statementRun') break;
			expect(await bench.tables()).toEqual([]);
		});
	});
});
