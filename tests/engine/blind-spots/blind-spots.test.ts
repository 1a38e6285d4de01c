import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/index.ts';
import { everyDialect } from '../databases.ts';
import { journey, type Journey } from './journey.ts';

/*
 * What Alembic's autogenerate does not see, or sees and gets wrong, as its own documentation and runs of it say
 * (https://alembic.sqlalchemy.org/en/latest/autogenerate.html#what-does-autogenerate-detect-and-what-does-it-not-detect).
 */

/** Up and down, with what changed in words. */
async function travelled(dialect: DialectName, before: string, after: string, rows = ''): Promise<Journey> {
	const step = await journey(dialect, { before, after, rows });
	await step.up();
	await step.down();
	return step;
}

everyDialect('what Alembic’s autogenerate does not see, seen on %s:', (dialect) => {
	it('a table by another name, which is asked about and keeps its rows', async () => {
		const schemas = {
			before: 'CREATE TABLE users (id integer PRIMARY KEY, email text);',
			after: 'CREATE TABLE people (id integer PRIMARY KEY, email text);',
			rows: "INSERT INTO users VALUES (1, 'ada@example.org');"
		};
		const { asked } = await journey(dialect, schemas);
		expect(asked).toEqual([{ kind: 'table', from: 'users', to: 'people' }]);
		const step = await journey(dialect, { ...schemas, renames: asked });
		expect(step.words).toEqual(['Renamed table users to people.']);
		expect(step.warnings).toEqual([]);
		await step.up();
		expect(await step.query('SELECT * FROM people')).toEqual([[1, 'ada@example.org']]);
		await step.down();
		expect(await step.query('SELECT * FROM users')).toEqual([[1, 'ada@example.org']]);
	});

	it('a column by another name, which is asked about and keeps its values', async () => {
		const schemas = {
			before: 'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);',
			after: 'CREATE TABLE users (id integer PRIMARY KEY, mail text NOT NULL);',
			rows: "INSERT INTO users VALUES (1, 'ada@example.org');"
		};
		const { asked } = await journey(dialect, schemas);
		expect(asked).toEqual([{ kind: 'column', table: 'users', from: 'email', to: 'mail' }]);
		const step = await journey(dialect, { ...schemas, renames: asked });
		expect(step.words).toEqual(['Renamed `email` to `mail` in users.']);
		await step.up();
		expect(await step.query('SELECT mail FROM users')).toEqual([['ada@example.org']]);
		await step.down();
		expect(await step.query('SELECT email FROM users')).toEqual([['ada@example.org']]);
	});

	it.each([
		['another default', "text DEFAULT '0'", "text DEFAULT '5'"],
		['a default where there was none', 'text', "text DEFAULT '5'"],
		['no default where there was one', "text DEFAULT '0'", 'text']
	])('%s', async (_, before, after) => {
		const { words } = await travelled(
			dialect,
			`CREATE TABLE t (id integer PRIMARY KEY, a ${before});`,
			`CREATE TABLE t (id integer PRIMARY KEY, a ${after});`,
			"INSERT INTO t VALUES (1, 'x');"
		);
		expect(words).toHaveLength(1);
		expect(words[0]).toMatch(/default/i);
	});

	it.each([
		['a check that says something else', 'CONSTRAINT fine CHECK (a > 0)', 'CONSTRAINT fine CHECK (a > 5)'],
		['a new check with a name', '', 'CONSTRAINT fine CHECK (a > 0)'],
		['a new check without a name', '', 'CHECK (a > 0)'],
		['a check that is gone', 'CHECK (a > 0)', '']
	])('%s', async (_, before, after) => {
		const table = (rule: string) =>
			`CREATE TABLE t (id integer PRIMARY KEY, a integer${rule === '' ? '' : `, ${rule}`});`;
		const step = await travelled(dialect, table(before), table(after), 'INSERT INTO t VALUES (1, 9);');
		expect(step.words.join(' ')).toContain('check');
		expect(await step.query('SELECT * FROM t')).toEqual([[1, 9]]);
	});

	it.each([
		['unique', 'UNIQUE (a)'],
		['foreign key', 'FOREIGN KEY (a) REFERENCES p (id)']
	])('constraints without names: a %s comes and goes', async (_, rule) => {
		const table = (rules: string) =>
			`CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY, a integer${rules});`;
		const rows = 'INSERT INTO p VALUES (7); INSERT INTO t VALUES (1, 7);';
		for (const [before, after] of [
			['', `, ${rule}`],
			[`, ${rule}`, '']
		] as const) {
			const step = await travelled(dialect, table(before), table(after), rows);
			expect(await step.query('SELECT * FROM t')).toEqual([[1, 7]]);
		}
	});

	it('a foreign key that does something else when a row goes', async () => {
		const table = (action: string) =>
			`CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY, a integer REFERENCES p (id)${action});`;
		const step = await journey(dialect, {
			before: table(''),
			after: table(' ON DELETE CASCADE'),
			rows: 'INSERT INTO p VALUES (7); INSERT INTO t VALUES (1, 7);'
		});
		await step.up();
		expect(await step.query('SELECT * FROM t')).toEqual([[1, 7]]);
		await step.down();
	});

	it('a value more in an enumeration, and one less', async () => {
		const table = (values: string) =>
			dialect === 'sqlite'
				? `CREATE TABLE t (id integer PRIMARY KEY, mood text CHECK (mood IN (${values})));`
				: `CREATE TYPE mood AS ENUM (${values}); CREATE TABLE t (id integer PRIMARY KEY, mood mood);`;
		const [few, many] = [table("'sad', 'happy'"), table("'sad', 'so-so', 'happy'")];
		const rows = "INSERT INTO t VALUES (1, 'happy');";
		for (const [before, after] of [
			[few, many],
			[many, few]
		] as const) {
			const step = await travelled(dialect, before, after, rows);
			expect(step.words).not.toEqual([]);
			expect(await step.query('SELECT * FROM t')).toEqual([[1, 'happy']]);
		}
	});

	it('a primary key of other columns', async () => {
		const step = await journey(dialect, {
			before: 'CREATE TABLE t (id integer NOT NULL, code text NOT NULL, PRIMARY KEY (id));',
			after: 'CREATE TABLE t (id integer NOT NULL, code text NOT NULL, PRIMARY KEY (id, code));',
			rows: "INSERT INTO t VALUES (1, 'a'), (2, 'a');"
		});
		expect(step.words.join(' ')).toContain('primary key');
		await step.up();
		await step.query("INSERT INTO t VALUES (1, 'b')");
		await step.query("DELETE FROM t WHERE code = 'b'");
		await step.down();
		expect(await step.query('SELECT * FROM t ORDER BY id')).toEqual([
			[1, 'a'],
			[2, 'a']
		]);
	});

	it('a column that becomes part of the primary key as it comes', async () => {
		const step = await journey(dialect, {
			before: 'CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a text);',
			after:
				"CREATE TABLE t (id integer NOT NULL, code text NOT NULL DEFAULT '-', a text, PRIMARY KEY (id, code));",
			rows: "INSERT INTO t VALUES (1, 'x');"
		});
		await step.up();
		expect(await step.query('SELECT id, code, a FROM t')).toEqual([[1, '-', 'x']]);
		await step.down();
		expect(await step.query('SELECT id, a FROM t')).toEqual([[1, 'x']]);
	});

	it('a column that must have a value, on a table with rows: the value is asked for before anything runs', async () => {
		const step = await journey(dialect, {
			before: 'CREATE TABLE t (id integer PRIMARY KEY);',
			after: 'CREATE TABLE t (id integer PRIMARY KEY, added integer NOT NULL);',
			rows: 'INSERT INTO t VALUES (1);'
		});
		expect(step.warnings.join(' ')).toContain('`added` must not be NULL and has no default');
		expect(step.sql.upgrade).toMatch(/^-- .*value/m);
	});

	it.each([
		['by its length', 'varchar(64)', 'varchar(128)'],
		['by its sort', 'integer', 'text'],
		['by its size', 'integer', 'bigint']
	])('a type that differs %s', async (_, before, after) => {
		const step = await travelled(
			dialect,
			`CREATE TABLE t (id integer PRIMARY KEY, a ${before});`,
			`CREATE TABLE t (id integer PRIMARY KEY, a ${after});`,
			"INSERT INTO t VALUES (1, '12');"
		);
		expect(String((await step.query('SELECT a FROM t'))[0]?.[0])).toBe('12');
	});

	it('a column that is computed otherwise', async () => {
		const table = (expression: string) =>
			`CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (${expression}) STORED);`;
		const step = await journey(dialect, {
			before: table('a + 1'),
			after: table('a + 2'),
			rows: 'INSERT INTO t (a) VALUES (5);'
		});
		await step.up();
		expect(await step.query('SELECT a, b FROM t')).toEqual([[5, 7]]);
		await step.down();
		expect(await step.query('SELECT a, b FROM t')).toEqual([[5, 6]]);
	});

	it.each([
		['over an expression', 'CREATE INDEX i ON t (lower(a));'],
		['over some rows', "CREATE INDEX i ON t (a) WHERE a <> 'x';"],
		['in another order', 'CREATE INDEX i ON t (a DESC);'],
		['that lets no two rows be alike', 'CREATE UNIQUE INDEX i ON t (lower(a));']
	])('an index %s, also in place of one by the same name', async (_, index) => {
		const table = 'CREATE TABLE t (id integer PRIMARY KEY, a text);';
		const rows = "INSERT INTO t VALUES (1, 'x');";
		await travelled(dialect, table, table + index, rows);
		await travelled(dialect, `${table}CREATE INDEX i ON t (a);`, table + index, rows);
	});

	it('a view that comes, goes and asks something else, and one that looks at it', async () => {
		const table = 'CREATE TABLE t (id integer PRIMARY KEY, a text);';
		const view = `${table}CREATE VIEW v AS SELECT id FROM t;`;
		const other = `${table}CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT id FROM v;`;
		await travelled(dialect, table, view);
		await travelled(dialect, view, other);
		await travelled(dialect, other, table);
	});

	it('a view over a column whose type changes', async () => {
		const schema = (type: string) =>
			`CREATE TABLE t (id integer PRIMARY KEY, a ${type}); CREATE VIEW v AS SELECT a FROM t;`;
		await travelled(dialect, schema('integer'), schema('text'), 'INSERT INTO t VALUES (1, 2);');
	});

	it('a trigger that comes, goes and does something else', async () => {
		const tables = 'CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE log (id integer);';
		const trigger = (value: string) =>
			dialect === 'sqlite'
				? `${tables}CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (${value}); END;`
				: `${tables}CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (${value}); RETURN NEW; END $$;
					CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION noted();`;
		await travelled(dialect, tables, trigger('NEW.id'));
		await travelled(dialect, trigger('NEW.id'), trigger('NEW.id + 1'));
		await travelled(dialect, trigger('NEW.id'), tables);
	});

	it('what stands on a table stays when a column of it changes: checks, triggers, views, indexes and keys to it', async () => {
		const trigger =
			dialect === 'sqlite'
				? 'CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.id); END;'
				: `CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END $$;
					CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION noted();`;
		const schema = (column: string) =>
			`CREATE TABLE log (id integer);
			CREATE TABLE t (id integer PRIMARY KEY, a text${column}, b integer CHECK (b > 0), UNIQUE (b));
			CREATE TABLE child (t integer REFERENCES t (id) ON DELETE CASCADE);
			CREATE INDEX i ON t (a);
			CREATE VIEW v AS SELECT a FROM t;
			${trigger}`;
		const step = await journey(dialect, {
			before: schema(''),
			after: schema(' NOT NULL'),
			rows: "INSERT INTO t VALUES (1, 'x', 5); INSERT INTO child VALUES (1);"
		});
		const everything = async () => [
			await step.query('SELECT * FROM t'),
			await step.query('SELECT * FROM child'),
			await step.query('SELECT * FROM log')
		];
		const before = await everything();
		await step.up();
		expect(await everything()).toEqual(before);
		await step.down();
		expect(await everything()).toEqual(before);
	});

	it('an upgrade that the rows refuse leaves nothing behind, and runs once they are right', async () => {
		const step = await journey(dialect, {
			before: 'CREATE TABLE t (id integer PRIMARY KEY, a text);',
			after: 'CREATE TABLE t (id integer PRIMARY KEY, a text NOT NULL);',
			rows: 'INSERT INTO t VALUES (1, NULL);'
		});
		expect(step.warnings).toEqual(['This fails if `a` of t is NULL in some row.']);
		await expect(step.up()).rejects.toThrow();
		await step.query("UPDATE t SET a = 'x'");
		await step.up();
		await step.down();
		expect(await step.query('SELECT * FROM t')).toEqual([[1, 'x']]);
	});

	it('what the way back cannot bring back is said', async () => {
		const step = await journey(dialect, {
			before: 'CREATE TABLE t (id integer PRIMARY KEY, a text); CREATE TABLE u (id integer);',
			after: 'CREATE TABLE t (id integer PRIMARY KEY);',
			rows: "INSERT INTO t VALUES (1, 'x'); INSERT INTO u VALUES (1), (2);"
		});
		expect(step.warnings.join(' ')).toContain('Dropping u loses its 2 rows.');
		expect(step.warnings.join(' ')).toContain('Dropping `a` from t loses its values');
		expect(step.sql.downgrade).toMatch(/^-- Cannot bring back: .*the rows of u.*/);
		await step.up();
		await step.down();
	});
});

