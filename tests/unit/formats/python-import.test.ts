import { describe, expect, it } from 'vitest';
import { unreadVariables } from '../../../src/lib/formats/env-files.ts';
import { exportZip, importFolder } from '../../../src/lib/formats/registry.ts';
import { readZip } from '../../../src/lib/formats/zip.ts';
import { makeWheel } from '../../wheels/make-wheel.ts';

const options = { dialect: 'sqlite', fallbackName: 'brought' } as const;

function entries(files: Readonly<Record<string, string | Uint8Array>>) {
	return Object.entries(files).map(([path, content]) => ({
		path,
		bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content
	}));
}

function imported(files: Readonly<Record<string, string | Uint8Array>>) {
	const outcome = importFolder(entries(files), options);
	if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
	return outcome.value;
}

const project = {
	'blog/app.py': "app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///a.db'\r\n",
	'blog/migrations/env.py': 'from alembic import context\n',
	'blog/migrations/script.py.mako': '${message}\n',
	'blog/migrations/versions/a1_users.py': "revision = 'a1'\ndown_revision = None\n",
	'blog/migrations/versions/__pycache__/a1_users.cpython-311.pyc': new Uint8Array([1, 0, 2]),
	'blog/.venv/lib/thing.py': 'x = 1\n',
	'blog/.git/config': '[core]\n'
};

describe('a folder of Flask-Migrate or Alembic', () => {
	it('is opened whole as a Python project, below the folder that holds all of it', () => {
		const { toolchain, dialect, files, notes } = imported(project);
		expect([toolchain, dialect, notes]).toEqual(['python', 'sqlite', []]);
		expect(files.map(({ name }) => name)).toEqual([
			'app.py',
			'migrations/env.py',
			'migrations/script.py.mako',
			'migrations/versions/a1_users.py'
		]);
	});

	it('goes home byte for byte', () => {
		const brought = imported(project);
		const home = readZip(exportZip({ ...brought, toolchain: 'python' }));
		if (!home.ok) throw new Error(home.problems[0]?.message);
		const mine = entries(project).filter(({ path }) => !/__pycache__|\.venv|\.git/.test(path));
		expect(home.value).toEqual(mine.map(({ path, bytes }) => ({ path: path.slice('blog/'.length), bytes })));
	});

	it('runs on PostgreSQL where an address in it says so', () => {
		const { dialect } = imported({
			...project,
			'blog/config.py': "URI = 'postgresql+psycopg2://me@host/db'\n"
		});
		expect(dialect).toBe('postgres');
	});

	it('keeps the wheels of its folder byte for byte, there and back, and leaves out with the reason one that is not pure', () => {
		const pure = makeWheel();
		const other = makeWheel({ name: 'fast', tag: 'cp314-cp314-win_amd64' });
		const { wheels, notes } = imported({
			...project,
			[`blog/wheels/${pure.name}`]: pure.bytes,
			[`blog/wheels/${other.name}`]: other.bytes,
			[`blog/dist/${pure.name}`]: pure.bytes
		});
		expect(wheels).toEqual([{ file: `wheels/${pure.name}`, bytes: pure.bytes }]);
		expect(notes).toEqual([
			expect.stringContaining(
				`${other.name} was not added: it is not pure: it is made for win_amd64`
			) as unknown,
			`Left out, because they are no text: dist/${pure.name}.`
		]);
		const home = readZip(
			exportZip({
				...imported({ ...project, [`blog/wheels/${pure.name}`]: pure.bytes }),
				toolchain: 'python'
			})
		);
		if (!home.ok) throw new Error(home.problems[0]?.message);
		expect(home.value.find(({ path }) => path === `wheels/${pure.name}`)?.bytes).toEqual(pure.bytes);
	});

	it('is opened with the SQLite database that its address names, and with no other', () => {
		const database = new Uint8Array(4096);
		database.set(new TextEncoder().encode('SQLite format 3\0'));
		database.set([2, 2], 18);
		const brought = imported({
			...project,
			'blog/instance/a.db': database,
			'blog/other.db': database
		});
		expect(brought.database?.file).toBe('instance/a.db');
		// A log beside the file cannot be here: the header says that there is none.
		expect([...(brought.database?.image.subarray(16, 20) ?? [])]).toEqual([0, 0, 1, 1]);
		expect(brought.notes).toEqual([
			'Its database is as `instance/a.db` has it.',
			'Left out, because they are no text: other.db.'
		]);
	});

	it.each([
		`'sqlite:///' + os.path.join(basedir, 'app.db')`,
		'f"sqlite:///{basedir}/app.db"',
		`os.environ.get('DATABASE_URL', 'sqlite:///' + str(home / "app.db"))`
	])('is opened with the database of an address that is put together: %s', (address) => {
		const database = new Uint8Array(4096);
		database.set(new TextEncoder().encode('SQLite format 3\0'));
		const app = `app.config['SQLALCHEMY_DATABASE_URI'] = ${address}\n`;
		const files = { ...project, 'blog/app.py': app, 'blog/app.db': database };
		expect(imported(files).database?.file).toBe('app.db');
	});

	it('says what to do about variables in .flaskenv or .env, which Flask does not read without python-dotenv', () => {
		const files = { ...project, 'blog/.flaskenv': 'FLASK_APP=shop\n# X=1\nexport FLASK_DEBUG = 0\n' };
		const [note, ...others] = imported(files).notes;
		expect(note).toMatch(
			/^`\.flaskenv` sets FLASK_APP, FLASK_DEBUG, and .* wheel .* python-dotenv`\), or type `export /
		);
		expect(others).toEqual([]);
		const dotenv = makeWheel({ name: 'python-dotenv' });
		expect(imported({ ...files, [`blog/wheels/${dotenv.name}`]: dotenv.bytes }).notes).toEqual([]);
		expect(imported({ ...project, 'blog/.env': '# nothing yet\n' }).notes).toEqual([]);
	});

	it('says no more of variables that were exported', () => {
		const files = [{ name: '.flaskenv', text: 'FLASK_APP=shop\nFLASK_DEBUG=0\n' }];
		expect(unreadVariables(files, [], { FLASK_APP: 'shop' })).toMatch(/^`\.flaskenv` sets FLASK_DEBUG, and/);
		expect(unreadVariables(files, [], { FLASK_APP: 'shop', FLASK_DEBUG: '0' })).toBeUndefined();
	});

	it('names what is no text and was left out', () => {
		const { files, notes } = imported({ ...project, 'blog/app.db': new Uint8Array([83, 81, 0, 255]) });
		expect(files.map(({ name }) => name)).not.toContain('app.db');
		expect(notes).toEqual(['Left out, because they are no text: app.db.']);
	});

	it('a lone migrations folder keeps its name, because the tools look for it', () => {
		const { files } = imported({
			'migrations/env.py': 'x\n',
			'migrations/script.py.mako': 'x\n',
			'migrations/versions/a.py': "revision = 'a'\n"
		});
		expect(files.map(({ name }) => name)).toContain('migrations/env.py');
	});

	it('a folder of SQL files that has a Python program beside it stays one of SQL', () => {
		const { toolchain } = imported({
			'migrations/0001_pets.sql':
				'-- migrate:up\nCREATE TABLE pets (id);\n-- migrate:down\nDROP TABLE pets;\n',
			'load.py': 'print(1)\n'
		});
		expect(toolchain).toBeUndefined();
	});
});
