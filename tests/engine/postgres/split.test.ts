import { beforeAll, describe, expect, it } from 'vitest';
import { dialectOf } from '../../../src/lib/engine/dialects/registry.ts';
import { openShadow } from '../../../src/lib/engine/dialects/postgres/shadow.ts';
import { desiredSchema } from '../../../src/lib/engine/run/desired-schema.ts';
import { emptyDatabase } from '../databases.ts';

const dialect = dialectOf('postgres');
const split = (sql: string) => dialect.split(sql);
beforeAll(() => dialect.ready?.());

const texts = (sql: string) => {
	const statements = split(sql);
	for (const { start, end, sql: text } of statements) expect(sql.slice(start, end)).toBe(text);
	return statements.map(({ sql: text }) => text);
};

describe('splitting', () => {
	it.each([
		'',
		';',
		' ;; ; ',
		'-- only a comment',
		'/* a /* nested; */ comment */',
		'\uFEFF',
		'\uFEFF-- x\n;'
	])('finds no statement in %j', (sql) => expect(texts(sql)).toEqual([]));

	it.each([
		['SELECT 1;SELECT 2', ['SELECT 1;', 'SELECT 2']],
		["SELECT ';', E'\\';', U&'\\0441;', ';;' -- ;\n;SELECT $a$;$$;$a$", 2],
		[
			'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END; SELECT 3',
			2
		],
		['DO $$ BEGIN NULL; END $$; SELECT "a;b" FROM t /* ; /* ; */ */; -- end;', 2],
		['CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b); SELECT 1;', 2],
		['SELECT 1 /* before */ ; SELECT 2 -- after', ['SELECT 1 /* before */ ;', 'SELECT 2']]
	])('%j', (sql, expected) => {
		const found = texts(sql);
		if (typeof expected === 'number') expect(found).toHaveLength(expected);
		else expect(found).toEqual(expected);
	});

	it.each([
		["SELECT '😀'; SELECT é; SELEC; SELECT 2; SELECT 3", 5],
		['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELEC 2; END; SELECT 3', 2],
		["SELECT 1; SELECT 'open; SELECT 2;", 2],
		['SELECT 1; SELECT $$open; SELECT 2;', 2],
		['SELECT 1; \\restrict abc\nSELECT 2;\n\\unrestrict abc\n', 4],
		['SELECT 1; SELECT \0; SELECT 2', 3],
		['SELECT (1; SELECT 2', 1]
	])('goes on in a text that is refused: %j', (sql, count) => {
		expect(texts(sql)).toHaveLength(count);
	});

	it('is quick where a text is long', () => {
		const sql = `${Array.from({ length: 5000 }, (_, at) => `INSERT INTO t VALUES (${at}, 'é;');`).join('\n')}\nSELEC`;
		const started = performance.now();
		expect(texts(sql)).toHaveLength(5001);
		expect(performance.now() - started).toBeLessThan(5000);
	});
});

it('what pg_dump writes for psql alone is blanked, and everything else keeps its place', () => {
	const dump = '\\restrict x\nCREATE TABLE t (a int);\n\\unrestrict x\n';
	const runnable = dialect.runnableDump?.(dump) ?? '';
	expect(runnable).toHaveLength(dump.length);
	expect(split(runnable)).toEqual([{ sql: 'CREATE TABLE t (a int);', start: 12, end: 35 }]);
	expect(split(dump)[1]?.start).toBe(12);
});

it('what a whole schema says of how rows are kept is blanked, but for the index by which they are ordered', async () => {
	const marks = 'CLUSTER t USING t_pkey;\nCLUSTER m USING i;\n';
	const made = `CREATE TABLE t (a int PRIMARY KEY);\nCREATE MATERIALIZED VIEW m AS SELECT a FROM t;\nCREATE INDEX i ON m (a);
		CREATE TABLE p (a int PRIMARY KEY) PARTITION BY RANGE (a);\n`;
	const runnable =
		dialect.runnableDump?.(`${made}${marks}CLUSTER;CLUSTER t;CLUSTER p USING p_pkey;VACUUM t`) ?? '';
	expect(runnable.trimEnd()).toBe((made + marks).trimEnd());
	const database = await emptyDatabase('postgres');
	const schema = (sql: string) => desiredSchema(sql, () => openShadow(database));
	const marked = await schema(made + marks);
	expect(marked).toEqual(
		await schema(`${made}ALTER TABLE t CLUSTER ON t_pkey; ALTER MATERIALIZED VIEW m CLUSTER ON i`)
	);
	expect(marked).not.toEqual(await schema(made));
});

it('renames are read from the statements, one after another', () => {
	expect(
		dialect.renamesIn?.([
			'ALTER TABLE a RENAME TO b',
			'ALTER TABLE b RENAME COLUMN "X" TO y',
			'ALTER TABLE b RENAME TO c',
			'ALTER TABLE c RENAME y TO z',
			'ALTER TABLE q RENAME TO r',
			'ALTER TABLE r RENAME TO q',
			'ALTER INDEX i RENAME TO j'
		])
	).toEqual([
		{ kind: 'table', from: 'a', to: 'c' },
		{ kind: 'column', table: 'c', from: 'X', to: 'z' }
	]);
});
