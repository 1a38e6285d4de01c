import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('columns that come and go', () => {
	it('a new column that may be NULL is added in one line', async () => {
		const { upgrade, downgrade, warnings } = await migrated(
			'CREATE TABLE users (id int PRIMARY KEY)',
			'CREATE TABLE users (id int PRIMARY KEY, nick text)'
		);
		expect(upgrade).toBe('ALTER TABLE users ADD COLUMN nick text;\n');
		expect(downgrade).toBe('ALTER TABLE users DROP COLUMN nick;\n');
		expect(warnings).toEqual([]);
	});

	it('a new column that must have a value asks for one and fills the rows until then', async () => {
		const query = 'SELECT name FROM users';
		const { upgrade, warnings, up } = await migrated(
			'CREATE TABLE users (id int)',
			'CREATE TABLE users (id int, name text NOT NULL)',
			{ data: 'INSERT INTO users VALUES (1)' },
			query
		);
		expect(upgrade).toBe(
			"-- Nobody has said what rows of users get here: it is ''. Choose a better value if there is one.\n" +
				"ALTER TABLE users ADD COLUMN name text DEFAULT '' NOT NULL;\n" +
				'ALTER TABLE users ALTER COLUMN name DROP DEFAULT;\n'
		);
		expect(warnings).toEqual([
			"`name` must not be NULL and has no default: rows that are in users get ''. Choose the value in the script, or give the column a default."
		]);
		expect(up(query)).toEqual([['']]);
	});

	it('it is simply there where the table is known to be empty', async () => {
		const { upgrade, warnings } = await migrated(
			'CREATE TABLE users (id int)',
			'CREATE TABLE users (id int, name text NOT NULL)',
			{ rows: { users: 0 } }
		);
		expect(upgrade).toBe('ALTER TABLE users ADD COLUMN name text NOT NULL;\n');
		expect(warnings).toEqual([]);
	});

	it('a new column that must differ from row to row is numbered', async () => {
		const query = 'SELECT code FROM users ORDER BY id';
		const { up } = await migrated(
			'CREATE TABLE users (id int)',
			'CREATE TABLE users (id int, code text NOT NULL UNIQUE)',
			{ data: 'INSERT INTO users VALUES (1), (2)' },
			query
		);
		expect(up(query)).toEqual([['1'], ['2']]);
	});

	it.each([
		['integer', 0],
		['boolean', false],
		['numeric(8,2)', '0.00'],
		['integer[]', '{}'],
		['varchar(3)', ''],
		['mood', 'sad'],
		['jsonb', 'null']
	])('a new %s is filled with what says least', async (type, value) => {
		const query = 'SELECT v::text FROM users';
		const { up } = await migrated(
			"CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE users (id int)",
			`CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE users (id int, v ${type} NOT NULL)`,
			{ data: 'INSERT INTO users VALUES (1)' },
			query
		);
		expect(up(query)).toEqual([[String(value)]]);
	});

	it('a dropped column that must have a value comes back filled, and the downgrade says so', async () => {
		const query = 'SELECT age FROM users';
		const { downgrade, down, warnings } = await migrated(
			'CREATE TABLE users (id int, age int NOT NULL)',
			'CREATE TABLE users (id int)',
			{ data: 'INSERT INTO users VALUES (1, 30)', rows: { users: 1 } },
			query
		);
		expect(downgrade).toMatch(
			/^-- Cannot bring back: the values of users\.age\. users\.age is filled with 0\.\n/
		);
		expect(down(query)).toEqual([[0]]);
		expect(warnings).toEqual([
			'Dropping `age` from users loses its values in its one row; a downgrade brings the column back without them.'
		]);
	});

	it('keys and indexes on a dropped column go with it', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE users (id int, email text UNIQUE); CREATE INDEX by_email ON users (email)',
			'CREATE TABLE users (id int)'
		);
		expect(upgrade).toBe('ALTER TABLE users DROP COLUMN email;\n');
	});

	it('a column that is called as the numbers are is numbered all the same', async () => {
		const query = 'SELECT n, place FROM numbered ORDER BY n';
		const { up } = await migrated(
			'CREATE TABLE numbered (id int)',
			'CREATE TABLE numbered (id int, n int NOT NULL UNIQUE, place int NOT NULL UNIQUE)',
			{ data: 'INSERT INTO numbered VALUES (7), (8)' },
			query
		);
		expect(up(query)).toEqual([
			[1, 1],
			[2, 2]
		]);
	});
});

