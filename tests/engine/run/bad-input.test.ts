import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import type { Problem } from '../../../src/lib/engine/problem.ts';
import { autogenerate } from '../../../src/lib/engine/run/index.ts';
import { ConsoleResults, runConsole } from '../../../src/lib/worker/console.ts';
import { emptyDatabase, everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration, steadyClock } from './support.ts';

/** What the database has before the bad input comes. */
const present = "CREATE TABLE present (id integer PRIMARY KEY, a text); INSERT INTO present VALUES (1, 'x');";

async function opened(dialect: DialectName): Promise<Database> {
	const database = await emptyDatabase(dialect);
	if (dialect === 'postgres') await database.execute("COMMENT ON SCHEMA public IS 'standard public schema'");
	return database;
}

async function filled(dialect: DialectName): Promise<Database> {
	const database = await opened(dialect);
	await database.execute(present);
	return database;
}

/** Puts a text into schema.sql; gives the problem and the line and column it points at. */
async function asSchema(dialect: DialectName, sql: string): Promise<Problem> {
	const database = await filled(dialect);
	const before = await everythingIn(database);
	const reply = await autogenerate(database, { desired: sql, renames: [] }, () => openDatabase(dialect));
	await expectUntouched(database, before);
	if (reply.kind !== 'failed') throw new Error(`autogenerate says ${reply.kind}`);
	expect(reply.problem.file).toBe('schema.sql');
	return reply.problem;
}

/** The same as a migration that is run; its section begins in line 2. */
async function asMigration(dialect: DialectName, sql: string): Promise<Problem> {
	const bench = new Bench(await filled(dialect), { '1_bad.sql': migration(sql, '') });
	const before = await everythingIn(bench.database);
	const result = await bench.upgrade();
	await expectUntouched(bench.database, before);
	if (result.status !== 'failed') throw new Error(`the upgrade ended ${result.status}`);
	const [problem] = result.problems;
	if (problem === undefined) throw new Error('no problem is told');
	expect(problem.file).toBe('1_bad.sql');
	return problem;
}

/** The same in the console, in one transaction. */
async function asConsole(dialect: DialectName, sql: string): Promise<Problem> {
	const database = await filled(dialect);
	const before = await everythingIn(database);
	const answers = await typed(database, `BEGIN;${sql}`);
	await expectUntouched(database, before);
	const failed = answers.find((answer) => answer.kind === 'failed');
	if (failed?.kind !== 'failed') throw new Error('the console took it');
	return failed.problem;
}

function typed(database: Database, sql: string) {
	const results = new ConsoleResults();
	return runConsole(database, sql, { pageSize: 10, results, clock: steadyClock(), foreignKeys: false });
}

async function expectUntouched(database: Database, before: string): Promise<void> {
	expect(await database.dialect.transactions.rollback(database)).toBe(false);
	expect(await everythingIn(database)).toBe(before);
}

/** A problem that somebody can do something with. */
function expectHelpful({ severity, message, hint }: Problem, says: RegExp, helps: RegExp): void {
	expect(severity).toBe('error');
	expect(message).toMatch(says);
	expect(message).toMatch(/[.)]$/);
	expect(hint).toMatch(helps);
}

type Case = readonly [
	what: string,
	sql: string,
	at: readonly [line: number, column: number],
	says: RegExp,
	helps: RegExp
];

const columns = (count: number) => Array.from({ length: count }, (_, n) => `c${n} integer`).join(', ');
const long = 'n'.repeat(200);

