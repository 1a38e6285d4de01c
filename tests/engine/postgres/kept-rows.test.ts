import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import type { Database } from '../../../src/lib/engine/database.ts';
import { readRows } from '../../../src/lib/engine/rows/read-rows.ts';
import type { RowSides } from '../../../src/lib/engine/rows/rows.ts';
import { emptyDatabase } from '../databases.ts';
import { around, both, words } from '../rows/around.ts';

async function fates(sql: string, step: string, table = 't', renames: RowSides['renames'] = []) {
	const page = await both({ ...(await around('postgres', sql, step)), renames }, { table });
	return page.notKept ?? page.fates;
}

const none = { kept: 0, changed: 0, added: 0, lost: 0 };
const notKept = 'The rows from before this step were not kept for this table';

describe('tables that a step may touch are kept', () => {
	it('where actions of foreign keys reach them', async () => {
		const sql = `CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
			CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b ON DELETE SET NULL);
			INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (10, 1), (20, 2); INSERT INTO c VALUES (100, 10), (200, 20);`;
		expect(await fates(sql, 'DELETE FROM a WHERE id = 1', 'b')).toEqual({ ...none, kept: 1, lost: 1 });
		expect(await fates(sql, 'DELETE FROM a WHERE id = 1', 'c')).toEqual({ ...none, kept: 1, changed: 1 });
		expect(await fates(sql, 'TRUNCATE a CASCADE', 'c')).toEqual({ ...none, lost: 2 });
	});

	it('where a trigger, or a function that it calls, names them', async () => {
		const sql = `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE audit (n int PRIMARY KEY);
			CREATE FUNCTION note() RETURNS void LANGUAGE sql AS $$ INSERT INTO audit SELECT count(*) + 1 FROM audit $$;
			CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM note(); RETURN NEW; END $$;
			CREATE TRIGGER noting AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION noted();`;
		expect(await fates(sql, 'INSERT INTO t VALUES (1)', 'audit')).toEqual({ ...none, added: 1 });
	});

	it('where SQL is put together while it runs, through a view, and by schema', async () => {
		const sql = `CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY); INSERT INTO app.t VALUES (1);
			CREATE VIEW app.shown AS SELECT * FROM app.t;`;
		const loop = `DO $$ BEGIN EXECUTE 'DELETE FROM app.' || chr(116); END $$`;
		expect(await fates(sql, loop, 'app.t')).toEqual({ ...none, lost: 1 });
		expect(await fates(sql, 'DELETE FROM app.shown', 'app.t')).toEqual({ ...none, lost: 1 });
		expect(await fates(sql, 'DROP SCHEMA app CASCADE', 'app.t')).toEqual({ ...none, lost: 1 });
	});

	it('where a type of theirs changes', async () => {
		const sql = `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int PRIMARY KEY, m mood);
			INSERT INTO t VALUES (1, 'sad'), (2, 'ok');`;
		const sides = await around('postgres', sql, `ALTER TYPE mood RENAME VALUE 'sad' TO 'low'`);
		expect(words(await both(sides, { table: 't' }))).toEqual(['changed: 1 low ({"1":"sad"})', 'kept: 2 ok']);
		expect(await fates(sql, 'DROP TYPE mood CASCADE')).toEqual({ ...none, kept: 2 });
	});

	it('with their partitions', async () => {
		const sql = `CREATE TABLE t (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
			CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2); INSERT INTO t VALUES (1), (2);`;
		expect(await fates(sql, 'DELETE FROM t1')).toEqual({ ...none, kept: 1, lost: 1 });
		expect(await fates(sql, 'DELETE FROM t', 't1')).toEqual({ ...none, lost: 1 });
	});
});

