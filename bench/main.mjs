import { compareSchemas, inspectSchema, openDatabase } from 'updown/engine';
import { autogenerateRun, growthLines } from './autogenerate.mjs';
import { frameLine } from './frames.mjs';
import { importedFolder, smallMigrations, wideSchema } from './folders.mjs';
import { inTurn } from './measure.mjs';
import { playLines } from './play.mjs';
import { printWays, pythonLines } from './python.mjs';
import { engineUpgrade, plainPglite, preparedPostgres, rawScript, rawUpgrade } from './runs.mjs';

/**
 * @typedef {object} Line
 * @property {string} what
 * @property {number} engine
 * @property {number} [raw] absent where there is nothing to hold beside the figure
 * @property {number} [ratio]
 * @property {string} [unit] `ms` where absent
 * @property {string} limit the figure that must hold, in words
 * @property {boolean} holds
 */

/** What native dbmate takes for the 200 small migrations on two cores, in milliseconds. */
const nativeDbmate = 320;

/** @returns {Promise<Line>} */
async function smallRun() {
	const files = smallMigrations();
	const times = await inTurn(15, rawUpgrade(files), engineUpgrade(files));
	return {
		what: '200 small migrations, frames recorded',
		...times,
		limit: `≤ 1.5× and < ${nativeDbmate} ms`,
		holds: times.ratio <= 1.5 && times.engine < nativeDbmate
	};
}

/**
 * @param {string} path
 * @returns {Promise<Line | undefined>}
 */
async function largeRun(path) {
	const files = await importedFolder(path);
	if (!files) return undefined;
	const times = await inTurn(7, rawUpgrade(files), engineUpgrade(files));
	return { what: `${files.length} files of kratos`, ...times, limit: '≤ 2×', holds: times.ratio <= 2 };
}

/**
 * Reading and comparing 1000 tables, measured against making them.
 * @returns {Promise<readonly Line[]>}
 */
async function schemaLines() {
	const sql = wideSchema();
	const database = await openDatabase('sqlite');
	await database.execute(`BEGIN;${sql};COMMIT;`);
	const schema = await inspectSchema(database);
	await database.execute('ALTER TABLE t500 ADD COLUMN extra TEXT');
	const later = await inspectSchema(database);
	const inspect = await inTurn(7, rawScript(sql), {
		prepare: () => database,
		run: async (open) => void (await inspectSchema(open))
	});
	const compare = await inTurn(7, rawScript(sql), {
		prepare: () => structuredClone(later),
		run: (other) => {
			const changes = compareSchemas(schema, other, { renames: [] });
			if (changes.length !== 1) throw new Error(`${changes.length} changes`);
		}
	});
	await database.close();
	return [
		{ what: 'inspect 1000 tables (raw: make them)', ...inspect, limit: '≤ 1×', holds: inspect.ratio <= 1 },
		{ what: 'compare 1000 tables (raw: make them)', ...compare, limit: '≤ 0.3×', holds: compare.ratio <= 0.3 }
	];
}

/**
 * Opening an empty PostgreSQL from the prepared database, measured against PGlite making one with initdb.
 * @returns {Promise<Line>}
 */
async function startRun() {
	const times = await inTurn(5, plainPglite(), preparedPostgres());
	return {
		what: 'open PostgreSQL (raw: PGlite with initdb)',
		...times,
		limit: '≤ 0.5×',
		holds: times.ratio <= 0.5
	};
}

/**
 * Prints the table; `words[0]` or the variable `UPDOWN_KRATOS` may name the folder of kratos' migrations. With
 * `--python` it has only the figures of Python projects, and what other ways to bring Python to a page would give.
 * @param {readonly string[]} words
 * @returns {Promise<number>} the exit code: 1 where a figure does not hold
 */
export async function runBenches(words) {
	if (words.includes('--python')) {
		const lines = await pythonLines();
		if (lines) print(lines);
		await printWays();
		return lines?.every(({ holds }) => holds) === false ? 1 : 0;
	}
	const kratos = words[0] ?? process.env.UPDOWN_KRATOS;
	const lines = [await smallRun()];
	const large = kratos === undefined ? undefined : await largeRun(kratos);
	if (large) lines.push(large);
	lines.push(...(await schemaLines()), await startRun());
	lines.push(await autogenerateRun('sqlite'), await autogenerateRun('postgres'), ...(await growthLines()));
	lines.push(await frameLine('sqlite', 'few', 1.25), await frameLine('sqlite', 'all', 2.5));
	lines.push(await frameLine('sqlite', 'anew', 2.5));
	lines.push(await frameLine('postgres', 'few', 1.5), await frameLine('postgres', 'all', 3));
	lines.push(await frameLine('postgres', 'anew', 3));
	const play = await playLines();
	lines.push(...(play ?? []), ...((await pythonLines()) ?? []));
	print(lines);
	if (!play) console.log('\n/play is left out: there is no browser to measure it in.');
	if (!large) console.log('\nkratos is left out: name its folder of migrations to measure it.');
	return lines.every(({ holds }) => holds) ? 0 : 1;
}

/** @param {readonly Line[]} lines */
function print(lines) {
	const head = ['', 'engine', 'raw', 'ratio', 'limit', ''];
	const rows = lines.map(({ what, engine, raw, ratio, limit, holds, unit = 'ms' }) => [
		what,
		`${engine.toFixed(0)} ${unit}`,
		raw === undefined ? '' : `${raw.toFixed(0)} ${unit}`,
		ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
		limit,
		holds ? 'holds' : 'DOES NOT HOLD'
	]);
	const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
	const padded = (/** @type {string} */ cell, /** @type {number} */ at) =>
		at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
	for (const row of [head, ...rows]) console.log(row.map(padded).join('  '));
}
