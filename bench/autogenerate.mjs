import { compareSchemas, inspectSchema, openDatabase, renderMigration } from 'updown/engine';
import { wideSchema } from './folders.mjs';
import { inTurn } from './measure.mjs';
import { rawPostgresScript, rawScript } from './runs.mjs';

/** What Alembic's `compare_metadata` took for the same tables on two cores, in milliseconds. */
const alembic = { sqlite: 2400, postgres: 3900 };

/**
 * Autogenerate on tables of which 20 get a column: both sides, which stand ready in two databases, are read, compared, and
 * written as a migration.
 * @param {import('updown/engine').DialectName} dialect
 */
async function autogenerate(dialect, count = 1000) {
	const altered = Array.from({ length: 20 }, (_, at) => `t${(at * count) / 20}`);
	const additions = altered.map((table) => `ALTER TABLE ${table} ADD COLUMN extra TEXT;`).join('\n');
	const [before, after] = [await openDatabase(dialect), await openDatabase(dialect)];
	await before.execute(`BEGIN;${wideSchema(count)};COMMIT;`);
	await after.execute(`BEGIN;${wideSchema(count)};${additions};COMMIT;`);
	return {
		prepare: () => {},
		run: async () => {
			const [from, to] = [await inspectSchema(before), await inspectSchema(after)];
			const changes = compareSchemas(from, to, { renames: [] });
			const { upgrade } = renderMigration(from, to, { dialect, renames: [] });
			if (changes.length !== 20 || !altered.every((table) => upgrade.sql.includes(table))) {
				throw new Error(`${changes.length} changes`);
			}
		},
		close: async () => {
			await before.close();
			await after.close();
		}
	};
}

/**
 * Autogenerate, measured against the raw engine making the tables of one side.
 * @param {import('updown/engine').DialectName} dialect
 * @returns {Promise<import('./main.mjs').Line>}
 */
export async function autogenerateRun(dialect) {
	const sql = wideSchema();
	const engine = await autogenerate(dialect);
	/** @type {import('./measure.mjs').Contender<any>} */
	const raw = dialect === 'sqlite' ? rawScript(sql) : rawPostgresScript(sql);
	const times = await inTurn(dialect === 'sqlite' ? 7 : 3, raw, engine);
	await engine.close();
	return {
		what: `autogenerate on 1000 tables, ${dialect} (raw: make them)`,
		...times,
		limit: `≤ 0.5× and < ${alembic[dialect]} ms`,
		holds: times.ratio <= 0.5 && times.engine < alembic[dialect]
	};
}

/**
 * Autogenerate on more tables, measured against the time of 1000 as often as they are more.
 * @returns {Promise<readonly import('./main.mjs').Line[]>}
 */
export async function growthLines() {
	const few = await autogenerate('sqlite');
	const lines = [];
	for (const count of [2000, 4000]) {
		const more = count / 1000;
		const many = await autogenerate('sqlite', count);
		const { raw, engine, ratio } = await inTurn(7, few, many);
		await many.close();
		lines.push({
			what: `autogenerate on ${count} tables, sqlite (raw: 1000 tables, ${more} times)`,
			engine,
			raw: raw * more,
			ratio: ratio / more,
			limit: '≤ 1.3×',
			holds: ratio / more <= 1.3
		});
	}
	await few.close();
	return lines;
}
