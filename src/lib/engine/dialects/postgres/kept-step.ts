import type { Database } from '../../database.ts';
import type { StepRows } from '../../rows/row-watch.ts';
import { tableFates } from '../../rows/table-fates.ts';
import type { TableFates, TableNames } from '../../rows/table-fates.ts';
import type { ValueMarks } from '../../rows/value-marks.ts';
import { renamesOf } from '../../schema/rename-kinds.ts';
import type { SchemaStep } from '../../schema/schema-step.ts';
import { nothingSeen } from '../../schema/schema-step.ts';
import { relationsIn, type Relation } from './kept-reach.ts';
import { dropKept, keptRows, keptSchema } from './kept-rows.ts';
import { tableMarks } from './table-marks.ts';

/** The id under which the rows from before a step are kept where nobody else has kept them. */
const own = 'step';

/** What is known before a step: under which id somebody has kept the rows, and what was lost before. */
export interface Keeping {
	readonly kept: string | undefined;
	readonly lost: readonly ValueMarks[] | undefined;
}

/**
 * Keeps the rows that `sql` may touch, and afterwards compares only those tables that PostgreSQL's own counters, files and columns
 * say were touched.
 */
export async function keptStep(database: Database, sql: string, { kept, lost }: Keeping): Promise<StepRows> {
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
			return tableFates(sides, await touched(database, id));
		},
		async end() {
			if (kept === undefined) await dropKept(database, own);
		}
	};
}

/** The tables that are not what they were when the rows were kept; what a materialized view holds is nobody's to lose. */
async function touched(database: Database, id: string): Promise<TableNames> {
	await database.query('SELECT pg_catalog.pg_stat_force_next_flush()');
	const { rows } = await database.query(
		`SELECT oid, name, kind, root, mark FROM ${keptSchema(id)}.tables WHERE kind IN ('r', 'p') ORDER BY oid`
	);
	const then = new Map(
		rows.map(([oid, name, kind, root, mark]) => [
			Number(oid),
			{
				oid: Number(oid),
				name: String(name),
				kind: String(kind),
				...(root !== null && { root: Number(root) }),
				mark
			}
		])
	);
	const marks = await tableMarks(database);
	const now = (await relationsIn(database)).filter(({ kind }) => ['r', 'p'].includes(kind));
	const changed = now.filter(({ oid, name }) => {
		const before = then.get(oid);
		return before?.mark !== marks.get(oid)?.mark || before?.name !== name;
	});
	const tells = rowTellers(then, now);
	const there = new Set(now.map(({ oid }) => oid));
	const gone = [...then.values()].filter(({ oid }) => !there.has(oid));
	const before = [...changed.flatMap(({ oid }) => then.get(oid) ?? []), ...gone];
	const namesOf = (tables: readonly Part[]) => new Set(tables.filter(tells).map(({ name }) => name));
	return { before: namesOf(before), after: namesOf(changed) };
}

type Part = Pick<Relation, 'oid' | 'name' | 'kind' | 'root'>;

/**
 * Whether a table tells of its rows. Those of a partition are those of the whole table, which tells of them once; but where a
 * partition came to it or left it with its rows, each of its partitions tells of its own.
 */
function rowTellers(then: ReadonlyMap<number, Part>, now: readonly Part[]): (table: Part) => boolean {
	const parted = new Set(
		now.flatMap(({ oid, root }) => {
			const before = then.get(oid);
			return before && before.root !== root ? [before.root, root] : [];
		})
	);
	return ({ oid, kind, root }) => (root === undefined ? !parted.has(oid) : kind !== 'p' && parted.has(root));
}
