import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { whyNoPython } from './node-python.ts';
import { lecture } from './projects.ts';
import { nodeSession } from './typed-project.ts';

describe.skipIf(whyNoPython !== undefined)('a Python project with several SQLite files', () => {
	let session: EngineSession;
	let texts: Map<string, string>;
	let databaseFile: string | undefined;

	beforeAll(() => {
		session = nodeSession();
	});
	afterAll(() => session.close());

	beforeEach(async () => {
		databaseFile = undefined;
		texts = new Map(lecture);
		await session.setDatabases([]);
		await session.open({ dialect: 'sqlite', foreignKeys: true });
		await send();
	});

	function send() {
		return session.setFolder(
			[...texts].map(([name, text]) => ({ name, text })),
			'python',
			databaseFile
		);
	}

	async function run(words: readonly string[]) {
		let said = '';
		const { value } = await session.tool({ words, databaseFile }, ({ text }) => (said += text));
		({ databaseFile } = value);
		for (const { name, text } of value.written) texts.set(name, text);
		for (const name of value.removed) texts.delete(name);
		expect(value.exitCode, said).toBe(0);
		return { ...value, said };
	}

	const typed = (line: string) => run(line.split(' '));

	const rows = async () => (await session.console('SELECT name FROM user', 10)).value.answers;

	async function withAda() {
		await typed('flask db init');
		await typed('flask db migrate -m users');
		const { state } = await typed('flask db upgrade');
		await session.console("INSERT INTO user (name) VALUES ('Ada')", 10);
		return state.current;
	}

	it('keeps its own database, and the other, where a program opens another', async () => {
		const current = await withAda();
		const open = `import sqlite3
db = sqlite3.connect('cache.db')
db.execute('CREATE TABLE IF NOT EXISTS hits (at TEXT)')
db.execute("INSERT INTO hits VALUES ('now')")
db.commit()
print(db.execute('SELECT count(*) FROM hits').fetchone()[0])`;
		for (const count of [1, 2]) {
			const { said, databases, notKept, state } = await run(['python', '-c', open]);
			expect(said).toBe(`${count}\n`);
			expect(databases.map(({ file }) => file)).toEqual(['cache.db']);
			expect(notKept).toEqual([]);
			expect(state.current).toEqual(current);
		}
		expect(await rows()).toMatchObject([{ rows: [['Ada']] }]);
	});

	it('follows its settings to another database and back, and loses neither', async () => {
		await withAda();
		const own = databaseFile!;
		const app = texts.get('app.py')!;
		texts.set('app.py', app.replace('sqlite:///app.db', 'sqlite:///other.db'));
		await send();
		const { state, databases } = await typed('flask db current');
		expect(databaseFile).not.toBe(own);
		expect(state.current).toEqual([]);
		expect(databases.map(({ file }) => file)).toEqual([own]);
		texts.set('app.py', app);
		await send();
		await typed('flask db current');
		expect(databaseFile).toBe(own);
		expect(await rows()).toMatchObject([{ rows: [['Ada']] }]);
	});

	it('with a database for each bind, migrates all of them and keeps them all', async () => {
		texts.set(
			'app.py',
			`from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///main.db'
app.config['SQLALCHEMY_BINDS'] = {'logs': 'sqlite:///logs.db'}
db = SQLAlchemy(app)
migrate = Migrate(app, db)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(128))


class Log(db.Model):
    __bind_key__ = 'logs'
    id = db.Column(db.Integer, primary_key=True)
    said = db.Column(db.String(128))
`
		);
		await send();
		await typed('flask db init --multidb');
		await typed('flask db migrate -m first');
		const { steps, state } = await typed('flask db upgrade');
		expect(databaseFile).toMatch(/main\.db$/);
		expect(steps).toHaveLength(1);
		expect(state.schema.objects.map(({ name }) => name)).toEqual(['alembic_version', 'user']);
		const seed = `from app import Log, User, app, db
with app.app_context():
    db.session.add_all([User(name='Ada'), Log(said='hello')])
    db.session.commit()
    print(User.query.count(), Log.query.count())`;
		expect((await run(['python', '-c', seed])).said).toBe('1 1\n');
		expect((await run(['python', '-c', seed])).said).toBe('2 2\n');
		await typed('flask db downgrade');
		expect((await typed('flask db current')).exitCode).toBe(0);
		expect((await typed('flask db upgrade')).steps).toHaveLength(1);
	});
});
