import { describe, expect, it } from 'vitest';
import { Bench, migration } from '../run/support.ts';

describe('foreign keys', () => {
	const family = `CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent REFERENCES parents ON DELETE CASCADE);
INSERT INTO parents VALUES (1), (2);
INSERT INTO children VALUES (1, 1), (2, 2);`;
	const rebuild = `CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_parents (id) SELECT id FROM parents;
DROP TABLE parents;
ALTER TABLE new_parents RENAME TO parents;`;

	it('a rebuild that says foreign_keys:false keeps the child rows, and the keys are on again afterwards', async () => {
		const bench = await Bench.open(
			{ '1_a.sql': migration(family, ''), '2_b.sql': migration(rebuild, '', { up: 'foreign_keys:false' }) },
			true
		);
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await bench.rows('SELECT * FROM children')).toEqual([
			[1, 1],
			[2, 2]
		]);
		expect(await bench.rows('PRAGMA foreign_keys')).toEqual([[1]]);
	});

	it('without it the same rebuild would delete every child row: the engine does not hide that', async () => {
		const bench = await Bench.open(
			{ '1_a.sql': migration(family, ''), '2_b.sql': migration(rebuild, '') },
			true
		);
		await bench.upgrade();
		expect(await bench.rows('SELECT * FROM children')).toEqual([]);
	});

	it('a step with keys off that leaves rows pointing nowhere fails and is undone', async () => {
		const bench = await Bench.open(
			{
				'1_a.sql': migration(family, ''),
				'2_b.sql': migration('DELETE FROM parents WHERE id = 2;', '', { up: 'foreign_keys:false' })
			},
			true
		);
		const result = await bench.upgrade();
		expect(result.problems[0]!.code).toBe('foreign-keys-broken');
		expect(result.problems[0]!.message).toContain('row 2 of children: parent points at a row of parents');
		expect(await bench.rows('SELECT count(*) FROM parents')).toEqual([[2]]);
		expect(await bench.rows('PRAGMA foreign_keys')).toEqual([[1]]);
	});

	it('a step that needs keys off tells where they are off anyway which rows point nowhere', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration(family, ''),
			'2_b.sql': migration('DELETE FROM parents WHERE id = 2;', '', { up: 'foreign_keys:false' })
		});
		const { status, steps } = await bench.upgrade();
		expect(status).toBe('applied');
		const frames = steps.map((step) => (step.status === 'applied' ? step.frame.warnings : []));
		expect(frames).toMatchObject([[], [{ code: 'foreign-keys-broken', severity: 'warning' }]]);
		expect(frames[1]![0]!.message).toBe(
			'Foreign keys are not enforced, and after the step rows point nowhere: row 2 of children: parent points at a row of parents that is not there'
		);
	});

	it('rows that pointed nowhere before the step are not its fault', async () => {
		const bench = await Bench.open(
			{
				'1_a.sql': migration(`${family}\nDELETE FROM children;`, ''),
				'2_b.sql': migration('UPDATE parents SET id = id;', '', { up: 'foreign_keys:false' })
			},
			true
		);
		await bench.upgrade('1');
		await bench.database.execute(
			'PRAGMA foreign_keys = OFF; INSERT INTO children VALUES (9, 99); PRAGMA foreign_keys = ON;'
		);
		expect((await bench.upgrade()).status).toBe('applied');
	});

	it('a key that cannot be checked hides no broken row of another table', async () => {
		const bench = await Bench.open(
			{
				'1_a.sql': migration(`${family}\nCREATE TABLE p (x);\nCREATE TABLE c (x REFERENCES p (x));`, ''),
				'2_b.sql': migration('DELETE FROM parents WHERE id = 2;', '', { up: 'foreign_keys:false' })
			},
			true
		);
		const result = await bench.upgrade();
		expect(result.problems[0]).toMatchObject({ code: 'foreign-keys-broken', file: '2_b.sql' });
		expect(result.problems[0]!.message).toContain('row 2 of children');
		expect(result.problems[0]!.message).not.toContain('mismatch');
		expect(result.problems[0]!.message).not.toContain('..');
	});

	it('rows that a step without a transaction left pointing nowhere do not pass when it is run again', async () => {
		const bench = await Bench.open(
			{
				'1_a.sql': migration(family, ''),
				'2_b.sql': migration('DELETE FROM parents WHERE id = 2;', '', {
					up: 'transaction:false foreign_keys:false'
				})
			},
			true
		);
		expect((await bench.upgrade()).problems[0]!.code).toBe('foreign-keys-broken');
		expect((await bench.upgrade()).problems[0]!.code).toBe('foreign-keys-broken');
		await bench.database.execute('DELETE FROM children WHERE parent = 2');
		expect((await bench.upgrade()).status).toBe('applied');
	});

	it('PRAGMA foreign_keys inside a step is refused where it would pretend to work', async () => {
		const bench = await Bench.open({ '1_a.sql': migration(`PRAGMA foreign_keys=OFF;\n${family}`, '') }, true);
		const result = await bench.upgrade();
		expect(result.problems[0]).toMatchObject({ code: 'foreign-keys-pragma-in-transaction' });
		expect(result.problems[0]!.hint).toContain('foreign_keys:false');
	});

	it.each(['PRAGMA "foreign_keys" = off', 'PRAGMA [foreign_keys] = 0', 'PRAGMA main.`foreign_keys`(no)'])(
		'so is %s, however the name is quoted',
		async (pragma) => {
			const bench = await Bench.open({ '1_a.sql': migration(`${pragma};\n${family}`, '') }, true);
			expect((await bench.upgrade()).problems[0]!.code).toBe('foreign-keys-pragma-in-transaction');
		}
	);

	it('PRAGMA foreign_keys that changes nothing is a warning', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration(`PRAGMA foreign_keys=OFF;\n${family}\nPRAGMA foreign_keys=ON;`, '')
		});
		const [step] = (await bench.upgrade()).steps;
		if (step?.status !== 'applied') throw new Error(step?.status);
		expect(step.frame.warnings.map(({ code }) => code)).toEqual([
			'foreign-keys-pragma-without-effect',
			'foreign-keys-pragma-without-effect'
		]);
	});
});
