import { describe, expect, it } from 'vitest';
import { checkLedger, current } from '../../../src/lib/engine/run/index.ts';
import { everyDialect } from '../databases.ts';
import { Bench, folder, migration } from './support.ts';

everyDialect('%s', (dialect) => {
	const open = (files: Readonly<Record<string, string>>, foreignKeys = false) =>
		Bench.open(files, foreignKeys, dialect);
	/** A trigger on the ledger that leaves out the row it is called for. */
	const keepsOut = (event: string) =>
		dialect === 'sqlite'
			? `CREATE TRIGGER keeps ${event} ON updown_migrations BEGIN SELECT RAISE(IGNORE); END;`
			: `CREATE FUNCTION keeps() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
				CREATE TRIGGER keeps ${event} ON updown_migrations FOR EACH ROW EXECUTE FUNCTION keeps();`;
	/** A trigger on the ledger that does something after the event. */
	const afterwards = (event: string, does: string) =>
		dialect === 'sqlite'
			? `CREATE TRIGGER after_${event} AFTER ${event} ON updown_migrations BEGIN ${does}; END;`
			: `CREATE FUNCTION after_${event}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${does}; RETURN NULL; END $$;
				CREATE TRIGGER after_${event} AFTER ${event} ON updown_migrations FOR EACH ROW EXECUTE FUNCTION after_${event}();`;

	const files = {
		'1_a.sql': migration('CREATE TABLE a (x INTEGER);', 'DROP TABLE a;'),
		'2_b.sql': migration('CREATE TABLE b (x INTEGER);', 'DROP TABLE b;'),
		'3_c.sql': migration('CREATE TABLE c (x INTEGER);', 'DROP TABLE c;')
	};

	describe('the ledger', () => {
		it('keeps for every revision its file, checksum, time, duration and statements, in the order applied', async () => {
			const bench = await open(files);
			await bench.upgrade();
			const { graph } = folder(files);
			const ledger = await bench.ledger();
			expect(ledger.map(({ name }) => name)).toEqual(['1_a.sql', '2_b.sql', '3_c.sql']);
			expect(ledger.map(({ checksum }) => checksum)).toEqual(
				graph.migrations.map(({ checksum }) => checksum)
			);
			for (const { appliedAt, durationMs } of ledger) {
				expect(appliedAt).toMatch(/^2026-11-23T/);
				expect(durationMs).toBeGreaterThan(0);
			}
		});

		it('is a table anyone can read', async () => {
			const bench = await open(files);
			await bench.upgrade('2');
			expect(await bench.rows('SELECT revision, state FROM updown_migrations')).toEqual([
				['1', 'applied'],
				['2', 'applied']
			]);
		});

		it('is not part of the schema', async () => {
			const bench = await open(files);
			const result = await bench.upgrade('1');
			const [step] = result.steps;
			if (step?.status !== 'applied') throw new Error(step?.status);
			expect(step.frame.patch.set.map(({ name }) => name)).toEqual(['a']);
		});

		it('tells when a file was edited after it was applied, and a run goes on with that as a note', async () => {
			const bench = await open(files);
			await bench.upgrade('1');
			bench.files = { ...files, '1_a.sql': `${files['1_a.sql']}-- later\n` };
			const { graph } = folder(bench.files);
			expect(checkLedger(graph, await bench.ledger())).toMatchObject([
				{ code: 'applied-file-edited', severity: 'warning', file: '1_a.sql' }
			]);
			const result = await bench.upgrade();
			expect(result.status).toBe('applied');
			expect(result.problems.map(({ code }) => code)).toEqual(['applied-file-edited']);
			expect((await bench.stamp(['1'])).status).toBe('applied');
			expect(checkLedger(graph, await bench.ledger())).toEqual([]);
		});

		it('refuses to run where an applied file is gone, and says how to go on', async () => {
			const bench = await open(files);
			await bench.upgrade('2');
			const { '2_b.sql': gone, ...rest } = files;
			expect(gone).toBeDefined();
			bench.files = rest;
			const result = await bench.upgrade();
			expect(result.status).toBe('refused');
			expect(result.problems[0]).toMatchObject({ code: 'applied-file-missing', file: '2_b.sql' });
			expect(result.problems[0]!.hint).toContain('accept 2');
			expect((await bench.stamp(['1'])).status).toBe('refused');
			expect(await bench.stamp(['1'], true)).toMatchObject({ status: 'applied', current: ['1'] });
			expect((await bench.upgrade()).current).toEqual(['3']);
		});

		it('whose table was changed by somebody is told as it is', async () => {
			const bench = await open(files);
			await bench.upgrade('1');
			await bench.database.execute('ALTER TABLE updown_migrations DROP COLUMN checksum');
			const result = await bench.upgrade();
			expect(result.status).toBe('refused');
			expect(result.problems[0]!.code).toBe('ledger-unreadable');
		});

		it('is never to be dropped where a table of that name may hold data of the user', async () => {
			const bench = await open(files);
			await bench.database.execute('CREATE TABLE updown_migrations (mine TEXT)');
			const [problem] = (await bench.upgrade()).problems;
			expect(problem!.hint).toContain('a table of your own');
			expect(problem!.hint).toContain('RENAME TO');
			expect(problem!.hint).not.toMatch(/drop/i);
		});
	});

	describe.each([
		['', {}],
		[' without a transaction', { up: 'transaction:false', down: 'transaction:false' }]
	])('a step%s that meddles with the ledger', (_name, options) => {
		it.each([
			['forgets what was applied', 'DELETE FROM updown_migrations;', 'ledger-changed'],
			['is dropped', 'DROP TABLE updown_migrations;', 'ledger-changed'],
			['calls it by another name', "UPDATE Updown_Migrations SET name = 'x';", 'ledger-changed'],
			['keeps rows out', keepsOut('BEFORE INSERT'), 'ledger-not-written'],
			[
				'takes rows away',
				afterwards('UPDATE', "DELETE FROM updown_migrations WHERE revision = '2'") +
					afterwards('INSERT', "DELETE FROM updown_migrations WHERE revision = '2'"),
				'ledger-not-written'
			]
		])('is not taken for applied where it %s', async (_what, sql, code) => {
			const bench = await open({ ...files, '2_b.sql': migration(sql, '', options) });
			const result = await bench.upgrade();
			expect(result.status).toBe('failed');
			expect(result.problems[0]!.code).toBe(code);
			expect(result.current).toEqual(['1']);
		});
	});

	it('a row that a step writes of itself does not stand in the way of the true one', async () => {
		const own = `INSERT INTO updown_migrations
				(revision, name, checksum, applied_at, duration_ms, statements_applied, statements_total, state)
			VALUES ('2', 'mine', '', '2026-01-01', 0, 9, 9, 'stamped'); CREATE TABLE b (x INTEGER);`;
		const bench = await open({ ...files, '2_b.sql': migration(own, '') });
		expect((await bench.upgrade('2')).status).toBe('applied');
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1', '2 applied 2/2']);
		expect((await bench.ledger()).map(({ name }) => name)).toEqual(['1_a.sql', '2_b.sql']);
	});

	it('a downgrade or a stamp that a trigger keeps out of the ledger is not taken for done', async () => {
		const bench = await open(files);
		await bench.upgrade();
		await bench.database.execute(keepsOut('BEFORE DELETE'));
		expect((await bench.downgrade()).problems[0]!.code).toBe('ledger-not-written');
		expect((await bench.stamp(['1'])).problems[0]!.code).toBe('ledger-not-written');
		expect(await bench.ledgerWords()).toHaveLength(3);
		expect(await bench.tables()).toContain('c');
	});

	describe('stamping', () => {
		it('writes down what is applied without running anything', async () => {
			const bench = await open(files);
			expect(await bench.stamp(['2'])).toMatchObject({ status: 'applied', current: ['2'], steps: [] });
			expect(await bench.ledgerWords()).toEqual(['1 stamped 0/0', '2 stamped 0/0']);
			expect(await bench.tables()).toEqual(['updown_migrations']);
		});

		it('back to an earlier revision forgets the later ones', async () => {
			const bench = await open(files);
			await bench.upgrade();
			await bench.stamp(['1']);
			expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
		});

		it('base forgets everything', async () => {
			const bench = await open(files);
			await bench.upgrade();
			expect(await bench.stamp(['base'])).toMatchObject({ status: 'applied', current: [] });
			expect(await bench.ledgerWords()).toEqual([]);
		});

		it('where the database is already changes nothing', async () => {
			const bench = await open(files);
			await bench.upgrade('2');
			expect((await bench.stamp(['2'])).status).toBe('nothing');
		});

		it('leaves a branch beside it alone', async () => {
			const branched = {
				'1_a.sql': `-- revises:\n${files['1_a.sql']}`,
				'2_b.sql': `-- revises: 1\n${files['2_b.sql']}`,
				'3_c.sql': `-- revises: 1\n${files['3_c.sql']}`
			};
			const bench = await open(branched);
			await bench.upgrade('2');
			expect(await bench.stamp(['3'])).toMatchObject({ status: 'applied', current: ['2', '3'] });
			const { graph } = folder(branched);
			expect(current(graph, await bench.ledger())).toEqual(['2', '3']);
		});
	});
});
