import type { Definition } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { bareName, namePartsOf, suffixed } from '../object-names.ts';
import type { ObjectKind } from './kind.ts';
import { rebuiltType, type TypeRebuild } from './rebuild-type.ts';
import {
	commented,
	dropping,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly types: readonly number[];
	readonly constructors: readonly number[];
	readonly name: string;
	readonly subtype: string;
	readonly opclass: string | null;
	readonly collation: string | null;
	readonly canonical: string | null;
	readonly difference: string | null;
	readonly multirange: string;
	readonly comment: string | null;
}

const query = `
	SELECT t.oid::int8 AS oid, format_type(t.oid, NULL) AS name, format_type(r.rngsubtype, NULL) AS subtype,
		ARRAY[t.oid::int8, t.typarray::int8, m.oid::int8, m.typarray::int8] AS types,
		ARRAY(SELECT d.objid::int8 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass
			AND d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid IN (t.oid, m.oid) AND d.deptype = 'i') AS constructors,
		CASE WHEN NOT o.opcdefault THEN CASE WHEN pg_opclass_is_visible(o.oid) THEN ''
			ELSE quote_ident(s.nspname) || '.' END || quote_ident(o.opcname) END AS opclass,
		CASE WHEN r.rngcollation <> u.typcollation THEN r.rngcollation::regcollation::text END AS collation,
		NULLIF(r.rngcanonical::oid::regproc::text, '-') AS canonical, NULLIF(r.rngsubdiff::oid::regproc::text, '-') AS difference,
		format_type(m.oid, NULL) AS multirange, obj_description(t.oid, 'pg_type') AS comment
	FROM pg_catalog.pg_range r
	JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
	JOIN pg_catalog.pg_type u ON u.oid = r.rngsubtype
	JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
	JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
	JOIN pg_catalog.pg_namespace s ON s.oid = o.opcnamespace
	JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_type', 't.oid')}`;

/** Types of ranges, each with the type of its multiranges. */
export const rangeTypes: ObjectKind<'rangeType'> = {
	kinds: ['rangeType'],
	rowsIn: "pg_type WHERE typtype = 'r'",

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const parts = [
				`subtype = ${row.subtype}`,
				row.opclass === null ? '' : `subtype_opclass = ${row.opclass}`,
				row.collation === null ? '' : `collation = ${row.collation}`,
				row.canonical === null ? '' : `canonical = ${row.canonical}`,
				row.difference === null ? '' : `subtype_diff = ${row.difference}`,
				`multirange_type_name = ${row.multirange}`
			].filter((part) => part !== '');
			const { subtype, opclass, collation, canonical, difference, multirange } = row;
			const object: Definition = {
				kind: 'rangeType',
				name: row.name,
				properties: given({
					subtype,
					opclass: opclass ?? undefined,
					collation: collation ?? undefined,
					canonical: canonical ?? undefined,
					difference: difference ?? undefined,
					multirange
				}),
				...commented(row.comment),
				sql: `CREATE TYPE ${row.name} AS RANGE (${parts.join(', ')})`
			};
			return {
				object,
				nodes: [...standsFor(object, 'pg_type', row.types), ...standsFor(object, 'pg_proc', row.constructors)]
			};
		});
	},

	create: (type) => [{ ...making(type), takes: [`relation ${type.name}`, `type ${type.name}`] }],
	drop: (type) => [
		{ ...dropping(type, `DROP TYPE ${type.name}`), frees: [`relation ${type.name}`, `type ${type.name}`] }
	],
	alter: (from, to) => (JSON.stringify(from.properties) === JSON.stringify(to.properties) ? [] : undefined),
	rebuild: (from, to, context) => rebuiltType(from, to, context, roomFor(from)),
	address: (type) => `TYPE ${type.name}`
};

/** A range type brings the type of its multiranges and functions along, whose names must be free as well. */
export function roomFor(type: Definition): Pick<TypeRebuild, 'room' | 'named'> {
	const [subtype = '', multirange = ''] = [text(type, 'subtype'), text(type, 'multirange')];
	const room = (aside: string) => {
		const [range, multi] = [bareName(aside), identifier(suffixed(namePartsOf(aside).name, '_multirange'))];
		return [
			`ALTER TYPE ${multirange} RENAME TO ${multi}`,
			`ALTER FUNCTION ${type.name}(${subtype}, ${subtype}) RENAME TO ${range}`,
			`ALTER FUNCTION ${type.name}(${subtype}, ${subtype}, text) RENAME TO ${range}`,
			`ALTER FUNCTION ${multirange}() RENAME TO ${multi}`
		];
	};
	return { room, named: type.needs ?? [] };
}
