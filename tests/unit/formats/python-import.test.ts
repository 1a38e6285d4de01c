import { describe, expect, it } from 'vitest';
import { exportZip, importFolder } from '../../../src/lib/formats/registry.ts';
import { readZip } from '../../../src/lib/formats/zip.ts';

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
