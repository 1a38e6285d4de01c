import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('a table that inherits', () => {
	it('is made anew with its rows where a column is to come from its parent alone', async () => {
		const query = 'SELECT id, note FROM ONLY child ORDER BY id';
		const { upgrade, up, down } = await migrated(
			'CREATE TABLE base (id int); CREATE TABLE child (id int, note text) INHERITS (base)',
			'CREATE TABLE base (id int); CREATE TABLE child (note text) INHERITS (base)',
			{ data: "INSERT INTO child VALUES (1, 'one'), (2, NULL)" },
			query
		);
		const rows = [
			[1, 'one'],
			[2, null]
		];
		expect([up(query), down(query)]).toEqual([rows, rows]);
		expect(upgrade).toContain('INSERT INTO child (id, note)\nSELECT id, note FROM child_before;');
	});

	it('keeps its rows when the parent that gave it a column is another one', async () => {
		const query = 'SELECT id, form FROM child';
		const { up, down } = await migrated(
			'CREATE TABLE a (id bigserial); CREATE TABLE child (form text) INHERITS (a)',
			'CREATE TABLE a (n int); CREATE TABLE b (id bigserial); CREATE TABLE child (form text) INHERITS (b)',
			{ data: "INSERT INTO child (form) VALUES ('x')" },
			query
		);
		expect([up(query), down(query)]).toEqual([[[1, 'x']], [[1, 'x']]]);
	});

	it('brings keys, indexes, views, triggers, policies and rules back on the new table', async () => {
		const standing = `CREATE TABLE r (c int REFERENCES child); CREATE VIEW v AS SELECT id FROM child;
			CREATE TRIGGER t BEFORE UPDATE ON child FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
			CREATE POLICY p ON child USING (id > 0); ALTER TABLE child ENABLE ROW LEVEL SECURITY;
			CREATE RULE u AS ON DELETE TO child DO INSTEAD NOTHING; CREATE INDEX i ON child (note);
			COMMENT ON TABLE child IS 'below'; COMMENT ON COLUMN child.note IS 'said';`;
		const { upgrade } = await migrated(
			`CREATE TABLE base (id int); CREATE TABLE child (id int PRIMARY KEY, note text) INHERITS (base); ${standing}`,
			`CREATE TABLE base (id int); CREATE TABLE child (note text, PRIMARY KEY (id)) INHERITS (base); ${standing}`,
			{ data: "INSERT INTO child VALUES (1, 'x'); INSERT INTO r VALUES (1)" }
		);
		expect(upgrade).toContain('DROP TABLE child_before;');
	});

	it('is taken off its parent and put back where everything is to be its own', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE base (id int); CREATE TABLE child () INHERITS (base)',
			'CREATE TABLE base (id int); CREATE TABLE child (id int) INHERITS (base)'
		);
		expect(upgrade).toBe('ALTER TABLE child NO INHERIT base;\n\nALTER TABLE child INHERIT base;\n');
	});

	it('has its parents in their order', async () => {
		const parents = 'CREATE TABLE a (x int); CREATE TABLE b (y int);';
		await migrated(
			`${parents} CREATE TABLE child (z int) INHERITS (a, b)`,
			`${parents} CREATE TABLE child (z int) INHERITS (b, a)`
		);
	});

	it('loses a column of its own after the parent has lost it', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE base (id int, x int); CREATE TABLE child (x int, y int) INHERITS (base)',
			'CREATE TABLE base (id int); CREATE TABLE child (y int) INHERITS (base)'
		);
		expect(upgrade).toBe('ALTER TABLE base DROP COLUMN x;\n\nALTER TABLE child DROP COLUMN x;\n');
	});

	it('gets a check and a NOT NULL of the parent as its own as well', async () => {
		const base = 'CREATE TABLE base (id int NOT NULL, CONSTRAINT k CHECK (id > 0));';
		const { upgrade } = await migrated(
			`${base} CREATE TABLE child (y int) INHERITS (base)`,
			`${base} CREATE TABLE child (y int, CONSTRAINT k CHECK (id > 0)) INHERITS (base); ALTER TABLE child ALTER id SET NOT NULL`
		);
		expect(upgrade).toContain('ALTER TABLE child ADD CONSTRAINT k CHECK (id > 0);');
		expect(upgrade).toContain('ALTER TABLE child ALTER COLUMN id SET NOT NULL;');
	});

	it('gets a renamed column without being told', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE base (id int, x int); CREATE TABLE child (y int) INHERITS (base)',
			'CREATE TABLE base (id int, z int); CREATE TABLE child (y int) INHERITS (base)',
			{ renames: [{ kind: 'column', table: 'base', from: 'x', to: 'z' }] }
		);
		expect(upgrade).toBe('ALTER TABLE base RENAME COLUMN x TO z;\n');
	});
});

