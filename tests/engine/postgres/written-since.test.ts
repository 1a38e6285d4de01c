import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DatabaseError, type Database } from '../../../src/lib/engine/database.ts';
import { tableNames } from '../../../src/lib/engine/rows/table-fates.ts';
import type { RowCounts } from '../../../src/lib/engine/rows/rows.ts';
import type { PassedValues } from '../../../src/lib/engine/rows/value-marks.ts';
import { emptyDatabase } from '../databases.ts';
import { runsOf } from '../random-runs.ts';
import { start, steps } from '../rows/frames/steps.ts';

/** Many rows of which a step touches few, and other tables that hang on them. */
const many = `CREATE TABLE t (id int PRIMARY KEY, a int, b text UNIQUE, double int GENERATED ALWAYS AS (a * 2) STORED);
	INSERT INTO t SELECT i, i, 'x' || i FROM generate_series(1, 100) i;
	CREATE TABLE u (id int, v text, PRIMARY KEY (v, id)); INSERT INTO u SELECT i, 'u' || i FROM generate_series(1, 50) i;
	CREATE TABLE keyless (v int); INSERT INTO keyless SELECT generate_series(1, 20);
	CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (50);
	CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (50) TO (100); INSERT INTO p SELECT generate_series(1, 90);
	CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE); INSERT INTO child SELECT i, i FROM generate_series(1, 60) i;
	CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
		'BEGIN UPDATE u SET v = v || new.a WHERE id = new.id; RETURN new; END';
	CREATE TRIGGER told AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tell()`;

interface Told {
	readonly fates: RowCounts;
	/** Whether only what was written was compared. */
	readonly narrow: boolean;
}

/** What became of every table by the step, told from what was written; a look at all rows says the same. */
async function fatesBy(sql: string, step: string): Promise<ReadonlyMap<string, Told>> {
	const database = await emptyDatabase('postgres');
	await database.execute(sql);
	await database.dialect.keptRows?.forget(database, undefined);
	const before = tableNames(await database.dialect.inspector.inspect(database));
	await database.dialect.keptRows?.keep(database, '1', step);
	await attempt(database, step);
	const after = tableNames(await database.dialect.inspector.inspect(database));
	const tables = new Set([...before, ...after]);
	const found = new Map<string, Told>();
	for (const table of tables) {
		const query = vi.spyOn(database, 'query');
		const fates = await fatesOf(database, table);
		found.set(table, {
			fates,
			narrow: query.mock.calls.some(([text]) => /ctid = ANY.*FULL JOIN.*ctid = ANY/.test(text))
		});
		query.mockRestore();
	}
	await database.execute('ALTER TABLE pg_updown_before_1.tables DROP COLUMN shape');
	for (const table of tables) {
		expect({ table, ...found.get(table)?.fates }).toEqual({ table, ...(await fatesOf(database, table)) });
	}
	return found;
}

/** What came and went is told in any order. */
async function fatesOf(after: Database, table: string): Promise<RowCounts> {
	const { went, came, ...others } = await after.dialect.rows.fates({ after, kept: '1', lost: [] }, table);
	return { ...others, ...(went && { went: inOrder(went) }), ...(came && { came: inOrder(came) }) };
}

function inOrder(passed: PassedValues): PassedValues {
	const sorted = (rows: PassedValues['rows']) => rows.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
	const cells = passed.cells.map((cell) => ({ ...cell, rows: sorted(cell.rows) }));
	return { ...passed, rows: sorted(passed.rows), cells };
}

/** Runs a step, of which a part may be refused. */
async function attempt(database: Database, step: string): Promise<void> {
	try {
		await database.execute(`BEGIN; ${step}; COMMIT`);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		await database.execute('ROLLBACK');
	}
}

const none = { kept: 0, changed: 0, added: 0, lost: 0 };

