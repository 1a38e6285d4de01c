import { flag, own, said, type Section } from './section.ts';

const isOwn = `t.typnamespace <> pg_my_temp_schema() AND ${own('pg_type', 't.oid')}`;

const enums: Section = {
	catalog: 'pg_type',
	where: `typtype = 'e'`,
	sql: `
		SELECT 'enum ' || t.oid::regtype || ' (' || coalesce(
			(SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
			'') || ')' AS fact
		FROM pg_type t WHERE t.typtype = 'e' AND ${isOwn}`
};

const domains: Section = {
	catalog: 'pg_type',
	where: `typtype = 'd'`,
	sql: `
		SELECT 'domain ' || t.oid::regtype || ' ' || format_type(t.typbasetype, t.typtypmod)
			|| ${said('collate', `CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation END`)}
			|| ${flag('not null', 't.typnotnull')}
			|| ${said('default', `coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault))`)} AS fact
		FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype
		WHERE t.typtype = 'd' AND ${isOwn}`
};

const domainConstraints: Section = {
	catalog: 'pg_constraint',
	where: 'contypid <> 0',
	sql: `
		SELECT 'domain constraint ' || t.oid::regtype || ' ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
			|| ${flag('not valid', 'NOT k.convalidated')} AS fact
		FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
		WHERE ${isOwn}`
};

/** The attributes of a composite type have an order that everybody sees. */
const composites: Section = {
	catalog: 'pg_class',
	where: `relkind = 'c'`,
	sql: `
		SELECT 'composite ' || t.oid::regtype || ' (' || coalesce(
			(SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
				|| ${said('collate', `CASE WHEN a.attcollation <> b.typcollation THEN a.attcollation::regcollation END`)},
				', ' ORDER BY a.attnum)
			FROM pg_attribute a JOIN pg_type b ON b.oid = a.atttypid
			WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
			'') || ')' AS fact
		FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
		WHERE t.typtype = 'c' AND c.relkind = 'c' AND ${isOwn}`
};

const ranges: Section = {
	catalog: 'pg_type',
	where: `typtype = 'r'`,
	sql: `
		SELECT 'range ' || t.oid::regtype || ' of ' || format_type(r.rngsubtype, NULL)
			|| ' multirange ' || r.rngmultitypid::regtype || ' ' || pg_describe_object('pg_opclass'::regclass, r.rngsubopc, 0)
			|| ${said('collate', `CASE WHEN r.rngcollation <> b.typcollation THEN r.rngcollation::regcollation END`)}
			|| ${said('canonical', `nullif(r.rngcanonical, 0)::regprocedure`)}
			|| ${said('difference', `nullif(r.rngsubdiff, 0)::regprocedure`)} AS fact
		FROM pg_range r
		JOIN pg_type t ON t.oid = r.rngtypid
		JOIN pg_type b ON b.oid = r.rngsubtype
		WHERE ${isOwn}`
};

/** Types written in C or by hand, and types that are no more than a name yet; arrays come by themselves. */
const bases: Section = {
	catalog: 'pg_type',
	where: `typtype IN ('b', 'p')`,
	sql: `
		SELECT 'type ' || t.oid::regtype || ' ' || t.typtype::text || ' ' || t.typlen || t.typbyval || ' ' || t.typcategory::text
			|| t.typispreferred || t.typdelim::text || t.typalign::text || t.typstorage::text
			|| ' ' || t.typinput || ' ' || t.typoutput || ' ' || t.typreceive || ' ' || t.typsend
			|| ' ' || t.typmodin || ' ' || t.typmodout || ' ' || t.typanalyze || ' ' || t.typsubscript
			|| ${flag('shell', 'NOT t.typisdefined')}
			|| ${said('element', 'nullif(t.typelem, 0)::regtype')}
			|| ${said('collate', 'nullif(t.typcollation, 0)::regcollation')}
			|| ${said('default', 'quote_literal(t.typdefault)')} AS fact
		FROM pg_type t
		WHERE t.typtype IN ('b', 'p') AND ${isOwn} AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)`
};

const collations: Section = {
	catalog: 'pg_collation',
	sql: `
		SELECT 'collation ' || c.oid::regcollation || ' ' || c.collprovider::text || ' ' || c.collencoding
			|| ${flag('deterministic', 'c.collisdeterministic')} || ${said('collate', 'c.collcollate')}
			|| ${said('ctype', 'c.collctype')} || ${said('locale', 'c.colllocale')} || ${said('rules', 'c.collicurules')} AS fact
		FROM pg_collation c WHERE ${own('pg_collation', 'c.oid')}`
};

/** Types and collations. */
export const typeSections = [
	enums,
	domains,
	domainConstraints,
	composites,
	ranges,
	bases,
	collations
] as const;
