import { describe, expect, it } from 'vitest';
import { everyDialect } from '../databases.ts';
import { Bench, migration } from './support.ts';

everyDialect('%s', (dialect) => {
	const open = (files: Readonly<Record<string, string>>, foreignKeys = false) =>
		Bench.open(files, foreignKeys, dialect);

	const shop = {
		'1_users.sql': migration(
			"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO users (id, name) VALUES (1, 'Ada');",
			'DROP TABLE users;'
		),
		'2_email.sql': migration(
			"ALTER TABLE users ADD COLUMN email TEXT;\nUPDATE users SET email = 'ada@example.org';",
			'ALTER TABLE users DROP COLUMN email;'
		)
	};

	describe('downgrading', () => {
		it('undoes the last migration and removes its row from the ledger', async () => {
			const bench = await open(shop);
			await bench.upgrade();
			const result = await bench.downgrade();
			expect(result).toMatchObject({ status: 'applied', current: ['1'] });
			expect(result.steps[0]).toMatchObject({ direction: 'downgrade', frame: { from: ['2'], to: ['1'] } });
			expect(await bench.ledgerWords()).toEqual(['1 applied 2/2']);
		});

		it('rolling back a dropped column restores the column but not its values', async () => {
			const bench = await open({
				...shop,
				'3_drop.sql': migration(
					'ALTER TABLE users DROP COLUMN email;',
					'ALTER TABLE users ADD COLUMN email TEXT;'
				)
			});
			await bench.upgrade();
			await bench.downgrade();
			expect(await bench.rows('SELECT * FROM users')).toEqual([[1, 'Ada', null]]);
		});

		it('goes down to base and leaves an empty database but for the ledger', async () => {
			const bench = await open(shop);
			await bench.upgrade();
			expect(await bench.downgrade('base')).toMatchObject({ status: 'applied', current: [] });
			expect(await bench.tables()).toEqual(['updown_migrations']);
			expect(await bench.ledgerWords()).toEqual([]);
		});

		it('leaves everything as it was where a statement fails', async () => {
			const bench = await open({
				...shop,
				'2_email.sql': migration(
					'ALTER TABLE users ADD COLUMN email TEXT;',
					'DELETE FROM users;\nDROP TABLE nowhere;'
				)
			});
			await bench.upgrade();
			const before = await bench.everything();
			const result = await bench.downgrade();
			expect(result.problems[0]!.span!.start).toMatchObject({ line: 5, column: 12 });
			expect(await bench.everything()).toBe(before);
			expect(result.current).toEqual(['2']);
		});

		it('is refused before anything runs where a file has no down section', async () => {
			const bench = await open({ ...shop, '1_users.sql': migration('CREATE TABLE users (id INTEGER);') });
			await bench.upgrade();
			const before = await bench.everything();
			const result = await bench.downgrade('base');
			expect(result.status).toBe('refused');
			expect(result.problems[0]).toMatchObject({ code: 'no-down', file: '1_users.sql' });
			expect(await bench.everything()).toBe(before);
		});

		it('takes an empty down section at its word, with a warning', async () => {
			const bench = await open({
				'1_users.sql': migration('CREATE TABLE users (id INTEGER);', '-- nothing to undo')
			});
			await bench.upgrade();
			const result = await bench.downgrade();
			expect(result.status).toBe('applied');
			const [step] = result.steps;
			if (step?.status !== 'applied') throw new Error(step?.status);
			expect(step.frame.warnings.map(({ code }) => code)).toEqual(['empty-down']);
			expect(await bench.ledgerWords()).toEqual([]);
		});
	});

	describe('transactions written in a file', () => {
		it.each(['BEGIN;', 'COMMIT;', 'ROLLBACK;', 'SAVEPOINT s;', 'VACUUM;'])(
			'%s fails the step before any statement runs, with its place and what to do',
			async (statement) => {
				const bench = await open({ '1_a.sql': migration(`CREATE TABLE a (x INTEGER);\n  ${statement}`, '') });
				const result = await bench.upgrade();
				expect(result.status).toBe('failed');
				expect(result.problems[0]!.span!.start).toMatchObject({ line: 3, column: 3 });
				expect(result.problems[0]!.hint).toMatch(/transaction:false/);
				expect(await bench.tables()).toEqual([]);
			}
		);

		it.each(['SAVEPOINT s', 'RELEASE s', 'ROLLBACK TO s'])(
			'%s is told for what it is: a part of a step cannot be undone on its own',
			async (statement) => {
				const bench = await open({ '1_a.sql': migration(`${statement};`, '') });
				const [problem] = (await bench.upgrade()).problems;
				expect(problem!.message).toMatch(/^(?:SAVEPOINT|RELEASE|ROLLBACK TO) .* undone as a whole\.$/);
				expect(problem!.hint).toMatch(/^Remove it, with the other statements of its savepoint\./);
			}
		);
	});
});
