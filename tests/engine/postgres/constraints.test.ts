import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('constraints', () => {
	it('that exclude rows go before a column that only their condition names', async () => {
		const exclusion = 'EXCLUDE USING gist (during WITH &&)';
		const { downgrade } = await migrated(
			'CREATE TABLE booking (during tsrange)',
			`CREATE TABLE booking (during tsrange, cancelled boolean, ${exclusion} WHERE (NOT cancelled))`
		);
		expect(downgrade).toContain('DROP CONSTRAINT booking_during_excl');
	});

	it('that call a function which is made anew are proved anew, as a warning says', async () => {
		const made = (head: string, body: string) =>
			`CREATE FUNCTION ok(${head} int) RETURNS bool LANGUAGE sql IMMUTABLE AS $$ SELECT ${body} $$;
			CREATE DOMAIN size AS int CHECK (ok(VALUE)); CREATE TABLE t (a int CHECK (ok(a)), b size, c int);
			CREATE UNIQUE INDEX t_ok ON t (ok(c), c);`;
		const { warnings } = await migrated(made('x', 'x > 0'), made('y', 'y > 1'));
		expect(warnings).toEqual([
			'This fails if a value in `b` of t breaks a check of size.',
			'This fails if two rows of t have the same `ok(c)` and `c`.',
			'This fails if a row of t breaks the check ok(a).'
		]);
		const same = await migrated(made('x', 'x > 0'), made('x', 'x > 1'));
		// Changed in place, it is not asked again.
		expect(same.warnings).toEqual([
			"The values in `b` of t are not held against size's CHECK (ok(VALUE)) again, which asks the new ok.",
			't_ok keeps what the old ok computed: REINDEX INDEX t_ok builds it anew.',
			'The rows of t are not held against the check ok(a) again, which asks the new ok.'
		]);
	});

	it('stand in the CREATE TABLE of a new table', async () => {
		const { upgrade } = await migrated(
			'',
			`CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
			CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, total int CHECK (total > 0))`
		);
		expect(upgrade).toBe(`CREATE TABLE users (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	email text NOT NULL,
	CONSTRAINT users_email_key UNIQUE (email)
);

CREATE TABLE orders (
	id bigint PRIMARY KEY,
	user_id bigint,
	total integer,
	CONSTRAINT orders_total_check CHECK (total > 0),
	CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
`);
	});

	it('tables that point at each other are made and dropped', async () => {
		const { upgrade } = await migrated(
			'',
			`CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
			ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`
		);
		expect(upgrade).toMatch(/ALTER TABLE \w ADD CONSTRAINT \w+ FOREIGN KEY/);
	});

	it.each([
		['UNIQUE (a, b)', 'UNIQUE NULLS NOT DISTINCT (a, b)'],
		['UNIQUE (a)', 'UNIQUE (a) INCLUDE (b)'],
		['UNIQUE (a)', 'UNIQUE (a) DEFERRABLE INITIALLY DEFERRED'],
		['PRIMARY KEY (a)', 'PRIMARY KEY (a, b)'],
		['UNIQUE (a)', 'UNIQUE (a) WITH (fillfactor = 70)'],
		['CHECK (a > 0)', 'CHECK (a > 1)'],
		['CHECK (a > 0)', 'CHECK (a > 0) NO INHERIT'],
		['CHECK (a > 0)', 'CHECK (a > 0) NOT ENFORCED'],
		['FOREIGN KEY (a) REFERENCES p', 'FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL (a) ON UPDATE CASCADE'],
		['FOREIGN KEY (a) REFERENCES p', 'FOREIGN KEY (a) REFERENCES p MATCH FULL'],
		['FOREIGN KEY (a) REFERENCES p', 'FOREIGN KEY (a) REFERENCES p DEFERRABLE INITIALLY DEFERRED'],
		['EXCLUDE USING btree (a WITH =)', 'EXCLUDE USING btree (a WITH =, b WITH =) WHERE (a > 0)']
	])('%s becomes %s and back', async (before, after) => {
		const table = (rule: string) =>
			`CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int, CONSTRAINT rule ${rule})`;
		await migrated(table(before), table(after), { target: 18 });
	});

	it('a foreign key that was not proved is proved where it is', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int); ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (p) REFERENCES p NOT VALID',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int, CONSTRAINT f FOREIGN KEY (p) REFERENCES p)'
		);
		expect(upgrade).toBe('ALTER TABLE c VALIDATE CONSTRAINT f;\n');
	});

	it('one that is only called otherwise is renamed, not built again', async () => {
		const { upgrade, warnings } = await migrated(
			'CREATE TABLE t (a int CONSTRAINT x UNIQUE, CONSTRAINT p CHECK (a > 0)); CREATE INDEX i ON t (a)',
			'CREATE TABLE t (a int CONSTRAINT y UNIQUE, CONSTRAINT q CHECK (a > 0)); CREATE INDEX j ON t (a)'
		);
		expect(upgrade).toBe(
			[
				'ALTER TABLE t RENAME CONSTRAINT p TO q;\n',
				'ALTER TABLE t RENAME CONSTRAINT x TO y;\n',
				'ALTER INDEX i RENAME TO j;\n'
			].join('')
		);
		expect(warnings).toEqual([]);
	});

	it('two that change places go by a name in between', async () => {
		await migrated(
			'CREATE TABLE t (a int, b int, CONSTRAINT x UNIQUE (a), CONSTRAINT y UNIQUE (b))',
			'CREATE TABLE t (a int, b int, CONSTRAINT y UNIQUE (a), CONSTRAINT x UNIQUE (b))'
		);
	});

	it('a key that rows may break comes with a warning', async () => {
		const { warnings } = await migrated('CREATE TABLE t (a int)', 'CREATE TABLE t (a int UNIQUE)');
		expect(warnings).toEqual(['This fails if two rows of t have the same `a`.']);
	});

	it('what is only written about them needs no proof', async () => {
		const table = 'CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0), b int UNIQUE);';
		const { warnings } = await migrated(
			table,
			`${table} COMMENT ON CONSTRAINT positive ON t IS 'x'; COMMENT ON CONSTRAINT t_b_key ON t IS 'y'`
		);
		expect(warnings).toEqual([]);
	});
});

