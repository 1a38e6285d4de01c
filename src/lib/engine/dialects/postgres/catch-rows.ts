import type { Database } from '../../database.ts';
import { cameColumn, catchingTrigger } from './catch-reach.ts';
import type { CatchableTable, WritingVerb } from './catch-reach.ts';
import { identifier, literal } from './identifier.ts';
import { keptColumn, plainCell } from './row-source.ts';
import type { RowSource } from './row-source.ts';

/** When so many bytes of a table are caught, nothing more is: they lie in memory. */
export const mostCaught = 256 * 1024 * 1024;

/** A table whose rows are caught. */
export interface CaughtTable extends CatchableTable {
	/** What was caught: for every key that was written, the row that was there before, or that there was none. */
	readonly caught: string;
	/** How many bytes of it are caught at most, but for the rows of one statement. */
	readonly most: number;
}

/** Where what is caught of a table goes, by which key it is found, and what the function of its triggers is called. */
function placesOf({ oid }: CatchableTable): Readonly<Record<'caught' | 'index' | 'catches', string>> {
	const place = (what: string) => `pg_temp.updown_${what}_${oid}`;
	return { caught: place('caught'), index: place('key'), catches: place('catch') };
}

/**
 * Has every row caught that is written from now on, as it was before. Must be called in the transaction in which they are
 * written, and `stopCatching` before it ends. A row that is written more than once is caught the first time.
 */
export async function startCatching(
	database: Database,
	tables: readonly CatchableTable[],
	most = mostCaught
): Promise<readonly CaughtTable[]> {
	for (const table of tables) {
		const { caught, catches } = placesOf(table);
		const cells = keptCells(table, '');
		await database.query(
			`CREATE TEMP TABLE ${bare(caught)} AS SELECT false AS ${cameColumn}, ${cells} FROM ${table.from} WITH NO DATA`
		);
		await database.query(
			`CREATE FUNCTION ${catches}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS ${literal(catching(table, most))}`
		);
		for (const verb of table.verbs) {
			await database.query(
				`CREATE TRIGGER ${catchingTrigger}_${verb.toLowerCase()} AFTER ${verb} ON ${table.from}
				REFERENCING ${seenBy[verb]} FOR EACH STATEMENT EXECUTE FUNCTION ${catches}()`
			);
		}
	}
	return tables.map((table) => ({ ...table, caught: placesOf(table).caught, most }));
}

/** The cells of a row as they are kept, under the names of their columns. */
function keptCells({ columns }: CatchableTable, alias: string): string {
	const cells = columns.map((column) => {
		const name = identifier(column.name);
		return `${plainCell(column, `${alias}${name}`)} AS ${name}`;
	});
	return cells.join(', ');
}

/**
 * What the triggers do: what was caught first stays, and rows that went come before the new ones, as a key may have changed its
 * row. The first statement writes each key at most once, so that nothing has to be looked up; for another there is an index.
 * Where a statement writes no row, the next is the first: it must not find a plan that was made for none.
 */
function catching(table: CatchableTable, most: number): string {
	const { caught, index } = placesOf(table);
	const key = table.key.map(identifier);
	const columns = table.columns.map(({ name }) => identifier(name)).join(', ');
	const went = `INSERT INTO ${caught} (${cameColumn}, ${columns})
		SELECT false, ${keptCells(table, 'o.')} FROM updown_old AS o`;
	const came = (where: string) => `INSERT INTO ${caught} (${cameColumn}, ${key.join(', ')})
		SELECT true, ${key.map((name) => `c.${name}`).join(', ')} FROM updown_new AS c ${where}`;
	const isOp = (verb: WritingVerb) => `TG_OP OPERATOR(pg_catalog.=) '${verb}'`;
	return `BEGIN
		IF ${isFull(caught, most)} THEN RETURN NULL; END IF;
		IF NOT EXISTS (SELECT FROM ${caught}) THEN
			IF NOT ${isOp('INSERT')} THEN ${went}; END IF;
			IF ${isOp('INSERT')} THEN ${came('')}; END IF;
			IF ${isOp('UPDATE')} THEN
				IF NOT EXISTS (SELECT FROM updown_new) THEN RETURN NULL; END IF;
				${came(`WHERE NOT EXISTS (SELECT FROM updown_old AS t WHERE ${sameKey(table.key)})`)};
			END IF;
		ELSE
			IF pg_catalog.to_regclass('${index}') IS NULL THEN
				CREATE UNIQUE INDEX ${bare(index)} ON ${caught} (${key.join(', ')});
			END IF;
			IF NOT ${isOp('INSERT')} THEN ${went} ON CONFLICT DO NOTHING; END IF;
			IF NOT ${isOp('DELETE')} THEN ${came('')} ON CONFLICT DO NOTHING; END IF;
		END IF;
		RETURN NULL;
	END`;
}

