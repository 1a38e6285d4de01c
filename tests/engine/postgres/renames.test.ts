import { describe, expect, it } from 'vitest';
import { suggestRenames } from '../../../src/lib/engine/index.ts';
import { migrated, schemaOf } from './migrated.ts';

describe('renames', () => {
	it('a table keeps its rows, and what is named after it gets the new name', async () => {
		const query = 'SELECT id FROM people';
		const { upgrade, up, warnings } = await migrated(
			'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE); CREATE INDEX users_email_idx ON users (email)',
			'CREATE TABLE people (id serial PRIMARY KEY, email text NOT NULL UNIQUE); CREATE INDEX people_email_idx ON people (email)',
			{
				data: "INSERT INTO users (email) VALUES ('a')",
				renames: [{ kind: 'table', from: 'users', to: 'people' }],
				target: 18
			},
			query
		);
		expect(upgrade).toMatch(/^ALTER TABLE users RENAME TO people;\n/);
		expect(upgrade).toContain('ALTER SEQUENCE users_id_seq RENAME TO people_id_seq;');
		expect(upgrade).not.toMatch(/DROP|CREATE/);
		expect(up(query)).toEqual([[1]]);
		expect(warnings).toEqual([]);
	});

	it('a column keeps its values, and what is written with it follows', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE t (a int CHECK (a > 0), b int GENERATED ALWAYS AS (a + 1) STORED); CREATE INDEX i ON t ((a + 1)) WHERE a > 5',
			'CREATE TABLE t (z int CONSTRAINT t_a_check CHECK (z > 0), b int GENERATED ALWAYS AS (z + 1) STORED); CREATE INDEX i ON t ((z + 1)) WHERE z > 5',
			{ renames: [{ kind: 'column', table: 't', from: 'a', to: 'z' }] }
		);
		expect(upgrade).toBe('ALTER TABLE t RENAME COLUMN a TO z;\n');
	});

	it('a table that moves to another schema along with the type of its column is asked about, and keeps its rows', async () => {
		const home = (name: string) =>
			`CREATE SCHEMA ${name}; CREATE TYPE ${name}.mood AS ENUM ('x', 'y'); CREATE TABLE ${name}.t (id int PRIMARY KEY, m ${name}.mood)`;
		const asked = suggestRenames(await schemaOf(home('a')), await schemaOf(home('b')));
		const renames = asked.map(({ rename }) => rename);
		expect(renames).toEqual([{ kind: 'table', from: 'a.t', to: 'b.t' }]);
		const query = 'SELECT m FROM b.t';
		const data = "INSERT INTO a.t VALUES (1, 'y')";
		const { up } = await migrated(home('a'), home('b'), { data, renames }, query);
		expect(up(query)).toEqual([['y']]);
	});

	it('two columns change places', async () => {
		const query = 'SELECT a, b FROM t';
		const { up } = await migrated(
			'CREATE TABLE t (a int, b int)',
			'CREATE TABLE t (a int, b int)',
			{
				data: 'INSERT INTO t VALUES (1, 2)',
				renames: [
					{ kind: 'column', table: 't', from: 'a', to: 'b' },
					{ kind: 'column', table: 't', from: 'b', to: 'a' }
				]
			},
			query
		);
		expect(up(query)).toEqual([[2, 1]]);
	});

	it('two tables change places', async () => {
		await migrated(
			'CREATE TABLE t (a int); CREATE TABLE u (a int)',
			'CREATE TABLE t (a int); CREATE TABLE u (a int)',
			{
				renames: [
					{ kind: 'table', from: 't', to: 'u' },
					{ kind: 'table', from: 'u', to: 't' }
				]
			}
		);
	});

	it('a table moves to another schema with its indexes and sequences', async () => {
		await migrated(
			'CREATE SCHEMA app; CREATE TABLE t (id serial PRIMARY KEY, a int); CREATE INDEX t_a_idx ON t (a)',
			'CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY, a int); CREATE INDEX t_a_idx ON app.t (a)',
			{ renames: [{ kind: 'table', from: 't', to: 'app.t' }] }
		);
	});

	it('foreign keys and views follow a renamed table', async () => {
		await migrated(
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p); CREATE VIEW v AS SELECT id FROM p',
			'CREATE TABLE q (id int CONSTRAINT p_pkey PRIMARY KEY); CREATE TABLE c (p int REFERENCES q); CREATE VIEW v AS SELECT id FROM q',
			{ renames: [{ kind: 'table', from: 'p', to: 'q' }] }
		);
	});

	it('a view takes the old name of a table, and gives it back', async () => {
		const query = 'SELECT a FROM data';
		const { up, down } = await migrated(
			'CREATE TABLE data (a int)',
			'CREATE TABLE rows (a int); CREATE VIEW data AS SELECT a FROM rows',
			{ data: 'INSERT INTO data VALUES (1)', renames: [{ kind: 'table', from: 'data', to: 'rows' }] },
			query
		);
		expect([up(query), down(query)]).toEqual([[[1]], [[1]]]);
	});

	it('two tables change places, and the keys named after them too', async () => {
		const query = 'SELECT (SELECT x FROM b), (SELECT y FROM a)';
		const { up } = await migrated(
			'CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE b (y text PRIMARY KEY)',
			'CREATE TABLE b (x int PRIMARY KEY); CREATE TABLE a (y text PRIMARY KEY)',
			{
				data: "INSERT INTO a VALUES (1); INSERT INTO b VALUES ('y')",
				renames: [
					{ kind: 'table', from: 'a', to: 'b' },
					{ kind: 'table', from: 'b', to: 'a' }
				]
			},
			query
		);
		expect(up(query)).toEqual([[1, 'y']]);
	});

	it('going back, a table gets its rows and its name back though another has it meanwhile', async () => {
		const query = 'SELECT id FROM people';
		const { downgrade, down } = await migrated(
			'CREATE TABLE people (id serial PRIMARY KEY)',
			'CREATE TABLE customers (id serial PRIMARY KEY); CREATE TABLE people (badge text PRIMARY KEY)',
			{
				data: 'INSERT INTO people DEFAULT VALUES',
				renames: [{ kind: 'table', from: 'people', to: 'customers' }]
			},
			query
		);
		expect(down(query)).toEqual([[1]]);
		expect(downgrade).not.toMatch(/DROP TABLE customers/);
	});

	it('so does a column', async () => {
		const query = 'SELECT name FROM t';
		const { down } = await migrated(
			'CREATE TABLE t (name text UNIQUE)',
			'CREATE TABLE t (full_name text, name int)',
			{
				data: "INSERT INTO t VALUES ('Ada')",
				renames: [{ kind: 'column', table: 't', from: 'name', to: 'full_name' }]
			},
			query
		);
		expect(down(query)).toEqual([['Ada']]);
	});

	it('what belongs to a table follows it, as it is, and comes back with it', async () => {
		const schema = (table: string, column = 'id') =>
			`CREATE TABLE log (n int);
			CREATE TABLE ${table} (${column} int, b int);
			CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
			CREATE TRIGGER r AFTER UPDATE OF b ON ${table} FOR EACH ROW WHEN (OLD.b > 0) EXECUTE FUNCTION f();
			COMMENT ON TRIGGER r ON ${table} IS 'said';
			CREATE POLICY p ON ${table} USING (${column} > 0);
			CREATE RULE w AS ON DELETE TO ${table} DO ALSO INSERT INTO log VALUES (1);
			CREATE STATISTICS s ON ${column}, b FROM ${table};`;
		const renames = [{ kind: 'table', from: 't', to: '"a b"' }] as const;
		const { upgrade } = await migrated(schema('t'), schema('"a b"'), { renames });
		expect(upgrade).not.toMatch(/DROP|TRIGGER|POLICY|STATISTICS/);
		const column = { kind: 'column', table: '"a b"', from: 'id', to: 'nr' } as const;
		await migrated(schema('t'), schema('"a b"', 'nr'), { renames: [...renames, column] });
	});

	it('a trigger goes from a table that changes places with another', async () => {
		const trigger =
			'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER r AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();';
		await migrated(
			`CREATE TABLE t (a int); CREATE TABLE u (b int); ${trigger}`,
			`CREATE TABLE u (a int); CREATE TABLE t (b int); ${trigger}`,
			{
				renames: [
					{ kind: 'table', from: 't', to: 'u' },
					{ kind: 'table', from: 'u', to: 't' }
				]
			}
		);
	});

	it('columns change places, and what is named after them too: sequences and NOT NULLs', async () => {
		const query = 'SELECT a, "B c" FROM t';
		const { up, upgrade } = await migrated(
			'CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, "B c" bigint GENERATED ALWAYS AS IDENTITY (START 5))',
			'CREATE TABLE t ("B c" int GENERATED ALWAYS AS IDENTITY, a bigint GENERATED ALWAYS AS IDENTITY (START 5))',
			{
				data: 'INSERT INTO t DEFAULT VALUES',
				renames: [
					{ kind: 'column', table: 't', from: 'a', to: 'B c' },
					{ kind: 'column', table: 't', from: 'B c', to: 'a' }
				]
			},
			query
		);
		expect(up(query)).toEqual([[5, 1]]);
		expect(upgrade).not.toContain('""');
	});

	it('a table takes the name of the sequence that counts another one, and gives it back', async () => {
		const query = 'INSERT INTO t DEFAULT VALUES RETURNING a';
		const { up, down } = await migrated(
			'CREATE TABLE o (b int); CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)',
			`CREATE TABLE t_a_seq (b int); CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)`,
			{
				data: 'INSERT INTO t DEFAULT VALUES',
				renames: [{ kind: 'table', from: 'o', to: 't_a_seq' }]
			},
			query
		);
		expect([up(query), down(query)]).toEqual([[[2]], [[3]]]);
	});

	describe('a table gets the name that the index of a key has', () => {
		const tables = (name: string, other: string) => `CREATE TABLE ${name} (id int PRIMARY KEY); ${other}`;
		it.each([
			[
				'which gets another one',
				'CREATE TABLE other (id int CONSTRAINT taken PRIMARY KEY)',
				'CREATE TABLE other (id int PRIMARY KEY)'
			],
			['which goes', 'CREATE TABLE other (id int CONSTRAINT taken UNIQUE)', 'CREATE TABLE other (id int)'],
			[
				'which goes with its table',
				'CREATE TABLE other (id int CONSTRAINT taken UNIQUE)',
				'CREATE VIEW other AS SELECT 1 AS id'
			],
			[
				'to which others point',
				'CREATE TABLE other (id int CONSTRAINT taken PRIMARY KEY); CREATE TABLE child (id int REFERENCES other)',
				'CREATE TABLE other (id int PRIMARY KEY); CREATE TABLE child (id int REFERENCES other)'
			],
			[
				'by which its table is clustered and told apart',
				'CREATE TABLE other (id int CONSTRAINT taken PRIMARY KEY); ALTER TABLE other CLUSTER ON taken, REPLICA IDENTITY USING INDEX taken',
				'CREATE TABLE other (id int PRIMARY KEY); ALTER TABLE other CLUSTER ON other_pkey, REPLICA IDENTITY USING INDEX other_pkey'
			],
			[
				'which has parts',
				'CREATE TABLE other (id int CONSTRAINT taken PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE part PARTITION OF other DEFAULT',
				'CREATE TABLE other (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE part PARTITION OF other DEFAULT'
			]
		])('%s', async (_, before, after) => {
			await migrated(tables('one', before), tables('taken', after), {
				renames: [{ kind: 'table', from: 'one', to: 'taken' }]
			});
		});

		it('which is its own', async () => {
			const { upgrade } = await migrated(
				'CREATE TABLE one (id int CONSTRAINT taken PRIMARY KEY)',
				'CREATE TABLE taken (id int CONSTRAINT one PRIMARY KEY)',
				{ renames: [{ kind: 'table', from: 'one', to: 'taken' }] }
			);
			expect(upgrade).not.toMatch(/DROP|ADD/);
		});
	});

	describe('a table goes to another schema', () => {
		it.each([
			[
				'where another one has its name',
				'CREATE SCHEMA s; CREATE TABLE s.a (id int); CREATE TABLE a (b text)',
				'CREATE SCHEMA s; CREATE TABLE b (id int); CREATE TABLE a (b text)'
			],
			[
				'where another one has its name, and one here has the name that it gets',
				'CREATE SCHEMA s; CREATE TABLE s.a (id int); CREATE TABLE s.b (c int); CREATE TABLE a (b text)',
				'CREATE SCHEMA s; CREATE TABLE s.b (c int); CREATE TABLE b (id int); CREATE TABLE a (b text)'
			],
			[
				'where others have the names of its indexes and sequences',
				`CREATE SCHEMA s; CREATE TABLE s.a (id serial PRIMARY KEY, n int); CREATE INDEX i ON s.a (n);
				CREATE TABLE a (id serial PRIMARY KEY, n int, b text); CREATE INDEX i ON a (n)`,
				`CREATE SCHEMA s; CREATE TABLE b (id serial PRIMARY KEY, n int); CREATE INDEX b_i ON b (n);
				CREATE TABLE a (id serial PRIMARY KEY, n int, b text); CREATE INDEX i ON a (n)`
			]
		])('%s', async (_, before, after) => {
			const { upgrade } = await migrated(before, after, {
				renames: [{ kind: 'table', from: 's.a', to: 'b' }]
			});
			expect(upgrade).not.toMatch(/DROP|CREATE/);
		});
	});
});