describe('a table that comes back empty', () => {
	it('gets the keys again that others point at, so that the downgrade does not get stuck', async () => {
		const query = 'SELECT id, name FROM p';
		const { down } = await migrated(
			'CREATE TABLE p (id int PRIMARY KEY, name text NOT NULL); CREATE TABLE c (p int REFERENCES p)',
			'CREATE TABLE c (p int)',
			{ data: "INSERT INTO p VALUES (7, 'x'); INSERT INTO c VALUES (7), (7), (NULL)" },
			query
		);
		expect(down(query)).toEqual([[7, '']]);
	});
});

describe('indexes', () => {
	it('that need an extension go before it', async () => {
		await migrated(
			'CREATE EXTENSION pg_trgm; CREATE TABLE t (a text); CREATE INDEX i ON t USING gin (a gin_trgm_ops)',
			'SELECT 1'
		);
	});

	it('behind keys keep what is written about them', async () => {
		await migrated(
			"CREATE TABLE t (a int PRIMARY KEY); COMMENT ON INDEX t_pkey IS 'one'",
			"CREATE TABLE t (a int PRIMARY KEY); COMMENT ON INDEX t_pkey IS 'two'"
		);
	});

	it.each([
		['(a)', '(a DESC NULLS LAST)'],
		['(a)', '(a, b) INCLUDE (c)'],
		['(lower(c))', '(lower(c) COLLATE "C" text_pattern_ops)'],
		['(a) WHERE b > 0', '(a) WHERE b > 1'],
		['(a) WITH (fillfactor = 70)', '(a) WITH (fillfactor = 80)'],
		['USING hash (a)', 'USING btree (a)'],
		['((a + b))', '((a - b))']
	])('%s becomes %s and back', async (before, after) => {
		const table = (index: string) => `CREATE TABLE t (a int, b int, c text); CREATE INDEX i ON t ${index}`;
		await migrated(table(before), table(after));
	});

	it('stay through a change of type, as PostgreSQL builds them anew itself', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE t (a int); CREATE INDEX i ON t (a)',
			'CREATE TABLE t (a bigint); CREATE INDEX i ON t (a)'
		);
		expect(upgrade).toBe('ALTER TABLE t ALTER COLUMN a TYPE bigint;\n');
	});

	it('by which a table is known and ordered are marked again when they are built anew', async () => {
		const table = 'CREATE TABLE t (a int NOT NULL, b int);';
		const marked = 'ALTER TABLE t REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON i;';
		const { upgrade } = await migrated(
			`${table} CREATE UNIQUE INDEX i ON t (a); ${marked}`,
			`${table} CREATE UNIQUE INDEX i ON t (a) INCLUDE (b); ${marked}`
		);
		expect(upgrade).toContain('ALTER TABLE t REPLICA IDENTITY USING INDEX i;');
		expect(upgrade).toContain('ALTER TABLE t CLUSTER ON i;');
	});

	it('may get some settings and lose others', async () => {
		const index = (settings: string) => `CREATE TABLE t (a int); CREATE INDEX i ON t (a) WITH (${settings})`;
		await migrated(index('fillfactor=50'), index('deduplicate_items=off'));
	});
});

