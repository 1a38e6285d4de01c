import type { Database, Queryable } from '../../database.ts';
import { objectKey, type Schema } from '../../schema/model.ts';
import { diffSchemas } from '../../schema/patch.ts';
import type { Inspector, SchemaObserver } from '../dialect.ts';
import { withCastNeeds } from './cast-needs.ts';
import { CatalogMarks } from './catalog-mark.ts';
import { objectKinds } from './objects/index.ts';
import type { ObjectKind, ReadObject } from './objects/kind.ts';
import { planningOnce } from './planning-once.ts';
import { withNeeds } from './read-needs.ts';
import { withSettings } from './with-settings.ts';
import { lastOfSystem } from './system-oids.ts';

/** Reads the structure from PostgreSQL's system catalogs. */
export const inspector: Inspector = { inspect, observe };

async function inspect(database: Queryable): Promise<Schema> {
	// Names are printed one way whatever the session has set: bare in `public`, with their schema elsewhere.
	return withSettings(database, { search_path: 'public, pg_temp' }, async () => {
		const read: ReadObject[] = [];
		for (const kind of await presentKinds(database)) read.push(...(await kind.read(database)));
		const objects = withCastNeeds(await withNeeds(database, read));
		return { objects: objects.toSorted((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1)) };
	});
}

/** The kinds of which there may be objects: most databases have few of them, and each that is read costs its time. */
async function presentKinds(database: Queryable): Promise<readonly ObjectKind[]> {
	const conditions = objectKinds.map(({ rowsIn }) => {
		if (rowsIn === undefined) return 'true';
		const where = rowsIn.includes(' WHERE ') ? 'AND' : 'WHERE';
		return `EXISTS (SELECT FROM pg_catalog.${rowsIn} ${where} oid > ${lastOfSystem})`;
	});
	const { rows } = await database.query(`SELECT ${conditions.join(',\n\t')}`);
	return objectKinds.filter((_, at) => rows[0]?.[at] === true);
}

async function observe(database: Database, known?: Schema): Promise<SchemaObserver> {
	let schema = known ?? (await inspect(await planningOnce(database)));
	const marks = new CatalogMarks(database);
	/** When the structure was `schema`, where that is known. */
	let mark: string | undefined;
	return {
		get schema() {
			return schema;
		},
		async expectChanges(sql) {
			mark = await marks.before(sql);
		},
		async look() {
			const expected = mark;
			mark = undefined;
			if (expected !== undefined && expected === (await marks.now())) return { set: [], unset: [] };
			const now = await inspect(await planningOnce(database));
			const patch = diffSchemas(schema, now);
			schema = now;
			return patch;
		}
	};
}
