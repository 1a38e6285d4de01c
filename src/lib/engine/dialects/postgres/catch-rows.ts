import type { Database } from '../../database.ts';
import { cameColumn, catchingTrigger } from './catch-reach.ts';
import type { CatchableTable, WritingVerb } from './catch-reach.ts';
import { identifier, literal } from './identifier.ts';
import { keptCells } from './row-source.ts';

/** When so many bytes of a table are caught, nothing more is: they lie in memory. */
export const mostCaught = 256 * 1024 * 1024;

/** A table whose rows are caught. */
export interface CaughtTable extends CatchableTable {
	/**
	 * What was caught: for every key that was written, the row that was there before, or that there was none; without a key every
	 * row that went, and every one that came.
	 */
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
	const caughtTables = tables.map((table) => ({ ...table, caught: placesOf(table).caught, most }));
	for (const table of caughtTables) {
		const { caught, catches } = placesOf(table);
		const cells = keptCells(table.columns);
		await database.query(
			`CREATE TEMP TABLE ${bare(caught)} AS SELECT false AS ${cameColumn}, ${cells} FROM ${table.from} WITH NO DATA`
		);
		await database.query(
			`CREATE FUNCTION ${catches}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS ${literal(catching(table))}`
		);
		for (const verb of table.verbs) {
			await database.query(
				`CREATE TRIGGER ${catchingTrigger}_${verb.toLowerCase()} AFTER ${verb} ON ${table.from}
				REFERENCING ${seenBy[verb]} FOR EACH STATEMENT EXECUTE FUNCTION ${catches}()`
			);
		}
	}
	return caughtTables;
}

/** What the triggers do. */
function catching(table: CaughtTable): string {
	const noting = table.key.length > 0 ? notingByKey(table) : notingAll(table);
	if (table.once) return `BEGIN ${noting.first} RETURN NULL; END`;
	return `BEGIN
		IF NOT EXISTS (SELECT FROM ${table.caught}) THEN
			${noting.first}
		ELSIF NOT ${isFull(table)} THEN
			${noting.later}
		END IF;
		RETURN NULL;
	END`;
}

/** A condition that rows may have been written which were not caught any more. */
export function isFull({ caught, most }: CaughtTable): string {
	return `(pg_catalog.pg_table_size('${caught}') OPERATOR(pg_catalog.>) ${most})`;
}

const isOp = (verb: WritingVerb) => `TG_OP OPERATOR(pg_catalog.=) '${verb}'`;

/** How rows are noted while nothing is caught, and afterwards. */
type Noting = Readonly<Record<'first' | 'later', string>>;

/** Where nothing says which row is which, all that came and went. */
function notingAll(table: CatchableTable): Noting {
	const { caught } = placesOf(table);
	const columns = table.columns.map(({ name }) => identifier(name)).join(', ');
	const noted = (came: boolean, rows: string) => `INSERT INTO ${caught} (${cameColumn}, ${columns})
		SELECT ${came}, ${keptCells(table.columns, 'o.')} FROM ${rows} AS o;`;
	const all = `IF NOT ${isOp('INSERT')} THEN ${noted(false, 'updown_old')} END IF;
		IF NOT ${isOp('DELETE')} THEN ${noted(true, 'updown_new')} END IF;`;
	return { first: all, later: all };
}

/**
 * By their key: what was caught first stays, and rows that went come before the new ones, as a key may have changed its
 * row. The first statement writes each key at most once, so that nothing has to be looked up; for another there is an index.
 * Where a statement writes no row, the next is the first: it must not find a plan that was made for none.
 */
function notingByKey(table: CatchableTable): Noting {
	const { caught, index } = placesOf(table);
	const key = table.key.map(identifier);
	const columns = table.columns.map(({ name }) => identifier(name)).join(', ');
	const went = `INSERT INTO ${caught} (${cameColumn}, ${columns})
		SELECT false, ${keptCells(table.columns, 'o.')} FROM updown_old AS o`;
	const came = (where: string) => `INSERT INTO ${caught} (${cameColumn}, ${key.join(', ')})
		SELECT true, ${key.map((name) => `c.${name}`).join(', ')} FROM updown_new AS c ${where}`;
	const underOtherKeys = `IF FOUND AND ${isOp('UPDATE')} THEN
			${came(`WHERE NOT EXISTS (SELECT FROM updown_old AS t WHERE ${sameKey(table)})`)};
		END IF;`;
	return {
		first: `IF ${isOp('INSERT')} THEN
			${came('')};
		ELSE
			${went};
			${table.keysStay ? '' : underOtherKeys}
		END IF;`,
		later: `IF pg_catalog.to_regclass('${index}') IS NULL THEN
			CREATE UNIQUE INDEX ${bare(index)} ON ${caught} (${key.join(', ')});
		END IF;
		IF NOT ${isOp('INSERT')} THEN ${went} ON CONFLICT DO NOTHING; END IF;
		IF NOT ${isOp('DELETE')} THEN ${came('')} ON CONFLICT DO NOTHING; END IF;`
	};
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

/** That `t` and `c` have the same key. */
export function sameKey({ key }: CatchableTable): string {
	return key.map((name) => `t.${identifier(name)} = c.${identifier(name)}`).join(' AND ');
}