describe('constraints that need not hold for all rows', () => {
	it('come after a new table too, whose CREATE TABLE would take no notice of that', async () => {
		await migrated(
			'',
			`CREATE TABLE t (a int PRIMARY KEY, b int);
			ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t NOT VALID;
			ALTER TABLE t ADD CHECK (b > 0) NOT VALID`
		);
	});
});

describe('tables that become unlogged', () => {
	const tables = (word: string) =>
		`CREATE ${word} TABLE r (id int PRIMARY KEY); CREATE ${word} TABLE t (r int REFERENCES r);`;

	it('do so before those they point at, and are logged again after them', async () => {
		const { upgrade, downgrade } = await migrated(tables(''), tables('UNLOGGED'));
		expect(upgrade).toBe('ALTER TABLE t SET UNLOGGED;\n\nALTER TABLE r SET UNLOGGED;\n');
		expect(downgrade).toBe('ALTER TABLE r SET LOGGED;\n\nALTER TABLE t SET LOGGED;\n');
	});

	it('let go of each other meanwhile where they point at each other', async () => {
		const circle = (word: string) =>
			`CREATE ${word} TABLE a (id int PRIMARY KEY, b int); CREATE ${word} TABLE b (id int PRIMARY KEY, a int REFERENCES a);
			ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`;
		const { upgrade } = await migrated(circle(''), circle('UNLOGGED'));
		expect(upgrade).toContain('DROP CONSTRAINT a_b_fkey');
	});
});

describe('a foreign key with a period', () => {
	it('goes while the numbers that it compares become of another type, and comes back', async () => {
		const tables = (type: string) => `CREATE EXTENSION btree_gist;
			CREATE TABLE t (id ${type}, v daterange, PRIMARY KEY (id, v WITHOUT OVERLAPS));
			CREATE TABLE c (tid ${type}, v daterange, FOREIGN KEY (tid, PERIOD v) REFERENCES t (id, PERIOD v));`;
		const data = `INSERT INTO t VALUES (1, '[2020-01-01,2021-01-01)'); INSERT INTO c VALUES (1, '[2020-02-01,2020-03-01)')`;
		const { upgrade } = await migrated(tables('int'), tables('bigint'), { data });
		expect(upgrade).toMatch(/^ALTER TABLE c DROP CONSTRAINT c_tid_v_fkey;/);
	});
});

describe('statistics', () => {
	it('are the same whatever the order of the columns of their table', async () => {
		const made = (columns: string) =>
			`CREATE TABLE t (${columns}); CREATE STATISTICS s ON a, "B", upper(c), (c || 'x') FROM t`;
		const { upgrade } = await migrated(made('a int, "B" int, c text'), made('c text, "B" int, a int'));
		expect(upgrade).toBe('');
	});

	it('keep their target where a column under them gets another type', async () => {
		const made = (type: string) =>
			`CREATE TABLE t (a int, b ${type}); CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 50`;
		const { upgrade } = await migrated(made('int'), made('bigint'));
		expect(upgrade).toContain('ALTER STATISTICS s SET STATISTICS 50;');
	});

	it('of an index stay what they are where a column under it gets another type', async () => {
		const indexed = (type: string, more = '') =>
			`CREATE TABLE t (a int, b ${type}); CREATE INDEX i ON t ((a + 1), b); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100;${more}`;
		const { upgrade } = await migrated(indexed('int'), indexed('bigint'));
		expect(upgrade).toContain('ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100;');
		const other = await migrated(
			indexed('int'),
			indexed('bigint', 'ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 50;')
		);
		expect(other.upgrade.match(/SET STATISTICS/g)).toHaveLength(1);
	});

	it('are made, changed and dropped', async () => {
		await migrated(
			'CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t',
			'CREATE TABLE t (a int, b int); CREATE STATISTICS s (ndistinct) ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 50'
		);
	});
});
