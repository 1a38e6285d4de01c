import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { waysTogether, type FolderFile, type WayTogether } from '../../../src/lib/engine/index.ts';
import { alembicReader } from '../../../src/lib/python/alembic-reader.ts';
import { alembicWriter } from '../../../src/lib/python/alembic-writer.ts';
import { asRun } from '../../../src/lib/python/as-run.ts';
import { wayCommands } from '../../../src/lib/python/way-commands.ts';
import { whyNoPython } from './node-python.ts';
import { grounds, openPeople } from './people-project.ts';
import { revision } from './revision-file.ts';
import { TypedProject } from './typed-project.ts';

const reader = alembicReader([]);

const addColumn = (name: string) => `op.add_column('people', sa.Column('${name}', sa.String(80)))`;
const dropColumn = (name: string) => `op.drop_column('people', '${name}')`;

/** A revision that adds a column to people. */
function column(id: string, parent: string, name: string, file = `${id}_${name}`): readonly [string, string] {
	return [
		`migrations/versions/${file}.py`,
		revision(id, parent, addColumn(name), dropColumn(name)).replace(
			`"""step ${id}"""`,
			`"""step ${id}\n\nRevision ID: ${id}\nRevises: ${parent}\n"""`
		)
	];
}

describe.skipIf(whyNoPython !== undefined).each(grounds)(
	'two developers of a Python project, on $name',
	({ dialect }) => {
		const project = new TypedProject();
		const { session } = project;

		afterAll(() => session.close());

		/** My database with my files run and two people in it, and then theirs in the folder. */
		async function pulled(
			mine: readonly (readonly [string, string])[],
			theirs: readonly (readonly [string, string])[],
			target = 'heads'
		) {
			for (const [name, text] of mine) project.texts.set(name, text);
			await project.send();
			await project.run(`flask db upgrade ${target}`);
			await session.console("INSERT INTO people (id, name) VALUES (1, 'Ada'), (2, 'Bo')", 10);
			for (const [name, text] of theirs) project.texts.set(name, text);
			await project.send();
			return waysOf(mine);
		}

		/** The ways out where these files are mine. */
		async function waysOf(mine: readonly (readonly [string, string])[]) {
			const names = new Set(mine.map(([name]) => name));
			const { ledger } = (await session.state()).value;
			const writer = alembicWriter(reader, () => 'f00dfeed0001');
			const ran = asRun(ledger, writer.migrationsIn(files()), names, {});
			return waysTogether({ files: files(), mine: names, ledger: ran, writer });
		}

		beforeEach(async () => {
			await openPeople(project, dialect);
			// Of the history that is common there is only the first.
			for (const name of project.texts.keys()) if (/[bcd]\d_step/.test(name)) project.texts.delete(name);
		});

		const files = (): readonly FolderFile[] => [...project.texts].map(([name, text]) => ({ name, text }));
		const wayOf = (ways: readonly WayTogether[], kind: WayTogether['kind']) =>
			ways.find((way) => way.kind === kind)!;
		const rehearsed = async (way: WayTogether) => {
			const { files: after, merging, followings } = way;
			return (await session.rehearseTogether({ files: after, following: followings[0]!, merging })).value;
		};
		const columns = async () => {
			const people = (await session.state()).value.schema.objects.find(({ name }) => name === 'people');
			return people?.kind === 'table' ? people.columns.map(({ name }) => name) : [];
		};
		/** All that a rehearsal must leave as it was. */
		const everything = async () => [
			(await session.state()).value.current,
			await columns(),
			await project.rows('SELECT * FROM people ORDER BY id'),
			await project.rows('SELECT version_num FROM alembic_version ORDER BY version_num')
		];

		/** Goes a way for real, as the page does, and upgrades. */
		async function go(way: WayTogether) {
			const { current } = (await session.state()).value;
			for (const command of wayCommands({ ...way, following: way.followings[0]! }, current, reader)) {
				project.texts = new Map(command.files.map(({ name, text }) => [name, text]));
				await project.send();
				await project.run(command.words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' '));
			}
			if (way.merging === undefined) project.texts = new Map(way.files.map(({ name, text }) => [name, text]));
			await project.send();
			return project.run('flask db upgrade heads');
		}

		const nick = column('b1', 'a1', 'nick');
		const age = column('b2', 'b1', 'age');
		const email = column('c1', 'a1', 'email');
		const town = column('c2', 'c1', 'town');

		it('the real Alembic merges two heads, rehearsed and for real, and nothing of mine is taken back', async () => {
			const merge = wayOf(await pulled([nick], [email]), 'merge');
			const before = await everything();
			const { result, steps, files: led = [] } = await rehearsed(merge);
			expect(result.problems).toEqual([]);
			expect(result.status).toBe('applied');
			expect(steps.every(({ result: step }) => step.direction === 'upgrade')).toBe(true);
			const { graph } = reader.read(led);
			expect(graph.parents[graph.heads[0]!]?.toSorted()).toEqual(['b1', 'c1']);
			expect(await everything()).toEqual(before);
			await go(merge);
			expect(await columns()).toEqual(['id', 'name', 'nick', 'email']);
			const written = [...project.texts].find(([name]) => name.includes('merge'));
			expect(written?.[1]).toMatch(/down_revision = \('(b1', 'c1|c1', 'b1)'\)/);
		});

		it('rebased, mine are taken back by the files that were run, and come after theirs', async () => {
			const rebase = wayOf(await pulled([nick, age], [email, town]), 'rebase');
			await session.console("UPDATE people SET nick = 'A' WHERE id = 1", 10);
			const before = await everything();
			const { result, steps } = await rehearsed(rebase);
			expect(result.problems).toEqual([]);
			// What was typed by hand goes with the column.
			const lost = steps
				.filter(({ result: step }) => step.direction === 'downgrade')
				.flatMap(({ tables }) =>
					tables.flatMap((table) => table.columns.filter(({ fate }) => fate === 'lost'))
				)
				.filter(({ lost: values }) => values > 0);
			expect(lost.map(({ name }) => name)).toEqual(['nick']);
			expect(await everything()).toEqual(before);
			await go(rebase);
			expect(await columns()).toEqual(['id', 'name', 'email', 'town', 'nick', 'age']);
			expect((await session.state()).value.current).toEqual(['b2']);
			expect(await project.rows('SELECT name, nick FROM people ORDER BY id')).toEqual([
				['Ada', null],
				['Bo', null]
			]);
		});

		it('rebased while both lines are applied, only mine are taken back', async () => {
			await pulled([nick], [email]);
			await project.run('flask db upgrade heads');
			const rebase = wayOf(await waysOf([nick]), 'rebase');
			const { steps, result } = await rehearsed(rebase);
			expect(result.problems).toEqual([]);
			expect(steps.map(({ result: step }) => [step.direction, step.revision])).toEqual([
				['downgrade', 'b1'],
				['upgrade', 'b1']
			]);
			await go(rebase);
			expect(await project.rows('SELECT version_num FROM alembic_version')).toEqual([['b1']]);
		});

		it('rebased before it was ever run, mine simply comes after theirs', async () => {
			const rebase = wayOf(await pulled([nick], [email], 'a1'), 'rebase');
			expect((await rehearsed(rebase)).steps.map(({ result }) => result.direction)).not.toContain(
				'downgrade'
			);
			await go(rebase);
			expect(await columns()).toEqual(['id', 'name', 'email', 'nick']);
		});

		it('one id in two files: mine gets another one and stays applied, and Alembic knows it by that', async () => {
			const own = column('0002', 'a1', 'nick');
			const renumber = wayOf(await pulled([own], [column('0002', 'a1', 'email')]), 'renumber');
			await session.console("UPDATE people SET nick = 'A' WHERE id = 1", 10);
			const before = await everything();
			const { result, steps } = await rehearsed(renumber);
			expect(result.problems).toEqual([]);
			expect(steps.map(({ result: step }) => [step.direction, step.revision])).toEqual([['upgrade', '0002']]);
			expect(await everything()).toEqual(before);
			await go(renumber);
			expect(await columns()).toEqual(['id', 'name', 'nick', 'email']);
			expect(await project.rows('SELECT nick FROM people ORDER BY id')).toEqual([['A'], [null]]);
			expect(await project.rows('SELECT version_num FROM alembic_version ORDER BY 1')).toEqual([
				['0002'],
				['f00dfeed0001']
			]);
		});

		it('a way that cannot work says so, with the migration that stops it, and leaves nothing behind', async () => {
			const ways = await pulled([nick], [column('c1', 'a1', 'nick')]);
			const before = await everything();
			const { result } = await rehearsed(wayOf(ways, 'merge'));
			expect(result).toMatchObject({
				status: 'failed',
				problems: [{ file: 'migrations/versions/c1_nick.py' }]
			});
			expect(result.problems[0]?.message).toMatch(/duplicate column|already exists/);
			expect(await everything()).toEqual(before);
		});

		it('columns that both change are told with the files that do so, as the tools make them on an empty database', async () => {
			const more = [nick, age];
			const other = [email, column('c2', 'c1', 'nick', 'c2_alias')];
			await pulled(more, other);
			const before = await everything();
			const sides = { files: files(), mine: more.map(([name]) => name), theirs: other.map(([name]) => name) };
			const { value } = await session.clashingChanges(sides);
			if (!value.ok) throw new Error(value.problems[0]?.message);
			expect(value.value.map(({ path, mine, theirs, same }) => [path, mine.file, theirs.file, same])).toEqual(
				[[['table people', 'column nick'], nick[0], other[1]![0], true]]
			);
			expect(await everything()).toEqual(before);
		});
	}
);