/** A condition that rows may have been written which were not caught any more. */
export function isFull(caught: string, most: number): string {
	return `pg_catalog.pg_table_size('${caught}') OPERATOR(pg_catalog.>) ${most}`;
}

/** What a trigger may ask for. */
const seenBy: Readonly<Record<WritingVerb, string>> = {
	INSERT: 'NEW TABLE AS updown_new',
	UPDATE: 'OLD TABLE AS updown_old NEW TABLE AS updown_new',
	DELETE: 'OLD TABLE AS updown_old'
};

function bare(name: string): string {
	return name.slice(name.indexOf('.') + 1);
}

/** Leaves no trace of what was caught and of how. */
export async function stopCatching(database: Database, tables: readonly CatchableTable[]): Promise<void> {
	for (const { caught, catches } of tables.map(placesOf)) {
		await database.query(`DROP FUNCTION ${catches}() CASCADE`);
		await database.query(`DROP TABLE ${caught}`);
	}
}

/** Both sides of a table, without the rows that nobody has written. */
export function caughtSides(
	table: CaughtTable,
	written: number
): Readonly<Record<'before' | 'after', RowSource>> {
	const { caught, columns, key, from, place } = table;
	const names = columns.map(({ name }) => identifier(name)).join(', ');
	return {
		before: {
			from: `(SELECT ${names} FROM ${caught} WHERE NOT ${cameColumn})`,
			columns: columns.map(keptColumn),
			key,
			place
		},
		after: {
			from:
				written > fewRows
					? `(SELECT t.* FROM ${from} AS t JOIN ${caught} AS c ON ${sameKey(key)})`
					: // Looked for by their key, one by one: how many they are is not known to PostgreSQL.
						`(SELECT t.* FROM ${caught} AS c CROSS JOIN LATERAL (
							SELECT * FROM ${from} AS t WHERE ${sameKey(key)} OFFSET 0) AS t)`,
			columns,
			key,
			place
		}
	};
}

/** Where more rows were written, the whole table is read to find them. */
const fewRows = 5000;

/**
 * Both sides of the first `count` rows of a table of which none is changed and none is lost: what was not there before is only
 * on one of them.
 */
export function firstSides(
	table: CaughtTable,
	count: number
): Readonly<Record<'before' | 'after', RowSource>> {
	const { caught, columns, key, from, place } = table;
	const order = key.map(identifier).join(', ');
	const first = `(SELECT * FROM ${from} ORDER BY ${order} LIMIT ${count})`;
	return {
		before: {
			from: `(SELECT ${keptCells(table, 't.')} FROM ${first} AS t
				WHERE NOT EXISTS (SELECT FROM ${caught} AS c WHERE c.${cameColumn} AND ${sameKey(key)}))`,
			columns: columns.map(keptColumn),
			key,
			place
		},
		after: { from: first, columns, key, place }
	};
}

function sameKey(key: readonly string[]): string {
	return key.map((name) => `t.${identifier(name)} = c.${identifier(name)}`).join(' AND ');
}