describe('columns that change', () => {
	it.each([
		['integer', 'bigint', '7', '7'],
		['integer', 'text', '7', '7'],
		['text', 'integer', "'7'", '7'],
		['integer', 'boolean', '1', 'true'],
		['smallint', 'boolean', '1', 'true'],
		['boolean', 'integer', 'true', '1'],
		['text', 'timestamp with time zone', "'2024-01-02 03:04:05+00'", '2024-01-02 03:04:05+00'],
		['timestamp without time zone', 'date', "'2024-01-02 03:04:05'", '2024-01-02'],
		['text', 'mood', "'ok'", 'ok'],
		['mood', 'text', "'ok'", 'ok'],
		['text', 'text[]', "'a'", '{a}'],
		['text[]', 'integer[]', "'{1,2}'", '{1,2}'],
		['text', 'jsonb', `'{"a": 1}'`, '{"a": 1}'],
		['character varying(20)', 'character varying(5)', "'abc'", 'abc'],
		['uuid', 'text', "'6b3f1c1e-0f4e-4c5f-8a55-8d5a6a1f0d11'", '6b3f1c1e-0f4e-4c5f-8a55-8d5a6a1f0d11']
	])('%s becomes %s with its values', async (before, after, value, wanted) => {
		const types = "CREATE TYPE mood AS ENUM ('sad', 'ok');";
		const query = 'SELECT v::text FROM t';
		const { up } = await migrated(
			`${types} CREATE TABLE t (v ${before})`,
			`${types} CREATE TABLE t (v ${after})`,
			{ data: `INSERT INTO t VALUES (${value})` },
			query
		);
		expect(up(query)).toEqual([[wanted]]);
	});

	it('a default that cannot be cast makes way while the type changes', async () => {
		const { upgrade } = await migrated(
			"CREATE TABLE t (v text DEFAULT '1')",
			'CREATE TABLE t (v integer DEFAULT 1)'
		);
		expect(upgrade).toBe(`ALTER TABLE t
	ALTER COLUMN v DROP DEFAULT,
	ALTER COLUMN v TYPE integer USING v::integer,
	ALTER COLUMN v SET DEFAULT 1;
`);
	});

	it('a foreign key goes and comes back when both its ends change', async () => {
		await migrated(
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p)',
			'CREATE TABLE p (id text PRIMARY KEY); CREATE TABLE c (p text REFERENCES p)',
			{ data: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)' }
		);
	});

	it('what must not be NULL any more gets its default where it is NULL', async () => {
		const query = 'SELECT v FROM t';
		const { up, warnings } = await migrated(
			'CREATE TABLE t (v int DEFAULT 5)',
			'CREATE TABLE t (v int DEFAULT 5 NOT NULL)',
			{ data: 'INSERT INTO t VALUES (NULL)' },
			query
		);
		expect(up(query)).toEqual([[5]]);
		expect(warnings).toEqual(['Rows of t in which `v` is NULL get its default 5.']);
	});

	it('without a default it fails on NULL, and a warning says so', async () => {
		const { upgrade, warnings } = await migrated('CREATE TABLE t (v int)', 'CREATE TABLE t (v int NOT NULL)');
		expect(upgrade).toBe('ALTER TABLE t ALTER COLUMN v SET NOT NULL;\n');
		expect(warnings).toEqual(['This fails if `v` of t is NULL in some row.']);
	});

	it('a downgrade fills the NULLs that came meanwhile rather than getting stuck', async () => {
		const query = 'SELECT v FROM t';
		const { down } = await migrated(
			'CREATE TABLE t (v int NOT NULL)',
			'CREATE TABLE t (v int)',
			{ meanwhile: 'INSERT INTO t VALUES (NULL)' },
			query
		);
		expect(down(query)).toEqual([[0]]);
	});

	it.each([14, 17, 18])(
		'a computed column gets another expression on PostgreSQL %i and later',
		async (target) => {
			const query = 'SELECT b FROM t';
			const { upgrade, up } = await migrated(
				'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)',
				'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) STORED)',
				{ data: 'INSERT INTO t VALUES (1)', target },
				query
			);
			expect(upgrade.includes('SET EXPRESSION')).toBe(target >= 17);
			expect(up(query)).toEqual([[3]]);
		}
	);

	it('a computed column goes and comes back when what it is computed from changes its type', async () => {
		await migrated(
			'CREATE TABLE t (a int, b bigint GENERATED ALWAYS AS (a + 1) STORED)',
			'CREATE TABLE t (a bigint, b bigint GENERATED ALWAYS AS (a + 1) STORED)',
			{ data: 'INSERT INTO t VALUES (1)' }
		);
	});

	it('a stored computed column that becomes a plain one keeps its values', async () => {
		const query = 'SELECT b FROM t';
		const { up } = await migrated(
			'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)',
			'CREATE TABLE t (a int, b int)',
			{ data: 'INSERT INTO t VALUES (1)' },
			query
		);
		expect(up(query)).toEqual([[2]]);
	});

	it('a computed column that is not stored keeps its values too', async () => {
		const query = 'SELECT b FROM t';
		const { up } = await migrated(
			'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)',
			'CREATE TABLE t (a int, b int)',
			{ data: 'INSERT INTO t VALUES (1)', target: 18 },
			query
		);
		expect(up(query)).toEqual([[2]]);
	});

	it('storage, compression, statistics and the rest are set where the column is', async () => {
		await migrated(
			'CREATE TABLE t (a text, b text COLLATE "C")',
			`CREATE TABLE t (a text COMPRESSION pglz, b text);
			ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER a SET STATISTICS 500, ALTER a SET (n_distinct = 5)`
		);
	});

	it('numbers become bits and bits become numbers, there and back', async () => {
		const table = (small: string, large: string) => `CREATE TABLE t (a ${small}, b ${large}, c ${small}[])`;
		const [numbers, bits] = [table('int', 'bigint'), table('bit(3)', 'bit(40)')];
		const query = 'SELECT a::int, b::bigint, c[1]::int FROM t';
		const { up, down } = await migrated(numbers, bits, { data: "INSERT INTO t VALUES (5, 9, '{2}')" }, query);
		expect([up(query), down(query)]).toEqual([[[5, 9, 2]], [[5, 9, 2]]]);
		const data = "INSERT INTO t VALUES ('101', 9::bigint::bit(40), '{010}')";
		const back = await migrated(bits, numbers, { data }, query);
		expect([back.up(query), back.down(query)]).toEqual([[[5, 9, 2]], [[5, 9, 2]]]);
	});

	it('values are kept as usual again, in words that the oldest version knows', async () => {
		const types = { a: 'text', b: 'numeric(5, 2)', c: 'inet', d: 'd', e: 'numeric[]', f: 'varchar(9)' };
		const columns = Object.entries(types).map((column) => column.join(' '));
		const plain = `CREATE DOMAIN d AS numeric; CREATE TABLE t (${columns.join(', ')}); CREATE MATERIALIZED VIEW m AS SELECT * FROM t;`;
		const set = (kind: string) =>
			Object.keys(types).map((name) => `ALTER ${kind} ALTER ${name} SET STORAGE EXTERNAL;`);
		const stored = [plain, ...set('TABLE t'), ...set('MATERIALIZED VIEW m')].join('\n');
		const { upgrade, downgrade } = await migrated(stored, plain, { target: 14 });
		expect(upgrade.match(/[a-f] SET STORAGE \w+/g)?.slice(0, 6)).toEqual([
			'a SET STORAGE EXTENDED',
			'b SET STORAGE MAIN',
			'c SET STORAGE MAIN',
			'd SET STORAGE MAIN',
			'e SET STORAGE EXTENDED',
			'f SET STORAGE EXTENDED'
		]);
		expect(upgrade + downgrade).not.toContain('STORAGE DEFAULT');
		expect((await migrated(stored, plain, { target: 16 })).upgrade).toContain('a SET STORAGE DEFAULT');
	});

	it('NOT NULL gets its name on databases that know one, and the script runs on older ones', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE t (a int NOT NULL)',
			'CREATE TABLE t (a int CONSTRAINT needed NOT NULL)'
		);
		expect(upgrade).toContain(`	IF current_setting('server_version_num')::integer >= 180000 THEN
		EXECUTE 'ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO needed';
	END IF;`);
	});

	it('how values are kept is said again after a change of type, which makes PostgreSQL forget it', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE t (a text STORAGE EXTERNAL, b text STORAGE PLAIN)',
			'CREATE TABLE t (a varchar(9) STORAGE EXTERNAL, b int)'
		);
		expect(upgrade).toBe(`ALTER TABLE t
	ALTER COLUMN a TYPE character varying(9),
	ALTER COLUMN a SET STORAGE EXTERNAL,
	ALTER COLUMN b TYPE integer USING b::integer;
`);
	});

	it('a NOT NULL that was not proved is renamed and proved', async () => {
		const doubted = 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT a_there NOT NULL a';
		const { upgrade } = await migrated(`${doubted} NOT VALID`, 'CREATE TABLE t (a int NOT NULL)');
		expect(upgrade).toContain('RENAME CONSTRAINT a_there TO t_a_not_null');
		expect(upgrade).toContain('ALTER TABLE t VALIDATE CONSTRAINT t_a_not_null;');
	});

	it('what is written about a NOT NULL is kept and changed', async () => {
		const table = 'CREATE TABLE t (a int NOT NULL); COMMENT ON CONSTRAINT t_a_not_null ON t IS';
		const { upgrade } = await migrated(`${table} 'old'`, `${table} 'new'`);
		expect(upgrade).toBe("COMMENT ON CONSTRAINT t_a_not_null ON t IS 'new';\n");
	});

	it('a column with a default comes empty and is filled where rows of its table are values elsewhere', async () => {
		const query = 'SELECT y FROM a';
		const { up } = await migrated(
			'CREATE TABLE a (x int); CREATE TABLE b (r a)',
			'CREATE TABLE a (x int, y int NOT NULL DEFAULT 3); CREATE TABLE b (r a)',
			{ data: 'INSERT INTO a VALUES (1); INSERT INTO b SELECT a FROM a' },
			query
		);
		expect(up(query)).toEqual([[3]]);
	});

	it('changes of one table that follow each other are one statement, however the table is called', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE "odd ""name" (a int, b int)',
			'CREATE TABLE "odd ""name" (a bigint, b bigint, c int, d text)'
		);
		expect(upgrade).toBe(`ALTER TABLE "odd ""name"
	ALTER COLUMN a TYPE bigint,
	ALTER COLUMN b TYPE bigint;

ALTER TABLE "odd ""name"
	ADD COLUMN c integer,
	ADD COLUMN d text;
`);
	});
});

