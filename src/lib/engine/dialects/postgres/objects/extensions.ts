import { literal } from '../identifier.ts';
import type { ObjectKind } from './kind.ts';
import { changing, commented, dropping, given, making, records, standsFor, text } from './records.ts';
import { lastOfSystem } from '../system-oids.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly schema: string;
	readonly version: string;
	readonly usual: string | null;
	readonly relocatable: boolean;
	readonly comment: string | null;
	readonly brings: string | null;
}

// plpgsql is in every new database; what initdb has made has a small number.
const query = `
	SELECT e.oid::int8 AS oid, quote_ident(e.extname) AS name, quote_ident(n.nspname) AS schema, e.extversion AS version,
		a.default_version AS usual, e.extrelocatable AS relocatable,
		obj_description(e.oid, 'pg_extension') AS comment, a.comment AS brings
	FROM pg_catalog.pg_extension e
	JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
	LEFT JOIN pg_catalog.pg_available_extensions() a ON a.name = e.extname
	WHERE e.oid > ${lastOfSystem} AND e.extname !~ '^pg_updown '`;

/** Extensions. What belongs to one is nowhere in a schema. */
export const extensions: ObjectKind<'extension'> = {
	kinds: ['extension'],
	rowsIn: 'pg_extension',

	async read(database) {
		const found = await records<Row>(database, query);
		return found.map((row) => {
			const { name, schema, comment, brings } = row;
			const version = row.version === row.usual ? undefined : row.version;
			const place = schema === 'public' ? '' : ` WITH SCHEMA ${schema}`;
			const object = {
				kind: 'extension' as const,
				name,
				properties: given({
					schema,
					version,
					fixed: !row.relocatable,
					usualComment: comment === brings ? undefined : (brings ?? undefined)
				}),
				// The comment it brings along needs no words; one that was taken away is an empty one.
				...(comment === brings ? {} : commented(comment ?? '')),
				sql: `CREATE EXTENSION ${name}${place}${version === undefined ? '' : ` VERSION ${literal(version)}`}`
			};
			return { object, nodes: standsFor(object, 'pg_extension', [row.oid]) };
		});
	},

	create: (extension) => [making(extension)],
	drop: (extension) => [dropping(extension, `DROP EXTENSION ${extension.name}`)],

	alter(from, to) {
		const [schema, version] = [text(to, 'schema'), text(to, 'version')];
		const moves = text(from, 'schema') !== schema;
		if (moves && from.properties.fixed === true) return undefined;
		const statements: string[] = [];
		if (moves) statements.push(`ALTER EXTENSION ${to.name} SET SCHEMA ${schema ?? 'public'}`);
		if (text(from, 'version') !== version) {
			const goal = version === undefined ? '' : ` TO ${literal(version)}`;
			statements.push(`ALTER EXTENSION ${to.name} UPDATE${goal}`);
		}
		return statements.map((sql) => changing(from, to, sql));
	},

	usualComment: (extension) => text(extension, 'usualComment'),
	address: (extension) => `EXTENSION ${extension.name}`
};