const cases: Readonly<Record<DialectName, readonly Case[]>> = {
	sqlite: [
		[
			'a statement that fails halfway',
			'CREATE TABLE first (a);\nCREATE TABLE wrong (a,);\nCREATE TABLE last (a);',
			[2, 23],
			/near "\)": syntax error/,
			/comma/
		],
		[
			'a table that is not there, halfway',
			'CREATE TABLE first (a);\nCREATE INDEX i\n  ON nowhere (a);',
			[3, 6],
			/nowhere/,
			/spelling/
		],
		[
			'an unknown type in a strict table',
			'CREATE TABLE first (a);\nCREATE TABLE t (\n  a strng\n) STRICT;',
			[3, 5],
			/strng/,
			/INT, INTEGER, REAL, TEXT, BLOB and ANY/
		],
		[
			'a missing extension',
			'CREATE TABLE first (a);\nCREATE VIRTUAL TABLE f USING fts5(a);',
			[2, 30],
			/fts5/,
			/fts4/
		],
		[
			'a reserved word as a name',
			'CREATE TABLE first (a);\nCREATE TABLE order (a);',
			[2, 14],
			/order/,
			/quote|"order"/i
		],
		[
			'a reserved word as a column',
			'CREATE TABLE first (a);\nCREATE TABLE t (a, group integer);',
			[2, 20],
			/group/,
			/quote|"group"/i
		],
		[
			'a quote that is not closed',
			'CREATE TABLE first (a);\nCREATE TABLE "t (a);',
			[2, 14],
			/"t \(a\);/,
			/Close it/
		],
		[
			'2,001 columns',
			`CREATE TABLE first (a);\nCREATE TABLE wide (${columns(2001)});`,
			[2, 14],
			/2000 at most/,
			/another table/
		]
	],
	postgres: [
		[
			'a statement that fails halfway',
			'CREATE TABLE first (a int);\nCREATE TABLE wrong (a int,);\nCREATE TABLE last (a int);',
			[2, 27],
			/syntax error at or near "\)"/,
			/comma/
		],
		[
			'a table that is not there, halfway',
			'CREATE TABLE first (a int);\nCREATE INDEX i\n  ON nowhere (a);',
			[3, 6],
			/nowhere/,
			/spelling/
		],
		[
			'an unknown type',
			'CREATE TABLE first (a int);\nCREATE TABLE t (\n  a strng\n);',
			[3, 5],
			/no type strng/,
			/spelling.*extension/
		],
		[
			'a missing extension',
			'CREATE TABLE first (a int);\nCREATE EXTENSION postgis;',
			[2, 18],
			/postgis/,
			/those that come with PostgreSQL itself/
		],
		[
			'a reserved word as a name',
			'CREATE TABLE first (a int);\nCREATE TABLE order (a int);',
			[2, 14],
			/order/,
			/quote|"order"/i
		],
		[
			'a reserved word as a column',
			'CREATE TABLE first (a int);\nCREATE TABLE t (a int, group integer);',
			[2, 24],
			/group/,
			/quote|"group"/i
		],
		[
			'a quote that is not closed',
			'CREATE TABLE first (a int);\nCREATE TABLE "t (a int);',
			[2, 14],
			/quote/,
			/Close|close/
		],
		[
			'a name of 200 characters that begins like another',
			`CREATE TABLE ${long}a (a int);\nCREATE TABLE ${long}b (a int);`,
			[2, 14],
			/already a table/,
			/63 bytes/
		],
		[
			'columns of 200 characters that begin alike',
			`CREATE TABLE first (a int);\nCREATE TABLE t (${long}a int, ${long}b int);`,
			[2, 17],
			/named twice/,
			/63 bytes/
		],
		[
			'1,601 columns',
			`CREATE TABLE first (a int);\nCREATE TABLE wide (${columns(1601)});`,
			[2, 1],
			/1600 at most/,
			/another table/
		]
	]
};

for (const [dialect, list] of Object.entries(cases) as [DialectName, readonly Case[]][]) {
	describe.each(list)(`on ${dialect}, %s`, (_, sql, [line, column], says, helps) => {
		const place = ({ span }: Problem) => [span?.start.line, span?.start.column];

		it('in schema.sql is told with its place, and nothing has changed', async () => {
			const problem = await asSchema(dialect, sql);
			expectHelpful(problem, says, helps);
			expect(place(problem)).toEqual([line, column]);
		});

		it('in a migration is told with its place, and nothing of the step has stayed', async () => {
			const problem = await asMigration(dialect, sql);
			expectHelpful(problem, says, helps);
			expect(place(problem)).toEqual([line + 1, column]);
		});

		it('in the console is told with its place, and the transaction is undone', async () => {
			const problem = await asConsole(dialect, sql);
			expectHelpful(problem, says, helps);
			expect(place(problem)).toEqual([line, column + (line === 1 ? 6 : 0)]);
		});
	});
}

