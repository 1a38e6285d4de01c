import { objectKey } from '../../../schema/model.ts';
import { rankOf } from '../step.ts';
import type { ObjectKind } from './kind.ts';

/** Schemas; `public` is one like any other. */
export const schemas: ObjectKind<'schema'> = {
	kinds: ['schema'],

	async read(database) {
		const { rows } = await database.query(`
			SELECT n.oid::int8, quote_ident(n.nspname), obj_description(n.oid, 'pg_namespace')
			FROM pg_catalog.pg_namespace n
			WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
				AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
					WHERE d.classid = 'pg_catalog.pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')`);
		return rows.map(([oid, quoted, comment]) => {
			const name = String(quoted);
			const node = objectKey({ kind: 'schema', name });
			return {
				object: {
					kind: 'schema',
					name,
					properties: {},
					...(typeof comment === 'string' && { comment }),
					sql: `CREATE SCHEMA ${name}`
				},
				nodes: [{ catalog: 'pg_namespace', oid: Number(oid), node }]
			};
		});
	},

	create: (schema) => [{ sql: schema.sql, rank: rankOf.create, creates: [objectKey(schema)] }],
	drop: (schema) => [{ sql: `DROP SCHEMA ${schema.name}`, rank: rankOf.drop, drops: [objectKey(schema)] }],
	alter: () => [],
	address: (schema) => `SCHEMA ${schema.name}`
};
