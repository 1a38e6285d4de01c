import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { inspector } from '../../../src/lib/engine/dialects/sqlite/inspect.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import type { Schema, SchemaObject } from '../../../src/lib/engine/schema/model.ts';

async function inspect(sql: string): Promise<Schema> {
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	const schema = await inspector.inspect(database);
	await database.close();
	return schema;
}

async function only<Kind extends SchemaObject['kind']>(kind: Kind, sql: string) {
	const found = (await inspect(sql)).objects.filter((object) => object.kind === kind);
	expect(found).toHaveLength(1);
	return found[0] as Extract<SchemaObject, { kind: Kind }>;
}

describe('inspecting a table', () => {
	test('gives columns with type, nullability, default, collation and generation', async () => {
		const sql = `CREATE TABLE t (
			id integer PRIMARY KEY AUTOINCREMENT, -- the key
			name varchar ( 10 , 2 ) NOT NULL ON CONFLICT IGNORE DEFAULT "none" COLLATE nocase,
			n int CONSTRAINT needed NOT NULL DEFAULT ((1+2)),
			twice int GENERATED ALWAYS AS ( ((N) * 2) ) STORED,
			plain,
			again AS ("name" || 'x')
		)`;
		const table = await only('table', sql);
		expect(table.columns).toEqual([
			{ name: 'id', type: 'INTEGER', nullable: true, options: {} },
			{
				name: 'name',
				type: 'VARCHAR(10,2)',
				nullable: false,
				default: "'none'",
				collation: 'NOCASE',
				options: { notNullConflict: 'IGNORE' }
			},
			{ name: 'n', type: 'INT', nullable: false, default: '1 + 2', options: { notNullName: 'needed' } },
			{
				name: 'twice',
				type: 'INT',
				nullable: true,
				generated: { expression: 'n * 2', stored: true },
				options: {}
			},
			{ name: 'plain', type: '', nullable: true, options: {} },
			{
				name: 'again',
				type: '',
				nullable: true,
				generated: { expression: "name || 'x'", stored: false },
				options: {}
			}
		]);
		expect(table.constraints).toEqual([
			{ kind: 'primaryKey', parts: [{ column: 'id' }], options: { autoincrement: true } }
		]);
		expect(table.sql).toBe(sql);
	});

	test('gives keys with names, conflict clauses, directions and collations', async () => {
		const table = await only(
			'table',
			`CREATE TABLE t (a text COLLATE NOCASE, b text, c int,
				CONSTRAINT pk PRIMARY KEY (b DESC, a COLLATE binary) ON CONFLICT REPLACE,
				CONSTRAINT "one c" UNIQUE (c) ON CONFLICT FAIL UNIQUE (a, b COLLATE nocase)
			) STRICT, WITHOUT ROWID`
		);
		expect(table.options).toEqual({ strict: true, withoutRowid: true });
		expect(table.constraints).toEqual([
			{
				kind: 'primaryKey',
				name: 'pk',
				parts: [
					{ column: 'b', descending: true },
					{ column: 'a', collation: 'BINARY' }
				],
				options: { conflict: 'REPLACE' }
			},
			{ kind: 'unique', name: 'one c', parts: [{ column: 'c' }], options: { conflict: 'FAIL' } },
			{ kind: 'unique', parts: [{ column: 'a' }, { column: 'b', collation: 'NOCASE' }], options: {} }
		]);
	});

	test('gives foreign keys and checks, wherever they stand', async () => {
		const table = await only(
			'table',
			`CREATE TABLE child (
				a int CONSTRAINT fk REFERENCES "my parent" (id) ON DELETE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED,
				b int CHECK (b > 0) REFERENCES self NOT DEFERRABLE,
				status,
				FOREIGN KEY (a, b) REFERENCES pair (x, y) ON UPDATE SET NULL,
				CONSTRAINT positive CHECK (child."a" != 0 AND (b) == 1 or status in ("on", 'off'))
			)`
		);
		expect(table.constraints).toEqual([
			expect.objectContaining({
				columns: ['a', 'b'],
				references: ['x', 'y'],
				onUpdate: 'SET NULL',
				options: {}
			}),
			expect.objectContaining({ columns: ['b'], table: 'self', references: [] }),
			expect.objectContaining({
				columns: ['a'],
				table: 'my parent',
				name: 'fk',
				onDelete: 'CASCADE',
				options: { deferred: true }
			}),
			{ kind: 'check', expression: 'b > 0', options: {} },
			{
				kind: 'check',
				name: 'positive',
				expression: "a <> 0 AND b = 1 OR status IN ('on', 'off')",
				options: {}
			}
		]);
	});

	test('tells a rowid key from a key with an index of its own', async () => {
		expect((await only('table', 'CREATE TABLE t (id integer PRIMARY KEY DESC)')).constraints).toEqual([
			{ kind: 'primaryKey', parts: [{ column: 'id', descending: true }], options: {} }
		]);
		expect((await only('table', 'CREATE TABLE t (id integer, PRIMARY KEY (id DESC))')).constraints).toEqual([
			{ kind: 'primaryKey', parts: [{ column: 'id' }], options: {} }
		]);
	});

	test('reads what SQLite accepts between and beside the constraints', async () => {
		const table = await only(
			'table',
			`CREATE TABLE t (
				a int REFERENCES t ON INSERT CASCADE ON DELETE SET NULL NOT NULL DEFERRABLE INITIALLY DEFERRED,
				b int CONSTRAINT lone NOT DEFERRABLE,
				desc text, UNIQUE (b, desc) CONSTRAINT k CHECK (a > 1)
			)`
		);
		expect(table.columns.map(({ name, nullable }) => [name, nullable])).toEqual([
			['a', false],
			['b', true],
			['desc', true]
		]);
		expect(table.constraints).toEqual([
			{ kind: 'unique', parts: [{ column: 'b' }, { column: 'desc' }], options: {} },
			{
				kind: 'foreignKey',
				columns: ['a'],
				table: 't',
				references: [],
				onDelete: 'SET NULL',
				onUpdate: 'NO ACTION',
				options: {}
			},
			{ kind: 'check', name: 'k', expression: 'a > 1', options: {} }
		]);
	});

	test.each([
		['generated', 'GENERATED'],
		['int generated always', 'INT'],
		['"quoted type"', 'QUOTED TYPE'],
		['a always b', 'A ALWAYS B']
	])('has the type SQLite makes of the words %s', async (written, type) => {
		const { columns } = await only('table', `CREATE TABLE t (x ${written}, y)`);
		expect(columns.map((column) => [column.name, column.type])).toEqual([
			['x', type],
			['y', '']
		]);
	});

	test.each([
		'plain',
		'two words',
		'select',
		'🚆',
		'quo"te',
		"apo'strophe",
		'brac]ket',
		'UPPER',
		'größe',
		'%'
	])('is right for a table and a column called %s', async (name) => {
		const quoted = `"${name.replaceAll('"', '""')}"`;
		const schema = await inspect(
			`CREATE TABLE ${quoted} (${quoted} int UNIQUE REFERENCES ${quoted}, CHECK (${quoted} > 1));
				CREATE INDEX ix ON ${quoted} (${quoted});
				CREATE TRIGGER tr AFTER UPDATE OF ${quoted} ON ${quoted} BEGIN SELECT 1; END;
				CREATE VIEW v AS SELECT * FROM ${quoted};`
		);
		expect(schema.objects.map((object) => object.name)).toEqual(['ix', name, 'tr', 'v']);
		expect(schema.objects).toEqual([
			expect.objectContaining({ table: name, parts: [{ column: name }] }),
			expect.objectContaining({ columns: [expect.objectContaining({ name })] }),
			expect.objectContaining({ table: name }),
			expect.objectContaining({ columns: [name] })
		]);
	});
});

