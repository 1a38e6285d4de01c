import { execFileSync, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { buildProgram, migration, updown, type Program } from './support.ts';

// Each test starts several processes.
vi.setConfig({ testTimeout: 60_000 });

let program: Program;
beforeAll(async () => {
	program = await buildProgram();
}, 240_000);
afterAll(() => program.remove());

const shop = {
	...migration(
		'0001',
		'Create users',
		"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO users (name) VALUES ('Ada'), ('Grace');",
		'DROP TABLE users;'
	),
	...migration(
		'0002',
		'Add email',
		'ALTER TABLE users ADD COLUMN email TEXT;',
		'ALTER TABLE users DROP COLUMN email;'
	)
};
const broken = migration(
	'0003',
	'Break',
	'CREATE TABLE extra (id);\nINSERT INTO userz VALUES (1);',
	'DROP TABLE extra;'
);

/** What a query finds in the file, read by the engine in this process. */
async function inFile(path: string, sql: string): Promise<readonly (readonly unknown[])[]> {
	const database = await openDatabase('sqlite', { image: new Uint8Array(await readFile(path)) });
	try {
		return (await database.query(sql)).rows;
	} finally {
		await database.close();
	}
}

/** Changes the file by hand, beside every migration. */
async function change(path: string, sql: string): Promise<void> {
	const database = await openDatabase('sqlite', { image: new Uint8Array(await readFile(path)) });
	try {
		await database.execute(sql);
		await writeFile(path, await database.snapshot());
	} finally {
		await database.close();
	}
}

const tables =
	"SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'updown_migrations' ORDER BY name";

describe('updown on a folder and a file', () => {
	it('makes the database with the first upgrade, goes down and up, and keeps the rows', async () => {
		const desk = await program.desk(shop);
		const file = join(desk, 'shop.db');
		const up = await program.updown(desk, 'upgrade', '--database', 'shop.db');
		expect(up).toMatchObject({ exitCode: 0, stderr: '' });
		expect(up.stdout).toContain('Running upgrade 0001 -> 0002, Add email');
		expect(await inFile(file, 'SELECT name, email FROM users')).toEqual([
			['Ada', null],
			['Grace', null]
		]);
		expect((await program.updown(desk, 'downgrade', '-1', '-b', 'shop.db')).exitCode).toBe(0);
		expect((await program.updown(desk, 'current', '-b', 'shop.db')).stdout).toBe('0001\n');
		expect(await inFile(file, 'SELECT * FROM users')).toHaveLength(2);
		expect(await readdir(desk)).toEqual(['migrations', 'shop.db']);
	});

	it('a command that only looks makes no file and changes none', async () => {
		const desk = await program.desk(shop);
		for (const command of ['current', 'status', 'history']) {
			expect((await program.updown(desk, command, '-b', 'shop.db')).exitCode).toBe(0);
		}
		expect(await readdir(desk)).toEqual(['migrations']);
	});

	it('marks what the oldest version does not know, as updown.json beside the folder or the line says it', async () => {
		const desk = await program.desk({
			...shop,
			...migration('0003', 'Strict', 'CREATE TABLE t (a INTEGER) STRICT;', 'DROP TABLE t;')
		});
		await program.updown(desk, 'upgrade', '-b', 'shop.db');
		const usual = await program.updown(desk, 'check', '-b', 'shop.db', '--json');
		expect(usual.exitCode).toBe(32);
		expect((JSON.parse(usual.stdout) as { problems: unknown[] }).problems).toMatchObject([
			{ code: 'newer-version-needed', severity: 'warning', file: '0003_strict.sql', column: 28 }
		]);
		await writeFile(join(desk, 'updown.json'), '{ "target": "3.37" }');
		expect(await program.updown(desk, 'check', '-b', 'shop.db')).toMatchObject({ exitCode: 0 });
		const told = await program.updown(desk, 'check', '-b', 'shop.db', '--target', '3.36');
		expect(told.stderr).toContain('`STRICT` needs SQLite 3.37, and this must run on 3.36.');
		const wrong = await program.updown(desk, 'check', '-b', 'shop.db', '--target', 'new');
		expect(wrong).toMatchObject({ exitCode: 32 });
		expect(wrong.stderr).toContain('is no version of SQLite');
	});

	it('check finds what was done to the file by hand, drift shows it and puts it back, and the file is written whole', async () => {
		const desk = await program.desk(shop);
		const file = join(desk, 'shop.db');
		await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect(await program.updown(desk, 'check', '-b', 'shop.db')).toMatchObject({ exitCode: 0 });
		await change(file, "ALTER TABLE users ADD COLUMN nick TEXT; UPDATE users SET nick = 'x'");
		const found = await program.updown(desk, 'check', '-b', 'shop.db', '--json');
		expect(JSON.parse(found.stdout)).toMatchObject({
			exitCode: 8,
			findings: ['drift'],
			drift: ['Added `nick` to users.']
		});
		const shown = await program.updown(desk, 'drift', '--put-back', '-b', 'shop.db');
		expect(shown.exitCode).toBe(1);
		expect(shown.stdout).toContain('ALTER TABLE users DROP COLUMN nick;');
		expect(shown.stderr).toContain('2 values are lost');
		expect(await inFile(file, 'SELECT nick FROM users')).toHaveLength(2);
		expect(await program.updown(desk, 'drift', '--put-back', '--yes', '-b', 'shop.db')).toMatchObject({
			exitCode: 0
		});
		expect(await program.updown(desk, 'check', '-b', 'shop.db')).toMatchObject({ exitCode: 0 });
		expect(await inFile(file, 'SELECT * FROM users')).toHaveLength(2);
	});

	it('the exit code of check is the sum of all that it finds', async () => {
		const desk = await program.desk({ ...shop, 'schema.sql': 'CREATE TABLE other (id INTEGER);' });
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		await change(join(desk, 'shop.db'), 'CREATE TABLE notes (id INTEGER)');
		const [first] = Object.keys(shop);
		await writeFile(join(desk, first!), `${Object.values(shop)[0]}-- edited\n`);
		const { exitCode, stdout } = await program.updown(desk, 'check', '-b', 'shop.db');
		expect(exitCode).toBe(4 + 8 + 16 + 64);
		expect(stdout).toContain('schema.sql (64)');
	});

	it('tells of its own options in every help', async () => {
		const desk = await program.desk(shop);
		for (const words of [['--help'], ['help'], ['upgrade', '--help'], ['-h']]) {
			const { exitCode, stdout } = await program.updown(desk, ...words);
			expect(exitCode).toBe(0);
			expect(stdout, words.join(' ')).toContain('-b, --database <file>');
		}
	});

	it('fills what rows need, and splits what it writes', async () => {
		const desk = await program.desk(shop);
		await program.updown(desk, 'upgrade', '-b', 'shop.db');
		await writeFile(
			join(desk, 'schema.sql'),
			`CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL);
			CREATE TABLE tags (id INTEGER PRIMARY KEY);`
		);
		const bad = await program.updown(desk, 'migrate', '-b', 'shop.db', '--fill', 'users.email=nope');
		expect(bad.exitCode).toBe(1);
		expect(bad.stderr).toContain('nope');
		const fill = "users.email=lower(name) || '@x'";
		const made = await program.updown(
			desk,
			'migrate',
			'-b',
			'shop.db',
			'--split',
			'--sequential',
			'--fill',
			fill
		);
		expect(made).toMatchObject({ exitCode: 0 });
		expect(made.stdout).toContain('Split into 2 migrations');
		expect(await readdir(join(desk, 'migrations'))).toHaveLength(4);
		expect(await program.updown(desk, 'upgrade', '-b', 'shop.db')).toMatchObject({ exitCode: 0 });
		expect(await inFile(join(desk, 'shop.db'), 'SELECT email FROM users')).toEqual([['ada@x'], ['grace@x']]);
		const again = await program.updown(desk, 'migrate', '-b', 'shop.db');
		expect(again).toMatchObject({ exitCode: 0 });
		expect(again.stdout).toContain('No changes detected');
		expect(await readdir(join(desk, 'migrations'))).toHaveLength(4);
	});

	it('--database :memory: rehearses and leaves nothing behind', async () => {
		const desk = await program.desk(shop);
		const up = await program.updown(desk, 'upgrade', '--database=:memory:');
		expect(up.stdout).toContain('The database is at 0002 (head).');
		expect(await readdir(desk)).toEqual(['migrations']);
	});

	it('init, revision and migrate write files', async () => {
		const desk = await program.desk({
			'schema.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);'
		});
		expect((await program.updown(desk, 'init')).stdout).toContain('migrations/ is here already');
		const made = await program.updown(desk, 'migrate', '-m', 'create users', '--sequential', '-b', 'shop.db');
		expect(made).toMatchObject({ exitCode: 0 });
		expect(await readdir(join(desk, 'migrations'))).toEqual(['0001_create_users.sql']);
		expect((await program.updown(desk, 'upgrade', '-b', 'shop.db')).exitCode).toBe(0);
		expect((await program.updown(desk, 'check', '-b', 'shop.db')).exitCode).toBe(0);
		await program.updown(desk, 'revision', '-m', 'more', '--sequential');
		const check = await program.updown(desk, 'check', '-b', 'shop.db');
		expect(check.exitCode).toBe(4);
		expect(check.stderr).toContain('Pending: 0002');
	});

	it('another folder and another schema are named by options', async () => {
		const desk = await program.desk();
		await mkdir(join(desk, 'db'));
		const made = await program.updown(
			desk,
			'--directory',
			'db/steps',
			'revision',
			'-m',
			'first',
			'--sequential'
		);
		expect(made.exitCode).toBe(1);
		expect(made.stderr).toContain('There is no folder db/steps');
		expect((await program.updown(desk, 'init', '-d', 'db/steps')).stdout).toContain('Made db/steps/.');
		await program.updown(desk, '--directory', 'db/steps', 'revision', '-m', 'first', '--sequential');
		expect(await readdir(join(desk, 'db', 'steps'))).toEqual(['0001_first.sql']);
		const missing = await program.updown(desk, 'check', '-b', 'x.db', '--schema', 'nope.sql');
		expect(missing.exitCode).toBe(1);
		expect(missing.stderr).toContain('nope.sql');
	});

	it('--foreign-keys enforces them', async () => {
		const files = migration(
			'0001',
			'Keys',
			'CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (a INTEGER REFERENCES a (id));\nINSERT INTO b VALUES (7);',
			'SELECT 1;'
		);
		const desk = await program.desk(files);
		expect((await program.updown(desk, 'upgrade', '-b', 'off.db')).exitCode).toBe(0);
		const on = await program.updown(desk, 'upgrade', '-b', 'on.db', '--foreign-keys');
		expect(on.exitCode).toBe(1);
		expect(on.stderr.toLowerCase()).toContain('foreign key');
	});
});

describe('when something fails', () => {
	it('the steps before it stay, nothing of it does, and the exit code is 1', async () => {
		const desk = await program.desk({ ...shop, ...broken });
		const { exitCode, stdout, stderr } = await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect(exitCode).toBe(1);
		expect(stderr).toContain('at migrations/0003_break.sql:5:13');
		expect(stdout).toContain('The database is at 0002.');
		expect(await inFile(join(desk, 'shop.db'), tables)).toEqual([['users']]);
	});

	it('a folder with an error leaves the file as it was, to the byte', async () => {
		const desk = await program.desk(shop);
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		const before = await readFile(join(desk, 'shop.db'));
		await writeFile(
			join(desk, 'migrations', '0002_twice.sql'),
			'-- Twice\n-- revision: 0002\n-- migrate:up\nSELECT 1;\n'
		);
		expect((await program.updown(desk, 'upgrade', '-b', 'shop.db')).exitCode).toBe(1);
		expect((await readFile(join(desk, 'shop.db'))).equals(before)).toBe(true);
	});

	it.each([
		[['upgrade'], 2, 'Say which database'],
		[['revision', '--autogenerate', '-m', 'x'], 2, 'Say which database'],
		[['upgrade', '--database'], 2, '--database needs a value'],
		[['upgrade', '-b', 'text.db'], 1, 'text.db is not a SQLite database'],
		[['upgrade', '-b', 'torn.db'], 1, 'torn.db'],
		[['upgrade', '-b', 'nowhere/shop.db'], 1, 'There is no folder nowhere to put the database'],
		[['upgrade', '-b', 'migrations'], 1, 'migrations is a folder, not a database'],
		[['upgrade', '-b', 'text.db/shop.db'], 1, 'text.db/shop.db cannot be there'],
		[['upgrade', '-b', 'shop.db', '-d', 'text.db'], 1, 'text.db is a file, not a folder'],
		[['init', '-d', 'text.db'], 1, 'text.db is a file, not a folder'],
		[['check', '-b', 'shop.db', '--schema', 'migrations'], 1, 'migrations is a folder, not a file'],
		[['upgarde', '-b', 'shop.db'], 2, 'Did you mean `updown upgrade`?'],
		[['upgrade', '-b', 'shop.db', '--sequentail'], 2, 'has no option --sequentail']
	])('%j ends with %d and says why', async (words, exitCode, said) => {
		const desk = await program.desk({
			...shop,
			'text.db': 'not a database at all',
			'torn.db': 'SQLite format 3\0torn'
		});
		const finished = await program.updown(desk, ...words);
		expect(finished.exitCode).toBe(exitCode);
		expect(finished.stderr).toContain(said);
		expect(finished.stderr).not.toMatch(/ {4}at |E[A-Z]{3,}:/);
		expect(finished.stdout).not.toContain('✓');
		expect(await readFile(join(desk, 'text.db'), 'utf8')).toBe('not a database at all');
		expect((await readdir(desk)).filter((name) => name.endsWith('.new'))).toEqual([]);
	});

	it('a file that is not UTF-8 is named', async () => {
		const desk = await program.desk(shop);
		await writeFile(join(desk, 'migrations', '0003_latin.sql'), Buffer.from([0x2d, 0x2d, 0x20, 0xe9, 0x0a]));
		const { exitCode, stderr } = await program.updown(desk, 'history');
		expect(exitCode).toBe(1);
		expect(stderr).toContain('0003_latin.sql is not UTF-8');
	});

	it('a link to a file that is gone is named, among the migrations and as the database', async () => {
		const desk = await program.desk(shop);
		await symlink('gone', join(desk, 'migrations', '0003_gone.sql'));
		await symlink('gone', join(desk, 'link.db'));
		const folder = await program.updown(desk, 'history');
		expect(folder).toMatchObject({ exitCode: 1, stderr: 'Error: There is no migrations/0003_gone.sql.\n' });
		await rm(join(desk, 'migrations', '0003_gone.sql'));
		const database = await program.updown(desk, 'upgrade', '-b', 'link.db');
		expect(database.exitCode).toBe(1);
		expect(database.stderr).toContain('link.db is a link to a file that is not there');
	});

	it('a file that only looks like a migration is told of, and what is in it does not matter', async () => {
		const desk = await program.desk();
		await writeFile(join(desk, 'migrations', '0001_users.SQL'), Buffer.from([0xff]));
		await writeFile(join(desk, 'migrations', 'README.md'), 'notes');
		const { exitCode, stderr } = await program.updown(desk, 'status', '-b', 'shop.db');
		expect(exitCode).toBe(0);
		expect(stderr).toContain('0001_users.SQL is not read as a migration');
		expect(stderr).not.toContain('README');
	});

	it('says how many statements stay without seeming to say of how many', async () => {
		const files = migration('2', 'Half', 'CREATE TABLE a (x);\nCREATE TABLE b (x);\nNONSENSE;', 'SELECT 1;');
		const [[name, text] = ['', '']] = Object.entries(files);
		const desk = await program.desk({ [name]: text.replace('migrate:up', 'migrate:up transaction:false') });
		const { stdout, stderr } = await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect(stdout + stderr).toContain('2 statements of revision 2 stay in the database');
	});

	it('a step is on the disk before it is told as done, whatever stops the next', async () => {
		const forever =
			'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO users SELECT i, i FROM n WHERE i < 0;';
		const desk = await program.desk({ ...shop, ...migration('0003', 'Endless', forever, 'SELECT 1;') });
		const bin = join(program.folder, 'bin', 'updown.js');
		const child = spawn(process.execPath, [bin, 'upgrade', '-b', 'shop.db'], { cwd: desk });
		let said = '';
		const ended = new Promise((resolve) => child.on('close', resolve));
		child.stdout.on('data', (piece: Buffer) => {
			said += piece.toString();
			if (said.split('✓').length === 3) child.kill('SIGKILL');
		});
		await ended;
		expect(await inFile(join(desk, 'shop.db'), 'SELECT name, email FROM users')).toHaveLength(2);
		expect((await program.updown(desk, 'current', '-b', 'shop.db')).stdout).toBe('0002\n');
	});

	it('without the built engine it says what to run', async () => {
		const desk = await program.desk(shop);
		await cp(join(program.folder, 'bin'), join(desk, 'bin'), { recursive: true });
		await writeFile(join(desk, 'package.json'), '{"type":"module"}');
		const { exitCode, stderr } = await updown(desk, desk, ['history']);
		expect(exitCode).toBe(1);
		expect(stderr).toContain('npm run build:engine');
	});
});

describe('the file itself', () => {
	it('keeps its mode, and a link to it stays a link', async () => {
		const desk = await program.desk(shop);
		await program.updown(desk, 'upgrade', '0001', '-b', 'real.db');
		await chmod(join(desk, 'real.db'), 0o640);
		await symlink('real.db', join(desk, 'link.db'));
		expect((await program.updown(desk, 'upgrade', '-b', 'link.db')).exitCode).toBe(0);
		expect((await stat(join(desk, 'real.db'))).mode & 0o777).toBe(0o640);
		expect((await program.updown(desk, 'current', '-b', 'real.db')).stdout).toBe('0002 (head)\n');
	});

	it('that can only be read is left alone, and can still be looked at', async () => {
		const desk = await program.desk(shop);
		const path = join(desk, 'shop.db');
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		const before = await readFile(path);
		await chmod(path, 0o444);
		const up = await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect(up).toMatchObject({ exitCode: 1, stdout: '' });
		expect(up.stderr).toMatch(/shop\.db can only be read|not allowed to use shop\.db/);
		expect((await readFile(path)).equals(before)).toBe(true);
		expect((await program.updown(desk, 'current', '-b', 'shop.db')).stdout).toBe('0001\n');
	});

	it('keeps a mode that a new file would not get', async () => {
		const desk = await program.desk(shop);
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		await chmod(join(desk, 'shop.db'), 0o666);
		await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect((await stat(join(desk, 'shop.db'))).mode & 0o777).toBe(0o666);
	});

	it.runIf(process.getuid?.() === 0)('keeps its owner', async () => {
		const desk = await program.desk(shop);
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		await chown(join(desk, 'shop.db'), 1234, 2345);
		await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect(await stat(join(desk, 'shop.db'))).toMatchObject({ uid: 1234, gid: 2345 });
	});

	it.each([
		['a full -wal', 'shop.db-wal', 'something', 'write-ahead log'],
		['an empty -wal', 'shop.db-wal', '', 'open in another program'],
		['a full -journal', 'shop.db-journal', 'something', 'middle of a transaction']
	])('with %s beside it, it is refused and left alone', async (_what, beside, text, said) => {
		const desk = await program.desk(shop);
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		const before = await readFile(join(desk, 'shop.db'));
		await writeFile(join(desk, beside), text);
		const { exitCode, stdout, stderr } = await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
		expect(stderr).toContain(said);
		expect((await readFile(join(desk, 'shop.db'))).equals(before)).toBe(true);
	});

	it('a database made for a write-ahead log is read, written, and stays one', async () => {
		const desk = await program.desk(shop);
		const path = join(desk, 'shop.db');
		await program.updown(desk, 'upgrade', '0001', '-b', 'shop.db');
		const bytes = await readFile(path);
		bytes[18] = 2;
		bytes[19] = 2;
		await writeFile(path, bytes);
		expect((await program.updown(desk, 'upgrade', '-b', 'shop.db')).exitCode).toBe(0);
		expect([...(await readFile(path)).subarray(18, 20)]).toEqual([2, 2]);
		expect((await program.updown(desk, 'current', '-b', 'shop.db')).stdout).toBe('0002 (head)\n');
		await writeFile(`${path}-shm`, '');
		const inUse = await program.updown(desk, 'downgrade', '-b', 'shop.db');
		expect(inUse.exitCode).toBe(1);
		expect(inUse.stderr).toContain('open in another program');
	});
});

describe('--json', () => {
	it('is one object with where the database is, each step, and every line', async () => {
		const desk = await program.desk({ ...shop, ...broken });
		const { exitCode, stdout, stderr } = await program.updown(desk, 'upgrade', '-b', 'shop.db', '--json');
		expect(stderr).toBe('');
		const report = JSON.parse(stdout) as unknown;
		expect(exitCode).toBe(1);
		expect(report).toMatchObject({
			command: 'upgrade',
			exitCode: 1,
			database: 'shop.db',
			current: ['0002'],
			applied: ['0001', '0002'],
			pending: ['0003'],
			run: {
				status: 'failed',
				steps: [
					{ revision: '0001', status: 'applied', statements: 2, rowsChanged: 2 },
					{ revision: '0002', status: 'applied', changes: ['Added `email` to users.'] },
					{ revision: '0003', status: 'failed', problem: { file: '0003_break.sql', line: 5, column: 13 } }
				]
			}
		});
	});

	it('is an object too where nothing could be run', async () => {
		const desk = await program.desk(shop);
		const { exitCode, stdout } = await program.updown(desk, 'upgrade', '--json');
		expect(exitCode).toBe(2);
		expect(JSON.parse(stdout)).toMatchObject({
			exitCode: 2,
			error: expect.stringContaining('Say which database') as string
		});
	});
});

/** The version of the `sqlite3` program on this machine, where there is one. */
function nativeSqlite(): string | undefined {
	try {
		return execFileSync('sqlite3', ['--version'], { encoding: 'utf8' });
	} catch {
		return undefined;
	}
}

describe('updown queries', () => {
	it('runs the files of queries/ at every version, and ends with 1 where a migration breaks one', async () => {
		const desk = await program.desk({
			...shop,
			...migration(
				'0003',
				'Rename name',
				'ALTER TABLE users RENAME COLUMN name TO full_name;',
				'ALTER TABLE users RENAME COLUMN full_name TO name;'
			)
		});
		await mkdir(join(desk, 'queries'));
		await writeFile(
			join(desk, 'queries', 'app-v1.sql'),
			'-- names\nSELECT name FROM users;\n\n-- emails\nSELECT email FROM users;\n'
		);
		await program.updown(desk, 'upgrade', '0002', '-b', 'shop.db');
		const before = await readFile(join(desk, 'shop.db'));
		const { stdout, stderr, exitCode } = await program.updown(desk, 'queries', '-b', 'shop.db');
		expect(stdout).toContain('✓ app-v1, emails: works from 0002 to 0003\n');
		expect(stderr).toContain('✕ app-v1, names: works from 0001 to 0002\n  0003 breaks it: ');
		expect(exitCode).toBe(1);
		expect(await readFile(join(desk, 'shop.db'))).toEqual(before);
	});
});

describe.runIf(nativeSqlite())('beside the sqlite3 program', () => {
	it('each reads and checks what the other wrote', async () => {
		const desk = await program.desk(shop);
		const sqlite = (sql: string) =>
			execFileSync('sqlite3', ['shop.db', sql], { cwd: desk, encoding: 'utf8' });
		sqlite(
			"PRAGMA journal_mode = WAL; PRAGMA user_version = 7; CREATE TABLE notes (text); INSERT INTO notes VALUES ('kept');"
		);
		expect((await program.updown(desk, 'upgrade', '-b', 'shop.db')).exitCode).toBe(0);
		expect(
			sqlite(
				'PRAGMA integrity_check; PRAGMA user_version; PRAGMA journal_mode; SELECT text FROM notes; SELECT count(*) FROM users;'
			)
		).toBe('ok\n7\nwal\nkept\n2\n');
		sqlite("INSERT INTO users (name) VALUES ('Mary');");
		expect((await program.updown(desk, 'downgrade', '-b', 'shop.db')).exitCode).toBe(0);
		expect(sqlite('SELECT count(*) FROM users;')).toBe('3\n');
	});

	it('leaves a file alone that a program has open, its log just checkpointed, and no commit is lost', async () => {
		const desk = await program.desk(shop);
		const app = spawn('sqlite3', ['shop.db'], { cwd: desk });
		const ended = new Promise((resolve) => app.on('close', resolve));
		const open = new Promise<void>((resolve) =>
			app.stdout.on('data', (piece: Buffer) => {
				if (piece.toString().includes('open')) resolve();
			})
		);
		app.stdin.write('PRAGMA journal_mode = WAL; CREATE TABLE notes (text);\n');
		app.stdin.write("PRAGMA wal_checkpoint(TRUNCATE); SELECT 'open';\n");
		await open;
		const up = await program.updown(desk, 'upgrade', '-b', 'shop.db');
		expect(up.exitCode).toBe(1);
		expect(up.stderr).toContain('shop.db is open in another program');
		app.stdin.end("INSERT INTO notes VALUES ('late');\n");
		await ended;
		expect((await program.updown(desk, 'upgrade', '-b', 'shop.db')).exitCode).toBe(0);
		expect(await inFile(join(desk, 'shop.db'), 'SELECT text FROM notes')).toEqual([['late']]);
	});
});
