import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlugRequest, PulledPlug } from '../../../src/lib/engine/run/index.ts';
import { whyNoPython, wordsOf } from './node-python.ts';
import { grounds, openPeople, openPeopleWithNicks } from './people-project.ts';
import { revision } from './revision-file.ts';
import { TypedProject } from './typed-project.ts';

const project = new TypedProject();
const { session } = project;

afterAll(() => session.close());

/** Gives the third migration, which is the next one, these statements. */
async function third(up: readonly string[], down: readonly string[] = ['pass']): Promise<void> {
	const body = (lines: readonly string[]) => lines.join('\n    ');
	project.texts.set('migrations/versions/c3_step.py', revision('c3', 'b2', body(up), body(down)));
	await project.send();
}

const towns = "op.create_table('towns', sa.Column('id', sa.Integer), sa.Column('name', sa.String(9)))";
const index = "op.create_index('by_name', 'people', ['name'])";
const nicks = 'op.execute("UPDATE people SET nick = \'none\' WHERE nick IS NULL")';

async function ask(request: Partial<PlugRequest>) {
	const step = { revision: 'c3', direction: 'upgrade', statement: 1, after: true } as const;
	const { value, image } = await session.pullPlug({ ...step, ...request });
	project.databaseFile = value.databaseFile;
	return { ...value, image };
}

async function pull(request: Partial<PlugRequest>): Promise<PulledPlug> {
	const { result } = await ask(request);
	if (!result.ok) throw new Error(JSON.stringify(result.problems));
	return result.value;
}

const fatesOf = ({ statements = [] }: PulledPlug) => statements.map(({ fate }) => fate);

/** Types a line and gives how it ended. */
async function type(line: string) {
	let said = '';
	const request = { words: wordsOf(line), databaseFile: project.databaseFile };
	const { value } = await session.tool(request, ({ text }) => (said += text));
	return { exitCode: value.exitCode, said, current: value.state.current };
}

const people = () => project.rows('SELECT name, nick FROM people ORDER BY id');
const asBefore = [
	['Ada', 'A'],
	['Bo', null]
];
const current = async () => (await session.state()).value.current;

describe.skipIf(whyNoPython !== undefined).each(grounds)(
	'the plug pulled in a command of Alembic, on $name',
	({ dialect }) => {
		beforeEach(() => openPeopleWithNicks(project, dialect));

		it('says why the step does not get as far as the plug, and changes nothing', async () => {
			await third([towns, nicks]);
			expect((await ask({ statement: 3 })).result).toMatchObject({
				ok: false,
				problems: [{ code: 'no-such-statement', message: expect.stringContaining('2 statements') as unknown }]
			});
			expect((await ask({ revision: 'd4' })).result).toMatchObject({ problems: [{ code: 'not-next' }] });
			await third([towns, "op.execute('SELECT nonsense')"]);
			const failing = await ask({ statement: 2 });
			expect(failing.result).toMatchObject({
				problems: [
					{
						code: 'tool-failed',
						file: 'migrations/versions/c3_step.py',
						message: expect.stringContaining('nonsense') as unknown
					}
				]
			});
			expect([await people(), await current()]).toEqual([asBefore, ['b2']]);
			expect(Object.keys(failing.state.rowCounts)).not.toContain('towns');
		});

		it('a command that has lost its connection neither writes nor says anything more, whatever it tries', async () => {
			await third([
				'try:',
				`    ${nicks}`,
				'except Exception:',
				'    pass',
				'op.get_bind().rollback()',
				"op.execute('DELETE FROM people')",
				'op.get_bind().commit()'
			]);
			const { own } = await pull({ statement: 1, after: false });
			expect(own).toMatchObject({ ran: 0, remain: 0, changes: [], tables: [] });
			expect([await people(), await current()]).toEqual([asBefore, ['b2']]);
			// The next command has a database to talk to.
			await project.run('flask db current');
		});

		it('a statement that changes rows is lost with its transaction, and the image from before is the checkpoint', async () => {
			await third([nicks, towns]);
			const before = await session.snapshot();
			const pulled = await pull({ statement: 1 });
			expect(pulled.own).toMatchObject({ transaction: true, ran: 1, remain: 0, told: 0, tables: [] });
			expect(pulled.other).toBeUndefined();
			expect(fatesOf(pulled)).toEqual(['lost', 'notRun']);
			expect((await type('flask db upgrade c3')).current).toEqual(['c3']);
			await session.open({ dialect, foreignKeys: false, image: before.value });
			expect([await people(), await current()]).toEqual([asBefore, ['b2']]);
		});
	}
);

