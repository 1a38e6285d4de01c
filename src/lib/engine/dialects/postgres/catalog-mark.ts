import type { Queryable } from '../../database.ts';
import { lastOfSystem } from './system-oids.ts';

/** What is written into these says nothing of the structure. */
const ofRows = ['pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_largeobject_metadata'];

const written = ['inserted', 'updated', 'deleted']
	.map((done) => `pg_catalog.pg_stat_get_xact_tuples_${done}(oid)`)
	.join(' + ');

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
	async now(): Promise<string | undefined> {
		this.#catalogs ??= await catalogsIn(this.#database);
		const { rows } = await this.#database.query(
			`SELECT pg_catalog.pg_current_xact_id()::text, pg_catalog.sum(${written})::text,
				pg_catalog.current_setting('track_counts') FROM pg_catalog.unnest('${this.#catalogs}'::oid[]) AS oid`
		);
		const [transaction, sum, counts] = rows[0] ?? [];
		return counts === 'on' ? `${String(transaction)} ${String(sum)}` : undefined;
	}
}

async function catalogsIn(database: Queryable): Promise<string> {
	const { rows } = await database.query(
		`SELECT pg_catalog.array_agg(oid)::text FROM pg_catalog.pg_class WHERE oid <= ${lastOfSystem} AND relkind = 'r'
			AND relname NOT IN (${ofRows.map((name) => `'${name}'`).join(', ')})`
	);
	return String(rows[0]?.[0]);
}
