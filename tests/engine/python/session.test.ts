import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import type { ToolReply } from '../../../src/lib/worker/protocol.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { whyNoPython, wordsOf } from './node-python.ts';
import { nodeSession } from './typed-project.ts';
import { lecture } from './projects.ts';

describe.skipIf(whyNoPython !== undefined)('a Python project in the worker, on SQLite', () => {
	let session: EngineSession;
	let databaseFile: string | undefined;

	beforeAll(() => {
		session = nodeSession();
	});

	afterAll(() => session.close());

	beforeEach(async () => {
		databaseFile = undefined;
		await session.open({ dialect: 'sqlite', foreignKeys: true });
		await session.setFolder(files(), 'python');
	});

	function files(): readonly FolderFile[] {
		return [...lecture].map(([name, text]) => ({ name, text }));
	}

	let texts = new Map<string, string>();

	async function run(line: string): Promise<ToolReply & { said: string }> {
		let said = '';
		const { value } = await session.tool(
			{ words: wordsOf(line), databaseFile },
			({ text }) => (said += text)
		);
		({ databaseFile } = value);
		for (const { name, text } of value.written) texts.set(name, text);
		for (const name of value.removed) texts.delete(name);
		return { ...value, said };
	}

	async function change(name: string, edit: (text: string) => string): Promise<void> {
		texts.set(name, edit(texts.get(name) ?? ''));
		await session.setFolder(
			[...texts].map(([name, text]) => ({ name, text })),
			'python'
		);
	}

	beforeEach(() => {
		texts = new Map(lecture);
	});

	/** Makes and runs a migration from what the models say. */
	async function migrated(message: string): Promise<ToolReply> {
		const { said, written } = await run(`flask db migrate -m "${message}"`);
		expect(written, said).toHaveLength(1);
		return run('flask db upgrade');
	}

	it('a migration that opens a connection of its own, and closes it, goes on afterwards', async () => {
		await run('flask db init');
		const { written } = await run('flask db migrate -m "create users"');
		const name = written[0]!.name;
		await change(name, (text) =>
			text.replace(
				'def upgrade():',
				'def upgrade():\n    import sqlite3\n    sqlite3.connect(op.get_bind().engine.url.database).close()'
			)
		);
		await run('flask db revision -m nothing');
		const { exitCode, steps, said } = await run('flask db upgrade');
		expect(exitCode, said).toBe(0);
		expect(steps.map(({ status }) => status)).toEqual(['applied', 'applied']);
	});

	it('the folder for versions that init makes is still there when the first is written', async () => {
		await run('flask db init');
		const { said } = await run('flask db migrate -m first');
		expect(said).toContain('Generating /project/migrations/versions/');
		expect(said).not.toContain('Creating directory');
	});

	it('the files that a command writes come back, and the line of versions follows', async () => {
		const made = await run('flask db init');
		expect(made.written.map(({ name }) => name)).toContain('migrations/env.py');
		const { steps, state } = await migrated('create users');
		expect(steps).toHaveLength(1);
		expect(state.current).toEqual([steps[0]!.revision]);
		expect(state.ledger.map(({ name }) => name)).toEqual(['create users']);
		expect(Object.keys(state.rowCounts)).toContain('user');
		expect((await run('flask db downgrade')).state).toMatchObject({ current: [], ledger: [] });
	});

	it('a migration’s frame tells its statements, the change in words and what became of every row', async () => {
		await run('flask db init');
		await migrated('create users');
		await session.console("INSERT INTO user (name) VALUES ('Ada'), ('Bo')", 10);
		await change('app.py', (text) =>
			text.replace('String(128))', 'String(128))\n    email = db.Column(db.String(200))')
		);
		const { steps, before } = await migrated('add email');
		const [step] = steps;
		if (step?.status !== 'applied') throw new Error(JSON.stringify(step));
		expect(step.frame.changes).toMatchObject([{ kind: 'addColumn', table: 'user' }]);
		expect(step.frame.statements.map(({ sql }) => sql)).toEqual([
			'ALTER TABLE user ADD COLUMN email VARCHAR(200)'
		]);
		expect(step.frame.tables).toMatchObject([{ table: 'user', rows: { kept: 2, lost: 0 } }]);
		expect(before.objects.map(({ name }) => name)).toEqual(['alembic_version', 'user']);
		const back = await run('flask db downgrade');
		expect(back.steps).toMatchObject([{ status: 'applied', direction: 'downgrade' }]);
		const rows = await session.console('SELECT name FROM user', 10);
		expect(rows.value.answers).toMatchObject([{ rows: [['Ada'], ['Bo']] }]);
	});

	it('what the SQL console did is there for Python, and what Python did for the console', async () => {
		await change(
			'seed.py',
			() => `from app import User, app, db

with app.app_context():
    db.session.add(User(name='Eve'))
    db.session.commit()
    print([user.name for user in User.query.order_by(User.id)])
`
		);
		await run('flask db init');
		await migrated('create users');
		await session.console("INSERT INTO user (name) VALUES ('Ada')", 10);
		expect((await run('python seed.py')).said).toBe("['Ada', 'Eve']\n");
		expect((await session.console('SELECT count(*) FROM user', 10)).value.answers).toMatchObject([
			{ rows: [[2]] }
		]);
	});

	it('a migration that fails on SQLite stays half done, as Alembic leaves it, and the answer says so', async () => {
		await run('flask db init');
		await run('flask db revision -m broken --rev-id b1');
		await change('migrations/versions/b1_broken.py', (text) =>
			text.replace(
				'def upgrade():\n    pass',
				"def upgrade():\n    op.execute('CREATE TABLE stuck (a)')\n    op.execute('CREATE TABLE nonsense')"
			)
		);
		const { exitCode, steps, state } = await run('flask db upgrade');
		expect(exitCode).toBe(1);
		expect(steps).toMatchObject([
			{
				status: 'failed',
				revision: 'b1',
				stuck: 1,
				stayed: ['Created table stuck with `a`.'],
				problem: {
					file: 'migrations/versions/b1_broken.py',
					hint: expect.stringContaining('still there') as unknown
				}
			}
		]);
		expect(state.current).toEqual([]);
		expect(Object.keys(state.rowCounts)).toContain('stuck');
	});

	it('several migrations of one command each have a frame of their own', async () => {
		await run('flask db init');
		for (const name of ['a', 'b']) {
			await run(`flask db revision -m ${name} --rev-id ${name}1`);
			await change(`migrations/versions/${name}1_${name}.py`, (text) =>
				text.replace(
					'def upgrade():\n    pass',
					`def upgrade():\n    op.create_table('${name}', sa.Column('id', sa.Integer()))`
				)
			);
		}
		const { steps } = await run('flask db upgrade');
		expect(steps.map((step) => step.status === 'applied' && [step.frame.from, step.frame.to])).toEqual([
			[[], ['a1']],
			[['a1'], ['b1']]
		]);
		expect(steps.map((step) => step.status === 'applied' && step.frame.changes)).toMatchObject([
			[{ kind: 'addObject', object: { name: 'a' } }],
			[{ kind: 'addObject', object: { name: 'b' } }]
		]);
	});

	it('nothing that a program does to a library reaches another project', async () => {
		const looks = `python -c "import flask; print(hasattr(flask.Flask, 'mine'))"`;
		const open = (project: string) => session.open({ project, dialect: 'sqlite', foreignKeys: true });
		await open('one');
		await run('python -c "import flask; flask.Flask.mine = 1"');
		await open('one');
		expect((await run(looks)).said).toBe('True\n');
		await open('another');
		expect((await run(looks)).said).toBe('False\n');
	});

	it('a program that is not there ends as in a shell', async () => {
		expect(await run('git status')).toMatchObject({ exitCode: 127, said: 'git: command not found\n' });
	});
});
