import { identifier, literal } from '../identifier.ts';
import type { Definition } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import { rebuiltType } from './rebuild-type.ts';
import {
	commented,
	dropping,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly provider: string;
	readonly collate: string | null;
	readonly ctype: string | null;
	readonly locale: string | null;
	readonly rules: string | null;
	readonly deterministic: boolean;
	/** Whether it does for texts in any encoding, as only a copy of one of the system's does. */
	readonly anyEncoding: boolean;
	readonly comment: string | null;
}

const query = `
	SELECT c.oid::int8 AS oid, c.oid::regcollation::text AS name,
		CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin' ELSE 'default' END AS provider,
		c.collcollate AS collate, c.collctype AS ctype,
		COALESCE(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') AS locale,
		to_jsonb(c) ->> 'collicurules' AS rules,
		c.collisdeterministic AS deterministic, c.collprovider = 'c' AND c.collencoding = -1 AS "anyEncoding", obj_description(c.oid, 'pg_collation') AS comment
	FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_collation', 'c.oid')}`;

/** Orders of text. */
export const collations: ObjectKind<'collation'> = {
	kinds: ['collation'],
	rowsIn: 'pg_collation',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const locale = row.locale ?? (row.collate === row.ctype ? row.collate : null);
			const parts = [
				`provider = ${identifier(row.provider)}`,
				...(locale === null
					? [`lc_collate = ${literal(row.collate ?? '')}`, `lc_ctype = ${literal(row.ctype ?? '')}`]
					: [`locale = ${literal(locale)}`]),
				...(row.rules === null ? [] : [`rules = ${literal(row.rules)}`]),
				...(row.deterministic ? [] : ['deterministic = false'])
			];
			const isCopy = row.anyEncoding && (locale === 'C' || locale === 'POSIX');
			const definition = isCopy ? `FROM pg_catalog.${identifier(locale)}` : `(${parts.join(', ')})`;
			const object: Definition = {
				kind: 'collation',
				name: row.name,
				properties: given({ definition }),
				...commented(row.comment),
				sql: `CREATE COLLATION ${row.name} ${definition}`
			};
			return { object, nodes: standsFor(object, 'pg_collation', [row.oid]) };
		});
	},

	create: (collation) => [making(collation)],
	drop: (collation) => [dropping(collation, `DROP COLLATION ${collation.name}`)],
	alter: () => undefined,
	rebuild: rebuiltType,
	address: (collation) => `COLLATION ${collation.name}`
};
