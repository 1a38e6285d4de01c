import type { Queryable } from '../../database.ts';
import { lastOfSystem } from './system-oids.ts';
import { writesOf } from './writes-of.ts';

/** What is written into these says nothing of the structure. */
const ofRows = ['pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_largeobject_metadata'];

/** What keeps PostgreSQL from counting, or may do so. */
const uncounted = 'track_counts|set_config|pg_settings';

/** A function may switch it off and on again, by its body or by what is set while it runs. */
const counted = `pg_catalog.current_setting('track_counts') = 'on'
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.oid > ${lastOfSystem}
		AND pg_catalog.concat(p.prosrc, p.proconfig) ~* '${uncounted}')`;

/** Whether what `sql` writes may not be counted. */
export function maySwitchCounts(sql: string): boolean {
	return new RegExp(uncounted, 'i').test(sql);
}

/** Marks moments between which nothing was written into the system catalogs. */
export class CatalogMarks {
	readonly #database: Queryable;
	/** The system catalogs that structure is made of, as an array of OIDs. */
	#catalogs: string | undefined;

	constructor(database: Queryable) {
		this.#database = database;
	}

	/**
	 * A text that is another one in every transaction, and within one after something was written into a system catalog, as
	 * PostgreSQL counts it: what is rolled back to a savepoint stays counted. It costs a fraction of reading them. Undefined where
	 * not everything may be counted.
	 */
	async now(): Promise<string | undefined> {
		this.#catalogs ??= await catalogsIn(this.#database);
		const { rows } = await this.#database.query(
			`SELECT pg_catalog.pg_current_xact_id()::text, pg_catalog.sum(${writesOf('oid')})::text,
				${counted} FROM pg_catalog.unnest('${this.#catalogs}'::oid[]) AS oid`
		);
		const [transaction, sum, isCounted] = rows[0] ?? [];
		return isCounted === true ? `${String(transaction)} ${String(sum)}` : undefined;
	}
}

async function catalogsIn(database: Queryable): Promise<string> {
	const { rows } = await database.query(
		`SELECT pg_catalog.array_agg(oid)::text FROM pg_catalog.pg_class WHERE oid <= ${lastOfSystem} AND relkind = 'r'
			AND relname NOT IN (${ofRows.map((name) => `'${name}'`).join(', ')})`
	);
	return String(rows[0]?.[0]);
}
