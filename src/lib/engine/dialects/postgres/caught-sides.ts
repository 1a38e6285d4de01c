import { cameColumn } from './catch-reach.ts';
import { sameKey } from './catch-rows.ts';
import type { CaughtTable } from './catch-rows.ts';
import { identifier } from './identifier.ts';
import { printOf } from './row-match.ts';
import { keptColumn } from './row-source.ts';
import type { RowSource } from './row-source.ts';

/** Both sides of a table, without rows that are the same on both. */
export type CaughtSides = Readonly<Record<'before' | 'after', RowSource>>;

/** Both sides of a table of which so many rows were written, without the rows that nobody has written. */
export function caughtSides(table: CaughtTable, written: number): CaughtSides {
	return table.key.length > 0 ? byKey(table, written) : byValue(table);
}

/** Where more rows were written, the whole table is read to find them. */
const fewRows = 5000;

function byKey(table: CaughtTable, written: number): CaughtSides {
	const { caught, columns, key, from, place } = table;
	const now =
		written > fewRows
			? `(SELECT t.* FROM ${from} AS t JOIN ${caught} AS c ON ${sameKey(table)})`
			: // Looked for by their key, one by one: how many they are is not known to PostgreSQL.
				`(SELECT t.* FROM ${caught} AS c CROSS JOIN LATERAL (
					SELECT * FROM ${from} AS t WHERE ${sameKey(table)} OFFSET 0) AS t)`;
	return {
		before: {
			from: `(SELECT ${namesOf(table)} FROM ${caught} WHERE NOT ${cameColumn})`,
			columns: columns.map(keptColumn),
			key,
			place
		},
		after: { from: now, columns, key, place }
	};
}

/**
 * Of rows that hold the same, as many are lost as went more often than they came, the first that went, and as many are new as came
 * more often, the last that came: a number may have been written otherwise in between.
 */
function byValue(table: CaughtTable): CaughtSides {
	const { caught, key } = table;
	const columns = table.columns.map(keptColumn);
	const counted = `SELECT c.*, c.ctid AS updown_at,
			pg_catalog.row_number() OVER (PARTITION BY updown_print, ${cameColumn} ORDER BY c.ctid) AS updown_copy,
			count(*) FILTER (WHERE ${cameColumn}) OVER same AS updown_came_in_all,
			count(*) FILTER (WHERE NOT ${cameColumn}) OVER same AS updown_went_in_all
		FROM (SELECT *, ctid, ${printOf(columns)} AS updown_print FROM ${caught}) AS c
		WINDOW same AS (PARTITION BY updown_print)`;
	const side = (where: string): RowSource => ({
		from: `(SELECT ${namesOf(table)}, updown_at FROM (${counted}) AS s WHERE ${where})`,
		columns,
		key,
		place: ['updown_at']
	});
	return {
		before: side(`NOT ${cameColumn} AND updown_copy <= updown_went_in_all - updown_came_in_all`),
		after: side(`${cameColumn} AND updown_copy > updown_went_in_all`)
	};
}

function namesOf({ columns }: CaughtTable): string {
	return columns.map(({ name }) => identifier(name)).join(', ');
}
