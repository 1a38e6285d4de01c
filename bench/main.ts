import initSqlJs from 'sql.js';
import { compareSchemas, inspectSchema, openDatabase } from '../src/lib/engine/index.ts';
import { importedFolder, smallMigrations, wideSchema } from './folders.ts';
import { inTurn } from './measure.ts';
import { engineUpgrade, rawUpgrade } from './runs.ts';

interface Line {
	readonly what: string;
	readonly engine: number;
	readonly raw: number;
	readonly ratio: number;
	/** The figure that must hold, in words, and whether it does. */
	readonly limit: string;
	readonly holds: boolean;
}

/** What native dbmate takes for the 200 small migrations on two cores, in milliseconds. */
const nativeDbmate = 320;

async function smallRun(): Promise<Line> {
	const files = smallMigrations();
	const times = await inTurn(15, await rawUpgrade(files), engineUpgrade(files));
	return {
		what: '200 small migrations, frames recorded',
		...times,
		limit: `≤ 1.5× and < ${nativeDbmate} ms`,
		holds: times.ratio <= 1.5 && times.engine < nativeDbmate
	};
}

async function largeRun(path: string): Promise<Line | undefined> {
	const files = await importedFolder(path);
	if (!files) return undefined;
	const times = await inTurn(5, await rawUpgrade(files), engineUpgrade(files));
	return { what: `${files.length} files of kratos`, ...times, limit: '≤ 2×', holds: times.ratio <= 2 };
}

/** Making 1000 tables is what reading and comparing them is measured against. */
async function schemaLines(): Promise<readonly Line[]> {
	const sql = wideSchema();
	const SqlJs = await initSqlJs();
	const raw = {
		prepare: () => new SqlJs.Database(),
		run: (database: InstanceType<typeof SqlJs.Database>) => void database.run(`BEGIN;${sql};COMMIT;`),
		finish: (database: InstanceType<typeof SqlJs.Database>) => database.close()
	};
	const database = await openDatabase('sqlite');
	await database.execute(`BEGIN;${sql};COMMIT;`);
	const schema = await inspectSchema(database);
	await database.execute('ALTER TABLE t500 ADD COLUMN extra TEXT');
	const later = await inspectSchema(database);
	const inspect = await inTurn(7, raw, {
		prepare: () => database,
		run: async (open) => void (await inspectSchema(open))
	});
	const compare = await inTurn(7, raw, {
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
 * Prints the table; `words[0]` or the variable `UPDOWN_KRATOS` may name the folder of kratos' migrations.
 * Returns the exit code: 1 where a figure does not hold.
 */
export async function runBenches(words: readonly string[]): Promise<number> {
	const kratos = words[0] ?? process.env.UPDOWN_KRATOS;
	const lines: Line[] = [await smallRun()];
	const large = kratos === undefined ? undefined : await largeRun(kratos);
	if (large) lines.push(large);
	lines.push(...(await schemaLines()));
	print(lines);
	if (!large) console.log('\nkratos is left out: name its folder of migrations to measure it.');
	return lines.every(({ holds }) => holds) ? 0 : 1;
}

function print(lines: readonly Line[]): void {
	const head = ['', 'engine', 'raw sql.js', 'ratio', 'limit', ''];
	const rows = lines.map(({ what, engine, raw, ratio, limit, holds }) => [
		what,
		`${engine.toFixed(0)} ms`,
		`${raw.toFixed(0)} ms`,
		`${ratio.toFixed(2)}×`,
		limit,
		holds ? 'holds' : 'DOES NOT HOLD'
	]);
	const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
	for (const row of [head, ...rows]) {
		console.log(
			row
				.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
				.join('  ')
		);
	}
}
