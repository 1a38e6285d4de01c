import { DatabaseError } from '../database.ts';
import type { Database } from '../database.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Direction, Migration, RevisionGraph } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { prepareSection, refusalOf } from './prepared-section.ts';

/** A statement of a folder that another database refuses. */
export interface Refusal {
	readonly revision: string;
	readonly direction: Direction;
	/** The statement as it stands in the file. */
	readonly sql: string;
	/** Which statement, where, what it means and what to do. */
	readonly problem: Problem;
	/** Set where it is refused only because of an earlier refusal: what it needs was never made. */
	readonly follows: boolean;
}

/** What came of trying a folder on a database it was not written for. */
export interface CarryOver {
	/** Statements tried, in both directions. */
	readonly tried: number;
	readonly refusals: readonly Refusal[];
}

/**
 * Tries every statement of a folder that was written for `source` on `database`, which must be empty and is spent afterwards: all
 * ups in order, then all downs back. Each statement stands alone, so one that is refused does not hide those after it.
 */
export async function carryOver(
	graph: RevisionGraph,
	source: Dialect,
	database: Database
): Promise<CarryOver> {
	const order = graph.migrations;
	const refusals: Refusal[] = [];
	let tried = 0;
	const missing = new Set<string>();
	const tryAll = async (migration: Migration, direction: Direction) => {
		const section = direction === 'upgrade' ? migration.up : migration.down;
		if (!section) return;
		// Where a statement ends is said by the database it was written for: the other one may not know its quotes.
		const prepared = prepareSection(source, migration, direction, section);
		for (const { sql, start, end } of prepared.statements()) {
			tried++;
			try {
				await database.execute(sql);
			} catch (error) {
				if (!(error instanceof DatabaseError)) throw error;
				const { at, ...failure } = error.failure;
				const placed = { ...failure, sql, start, end, ...(at !== undefined && { at: at + start }) };
				refusals.push({
					revision: migration.revision,
					direction,
					sql,
					problem: refusalOf(prepared, database.dialect, placed),
					follows: [...missing].some((name) => mentions(sql, name))
				});
				const made = nameMade(sql);
				if (made !== undefined) missing.add(made);
			}
		}
	};
	for (const migration of order) await tryAll(migration, 'upgrade');
	for (const migration of order.toReversed()) await tryAll(migration, 'downgrade');
	return { tried, refusals };
}

const creation =
	/^\s*create\s+(?:or\s+replace\s+)?(?:unique\s+|temp\s+|temporary\s+|unlogged\s+|materialized\s+)*(?:constraint\s+)?(?:table|view|type|domain|sequence|function|procedure|aggregate|index|schema|trigger)\s+(?:if\s+not\s+exists\s+)?(?:[\w$]+\.)?["`[]?([\w$]+)/i;

/** The name that a CREATE would have made, in lower case. */
function nameMade(sql: string): string | undefined {
	return creation.exec(sql)?.[1]?.toLowerCase();
}

function mentions(sql: string, name: string): boolean {
	return sql
		.toLowerCase()
		.split(/[^\w$]+/)
		.includes(name);
}