everyDialect('on %s', (dialect) => {
	const names = {
		sqlite: [long, 'say "so"', "it's", 'order', 'select', '🚆 Zug', 'a.b', 'a;b', '-- x', 'Ünï'],
		postgres: [
			'say "so"',
			"it's",
			'order',
			'select',
			'🚆 Zug',
			'a.b',
			'a;b',
			'-- x',
			'Ünï',
			'n'.repeat(63),
			'ü'.repeat(31)
		]
	}[dialect];

	it.each(names)('a table, a column, an index and a view may be called %j', async (name) => {
		const id = `"${name.replaceAll('"', '""')}"`;
		const end = (word: string) => `"${Array.from(name).slice(0, 24).join('').replaceAll('"', '""')} ${word}"`;
		const desired = `CREATE TABLE ${id} (id integer PRIMARY KEY, ${id} text NOT NULL DEFAULT 'x' CONSTRAINT ${end('c')} CHECK (${id} <> ''));
			CREATE INDEX ${end('i')} ON ${id} (${id});
			CREATE VIEW ${end('v')} AS SELECT ${id} FROM ${id};`;
		const bench = new Bench(await opened(dialect), {});
		const ask = (text: string) =>
			autogenerate(bench.database, { desired: text, renames: [], dropAll: true }, () =>
				openDatabase(dialect)
			);
		const before = await bench.everything();
		const reply = await ask(desired);
		if (reply.kind !== 'changes') throw new Error(reply.kind);
		expect(reply.migration.warnings).toEqual([]);
		bench.files = {
			'1_a.sql': migration(reply.migration.upgrade.sql, reply.migration.downgrade.sql)
		};
		expect((await bench.upgrade()).status).toBe('applied');
		expect((await ask(desired)).kind).toBe('equal');
		await bench.database.execute(`INSERT INTO ${id} VALUES (1, 'a')`);
		const wider = desired.replace(' text NOT NULL', ' text');
		const second = await ask(wider);
		if (second.kind !== 'changes') throw new Error(second.kind);
		bench.files = {
			...bench.files,
			'2_b.sql': migration(second.migration.upgrade.sql, second.migration.downgrade.sql)
		};
		expect((await bench.upgrade()).status).toBe('applied');
		expect((await ask(wider)).kind).toBe('equal');
		expect(await bench.rows(`SELECT ${id} FROM ${end('v')}`)).toEqual([['a']]);
		expect((await bench.downgrade('base')).status).toBe('applied');
		expect(await bench.everything()).toBe(before);
	});

	it('a table may have 1,600 columns, and one of them may change', async () => {
		const desired = `CREATE TABLE wide (${columns(1600)});`;
		const bench = new Bench(await opened(dialect), {});
		const ask = (text: string) =>
			autogenerate(bench.database, { desired: text, renames: [] }, () => openDatabase(dialect));
		await bench.database.execute(desired);
		await bench.database.execute('INSERT INTO wide (c0, c1599) VALUES (1, 2)');
		expect((await ask(desired)).kind).toBe('equal');
		const changed = await ask(desired.replace('c7 integer', 'c7 text'));
		if (changed.kind !== 'changes') throw new Error(changed.kind);
		bench.files = { '1_a.sql': migration(changed.migration.upgrade.sql, changed.migration.downgrade.sql) };
		expect((await bench.upgrade()).status).toBe('applied');
		expect((await bench.downgrade()).status).toBe('applied');
		expect(await bench.rows('SELECT c0, c1599 FROM wide')).toEqual([[1, 2]]);
		expect((await ask(desired)).kind).toBe('equal');
	});
});

describe('a name of 200 characters, of which PostgreSQL keeps 63', () => {
	const sql = `CREATE TABLE ${long} (id int);`;
	const told = expect.stringContaining(`${long} is called ${'n'.repeat(63)}.`) as string;

	it('in schema.sql is told among the warnings', async () => {
		const database = await filled('postgres');
		const reply = await autogenerate(database, { desired: sql, renames: [] }, () => openDatabase('postgres'));
		expect(reply).toMatchObject({
			kind: 'changes',
			migration: { warnings: expect.arrayContaining([told]) as string[] }
		});
	});

	it('in a migration is told with its place', async () => {
		const bench = new Bench(await filled('postgres'), { '1_a.sql': migration(sql, `DROP TABLE ${long};`) });
		const result = await bench.upgrade();
		expect(result).toMatchObject({
			steps: [
				{
					frame: { warnings: [{ code: 'name-cut', message: told, span: { start: { line: 2, column: 14 } } }] }
				}
			]
		});
	});

	it('in the console is told with its place', async () => {
		const database = await filled('postgres');
		const answers = await typed(database, `SELECT 1;\n${sql}`);
		expect(answers.at(-1)).toMatchObject({
			kind: 'failed',
			problem: {
				code: 'name-cut',
				severity: 'warning',
				message: told,
				span: { start: { line: 2, column: 14 } }
			}
		});
	});

	it('in a string or a comment is nobody’s name', async () => {
		const database = await filled('postgres');
		expect(await typed(database, `SELECT '${long}'; -- ${long}`)).toHaveLength(1);
	});
});
