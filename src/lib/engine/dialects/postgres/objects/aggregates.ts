import { objectKey, type Definition } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
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
	readonly name: string;
	readonly called: string;
	readonly arguments: string;
	readonly result: string;
	readonly parts: Readonly<Record<string, string | null>>;
	readonly hypothetical: boolean;
	readonly finalExtra: boolean;
	readonly movingFinalExtra: boolean;
	readonly comment: string | null;
}

/** Each part of CREATE AGGREGATE by its word; null is the default. */
const query = `
	SELECT p.oid::int8 AS oid, p.oid::regprocedure::text AS name,
		CASE n.nspname WHEN 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(p.proname) AS called,
		COALESCE(NULLIF(pg_get_function_arguments(p.oid), ''), '*') AS arguments, pg_get_function_result(p.oid) AS result,
		json_build_object(
			'sfunc', a.aggtransfn::regproc, 'stype', format_type(a.aggtranstype, NULL), 'sspace', NULLIF(a.aggtransspace, 0),
			'finalfunc', NULLIF(a.aggfinalfn::oid::regproc::text, '-'),
			'finalfunc_modify', ${modify('a.aggfinalmodify', 'a.aggfinalfn')},
			'combinefunc', NULLIF(a.aggcombinefn::oid::regproc::text, '-'),
			'serialfunc', NULLIF(a.aggserialfn::oid::regproc::text, '-'),
			'deserialfunc', NULLIF(a.aggdeserialfn::oid::regproc::text, '-'),
			'initcond', quote_literal(a.agginitval),
			'msfunc', NULLIF(a.aggmtransfn::oid::regproc::text, '-'),
			'minvfunc', NULLIF(a.aggminvtransfn::oid::regproc::text, '-'),
			'mstype', CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END,
			'msspace', NULLIF(a.aggmtransspace, 0), 'mfinalfunc', NULLIF(a.aggmfinalfn::oid::regproc::text, '-'),
			'mfinalfunc_modify', ${modify('a.aggmfinalmodify', 'a.aggmfinalfn')},
			'minitcond', quote_literal(a.aggminitval),
			'sortop', CASE WHEN a.aggsortop <> 0 THEN (SELECT 'OPERATOR(' || quote_ident(s.nspname) || '.' || o.oprname || ')'
				FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
				WHERE o.oid = a.aggsortop) END,
			'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END) AS parts,
		a.aggkind = 'h' AS hypothetical, a.aggfinalextra AS "finalExtra", a.aggmfinalextra AS "movingFinalExtra",
		obj_description(p.oid, 'pg_proc') AS comment
	FROM pg_catalog.pg_aggregate a
	JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
	JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_proc', 'p.oid')}`;

function modify(column: string, final: string): string {
	return `CASE WHEN ${final} <> 0 AND ${column} <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char"
		THEN CASE ${column} WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END`;
}

/** Aggregate functions. */
export const aggregates: ObjectKind<'aggregate'> = {
	kinds: ['aggregate'],
	rowsIn: "pg_proc WHERE prokind = 'a'",

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const parts = Object.entries(row.parts).flatMap(([word, value]) =>
				value === null ? [] : [`${word} = ${value}`]
			);
			if (row.finalExtra) parts.push('finalfunc_extra');
			if (row.movingFinalExtra) parts.push('mfinalfunc_extra');
			if (row.hypothetical) parts.push('hypothetical');
			const definition = `${row.called}(${row.arguments}) (\n\t${parts.join(',\n\t')}\n)`;
			const object: Definition = {
				kind: 'aggregate',
				name: row.name,
				properties: given({ definition, result: row.result, arguments: row.arguments }),
				...commented(row.comment),
				sql: `CREATE AGGREGATE ${definition}`
			};
			return { object, nodes: standsFor(object, 'pg_proc', [row.oid]) };
		});
	},

	create: (aggregate) => [{ ...making(aggregate), takes: [`routine ${aggregate.name}`] }],
	drop: (aggregate) => [
		{
			...dropping(aggregate, `DROP AGGREGATE ${aggregate.name}`),
			drops: [objectKey(aggregate)],
			frees: [`routine ${aggregate.name}`]
		}
	],

	alter: (from, to) =>
		['result', 'arguments'].every((name) => text(from, name) === text(to, name))
			? [changing(from, to, to.sql.replace(/^CREATE/, 'CREATE OR REPLACE'))]
			: undefined,

	address: (aggregate) => `AGGREGATE ${aggregate.name}`
};