describe.skipIf(whyNoPython !== undefined)('what a lost connection leaves of a migration on SQLite', () => {
	beforeEach(() => openPeopleWithNicks(project, 'sqlite'));

	it('is half of it, and alembic_version has not moved: running it again meets what is there', async () => {
		await third([towns, index, "op.create_table('streets', sa.Column('id', sa.Integer))"]);
		const pulled = await pull({ statement: 2 });
		expect(pulled).toMatchObject({ total: 3, own: { transaction: false, ran: 2, remain: 2, told: 0 } });
		expect(pulled.own.entry).toBeUndefined();
		expect(pulled.own.words).toEqual([
			'Created table towns with `id` and `name`.',
			expect.stringContaining('by_name')
		]);
		expect(fatesOf(pulled)).toEqual(['stays', 'stays', 'notRun']);
		expect(pulled.statements?.[1]?.sql).toBe('CREATE INDEX by_name ON people (name)');
		expect(await current()).toEqual(['b2']);
		const again = await type('flask db upgrade c3');
		expect(again).toMatchObject({ exitCode: 1, current: ['b2'] });
		expect(again.said).toContain('table towns already exists');
		// The rest by hand, and then the stamp.
		await session.console('CREATE TABLE streets (id INTEGER)', 1);
		expect((await type('flask db stamp c3')).current).toEqual(['c3']);
		expect((await session.drift({})).value).toEqual({ kind: 'none' });
	});

	it('is all of it right after the last statement, which a stamp puts right', async () => {
		await third([towns, index]);
		const pulled = await pull({ statement: 2 });
		expect(pulled.own).toMatchObject({ ran: 2, remain: 2, told: 0 });
		expect((await type('flask db upgrade c3')).exitCode).toBe(1);
		expect((await type('flask db stamp c3')).current).toEqual(['c3']);
		expect((await session.drift({})).value).toEqual({ kind: 'none' });
	});

	it('ends where its driver had begun a transaction: structure after a change of rows is lost with it', async () => {
		await third([towns, nicks, index]);
		const pulled = await pull({ statement: 3 });
		expect(pulled.own).toMatchObject({ transaction: false, ran: 3, remain: 1, tables: [{ table: 'towns' }] });
		expect(fatesOf(pulled)).toEqual(['stays', 'lost', 'lost']);
		expect(pulled.own.words).toEqual(['Created table towns with `id` and `name`.']);
		expect(await people()).toEqual(asBefore);
	});

	it('is what a migration has committed itself, and nothing of what it has rolled back', async () => {
		await third([
			'op.execute("DELETE FROM people")',
			'op.get_bind().rollback()',
			'op.execute("UPDATE people SET nick = \'C\' WHERE id = 2")',
			'op.get_bind().commit()',
			towns
		]);
		const pulled = await pull({ statement: 3 });
		expect(pulled.statements?.map(({ sql, fate }) => [sql.split(' ')[0], fate])).toEqual([
			['DELETE', 'lost'],
			['UPDATE', 'stays'],
			['CREATE', 'stays']
		]);
		expect(await people()).toEqual([
			['Ada', 'A'],
			['Bo', 'C']
		]);
	});

	it('of a table that is built anew is its empty copy, which stands in the way of the next try', async () => {
		await third([
			"with op.batch_alter_table('people') as batch:",
			"    batch.alter_column('name', nullable=False)"
		]);
		const pulled = await pull({ statement: 2 });
		expect(pulled.statements?.map(({ sql, fate }) => [sql.slice(0, 12), fate])).toEqual([
			['CREATE TABLE', 'stays'],
			['INSERT INTO ', 'lost'],
			['DROP TABLE p', 'notRun'],
			['ALTER TABLE ', 'notRun']
		]);
		expect(await project.rows('SELECT count(*) FROM _alembic_tmp_people')).toEqual([[0]]);
		expect((await type('flask db upgrade c3')).said).toContain('_alembic_tmp_people already exists');
	});

	it('is nothing of a transaction that had outgrown the memory: whoever opens the file undoes it', async () => {
		const long = 'WITH RECURSIVE at (x) AS (SELECT 9 UNION ALL SELECT x + 1 FROM at WHERE x < 300)';
		await session.console(`INSERT INTO people (id, name) ${long} SELECT x, hex(zeroblob(500)) FROM at`, 1);
		await third(["op.execute('PRAGMA cache_size = 10')", 'op.execute("UPDATE people SET name = id")']);
		const pulled = await pull({ statement: 2 });
		expect(fatesOf(pulled)).toEqual(['stays', 'lost']);
		expect(pulled.own).toMatchObject({ changes: [], tables: [] });
		expect(await project.rows("SELECT count(*) FROM people WHERE name LIKE '000%'")).toEqual([[292]]);
		expect(await project.rows('PRAGMA integrity_check')).toEqual([['ok']]);
	});

	it('on the way down is half undone, and alembic_version still says that it is applied', async () => {
		await third([towns, index], ["op.drop_index('by_name', 'people')", "op.drop_table('towns')"]);
		await project.run('flask db upgrade c3');
		const pulled = await pull({ direction: 'downgrade', statement: 1 });
		expect(pulled.own).toMatchObject({ ran: 1, remain: 1, told: 0, entry: { revision: 'c3' } });
		expect(fatesOf(pulled)).toEqual(['stays', 'notRun']);
		expect(await current()).toEqual(['c3']);
		expect((await type('flask db downgrade b2')).said).toContain('no such index');
	});

	it('of several databases is told of none: they would be cut off at different moments', async () => {
		const app = project.texts.get('app.py')!;
		const config = "app.config['SQLALCHEMY_BINDS'] = {'other': 'sqlite:///other.db'}";
		await project.open('sqlite', [['app.py', app.replace('db = ', `${config}\ndb = `)]]);
		await project.run('flask db init --multidb');
		const both = revision('a1', undefined, towns, 'pass').replaceAll('():', '(engine_name):');
		project.texts.set('migrations/versions/a1_step.py', both);
		await project.send();
		const { result } = await ask({ revision: 'a1' });
		expect(result).toMatchObject({ ok: false, problems: [{ code: 'several-databases' }] });
		expect(await current()).toEqual([]);
	});

	it('of the very first command is a file that the next command finds', async () => {
		await openPeople(project, 'sqlite');
		const { result, databaseFile } = await ask({ revision: 'a1', statement: 1 });
		expect(result).toMatchObject({ ok: true, value: { own: { ran: 1, remain: 1 } } });
		expect(databaseFile).toBe('instance/app.db');
		expect((await type('flask db upgrade a1')).said).toContain('table people already exists');
	});
});

