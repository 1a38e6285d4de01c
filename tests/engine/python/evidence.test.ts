import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { brokenBy, verdictsAt } from '../../../src/lib/engine/run/index.ts';
import { makeWheel } from '../../wheels/make-wheel.ts';
import { whyNoPython } from './node-python.ts';
import { grounds, openPeopleWithNicks } from './people-project.ts';
import { revision } from './revision-file.ts';
import { TypedProject } from './typed-project.ts';

describe.skipIf(whyNoPython !== undefined).each(grounds)(
	'the evidence that a Python project gives of its migrations, on $name',
	({ dialect }) => {
		const project = new TypedProject();
		const { session } = project;

		afterAll(() => session.close());

		beforeEach(() => openPeopleWithNicks(project, dialect));

		const people = () => project.rows('SELECT name, nick FROM people ORDER BY id');

		it('the round trip tells of each migration whether schema and rows come back, and leaves all as it was', async () => {
			const { value } = await session.roundTrip();
			expect(value.problems).toEqual([]);
			expect(value.trips.map(({ revision, verdict }) => [revision, verdict])).toEqual([
				['a1', 'lossy'],
				['b2', 'lossy'],
				['c3', 'irreversible'],
				['d4', 'reversible']
			]);
			expect(value.trips[1]).toMatchObject({
				way: ['downgrade', 'upgrade', 'downgrade'],
				tables: [{ table: 'people', columns: [{ name: 'nick', lost: 1 }] }]
			});
			expect(value.trips[2]).toMatchObject({ changes: [{ kind: 'addObject', object: { name: 'by_name' } }] });
			expect(await people()).toEqual([
				['Ada', 'A'],
				['Bo', null]
			]);
			expect((await session.state()).value.current).toEqual(['b2']);
		});

		it('edge rows find what is lost of values that the user’s own rows do not have, in the tables that a migration works on', async () => {
			project.texts.set(
				'migrations/versions/c3_step.py',
				revision(
					'c3',
					'b2',
					'op.execute("UPDATE people SET nick = \'\' WHERE nick IS NULL")',
					'op.execute("UPDATE people SET nick = NULL WHERE nick = \'\'")'
				)
			);
			project.texts.set(
				'migrations/versions/d4_step.py',
				revision('d4', 'c3', "op.create_table('pets', sa.Column('id', sa.Integer))", "op.drop_table('pets')")
			);
			await project.send();
			const { value } = await session.roundTrip();
			const [made, added, filled, pets] = value.trips;
			expect(filled).toMatchObject({ verdict: 'reversible', edges: { verdict: 'lossy' } });
			expect(filled?.edges?.planted.map(({ table }) => table)).toEqual(['people']);
			// Below these two there is no table of theirs, or none that loses anything.
			expect([made?.edges, pets?.edges]).toEqual([undefined, undefined]);
			expect(added).toMatchObject({ verdict: 'lossy', edges: { verdict: 'reversible' } });
			expect(await people()).toEqual([
				['Ada', 'A'],
				['Bo', null]
			]);
		});

		it('packages of the project are there on trials, too', async () => {
			const { name, bytes } = makeWheel({ name: 'pets', files: { 'pets/names.py': "table = 'pets'\n" } });
			await session.setWheels([{ file: `wheels/${name}`, bytes }]);
			const file = 'migrations/versions/d4_step.py';
			const text = project.texts
				.get(file)!
				.replace('import sqlalchemy', 'from pets.names import table\nimport sqlalchemy');
			project.texts.set(file, text.replace("create_table('pets'", 'create_table(table'));
			await project.send();
			const { value } = await session.tryQueries([{ name: 'app', sql: 'SELECT id FROM pets' }]);
			await session.setWheels([]);
			expect(value.problems).toEqual([]);
			expect(value.versions.at(-1)).toMatchObject({ revision: 'd4', answers: [{ kind: 'works' }] });
		});

		it('what the project exports, such as FLASK_APP, is there on every trial and on the empty database', async () => {
			project.texts.set('shop.py', project.texts.get('app.py')!);
			project.texts.delete('app.py');
			await project.send();
			const unset = await session.drift({});
			expect(unset.value).toMatchObject({ kind: 'unknown' });
			project.environment = { FLASK_APP: 'shop' };
			await project.send();
			expect((await session.drift({})).value).toEqual({ kind: 'none' });
			expect((await session.roundTrip()).value.trips[0]).toMatchObject({ verdict: 'lossy' });
			expect((await session.safeDowngrade('b2')).value).toMatchObject({ kind: 'written' });
			const queries = await session.tryQueries([{ name: 'app', sql: 'SELECT id FROM pets' }]);
			expect(queries.value.problems).toEqual([]);
			const files = [...project.texts].map(([name, text]) => ({ name, text }));
			const sides = { files, mine: ['d4'], theirs: [] };
			expect((await session.clashingChanges(sides)).value).toEqual({ ok: true, value: [] });
			const words = ['flask', 'db', 'migrate'];
			const { databaseFile } = project;
			const models = { words, databaseFile, renames: [], add: [], leaveOut: [] };
			const compared = await session.compareModels(models);
			expect(JSON.stringify(compared)).toContain('not up to date');
			const plug = { revision: 'c3', direction: 'upgrade', statement: 1, after: true } as const;
			expect((await session.pullPlug(plug)).value.result.ok).toBe(true);
		});

		it('without rows nobody can tell more than the schema, and a whole way back is reversible', async () => {
			project.texts.set(
				'migrations/versions/c3_step.py',
				revision(
					'c3',
					'b2',
					"op.create_index('by_name', 'people', ['name'])",
					"op.drop_index('by_name', 'people')"
				)
			);
			await project.send();
			const { value } = await session.roundTrip();
			expect(value.trips.slice(2).map(({ verdict }) => verdict)).toEqual(['reversible', 'reversible']);
			await session.console('DELETE FROM people', 10);
			const empty = await session.roundTrip();
			expect(empty.value.trips.map(({ verdict }) => verdict)).toEqual(Array(4).fill('schemaOnly'));
		});

		it('a migration that does not run is told with what the tool says, and where', async () => {
			project.texts.set(
				'migrations/versions/c3_step.py',
				revision('c3', 'b2', "op.execute('SELECT 1')\n    op.drop_table('nobody')", 'pass')
			);
			await project.send();
			const { value } = await session.roundTrip();
			expect(value.trips.at(-1)).toMatchObject({
				revision: 'c3',
				verdict: 'refused',
				problem: { file: 'migrations/versions/c3_step.py', span: { start: { line: 13, column: 5 } } }
			});
			// What stops the command before it comes to a migration stands in none.
			project.environment = { FLASK_APP: 'nothing' };
			await project.send();
			const problem = (await session.roundTrip()).value.trips[0]?.problem;
			expect(problem?.message).toContain("No such command 'db'");
			expect(problem).not.toHaveProperty('file');
		});

		it('the queries of an app are run at every version by the real tool, which tells what each step does to them', async () => {
			const sets = [
				{ name: 'app v1', sql: '-- names\nSELECT id, name FROM people;' },
				{ name: 'app v2', sql: "-- sign up\nINSERT INTO people (id, name, nick) VALUES (3, 'Cy', 'C');" }
			];
			const { value } = await session.tryQueries(sets);
			expect(value.problems).toEqual([]);
			const matrix = value.versions.map((version, at) => [
				version.revision ?? 'base',
				...verdictsAt(version, value.versions[at - 1])
			]);
			expect(matrix).toEqual([
				['base', 'fails', 'fails'],
				['a1', 'works', 'fails'],
				['b2', 'works', 'works'],
				['c3', 'works', 'works'],
				['d4', 'works', 'works']
			]);
			expect(value.versions.find(({ isPresent }) => isPresent)?.revision).toBe('b2');
			const back = await session.tryQueries(sets, { kind: 'downgrade', target: '-1' });
			expect(back.value.versions.map(({ revision }) => revision)).toEqual(['a1', 'b2']);
			expect(brokenBy(back.value, 'downgrade').map(({ name }) => name)).toEqual(['sign up']);
			expect(await people()).toEqual([
				['Ada', 'A'],
				['Bo', null]
			]);
			expect((await session.state()).value.current).toEqual(['b2']);
		});

		it('branches and where they meet are gone through one migration at a time', async () => {
			project.texts.set(
				'migrations/versions/e5_step.py',
				revision(
					'e5',
					'b2',
					"op.create_table('shops', sa.Column('id', sa.Integer))",
					"op.drop_table('shops')"
				)
			);
			project.texts.set(
				'migrations/versions/f6_step.py',
				revision('f6', 'd4', 'pass', 'pass').replace("'d4'", "('d4', 'e5')")
			);
			const other = revision(
				'h8',
				undefined,
				"op.add_column('people', sa.Column('age', sa.Integer))",
				'pass'
			);
			project.texts.set(
				'migrations/versions/h8_step.py',
				other
					.replace('depends_on = None', "depends_on = 'a1'")
					.replace(/pass\n$/, "op.drop_column('people', 'age')\n")
			);
			await project.send();
			await project.run('flask db upgrade heads');
			const sets = [{ name: 'app', sql: 'SELECT id FROM shops;\nSELECT id FROM pets;' }];
			const { value } = await session.tryQueries(sets);
			expect(value.problems).toEqual([]);
			expect(value.versions.map(({ revision }) => revision)).toHaveLength(8);
			expect(value.versions.at(-1)?.answers.map(({ kind }) => kind)).toEqual(['works', 'works']);
			const found = new Map(value.versions.map(({ revision, answers }) => [revision, answers]));
			expect(found.get('b2')?.map(({ kind }) => kind)).toEqual(['fails', 'fails']);
		});

		it('a folder that cannot be read whole is said to be so, before anything runs', async () => {
			project.texts.set('migrations/versions/g7_step.py', 'revision = next_one()\ndown_revision = None\n');
			await project.send();
			const { value } = await session.tryQueries([{ name: 'app', sql: 'SELECT 1' }]);
			expect(value.versions).toEqual([]);
			expect(value.problems[0]).toMatchObject({ file: 'migrations/versions/g7_step.py' });
		});

		it('the database is what the folder makes, until somebody changes it by hand, and can be put back', async () => {
			expect((await session.drift({})).value).toEqual({ kind: 'none' });
			await session.console('ALTER TABLE people ADD COLUMN shoe integer', 10);
			const { value } = await session.drift({});
			expect(value).toMatchObject({ kind: 'drifted', words: ['Added `shoe` to people.'] });
			const way = await session.undrift({ way: 'putBack', renames: [], fills: [] });
			if (way.value.reply.kind !== 'changes') throw new Error(JSON.stringify(way));
			const back = await session.putBack(way.value.reply.migration.upgrade);
			expect(back.value.result.status).toBe('applied');
			expect((await session.drift({})).value).toEqual({ kind: 'none' });
			expect(await people()).toEqual([
				['Ada', 'A'],
				['Bo', null]
			]);
		});
	}
);