describe('where a step wrote few rows of a large table, only those are compared', () => {
	it.each([
		['a value changes', 'UPDATE t SET a = -1 WHERE id = 70', { kept: 99, changed: 1 }],
		['a row is written as it was', 'UPDATE t SET a = a WHERE id = 70', { kept: 100 }],
		['a key changes', 'UPDATE t SET id = 700 WHERE id = 70', { kept: 99, added: 1, lost: 1 }],
		[
			'a row takes the key of another',
			'DELETE FROM t WHERE id = 81; UPDATE t SET id = 81 WHERE id = 80',
			{ kept: 98, changed: 1, lost: 1 }
		],
		['rows go', 'DELETE FROM t WHERE id BETWEEN 10 AND 14', { kept: 95, lost: 5 }],
		[
			'rows come, first or last',
			"INSERT INTO t VALUES (0, 0, 'first'), (999, 0, 'last')",
			{ kept: 100, added: 2 }
		],
		[
			'a row goes and comes back',
			"DELETE FROM t WHERE id = 78; INSERT INTO t VALUES (78, 78, 'x78')",
			{ kept: 100 }
		],
		[
			'a row is there already',
			"INSERT INTO t VALUES (79, 79, 'x79') ON CONFLICT (b) DO UPDATE SET a = 0",
			{ kept: 99, changed: 1 }
		],
		[
			'a block catches what it failed with',
			'DO $$ BEGIN UPDATE t SET a = 0 WHERE id = 75; BEGIN UPDATE t SET a = 0 WHERE id = 76; PERFORM 1 / 0; EXCEPTION WHEN others THEN UPDATE t SET a = 0 WHERE id = 77; END; END $$',
			{ kept: 98, changed: 2 }
		],
		[
			'part of it is taken back',
			'SAVEPOINT s; UPDATE t SET a = 0; ROLLBACK TO s; UPDATE t SET a = 0 WHERE id = 73',
			{ kept: 99, changed: 1 }
		],
		[
			'the table has another name',
			'ALTER TABLE t RENAME TO w; UPDATE w SET a = 0 WHERE id = 73; ALTER TABLE w RENAME TO t',
			{ kept: 99, changed: 1 }
		],
		[
			'rows are frozen',
			'UPDATE t SET a = 0 WHERE id = 73; COMMIT; VACUUM FREEZE t; BEGIN',
			{ kept: 99, changed: 1 }
		]
	])('when %s', async (_, step, expected) => {
		const told = (await fatesBy(many, step)).get('t');
		expect(told).toMatchObject({ narrow: true, fates: { counts: { ...none, ...expected } } });
	});

	it('in tables that triggers and actions of foreign keys reach, too', async () => {
		const byTrigger = (await fatesBy(many, 'UPDATE t SET a = 0 WHERE id = 43')).get('u');
		expect(byTrigger).toMatchObject({ narrow: true, fates: { counts: { kept: 49, added: 1, lost: 1 } } });
		const byKey = (await fatesBy(many, 'DELETE FROM t WHERE id > 58')).get('child');
		expect(byKey).toMatchObject({ narrow: true, fates: { counts: { kept: 58, lost: 2 } } });
	});

	it('and a partition alone, but not all partitions together', async () => {
		const told = await fatesBy(many, 'DELETE FROM p WHERE id = 7');
		expect(told.get('p1')).toMatchObject({ narrow: true, fates: { counts: { kept: 48, lost: 1 } } });
		expect(told.get('p')).toMatchObject({ narrow: false, fates: { counts: { kept: 89, lost: 1 } } });
	});
});

