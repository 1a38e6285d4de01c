import { openDatabase, parseFolder, runToEnd, upgrade } from 'updown/engine';
import { inTurn } from './measure.mjs';

/** @typedef {import('./main.mjs').Line} Line */

const clock = { now: () => new Date().toISOString(), elapsed: () => performance.now() };

/** What a session has done before, a step at a time: one in the middle of a folder is measured. */
const earlier = 'UPDATE t SET a = a + 1 WHERE id = 1';

const tables = {
	sqlite: {
		rows: 1_000_000,
		sql: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT);
			WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1000000)
			INSERT INTO t SELECT i, i * 2, 'x' || i FROM c`,
		anew: `CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO n SELECT * FROM t;
			DROP TABLE t; ALTER TABLE n RENAME TO t`
	},
	postgres: {
		rows: 100_000,
		sql: `CREATE TABLE t (id int PRIMARY KEY, a int, b text);
			INSERT INTO t SELECT i, i * 2, 'x' || i FROM generate_series(1, 100000) AS i`,
		anew: 'ALTER TABLE t ALTER a TYPE bigint'
	}
};

const steps = {
	few: { sql: "UPDATE t SET a = a + 1 WHERE b LIKE '%99999'", words: 'few touched' },
	all: { sql: 'UPDATE t SET a = a + 1', words: 'all rewritten' },
	anew: { sql: undefined, words: 'the table built anew' }
};

/**
 * One step with its frame, measured against its statements alone in the same kind of database.
 * @param {'sqlite' | 'postgres'} dialect
 * @param {'few' | 'all' | 'anew'} which
 * @param {number} limit
 * @returns {Promise<Line>}
 */
export async function frameLine(dialect, which, limit) {
	const { rows, sql, anew } = tables[dialect];
	const { words, sql: change = anew } = steps[which];
	const files = [earlier, earlier, change].map((up, at) => ({
		name: `000${at}_step.sql`,
		text: `-- migrate:up\n${up};\n`
	}));
	const { graph, problems } = parseFolder(files);
	const prepare = async () => {
		const database = await openDatabase(dialect);
		await database.execute(`BEGIN; ${sql}; COMMIT`);
		return database;
	};
	const finish = (/** @type {import('updown/engine').Database} */ database) => database.close();
	const raw = {
		prepare: async () => {
			const database = await prepare();
			await database.execute(`BEGIN; ${earlier}; COMMIT; BEGIN; ${earlier}; COMMIT`);
			return database;
		},
		run: (/** @type {import('updown/engine').Database} */ database) =>
			database.execute(`BEGIN; ${change}; COMMIT`),
		finish
	};
	const engine = {
		prepare: async () => {
			const database = await prepare();
			// As in the app, the structure is known before the run.
			const observer = await database.dialect.inspector.observe(database);
			const { schema } = observer;
			const watch = await database.dialect.watchRows(database, { schema, counts: { t: rows } });
			const context = { database, graph, problems, clock, observer, rows: watch };
			for (const target of ['0000', '0001']) await runToEnd(upgrade(context, target));
			return { database, context };
		},
		run: async (/** @type {{ context: import('updown/engine').RunContext }} */ { context }) => {
			const result = await runToEnd(upgrade(context, 'head'));
			const [done] = result.steps;
			// Where a table is built anew with the same values, nothing is told of its rows.
			if (done?.status !== 'applied' || done.frame.tables?.length !== (which === 'anew' ? 0 : 1))
				throw new Error('There is no frame.');
		},
		finish: (/** @type {{ database: import('updown/engine').Database }} */ { database }) => database.close()
	};
	const times = await inTurn(5, raw, engine);
	return {
		what: `a step with its frame, ${rows.toLocaleString('en')} rows of ${dialect}, ${words} (raw: its statements)`,
		...times,
		limit: `≤ ${limit}×`,
		holds: times.ratio <= limit
	};
}
