import { describe, expect, it } from 'vitest';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { importFolder, type ImportedProject } from '../../../src/lib/formats/registry.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

function entriesOf(files: Files) {
	return Object.entries(files).map(([path, text]) => ({
		path,
		bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text
	}));
}

function outcome(files: Files, folder?: string) {
	return importFolder(entriesOf(files), {
		dialect: 'sqlite',
		fallbackName: 'My zip',
		...(folder === undefined ? {} : { folder })
	});
}

function imported(files: Files, folder?: string): ImportedProject {
	const result = outcome(files, folder);
	if (!result.ok) throw new Error(result.problems[0]!.message);
	return result.value;
}

function refusal(files: Files): string {
	const result = outcome(files);
	return result.ok ? result.value.format : `${result.problems[0]!.message} ${result.problems[0]!.hint}`;
}

const up = '-- migrate:up\nCREATE TABLE t (a);\n-- migrate:down\nDROP TABLE t;\n';
const headed = `-- Make t\n-- revision: 1\n-- revises: base\n${up}`;

describe('finding the migrations', () => {
	it.each<[string, Files, string]>([
		['at the top', { '1_a.sql': up }, 'dbmate'],
		['in migrations', { 'migrations/1_a.sql': up }, 'dbmate'],
		['in db/migrations', { 'app/db/migrations/1_a.sql': up, 'app/README.md': 'hi' }, 'dbmate'],
		['of Updown, by their headers', { 'x/1_a.sql': headed }, 'native'],
		['of Updown, by its settings', { 'x/migrations/1_a.sql': up, 'x/updown.json': '{}' }, 'native'],
		[
			'of Updown, none written yet',
			{ 'updown.json': '{}', 'migrations/README.md': '', 'schema.sql': '' },
			'native'
		],
		['in pairs', { 'sql/1_a.up.sql': 'A', 'sql/1_a.down.sql': 'B' }, 'golang-migrate'],
		['in a deep folder', { 'persistence/sql/migrations/sql/1_a.sqlite3.up.sql': 'A' }, 'golang-migrate']
	])('%s', (_, files, format) => {
		expect(imported(files).format).toBe(format);
	});

	it('takes the folder with the most, and names the others', () => {
		const project = imported({ 'a/1_a.sql': up, 'b/1_a.sql': up, 'b/2_b.sql': up });
		expect(project.files).toHaveLength(2);
		expect(project.notes.join()).toContain('taken from b. Others have some too and were left out: a (1)');
		expect(imported({ 'a/1_a.sql': up, 'b/1_a.sql': up, 'b/2_b.sql': up }, 'a').files).toHaveLength(1);
	});

	it('leaves hidden folders and installed packages alone', () => {
		expect(refusal({ '.git/1_a.sql': up, 'node_modules/x/1_a.sql': up })).toContain('no migrations');
	});

	it.each<[string, Files, readonly string[]]>([
		['nothing', {}, ['no files', '-- migrate:up', '.up.sql']],
		['no SQL', { 'a.txt': 'x' }, ['none of them ends with “.sql”']],
		['SQL that is no migration', { 'a.sql': 'SELECT 1;' }, ['“a.sql” has no “-- migrate:up” line']],
		['Alembic', { 'm/alembic.ini': '', 'm/versions/a.py': '' }, ['Alembic']],
		['Flyway', { 'V1__a.sql': 'SELECT 1;' }, ['Flyway']],
		['goose', { '1_a.sql': '-- +goose Up\nSELECT 1;' }, ['goose']],
		['Prisma', { 'migrations/1_a/migration.sql': 'SELECT 1;' }, ['Prisma']],
		['Rails', { 'db/migrate/20240101000000_a.rb': '' }, ['Rails']]
	])('explains when nothing fits: %s', (_, files, words) => {
		for (const word of words) expect(refusal(files)).toContain(word);
	});

	it('refuses letters it would have to guess', () => {
		const latin = Uint8Array.from([...new TextEncoder().encode(`${up}-- caf`), 0xe9]);
		expect(refusal({ '1_a.sql': latin })).toContain('UTF-8');
	});
});