describe('what is not kept', () => {
	it('is said where the step touched it all the same', async () => {
		const sql = `CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1); CREATE TABLE u (id int DEFAULT 1);
			CREATE FUNCTION sneak() RETURNS int LANGUAGE sql AS 'DELETE FROM t RETURNING id';
			ALTER TABLE u ALTER id SET DEFAULT sneak();`;
		expect(await fates(sql, 'INSERT INTO u DEFAULT VALUES')).toBe(
			`${notKept}: nothing named it before the step began.`
		);
		const sides = await around('postgres', sql, 'INSERT INTO u DEFAULT VALUES');
		const page = await readRows(sides, { table: 't', side: 'before', offset: 0, limit: 5 });
		expect(page).toMatchObject({ rows: [], notKept: expect.stringContaining(notKept) as string });
	});

	it('is shown as it is where nothing has touched it', async () => {
		const sql = 'CREATE TABLE t (id int); CREATE TABLE u (id int); INSERT INTO t VALUES (1);';
		const sides = await around('postgres', sql, 'INSERT INTO u VALUES (1)');
		expect(await both(sides, { table: 't' })).toMatchObject({ fates: { ...none, kept: 1 }, total: 1 });
		const before = await readRows(sides, { table: 't', side: 'before', offset: 0, limit: 5 });
		expect(before.rows).toEqual([{ values: [1] }]);
		for (const sql of ['INSERT INTO t VALUES (2)', 'TRUNCATE t', 'ALTER TABLE t ALTER id TYPE bigint']) {
			const changed = await around(
				'postgres',
				'CREATE TABLE t (id int); CREATE TABLE u (id int)',
				'INSERT INTO u VALUES (1)'
			);
			await changed.after.execute(sql);
			expect((await both(changed, { table: 't' })).notKept).toContain(notKept);
		}
	});

	it('is a table of very many rows without a key', async () => {
		const sql = 'CREATE TABLE t AS SELECT FROM generate_series(1, 200001)';
		const why = `${notKept}: it has no key and more than 200,000 rows.`;
		expect(await fates(sql, 'DELETE FROM t')).toBe(why);
	});

	it('is no table with a key that has as many rows', async () => {
		const sql = 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 200001)';
		expect(await fates(sql, 'DELETE FROM t WHERE id < 10')).toEqual({ ...none, kept: 199_992, lost: 9 });
	});

	it('is no table that is not small where a step leaves rows alone, which tells of none', async () => {
		const sql = 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 40000)';
		const steps = [
			'CREATE INDEX ON t (id); COMMENT ON TABLE t IS $$all$$; ALTER TABLE t ADD CHECK (id > 0), ALTER id SET DEFAULT 1',
			'CREATE TABLE u (id int REFERENCES t); CREATE VIEW v AS SELECT * FROM t'
		];
		for (const step of steps) {
			expect(await fates(sql, step)).toEqual({ ...none, kept: 40_000 });
			const sides = await around('postgres', sql, step);
			await sides.after.execute('DELETE FROM t WHERE id = 1');
			expect((await both(sides, { table: 't' })).notKept).toBe(
				`${notKept}: the step leaves rows alone, and it has more than 1 MB.`
			);
		}
		expect(await fates(sql, 'ALTER TABLE t ALTER id TYPE text')).toEqual({ ...none, kept: 40_000 });
		expect(await fates(sql, 'CREATE INDEX ON t (id); DELETE FROM t WHERE id = 1')).toEqual({
			...none,
			kept: 39_999,
			lost: 1
		});
	});

	it.each([
		['with a key', 'CREATE TABLE t (id int PRIMARY KEY, x text)'],
		['without one', 'CREATE TABLE t (id int, x text)']
	])('is no table %s that only gets columns: its rows are what they were', async (_, made) => {
		const sql = `${made}; ALTER TABLE t DROP COLUMN x; INSERT INTO t SELECT generate_series(1, 40000)`;
		const step =
			"ALTER TABLE t ADD COLUMN a int, ADD b text NOT NULL DEFAULT 'x', ADD c numeric(5, 2) CHECK (c > 0)";
		const told = async (more: string) => {
			const { after, kept } = await around('postgres', sql, `${step}${more}`);
			const { identity: _identity, ...fates } = await after.dialect.rows.fates(
				{ after, kept: kept!, lost: [{ table: 't', rows: [], cells: [] }] },
				't'
			);
			return fates;
		};
		const quiet = await told('');
		expect(quiet).toMatchObject({
			counts: { ...none, kept: 40_000 },
			columns: [{ name: 'a', gained: 0 }, { name: 'b', fate: 'added', gained: 40_000 }, { name: 'c' }]
		});
		expect(quiet).toEqual(await told('; UPDATE t SET id = id WHERE false'));
		const sides = await around('postgres', sql, step);
		const page = async (side: 'before' | 'both') => {
			const { columns, rows } = await readRows(sides, { table: 't', side, offset: 0, limit: 1 });
			return { columns: columns.map(({ name, fate = '' }) => `${name} ${fate}`.trim()), rows };
		};
		expect(await page('before')).toEqual({ columns: ['id'], rows: [{ values: [1] }] });
		expect(await page('both')).toEqual({
			columns: ['id kept', 'a added', 'b added', 'c added'],
			rows: [{ values: [1, null, 'x', null], fate: 'kept' }]
		});
		expect((await both(sides, { table: 't', search: '40000' })).total).toBe(1);
		await sides.after.execute('UPDATE t SET a = 1 WHERE id = 1');
		expect((await both(sides, { table: 't' })).notKept).toContain('the step leaves rows alone');
	});

	it.each([
		'ALTER TABLE t ADD a serial',
		'ALTER TABLE t ADD a int DEFAULT random()',
		'ALTER TABLE t ADD a int GENERATED ALWAYS AS (id * 2) STORED',
		'CREATE DOMAIN d AS int DEFAULT 7; ALTER TABLE t ADD a d',
		"CREATE SCHEMA s; CREATE DOMAIN s.text AS pg_catalog.text DEFAULT 'x'; ALTER TABLE t ADD a s.text"
	])('is no table that is built anew: %s', async (step) => {
		const sql = 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 40000)';
		expect(await fates(sql, step)).toEqual({ ...none, kept: 40_000 });
	});

	it('is a large table', async () => {
		const sql = `CREATE TABLE t (id int PRIMARY KEY, x bytea); ALTER TABLE t ALTER x SET STORAGE EXTERNAL;
			INSERT INTO t SELECT i, decode(repeat('00', 1048576), 'hex') FROM generate_series(1, 65) AS i`;
		expect(await fates(sql, 'DELETE FROM t')).toBe(`${notKept}: it has more than 64 MB.`);
	});

	it('is a view; it is new where it is', async () => {
		const sql = 'CREATE TABLE t (id int); CREATE VIEW v AS SELECT * FROM t; INSERT INTO t VALUES (1)';
		expect(await fates(sql, 'DELETE FROM t', 'v')).toContain('it is a view');
		expect(await fates(sql, 'CREATE VIEW w AS SELECT * FROM t', 'w')).toEqual({ ...none, added: 1 });
	});

	it('is everything where nothing was kept, or not under this id', async () => {
		const { after } = await around('postgres', 'CREATE TABLE t (id int)', 'INSERT INTO t VALUES (1)');
		const page = await both({ after, kept: '2' }, { table: 't' });
		expect(page).toEqual({
			columns: [],
			rows: [],
			total: 0,
			notKept: 'The rows from before this step were not kept.'
		});
	});
});

