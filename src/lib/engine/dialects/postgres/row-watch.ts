import type { Database } from '../../database.ts';
import type { RowWatch, StepAhead, StepRows, WatchOptions } from '../../rows/row-watch.ts';
import { tableFates, wentMarks } from '../../rows/table-fates.ts';
import type { TableFates, TableNames } from '../../rows/table-fates.ts';
import type { ValueMarks } from '../../rows/value-marks.ts';
import { renamesOf } from '../../schema/renames-of.ts';
import type { SchemaStep } from '../../schema/schema-step.ts';
import { nothingSeen } from '../../schema/schema-step.ts';
import { relationsIn } from './kept-reach.ts';
import { dropKept, keptRows, keptSchema } from './kept-rows.ts';
import { tableMarks } from './table-marks.ts';

/** The id under which the rows from before a step are kept where nobody else has kept them. */
const own = 'step';

/**
 * Sees what steps do to rows: before each, the rows that it may touch are kept in the database, and afterwards only those
 * tables are compared that PostgreSQL's own counters, files and columns say were touched.
 */
export function watchRows(database: Database, { kept, lost }: WatchOptions): Promise<RowWatch> {
	// What a step of this run loses, one of its later steps may bring back.
	const all = lost && [...lost];
	return Promise.resolve({
		begin: (step) => begin(database, step, { kept: kept?.(), lost: all }),
		end: () => Promise.resolve()
	});
}

async function begin(
	database: Database,
	{ sql }: StepAhead,
	{ kept, lost }: { readonly kept: string | undefined; readonly lost: ValueMarks[] | undefined }
): Promise<StepRows> {
	if (kept === undefined) await keptRows.keep(database, own, sql);
	const id = kept ?? own;
	let seen = nothingSeen;
	return {
		seal(step: SchemaStep) {
			seen = step;
			return Promise.resolve();
		},
		async fates(): Promise<readonly TableFates[]> {
			const renames = renamesOf(seen.changes);
			const sides = { after: database, kept: id, renames, ...(lost && { lost }) };
			const found = await tableFates(sides, await touched(database, id));
			lost?.push(...wentMarks(found));
			return found;
		},
		async end() {
			if (kept === undefined) await dropKept(database, own);
		}
	};
}

/** The tables that are not what they were when the rows were kept. */
async function touched(database: Database, id: string): Promise<TableNames> {
	await database.query('SELECT pg_catalog.pg_stat_force_next_flush()');
	const { rows } = await database.query(
		`SELECT oid, name, mark FROM ${keptSchema(id)}.tables WHERE kind IN ('r', 'p', 'm') ORDER BY oid`
	);
	const then = new Map(rows.map(([oid, name, mark]) => [Number(oid), { name: String(name), mark }]));
	const marks = await tableMarks(database);
	const now = (await relationsIn(database)).filter(({ kind }) => ['r', 'p', 'm'].includes(kind));
	const changed = now.filter(({ oid, name }) => {
		const before = then.get(oid);
		return before?.mark !== marks.get(oid)?.mark || before?.name !== name;
	});
	const there = new Set(now.map(({ oid }) => oid));
	const before = new Set(changed.flatMap(({ oid }) => then.get(oid)?.name ?? []));
	for (const [oid, { name }] of then) if (!there.has(oid)) before.add(name);
	return { before, after: new Set(changed.map(({ name }) => name)) };
}