describe('inspecting a database', () => {
	test('leaves out what SQLite and Updown keep for themselves', async () => {
		const schema = await inspect(`
			CREATE TABLE updown_migrations (revision TEXT PRIMARY KEY, name TEXT UNIQUE);
			CREATE INDEX ledger_names ON updown_migrations (name);
			CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);
			CREATE VIRTUAL TABLE words USING fts4(body, title);
			CREATE TEMP TABLE scratch (x);
			INSERT INTO a DEFAULT VALUES; ANALYZE;
		`);
		expect(schema.objects.map((object) => object.name)).toEqual(['a', 'words']);
		expect(schema.objects[1]).toMatchObject({ options: { module: 'fts4(body, title)' } });
	});

	test('reads past a view that cannot be read', async () => {
		const schema = await inspect(
			`CREATE VIEW bad AS SELECT * FROM nowhere; CREATE VIEW good (n) AS SELECT 1; CREATE TABLE t (x)`
		);
		expect(schema.objects).toEqual([
			expect.objectContaining({ name: 't' }),
			expect.objectContaining({ name: 'bad', columns: [] }),
			expect.objectContaining({ name: 'good', columns: ['n'], options: { columns: '["n"]' } })
		]);
	});

	test('reads an index with its expressions, order, collation and condition', async () => {
		const index = await only(
			'index',
			`CREATE TABLE t (a text COLLATE NOCASE, b text);
			CREATE UNIQUE INDEX "my index" ON t (A DESC, lower( B ) COLLATE nocase, (b||"a"), b COLLATE rtrim) WHERE b is not null`
		);
		expect(index).toMatchObject({
			table: 't',
			unique: true,
			parts: [
				{ column: 'a', descending: true },
				{ expression: 'lower(b)', collation: 'NOCASE' },
				{ expression: 'b || a' },
				{ column: 'b', collation: 'RTRIM' }
			],
			where: 'b IS NOT NULL'
		});
	});
});