describe.skipIf(whyNoPython !== undefined)(
	'what a lost connection leaves of a migration on PostgreSQL',
	() => {
		beforeEach(() => openPeopleWithNicks(project, 'postgres'));

		it('is nothing, as all of the command is one transaction: running it again begins anew', async () => {
			await third([towns, index, nicks]);
			const pulled = await pull({ statement: 3 });
			expect(pulled.own).toMatchObject({ transaction: true, ran: 3, remain: 0, changes: [], tables: [] });
			expect(fatesOf(pulled)).toEqual(['lost', 'lost', 'lost']);
			expect([await people(), await current()]).toEqual([asBefore, ['b2']]);
			expect(await type('flask db upgrade c3')).toMatchObject({ exitCode: 0, current: ['c3'] });
		});

		it('is what it has taken out of the transaction, and what ran before that', async () => {
			await third([
				towns,
				'with op.get_context().autocommit_block():',
				"    op.execute('CREATE INDEX CONCURRENTLY by_name ON people (name)')",
				nicks
			]);
			const pulled = await pull({ statement: 3 });
			expect(pulled.own).toMatchObject({ transaction: false, ran: 3, remain: 2 });
			expect(fatesOf(pulled)).toEqual(['stays', 'stays', 'lost']);
			expect(pulled.own.words).toHaveLength(2);
			expect(await people()).toEqual(asBefore);
			expect((await type('flask db upgrade c3')).said).toContain('relation "towns" already exists');
		});
	}
);
