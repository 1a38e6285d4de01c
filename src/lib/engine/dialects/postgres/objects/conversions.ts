import { literal } from '../identifier.ts';
import type { Definition } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import {
	commented,
	dropping,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	qualified,
	records,
	standsFor
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly isDefault: boolean;
	readonly source: string;
	readonly target: string;
	readonly function: string;
	readonly comment: string | null;
}

const query = `
	SELECT c.oid::int8 AS oid, ${qualified('c.conname')} AS name, c.condefault AS "isDefault",
		pg_encoding_to_char(c.conforencoding) AS source, pg_encoding_to_char(c.contoencoding) AS target,
		c.conproc::regproc::text AS "function", obj_description(c.oid, 'pg_conversion') AS comment
	FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_conversion', 'c.oid')}`;

/** Conversions between encodings. */
export const conversions: ObjectKind<'conversion'> = {
	kinds: ['conversion'],
	rowsIn: 'pg_conversion',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const { name, isDefault, source, target, comment } = row;
			const ends = `FOR ${literal(source)} TO ${literal(target)} FROM ${row.function}`;
			const object: Definition = {
				kind: 'conversion',
				name,
				properties: given({ isDefault, source, target, function: row.function }),
				...commented(comment),
				sql: `CREATE ${isDefault ? 'DEFAULT ' : ''}CONVERSION ${name} ${ends}`
			};
			return { object, nodes: standsFor(object, 'pg_conversion', [row.oid]) };
		});
	},

	create: (conversion) => [making(conversion)],
	drop: (conversion) => [dropping(conversion, `DROP CONVERSION ${conversion.name}`)],
	alter: () => undefined,
	address: (conversion) => `CONVERSION ${conversion.name}`
};
