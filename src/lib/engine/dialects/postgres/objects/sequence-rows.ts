import { ownRelation } from './records.ts';

export interface SequenceRow {
	readonly oid: number;
	readonly name: string;
	readonly bare: string;
	readonly unlogged: boolean;
	readonly ownerUnlogged: boolean | null;
	readonly type: string;
	readonly start: string;
	readonly increment: string;
	readonly minimum: string;
	readonly maximum: string;
	readonly cache: string;
	readonly cycle: boolean;
	/** `i` where it stands behind an identity column. */
	readonly owned: 'a' | 'i' | null;
	readonly owner: number | null;
	readonly ownerName: string | null;
	readonly column: string | null;
	readonly comment: string | null;
}

export const sequenceQuery = `
	SELECT c.oid::int8 AS oid, c.oid::regclass::text AS name, c.relname AS bare, c.relpersistence = 'u' AS unlogged,
		(SELECT o.relpersistence = 'u' FROM pg_class o WHERE o.oid = d.refobjid) AS "ownerUnlogged",
		format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start, s.seqincrement::text AS increment,
		s.seqmin::text AS minimum, s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
		d.deptype AS owned, d.refobjid::int8 AS owner, d.refobjid::regclass::text AS "ownerName", a.attname AS column,
		obj_description(c.oid, 'pg_class') AS comment
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
		LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
			AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
		LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
	WHERE c.relkind = 'S' AND ${ownRelation}`;