describe('values', () => {
	it('of a column whose type changes are compared as numbers or as text', async () => {
		const sql = `CREATE TABLE t (id int PRIMARY KEY, n numeric(9, 2), i int, c varchar(9), j json, p point, d text);
			INSERT INTO t VALUES (1, 1.5, 2, 'a', '{"a": 1}', '(1,2)', '2020-01-01'), (2, 3, 4, NULL, NULL, NULL, NULL);`;
		const step = `ALTER TABLE t ALTER n TYPE float8, ALTER i TYPE numeric(9, 3), ALTER c TYPE text, ALTER j TYPE jsonb,
			ALTER d TYPE date USING d::date; UPDATE t SET p = '(3,2)' WHERE id = 1;`;
		const sides = await around('postgres', sql, step);
		expect(words(await both(sides, { table: 't' }))).toEqual([
			'changed: 1 1.5 2.000 a {"a": 1} (3,2) 2020-01-01 ({"5":"(1,2)"})',
			'kept: 2 3 4.000 null null null null'
		]);
	});

	it('that one column alone writes otherwise make no row without a key another one', async () => {
		const sql = `CREATE TABLE t (ip inet, n int); INSERT INTO t VALUES ('10.0.0.1', 1), ('10.0.0.2', 2);`;
		const sides = await around('postgres', sql, 'ALTER TABLE t ALTER ip TYPE text USING host(ip)');
		const { counts, columns, examples } = await sides.after.dialect.rows.fates(sides, 't');
		expect(counts).toEqual({ ...none, kept: 2 });
		expect(columns).toEqual([{ name: 'ip', fate: 'kept', changed: 2, lost: 0, gained: 0 }]);
		expect(words(examples)).toHaveLength(2);
	});

	it('of a type of the users’ are kept as text, and nothing stands in the way of dropping it', async () => {
		const sql = `CREATE TYPE pair AS (a int, b text); CREATE DOMAIN small AS int CHECK (VALUE < 10);
			CREATE COLLATION mine (provider = builtin, locale = 'C.UTF-8');
			CREATE TABLE t (id small PRIMARY KEY, p pair, l small[], s text COLLATE mine);
			INSERT INTO t VALUES (1, '(1,x)', '{1,2}', 'a'), (2, NULL, NULL, NULL);`;
		const step = `ALTER TYPE pair DROP ATTRIBUTE a; ALTER DOMAIN small ADD CHECK (VALUE < 9); UPDATE t SET s = 'A' WHERE id = 2;`;
		const sides = await around('postgres', sql.replace('p pair, l small[]', 'p text, l int[]'), step);
		expect((await both(sides, { table: 't' })).fates).toEqual({ ...none, kept: 1, changed: 1 });
		const dropped =
			'ALTER TABLE t DROP p, DROP l; DROP TYPE pair; ALTER TABLE t ALTER id TYPE int, ALTER s TYPE text; DROP DOMAIN small; DROP COLLATION mine;';
		const after = await around('postgres', sql, dropped);
		expect(words(await both(after, { table: 't' }))[0]).toBe(
			'kept: 1 a null null ({"2":"(1,x)","3":"{1,2}"})'
		);
	});

	it('are searched, sorted and paged on both sides', async () => {
		const sides = await around(
			'postgres',
			`CREATE TABLE t (id bigint PRIMARY KEY, j json, b bytea); INSERT INTO t SELECT i, '{}', '7' FROM generate_series(1, 30) i`,
			`UPDATE t SET j = '[9]' WHERE id = 7; DELETE FROM t WHERE id = 9; ALTER TABLE t ALTER id TYPE numeric`
		);
		expect(words(await both(sides, { table: 't', search: '[9]' }))).toHaveLength(1);
		const sorted = await both(sides, { table: 't', orderBy: { column: 'j', descending: true }, limit: 2 });
		expect(sorted.rows.map(({ values }) => values[0])).toEqual(['1', '2']);
		const byId = await both(sides, {
			table: 't',
			orderBy: { column: 'id', descending: true },
			offset: 20,
			limit: 3
		});
		expect(byId.rows.map(({ values }) => Number(values[0]))).toEqual([10, 9, 8]);
	});
});