describe('a dbmate folder', () => {
	it('keeps its files byte for byte, and its foreign keys off', () => {
		const files = { '1_a.sql': `\ufeff${up}`, '2_b.sql': up.replaceAll('\n', '\r\n') };
		const project = imported(files);
		expect(project.files).toEqual(Object.entries(files).map(([name, text]) => ({ name, text })));
		expect(project).toMatchObject({ name: 'My zip', foreignKeys: false, schemaSql: '' });
	});

	it("brings its schema.sql along, without dbmate's own table", () => {
		const schema =
			'CREATE TABLE IF NOT EXISTS "schema_migrations" (version varchar(128) primary key);\n' +
			'CREATE TABLE t(a int);\n-- Dbmate schema migrations\nINSERT INTO "schema_migrations" (version) VALUES\n  (\'0001\');\n';
		const project = imported({ 'db/migrations/1_a.sql': up, 'db/schema.sql': schema });
		expect(project.schemaSql).toBe('CREATE TABLE t(a int);\n');
		expect(project.notes).toEqual(["db/schema.sql was taken as schema.sql, without dbmate's own table."]);
		expect(project.files).toHaveLength(1);
	});

	it('has repeated sections joined, as dbmate runs them, with a note', () => {
		const twice =
			'-- two steps\n-- migrate:up\nA;\n-- migrate:down\nB;\n-- migrate:up transaction:false\nC;\n-- migrate:down\nD;\n';
		const project = imported({ '1_a.sql': twice });
		expect(project.files[0]?.text).toBe(
			'-- two steps\n-- migrate:up transaction:false\nA;\nC;\n-- migrate:down\nB;\nD;\n'
		);
		expect(project.notes.join()).toContain('joined into one');
		expect(parseFolder(project.files).problems).toEqual([]);
	});

	it('says which files have transactions of their own, and leaves them', () => {
		const own = up.replace('CREATE TABLE t (a);', 'BEGIN;\nCREATE TABLE t (a);\nCOMMIT;');
		const part = up.replace('DROP TABLE t;', 'SAVEPOINT x; DROP TABLE t; RELEASE x; SELECT 1;');
		const trigger = up.replace(
			'CREATE TABLE t (a);',
			"CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; COMMIT; END; INSERT INTO t VALUES ('BEGIN;');"
		);
		const project = imported({ '1_a.sql': own, '2_b.sql': part, '3_c.sql': trigger });
		expect(project.files[0]?.text).toBe(own);
		const [whole, parts] = project.notes;
		expect(whole).toMatch(/around everything: 1_a.sql\./);
		expect(parts).toMatch(/inside: 2_b.sql\. Remove them, or write “transaction:false”/);
	});

	it('with a version twice is imported, and the folder says what is wrong', () => {
		const project = imported({ '1_a.sql': up, '1_b.sql': up });
		expect(parseFolder(project.files).problems).toMatchObject([
			{ code: 'duplicate-revision', files: ['1_a.sql', '1_b.sql'] }
		]);
	});
});