describe('what Alembic’s autogenerate does not see, on SQLite alone:', () => {
	const plain = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);';

	it.each([
		['a table that becomes strict', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT) STRICT;'],
		['a table without rowid', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT) WITHOUT ROWID;'],
		['numbers that are never given again', 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);'],
		['a collation', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE);'],
		[
			'what is done about a conflict',
			'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE ON CONFLICT IGNORE);'
		]
	])('%s', async (_, after) => {
		const step = await travelled('sqlite', plain, after, "INSERT INTO t VALUES (1, 'x');");
		expect(step.words).not.toEqual([]);
		expect(await step.query('SELECT * FROM t')).toEqual([[1, 'x']]);
	});

	it('a trigger on a view', async () => {
		const view = `${plain}CREATE VIEW v AS SELECT a FROM t;`;
		await travelled(
			'sqlite',
			view,
			`${view}CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;`
		);
	});
});

describe('what Alembic’s autogenerate does not see, on PostgreSQL alone:', () => {
	const plain = 'CREATE TABLE t (id integer PRIMARY KEY, a text);';
	const rows = "INSERT INTO t VALUES (1, 'x');";

	it.each([
		[
			'an exclusion constraint',
			`CREATE TABLE t (id integer PRIMARY KEY, a text, EXCLUDE USING btree (a WITH =));`
		],
		['a sequence', `${plain}CREATE SEQUENCE s START 5;`],
		['a function', `${plain}CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';`],
		[
			'who may see which rows',
			`${plain}ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id > 0);`
		],
		['a materialized view', `${plain}CREATE MATERIALIZED VIEW m AS SELECT a FROM t;`],
		[
			'a domain',
			`CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE TABLE t (id integer PRIMARY KEY, a d);`
		],
		[
			'a column that counts',
			`CREATE TABLE t (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a text);`
		],
		['what is said of a table', `${plain}COMMENT ON TABLE t IS 'said';`],
		['what is said of a column', `${plain}COMMENT ON COLUMN t.a IS 'said';`],
		[
			'a key that is checked at the end',
			`CREATE TABLE t (id integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, a text);`
		],
		['NULLs that are alike', `CREATE TABLE t (id integer PRIMARY KEY, a text UNIQUE NULLS NOT DISTINCT);`],
		['a collation', `CREATE TABLE t (id integer PRIMARY KEY, a text COLLATE "C");`],
		['a table that is not logged', `CREATE UNLOGGED TABLE t (id integer PRIMARY KEY, a text);`],
		['a rule', `${plain}CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;`],
		['statistics over columns', `${plain}CREATE STATISTICS s ON id, a FROM t;`]
	])('%s', async (_, after) => {
		const step = await journey('postgres', { before: plain, after, rows });
		expect(step.words).not.toEqual([]);
		await step.up();
		expect(await step.query('SELECT * FROM t')).toEqual([[1, 'x']]);
		await step.down();
		expect(await step.query('SELECT * FROM t')).toEqual([[1, 'x']]);
	});

	it.each([
		[
			'of an exclusion constraint',
			`CREATE TABLE t (a int, b int, CONSTRAINT x EXCLUDE USING btree (a WITH =));`,
			`CREATE TABLE t (a int, b int, CONSTRAINT x EXCLUDE USING btree (b WITH =));`
		],
		['of a sequence', 'CREATE SEQUENCE s;', 'CREATE SEQUENCE s INCREMENT 5 CYCLE;'],
		[
			'of a function',
			`CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';`,
			`CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2';`
		],
		[
			'of a policy',
			`${plain}CREATE POLICY p ON t USING (id > 0);`,
			`${plain}CREATE POLICY p ON t USING (id > 1);`
		],
		[
			'of a domain',
			`CREATE DOMAIN d AS text CHECK (VALUE <> '');`,
			`CREATE DOMAIN d AS text CHECK (VALUE <> 'x');`
		]
	])('another definition %s', async (_, before, after) => {
		expect((await travelled('postgres', before, after)).words).not.toEqual([]);
	});
});