describe('one meaning written in two ways is no change', () => {
	const table = 'CREATE TABLE t (a INT, b INT);';
	const trigger = (head: string) => `${table} CREATE TRIGGER r ${head} BEGIN DELETE FROM t WHERE 0; END`;
	test.each([
		['CREATE TABLE t (a INT DEFAULT NULL)', 'CREATE TABLE t (a INT)'],
		['CREATE TABLE t (a INT DEFAULT (NULL))', 'CREATE TABLE t (a INT)'],
		['CREATE TABLE t (a INT DEFAULT 1e3)', 'CREATE TABLE t (a INT DEFAULT 1E3)'],
		['CREATE TABLE t (a INT DEFAULT 0xff)', 'CREATE TABLE t (a INT DEFAULT 0XFF)'],
		['CREATE TABLE t (a INT CHECK (a NOTNULL))', 'CREATE TABLE t (a INT CHECK (a NOT NULL))'],
		['CREATE TABLE t (a INT CHECK (a IS NOT NULL))', 'CREATE TABLE t (a INT CHECK (a NOT NULL))'],
		[`${table} CREATE INDEX i ON t (a) WHERE b ISNULL`, `${table} CREATE INDEX i ON t (a) WHERE b IS NULL`],
		[
			`${table} CREATE VIEW v AS SELECT a NOTNULL AS n FROM t`,
			`${table} CREATE VIEW v AS SELECT a NOT NULL AS n FROM t`
		],
		[trigger('AFTER INSERT ON t FOR EACH ROW'), trigger('AFTER INSERT ON t')],
		[trigger('BEFORE INSERT ON t'), trigger('INSERT ON t')]
	])('%s: %s', async (one, other) => {
		expect(compareSchemas(await inspect(one), await inspect(other))).toEqual([]);
	});
});