describe('golang-migrate pairs', () => {
	const pairs = (files: Files) => {
		const project = imported(files);
		return {
			...project,
			graph: parseFolder(project.files).graph,
			problems: parseFolder(project.files).problems
		};
	};

	it('become one file each, with the versions as revisions and the SQL untouched', () => {
		const { files, graph, notes } = pairs({
			'000001_add users.up.sql': 'CREATE TABLE u (a);\r\n',
			'000001_add users.down.sql': 'DROP TABLE u;',
			'000002_b.up.sql': 'A',
			'000002_b.down.sql': 'B'
		});
		expect(files).toEqual([
			{
				name: '000001_add users.sql',
				text: '-- add users\n-- migrate:up\nCREATE TABLE u (a);\r\n-- migrate:down\nDROP TABLE u;'
			},
			{ name: '000002_b.sql', text: '-- b\n-- migrate:up\nA\n-- migrate:down\nB' }
		]);
		expect(graph.migrations.map(({ revision }) => revision)).toEqual(['000001', '000002']);
		expect(notes).toEqual([]);
	});

	it('of unlike widths sort by number, and keep their versions as revisions', () => {
		const { files, graph, problems } = pairs({ '9_i.up.sql': 'A', '10_j.up.sql': 'B', '10_j.down.sql': 'C' });
		expect(files.map(({ name }) => name)).toEqual(['09_i.sql', '10_j.sql']);
		expect(graph.migrations.map(({ revision }) => revision)).toEqual(['9', '10']);
		expect(problems.map(({ code }) => code)).toEqual(['missing-down']);
	});

	it('choose the file for the database before the one for any', () => {
		const { files, notes } = pairs({
			'1_a.up.sql': 'any',
			'1_a.sqlite3.up.sql': 'sqlite3',
			'1_a.mysql.up.sql': 'mysql',
			'1_a.down.sql': 'any down',
			'2_b.sqlite.autocommit.up.sql': 'own',
			'2_b.down.sql': 'down',
			'3_c.postgres.up.sql': 'other',
			'4_v1.2.up.sql': 'dots'
		});
		expect(files.map(({ text }) => text)).toEqual([
			'-- a\n-- migrate:up\nsqlite3\n-- migrate:down\nany down',
			'-- b\n-- migrate:up transaction:false\nown\n-- migrate:down\ndown',
			'-- v1.2\n-- migrate:up\ndots'
		]);
		expect(notes.join('\n')).toContain('2 files for other databases (mysql 1, postgres 1) were left out.');
		expect(notes.join('\n')).toContain('there is one for this database: 1_a.up.sql');
		expect(notes.join('\n')).toContain('Without a down, so they cannot be downgraded: 4_v1.2.');
		expect(notes.join('\n')).toContain('without a transaction: 2_b.');
	});

	it('are chosen for the database that is asked for, whichever else the folder serves', () => {
		const files = {
			'1_a.up.sql': 'any',
			'1_a.postgres.up.sql': 'postgres',
			'1_a.sqlite3.up.sql': 'sqlite3',
			'1_a.cockroach.up.sql': 'cockroach',
			'1_a.postgres.down.sql': 'postgres down',
			'1_a.sqlite3.down.sql': 'sqlite3 down',
			'2_b.postgresql.autocommit.up.sql': 'alone',
			'2_b.down.sql': 'any down',
			'3_c.sqlite3.up.sql': 'sqlite3 only',
			'4_d.up.sql': 'any',
			'4_d.down.sql': 'any down'
		};
		const read = (dialect: DialectName) => {
			const result = importFolder(entriesOf(files), { dialect, fallbackName: 'My zip' });
			if (!result.ok) throw new Error(result.problems[0]!.message);
			return result.value;
		};
		const forPostgres = read('postgres');
		expect(forPostgres.dialect).toBe('postgres');
		expect(forPostgres.files.map(({ text }) => text)).toEqual([
			'-- a\n-- migrate:up\npostgres\n-- migrate:down\npostgres down',
			'-- b\n-- migrate:up transaction:false\nalone\n-- migrate:down\nany down',
			'-- d\n-- migrate:up\nany\n-- migrate:down\nany down'
		]);
		expect(forPostgres.notes.join('\n')).toContain(
			'4 files for other databases (cockroach 1, sqlite3 3) were left out.'
		);
		expect(read('sqlite').files.map(({ name }) => name)).toEqual(['1_a.sql', '3_c.sql', '4_d.sql']);
	});

	it('that are all for other databases are refused, and the hint names the one that is asked for', () => {
		const result = importFolder(entriesOf({ '1_a.sqlite3.up.sql': 'A' }), {
			dialect: 'postgres',
			fallbackName: 'My zip'
		});
		expect(result).toMatchObject({
			ok: false,
			problems: [
				{
					message: 'The files in the folder are for sqlite3 (1) only.',
					hint: 'Bring a folder with up files for PostgreSQL, or for any database.'
				}
			]
		});
	});

	it('say what is missing, empty, alone or twice', () => {
		const { notes, graph, problems } = pairs({
			'1_a.up.sql': 'A',
			'1_a.down.sql': '-- cannot be undone\n',
			'2_b.up.sql': '',
			'2_b.down.sql': '',
			'3_c.down.sql': 'C',
			'4_d.up.sql': 'D',
			'4_other.down.sql': 'paired by version',
			'5_e.up.sql': 'E',
			'5_f.up.sql': 'F'
		});
		const text = notes.join('\n');
		expect(text).toContain('The up is empty or only a comment, so upgrading changes nothing: 2_b.');
		expect(text).toContain('The down is empty or only a comment, so downgrading changes nothing: 1_a.');
		expect(text).toContain('A down without an up was left out: 3_c.down.sql.');
		expect(text).toContain('Version 5 is in several files: 5_e.up.sql and 5_f.up.sql.');
		expect(graph.migrations.find(({ revision }) => revision === '4')?.down?.sql).toBe('paired by version');
		expect(problems.map(({ code }) => code)).toContain('duplicate-revision');
	});

	it('for another database only are refused by name', () => {
		expect(refusal({ '1_a.mysql.up.sql': 'A', '2_b.postgres.up.sql': 'B' })).toContain(
			'mysql (1) and postgres (1) only'
		);
	});

	it.each([
		['a comment', '-- migrate:down\nDROP TABLE t;\n'],
		['an indented comment', 'SELECT 1;\n   -- migrate:down\nSELECT 2;\n'],
		['a slip in a comment', '-- migrate: down the hill\nSELECT 1;\n'],
		['a string', "INSERT INTO t VALUES ('\n-- migrate:down\n');\n"],
		['a block comment', '/*\n-- migrate:up\n*/ SELECT 1;\n'],
		['a headerlike comment', '-- revision: 99\nSELECT 1;\n']
	])('may hold lines that look like directives, in %s', (_, sql) => {
		const { graph, problems } = pairs({ '1_a.up.sql': sql, '1_a.down.sql': sql });
		const [migration] = graph.migrations;
		const undashed = (text: string | undefined) => text?.replace('--- migrate', '-- migrate');
		expect(migration?.revision).toBe('1');
		expect(undashed(migration?.up.sql)).toBe(sql);
		expect(undashed(migration?.down?.sql)).toBe(sql);
		expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	});

	it('with a quote that is never closed are named', () => {
		const { notes } = pairs({ '1_a.up.sql': "SELECT 'oops;\n", '1_a.down.sql': "SELECT 'x';\n" });
		expect(notes.join()).toContain('never closed');
	});
});