describe('columns that were computed', () => {
	it('keep their values as another type, with the default in the place of NULL', async () => {
		const query = 'SELECT b, c FROM t ORDER BY a';
		const { up } = await migrated(
			'CREATE TABLE t (a int, b boolean GENERATED ALWAYS AS (a > 1) VIRTUAL, c int GENERATED ALWAYS AS (a * 2) VIRTUAL)',
			'CREATE TABLE t (a int, b numeric, c int NOT NULL DEFAULT 7)',
			{ data: 'INSERT INTO t VALUES (1), (2), (NULL)' },
			query
		);
		expect(up(query)).toEqual([
			['0', 2],
			['1', 4],
			[null, 7]
		]);
	});
});

describe('columns that are computed from now on', () => {
	it('have values that may break a rule, which is said', async () => {
		const { warnings } = await migrated(
			`CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int PRIMARY KEY CHECK (b > 0) REFERENCES p);
				CREATE UNIQUE INDEX i ON t (b, a)`,
			`CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED PRIMARY KEY CHECK (b > 0) REFERENCES p);
				CREATE UNIQUE INDEX i ON t (b, a)`
		);
		expect(warnings).toEqual(
			expect.arrayContaining([
				'`b` of t is computed from now on, which loses its values.',
				'This fails if `b` of t is NULL in some row.',
				'This fails if two rows of t have the same `b`.',
				'This fails if a row of t breaks the check b > 0.',
				'This fails if a row of t points at a row of p that is not there.',
				'This fails if two rows of t have the same `b` and `a`.'
			])
		);
	});

	it('or come so, may be NULL where they must not, which is said', async () => {
		const { warnings } = await migrated(
			'CREATE TABLE t (a int)',
			'CREATE TABLE t (a int, b int NOT NULL GENERATED ALWAYS AS (a + 1) STORED)'
		);
		expect(warnings).toEqual([
			'This fails if `b` of t is NULL in some row.',
			'This fails if `b` of t does not fit into integer for some row.'
		]);
	});
});