describe('rows are never matched twice', () => {
	it('by a key whose type changes', async () => {
		const sql = `CREATE TABLE t (k text PRIMARY KEY, v int); INSERT INTO t VALUES ('1', 1), ('01', 2), ('x', 3);`;
		const step = `CREATE TABLE n (k int PRIMARY KEY, v int); INSERT INTO n VALUES (1, 1), (2, 2); DROP TABLE t; ALTER TABLE n RENAME TO t;`;
		expect(await fates(sql, step)).toEqual({ kept: 1, changed: 0, added: 1, lost: 2 });
		const numbers = `CREATE TABLE t (k numeric PRIMARY KEY, v int); INSERT INTO t VALUES (9007199254740993, 1), (9007199254740992, 2);`;
		const real = `CREATE TABLE n (k float8 PRIMARY KEY, v int); INSERT INTO n VALUES (9007199254740992, 2); DROP TABLE t; ALTER TABLE n RENAME TO t;`;
		expect(await fates(numbers, real)).toEqual({ kept: 1, changed: 0, added: 0, lost: 1 });
	});

	it('though a name is taken over by another table or column', async () => {
		const sql = 'CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 5);';
		const step =
			'ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME a TO b; ALTER TABLE u ADD a int; CREATE TABLE t (id int); INSERT INTO t VALUES (1);';
		const renames = [
			{ kind: 'table', from: 't', to: 'u' },
			{ kind: 'column', table: 'u', from: 'a', to: 'b' }
		] as const;
		expect(await fates(sql, step, 't', renames)).toEqual({ ...none, added: 1 });
		const page = await both({ ...(await around('postgres', sql, step)), renames }, { table: 'u' });
		expect(words(page)).toEqual(['kept: 1 5 null']);
	});

	it('by what an index of a key only carries along', async () => {
		const sql = `CREATE TABLE t (b text, a int, v int, x int, PRIMARY KEY (a, b) INCLUDE (x)); INSERT INTO t VALUES ('i', 1, 1, 1), ('i', 2, 2, NULL);`;
		expect(await fates(sql, 'UPDATE t SET x = 5 WHERE a = 1')).toEqual({ ...none, kept: 1, changed: 1 });
		const page = await both(await around('postgres', sql, 'UPDATE t SET x = 5'), { table: 't' });
		expect(page.identity).toBe('by primary key (a, b)');
	});

	it('by value, where the key is another', async () => {
		const sql = `CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 1), (1, 1), (NULL, 2);`;
		expect(await fates(sql, 'ALTER TABLE t ADD id serial PRIMARY KEY; DELETE FROM t WHERE id = 1')).toEqual({
			...none,
			kept: 2,
			lost: 1
		});
	});
});

