import type { Definition } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import { commented, dropping, making, ofNoExtension, records, standsFor } from './records.ts';
import { lastOfSystem } from '../system-oids.ts';

interface Row {
	readonly oid: number;
	readonly source: string;
	readonly target: string;
	readonly how: string;
	readonly context: string;
	readonly comment: string | null;
}

const query = `
	SELECT c.oid::int8 AS oid, format_type(c.castsource, NULL) AS source, format_type(c.casttarget, NULL) AS target,
		CASE c.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'
			ELSE 'WITH FUNCTION ' || c.castfunc::regprocedure::text END AS how,
		CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END AS context,
		obj_description(c.oid, 'pg_cast') AS comment
	FROM pg_catalog.pg_cast c
	WHERE c.oid > ${lastOfSystem} AND ${ofNoExtension('pg_cast', 'c.oid')}
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
			WHERE d.classid = 'pg_catalog.pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')`;

/** Casts from one type to another. */
export const casts: ObjectKind<'cast'> = {
	kinds: ['cast'],
	rowsIn: 'pg_cast',

	async read(database) {
		return (await records<Row>(database, query)).map(({ oid, source, target, how, context, comment }) => {
			const name = `${source} AS ${target}`;
			const object: Definition = {
				kind: 'cast',
				name,
				properties: { how, context },
				...commented(comment),
				sql: `CREATE CAST (${name}) ${how}${context}`
			};
			return { object, nodes: standsFor(object, 'pg_cast', [oid]) };
		});
	},

	create: (cast) => [making(cast)],
	drop: (cast) => [dropping(cast, `DROP CAST (${cast.name})`)],
	alter: () => undefined,
	address: (cast) => `CAST (${cast.name})`
};