describe('all rows are compared', () => {
	it.each([
		[
			'where it was emptied and filled again',
			'CREATE TEMP TABLE o AS SELECT * FROM t; TRUNCATE t CASCADE; INSERT INTO t SELECT id, a, b FROM o; DROP TABLE o'
		],
		[
			'where it was built anew',
			'ALTER TABLE t ADD COLUMN now timestamptz DEFAULT clock_timestamp(); UPDATE t SET a = 0 WHERE id = 73'
		],
		['where it was put in another order', 'CLUSTER t USING t_b_key; UPDATE t SET a = 0 WHERE id = 73'],
		[
			'where a column came in place of one of its name',
			'ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN b text DEFAULT 7; UPDATE t SET a = 0 WHERE id = 73'
		],
		[
			'where a column is computed when it is read',
			'ALTER TABLE t ADD COLUMN half int GENERATED ALWAYS AS (a / 2) VIRTUAL; UPDATE t SET a = 0 WHERE id = 73'
		],
		[
			'where another key tells the rows',
			'ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE; ALTER TABLE t ADD PRIMARY KEY (b); UPDATE t SET a = 0 WHERE id = 73'
		]
	])('%s', async (_, step) => {
		expect((await fatesBy(many, step)).get('t')).toMatchObject({ narrow: false });
	});

	it.each(['UPDATE many SET v = -v', 'DELETE FROM many', 'INSERT INTO many SELECT id + 10000 FROM many'])(
		'where very many were written: %s',
		async (step) => {
			const sql =
				'CREATE TABLE many (id int PRIMARY KEY, v int); INSERT INTO many SELECT i, i FROM generate_series(1, 5001) i';
			expect((await fatesBy(sql, step)).get('many')).toMatchObject({ narrow: false });
		}
	);

	it('once to count rows and values, and once for the examples', async () => {
		const database = await emptyDatabase('postgres');
		await database.execute(many);
		await database.dialect.keptRows?.keep(database, '1', 'UPDATE keyless');
		await database.execute(
			'UPDATE keyless SET v = 0 WHERE v > 18; ALTER TABLE keyless ADD COLUMN w int DEFAULT 1'
		);
		const query = vi.spyOn(database, 'query');
		const { counts } = await database.dialect.rows.fates({ after: database, kept: '1' }, 'keyless');
		expect(counts).toEqual({ kept: 18, changed: 0, added: 2, lost: 2 });
		expect(query.mock.calls.filter(([sql]) => sql.includes('a.updown_print = b.updown_print'))).toHaveLength(
			2
		);
		query.mockRestore();
	});

	it('where no key tells them', async () => {
		expect((await fatesBy(many, 'DELETE FROM keyless WHERE v = 3')).get('keyless')).toMatchObject({
			narrow: false,
			fates: { counts: { ...none, kept: 19, lost: 1 } }
		});
	});

	it('where a value of a type of the users’ may have another name', async () => {
		const sql = `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int PRIMARY KEY, m mood);
			INSERT INTO t VALUES (1, 'sad'), (2, 'ok')`;
		const told = (
			await fatesBy(sql, "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'; UPDATE t SET m = m WHERE id = 2")
		).get('t');
		expect(told).toMatchObject({ narrow: false, fates: { counts: { ...none, kept: 1, changed: 1 } } });
	});

	it('where they were kept within another transaction', async () => {
		const database = await emptyDatabase('postgres');
		await database.execute(many);
		await database.execute('BEGIN; UPDATE keyless SET v = 0; SAVEPOINT s');
		const { Within } = await import('../../../src/lib/engine/dialects/postgres/within.ts');
		await database.dialect.keptRows?.keep(new Within(database), '1', 'UPDATE t');
		await database.execute('RELEASE s; UPDATE t SET a = 0 WHERE id = 73');
		const { counts } = await fatesOf(database, 't');
		await database.execute('ROLLBACK');
		expect(counts).toEqual({ ...none, kept: 99, changed: 1 });
	});
});

it('what was written tells the same as all rows, whatever steps do', async () => {
	let narrow = 0;
	await fc.assert(
		fc.asyncProperty(steps('postgres'), async (sections) => {
			const told = await fatesBy(start.postgres, sections.join('; '));
			narrow += [...told.values()].filter((one) => one.narrow).length;
		}),
		runsOf('FRAME', 'postgres', 6)
	);
	expect(narrow).toBeGreaterThan(0);
}, 7_200_000);