describe('keeping rows', () => {
	/** Everything that somebody could come across. */
	async function seen(database: Database) {
		const { objects } = await database.dialect.inspector.inspect(database);
		return objects.map(({ kind, name }) => `${kind} ${name}`);
	}

	it('shows nowhere, leaves no trace in the session, and wakes no event trigger', async () => {
		const database = await emptyDatabase('postgres');
		await database.execute(
			`CREATE TABLE t (id int); CREATE TABLE log (what text);
			CREATE FUNCTION logged() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (tg_tag); END $$;
			CREATE EVENT TRIGGER logging ON ddl_command_end EXECUTE FUNCTION logged();
			CREATE ROLE kept_bob; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO kept_bob; TRUNCATE log;`
		);
		try {
			const before = await seen(database);
			await database.execute('SET ROLE kept_bob');
			await database.dialect.keptRows?.keep(database, 'x', 'SELECT * FROM t');
			const { rows } = await database.query(`SELECT current_user, current_setting('search_path')`);
			expect(rows).toEqual([['kept_bob', '"$user", public']]);
			await database.execute('RESET ROLE');
			expect(await seen(database)).toEqual(before);
			const { rows: kept } = await database.query(
				'SELECT name, kept FROM pg_updown_before_x.tables ORDER BY 1'
			);
			expect(kept.map(([name, rows]) => [name, rows !== null])).toEqual([
				['log', true],
				['t', true]
			]);
			expect((await database.query('SELECT * FROM log')).rows).toEqual([]);
			await database.execute('DROP TABLE t; DROP EVENT TRIGGER logging');
			const shadow = await database.dialect.shadow?.(database);
			expect(await seen(shadow!)).toEqual(['schema public']);
			await shadow?.close();
			await database.execute(
				'ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM kept_bob; DROP ROLE kept_bob'
			);
		} finally {
			await database.execute('RESET ROLE');
			await database.execute('DROP EVENT TRIGGER IF EXISTS logging');
			await database.dialect.keptRows?.forget(database, undefined);
		}
		const { rows } = await database.query(`SELECT nspname FROM pg_namespace WHERE nspname ~ 'updown'`);
		expect(rows).toEqual([]);
	});

	it('lasts over a snapshot, where what was not kept is no longer known to be untouched', async () => {
		const database = await openDatabase('postgres');
		await database.execute('CREATE TABLE t (id int); CREATE TABLE u (id int); INSERT INTO t VALUES (1)');
		await database.dialect.keptRows?.keep(database, '1', 'DELETE FROM t');
		await database.execute('DELETE FROM t');
		await database.restore(await database.snapshot());
		const sides = { after: database, kept: '1' };
		expect((await both(sides, { table: 't' })).fates).toEqual({ ...none, lost: 1 });
		expect((await both(sides, { table: 'u' })).notKept).toContain(notKept);
		await database.close();
	});
});