describe('columns whose NULLs get a default', () => {
	it('may be alike then, or point nowhere, which is said', async () => {
		const { warnings } = await migrated(
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int UNIQUE REFERENCES p CHECK (a > 0))',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int NOT NULL DEFAULT 5 UNIQUE REFERENCES p CHECK (a > 0))'
		);
		expect(warnings.toSorted()).toEqual([
			'Rows of t in which `a` is NULL get its default 5.',
			'This fails if a row of t points at a row of p that is not there.',
			'This fails if two rows of t have the same `a`.'
		]);
	});
});

describe('columns that become part of the key', () => {
	it('get no default in the place of NULL, as rows would be alike, and a warning says that NULL fails', async () => {
		const { warnings, upgrade } = await migrated(
			'CREATE TABLE t (a int PRIMARY KEY, b int DEFAULT 5)',
			'CREATE TABLE t (a int, b int DEFAULT 5, PRIMARY KEY (a, b))'
		);
		expect(warnings).toContain('This fails if `b` of t is NULL in some row.');
		expect(warnings.join(' ')).not.toContain('default');
		expect(upgrade).not.toContain('UPDATE');
	});
});

describe('columns that count', () => {
	it('do so too when they were computed as they were read', async () => {
		const query = 'SELECT b FROM t ORDER BY 1';
		const { up } = await migrated(
			'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)',
			'CREATE TABLE t (a int, b int GENERATED ALWAYS AS IDENTITY)',
			{ data: 'INSERT INTO t VALUES (5)' },
			query,
			'INSERT INTO t (a) VALUES (1) RETURNING b'
		);
		expect(up(query)).toEqual([[6]]);
		expect(up('INSERT INTO t (a) VALUES (1) RETURNING b')).toEqual([[7]]);
	});

	it('in a table that is not logged do so by a sequence that is not logged either', async () => {
		const query = "SELECT relpersistence FROM pg_class WHERE relname = 't_b_seq'";
		const { up } = await migrated(
			'CREATE UNLOGGED TABLE t (a int, b int)',
			'CREATE UNLOGGED TABLE t (a int, b serial)',
			{},
			query
		);
		expect(up(query)).toEqual([['u']]);
	});

	it('in such a table also where they counted as an identity before', async () => {
		const query = "SELECT relpersistence FROM pg_class WHERE relname = 't_b_seq'";
		const { up, down } = await migrated(
			'CREATE UNLOGGED TABLE t (b int GENERATED BY DEFAULT AS IDENTITY)',
			'CREATE UNLOGGED TABLE t (b bigserial)',
			{ data: 'INSERT INTO t DEFAULT VALUES' },
			query
		);
		expect([up(query), down(query)]).toEqual([[['u']], [['u']]]);
	});

	it('or are computed get another type once they no longer do, also in one migration', async () => {
		const query = 'SELECT b, c FROM t';
		const { up } = await migrated(
			'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED, c bigint GENERATED BY DEFAULT AS IDENTITY)',
			'CREATE TABLE t (a int, b text[], c bit varying)',
			{ data: 'INSERT INTO t VALUES (5)' },
			query
		);
		expect(up(query)).toEqual([['{6}', '1']]);
	});

	it.each([
		['a sum', 'bigint', 'a + 1'],
		['a longer text', 'varchar(3)', 'a::text'],
		['a smaller number', 'smallint', 'a']
	])('may have no room for %s, which is said before the upgrade fails of it', async (_, type, expression) => {
		const before = 'CREATE TABLE t (a bigint)';
		const after = `CREATE TABLE t (a bigint, b ${type} GENERATED ALWAYS AS (${expression}) STORED)`;
		const { warnings } = await migrated(before, after);
		expect(warnings).toEqual([expect.stringMatching(/^This fails if `b` of t does not fit into /)]);
		const data = 'INSERT INTO t VALUES (9223372036854775807)';
		await expect(migrated(before, after, { data })).rejects.toThrow(/out of range|too long/);
	});

	it('have room where they are what another column is, and nothing is said', async () => {
		const { warnings } = await migrated(
			'CREATE TABLE t (a bigint, n text)',
			`CREATE TABLE t (a bigint, n text, b bigint GENERATED ALWAYS AS (a) STORED,
				m text GENERATED ALWAYS AS (upper(n) || '!') STORED)`
		);
		expect(warnings).toEqual([]);
	});

	it('lose their sequence when they are computed from now on', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE t (a int, b serial)',
			'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)'
		);
		expect(upgrade).not.toContain('DROP SEQUENCE');
	});

	it('go on behind the highest number there can be, and fail only when they are asked for one more', async () => {
		const { upgrade, up } = await migrated(
			'CREATE TABLE t (a int NOT NULL)',
			'CREATE TABLE t (a int NOT NULL GENERATED BY DEFAULT AS IDENTITY)',
			{ data: 'INSERT INTO t VALUES (2147483647)' },
			'SELECT last_value FROM t_a_seq'
		);
		expect(upgrade).toContain("SELECT setval('t_a_seq', max(a)) FROM t HAVING max(a) >= 1;");
		expect(up('SELECT last_value FROM t_a_seq')).toEqual([[2147483647]]);
	});

	it('begin where they are told to when there are no rows, or only lower numbers', async () => {
		for (const data of ['', 'INSERT INTO t VALUES (-5)']) {
			const query = "SELECT nextval('t_a_seq')";
			const { up } = await migrated(
				'CREATE TABLE t (a int NOT NULL)',
				'CREATE TABLE t (a int NOT NULL GENERATED BY DEFAULT AS IDENTITY (START 10))',
				{ data },
				query
			);
			expect(up(query)).toEqual([[10]]);
		}
	});
});