describe('rows of a table and of those below it', () => {
	it('are numbered together where they must be told apart', async () => {
		const query = 'SELECT count(DISTINCT n)::int FROM base';
		const { up } = await migrated(
			'CREATE TABLE base (id int); CREATE TABLE child (y int) INHERITS (base)',
			'CREATE TABLE base (id int, n int NOT NULL UNIQUE); CREATE TABLE child (y int) INHERITS (base)',
			{ data: 'INSERT INTO base VALUES (1), (2); INSERT INTO child VALUES (3), (4)' },
			query
		);
		expect(up(query)).toEqual([[4]]);
	});
});

describe('a table of a type', () => {
	const typed = (attributes: string, rest = '') =>
		`CREATE TYPE pair AS (${attributes}); CREATE TABLE t OF pair ${rest}`;

	it('changes with the type', async () => {
		const query = 'SELECT a FROM t';
		const { upgrade, up, down } = await migrated(
			typed('a int, b text'),
			typed('a int, c date', '(a PRIMARY KEY, c DEFAULT now())'),
			{ data: "INSERT INTO t VALUES (1, 'x')" },
			query
		);
		expect(upgrade).toContain('ALTER TYPE pair DROP ATTRIBUTE b CASCADE;');
		expect(upgrade).not.toContain('ADD COLUMN');
		expect([up(query), down(query)]).toEqual([[[1]], [[1]]]);
	});

	it('numbers the rows of children as well where the parent gets a column that counts', async () => {
		const tables = (columns: string) => `CREATE TABLE p (${columns}); CREATE TABLE c (x int) INHERITS (p);`;
		const query = 'SELECT count(DISTINCT id)::int FROM p';
		const { up } = await migrated(
			tables('a int'),
			tables('a int, id int GENERATED ALWAYS AS IDENTITY'),
			{ data: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (2)' },
			query
		);
		expect(up(query)).toEqual([[2]]);
	});

	it('lets a child keep its values where the parent gets a column that counts and the child has it already', async () => {
		const tables = (columns: string) =>
			`CREATE TABLE p (${columns}); CREATE TABLE c (id int CONSTRAINT named NOT NULL) INHERITS (p);`;
		const query = 'SELECT a, id FROM p ORDER BY a';
		const { up } = await migrated(
			tables('a int'),
			tables('a int, id int GENERATED ALWAYS AS IDENTITY'),
			{ data: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (2, 7)' },
			query
		);
		expect(up(query)).toEqual([
			[1, 1],
			[2, 7]
		]);
	});

	it('lets go of a check above before that of a child, which has it as well', async () => {
		const tables = (own: string) =>
			`CREATE TABLE p (a int, CONSTRAINT k CHECK (a > 0)); CREATE TABLE c (x int${own}) INHERITS (p);`;
		const own = ', CONSTRAINT k CHECK (a > 0)';
		await migrated(tables(own), 'CREATE TABLE p (a int); CREATE TABLE c (x int) INHERITS (p);');
		await migrated(
			tables(own),
			'CREATE TABLE p (a int, CONSTRAINT k CHECK (a > 0) NO INHERIT); CREATE TABLE c (x int) INHERITS (p);'
		);
	});
});