describe('the law of fates', () => {
	it('holds for any key and rows: after is kept, changed and added; before is kept, changed and lost', async () => {
		const column = fc.constantFrom(
			'text',
			'int',
			'numeric',
			'numeric(9, 2)',
			'varchar(5)',
			'bigint',
			'float8'
		);
		const table = fc.record({ key: column, value: column, primary: fc.boolean() });
		const value = fc.constantFrom('1', '01', '1.0', '2', '-0', '1e1', '10');
		const rows = fc.array(fc.tuple(value, value), { maxLength: 6 });
		const made = (name: string, { key, value, primary }: { key: string; value: string; primary: boolean }) =>
			`CREATE TABLE ${name} (k ${key}${primary ? ' PRIMARY KEY' : ''}, v ${value});`;
		const put = (
			name: string,
			{ key, value }: { key: string; value: string },
			list: readonly (readonly [string, string])[]
		) =>
			list
				.map(
					([k, v]) =>
						`INSERT INTO ${name} VALUES ('${k}'::float8::text::numeric::${key}, '${v}'${/text|char/.test(value) ? '' : '::numeric'}) ON CONFLICT DO NOTHING;`
				)
				.join('');
		await fc.assert(
			fc.asyncProperty(table, rows, table, rows, fc.boolean(), async (from, old, to, more, copies) => {
				const copy = copies
					? `INSERT INTO n SELECT k::text::numeric::${to.key}, NULL FROM t ON CONFLICT DO NOTHING;`
					: '';
				const step = `${made('n', to)} ${put('n', to, more)} ${copy} DROP TABLE t; ALTER TABLE n RENAME TO t;`;
				const sides = await around('postgres', `${made('t', from)} ${put('t', from, old)}`, step);
				const page = await both(sides, { table: 't' });
				const total = async (side: 'before' | 'after') =>
					(await readRows(sides, { table: 't', side, offset: 0, limit: 1 })).total;
				const { kept, changed, added, lost } = page.fates ?? { ...none, kept: -1 };
				expect(kept + changed + added).toBe(await total('after'));
				expect(kept + changed + lost).toBe(await total('before'));
				expect(page.rows).toHaveLength(page.total);
			}),
			{ numRuns: 60 }
		);
	});

	it('holds in a table of very many columns', async () => {
		const columns = Array.from({ length: 1500 }, (_, at) => `c${at} int DEFAULT ${at}`).join(', ');
		for (const first of ['id int PRIMARY KEY', 'id int']) {
			const sql = `CREATE TABLE t (${first}, ${columns}); INSERT INTO t (id) SELECT generate_series(1, 30)`;
			const sides = await around(
				'postgres',
				sql,
				'UPDATE t SET c1499 = 0 WHERE id = 3; UPDATE t SET c7 = NULL WHERE id = 4; DELETE FROM t WHERE id = 5'
			);
			const page = await both(sides, { table: 't', search: '1499', limit: 7 });
			const hasKey = first !== 'id int';
			expect([page.total, page.rows.length, page.columns.length]).toEqual([hasKey ? 30 : 31, 7, 1501]);
			const counts = { kept: 27, changed: hasKey ? 2 : 0, added: hasKey ? 0 : 2, lost: hasKey ? 1 : 3 };
			expect(page.fates).toEqual(counts);
			const told = await sides.after.dialect.rows.fates(sides, 't');
			expect(told.counts).toEqual(counts);
			expect(told.columns.map(({ name, changed, lost }) => [name, changed, lost])).toEqual(
				hasKey
					? [
							['c7', 0, 1],
							['c1499', 1, 0]
						]
					: []
			);
		}
	});
});
