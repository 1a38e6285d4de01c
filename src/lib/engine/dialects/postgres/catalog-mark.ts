import type { Queryable } from '../../database.ts';
import { lastOfSystem } from './system-oids.ts';
import { writesOf } from './writes-of.ts';

/** What is written into these says nothing of the structure. */
const ofRows = ['pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_largeobject_metadata'];

/** What keeps PostgreSQL from counting, or may do so. */
const uncounted = 'track_counts|set_config|pg_settings';

const counts = `pg_catalog.current_setting('track_counts') = 'on'`;

/** A function may switch it off and on again, by its body or by what is set while it runs. */
const staysCounting = `${counts} AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc p
	WHERE p.oid > ${lastOfSystem} AND pg_catalog.concat(p.prosrc, p.proconfig) ~* '${uncounted}')`;

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
	 * nothing is counted.
	 */
	now(): Promise<string | undefined> {
		return this.#where(counts);
	}

	/** The same before `sql` runs; undefined also where something may be written by it and not be counted. */
	async before(sql: string): Promise<string | undefined> {
		return new RegExp(uncounted, 'i').test(sql) ? undefined : this.#where(staysCounting);
	}

	async #where(condition: string): Promise<string | undefined> {
		this.#catalogs ??= await catalogsIn(this.#database);
		const { rows } = await this.#database.query(
			`SELECT pg_catalog.pg_current_xact_id()::text, pg_catalog.sum(${writesOf('oid')})::text, ${condition}
				FROM pg_catalog.unnest('${this.#catalogs}'::oid[]) AS oid`
		);
		const [transaction, sum, holds] = rows[0] ?? [];
		return holds === true ? `${String(transaction)} ${String(sum)}` : undefined;
	}
}

async function catalogsIn(database: Queryable): Promise<string> {
	const { rows } = await database.query(
		`SELECT pg_catalog.array_agg(oid)::text FROM pg_catalog.pg_class WHERE oid <= ${lastOfSystem} AND relkind = 'r'
			AND relname NOT IN (${ofRows.map((name) => `'${name}'`).join(', ')})`
	);
	return String(rows[0]?.[0]);
}
