import { flag, ledger, named, options, own, ownRelation, said, type Section } from './section.ts';

const tableKinds = `relkind IN ('r', 'p', 'f')`;

/** Parents in the order in which they pass on their columns. */
const parents = (oid: string) =>
	`(SELECT string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno) FROM pg_inherits h WHERE h.inhrelid = ${oid})`;

const tables: Section = {
	catalog: 'pg_class',
	where: tableKinds,
	sql: `
		SELECT 'table ' || c.oid::regclass || ' ' || c.relkind::text || c.relpersistence::text || c.relreplident::text
			${[
				said('access', `SELECT amname FROM pg_am WHERE oid = c.relam`),
				said('partition by', `pg_get_partkeydef(c.oid)`),
				said('bound', `pg_get_expr(c.relpartbound, c.oid)`),
				said('inherits', parents('c.oid')),
				said('of', `nullif(c.reloftype, 0)::regtype`),
				said('with', options('c.reloptions')),
				said('toast', `SELECT ${options('t.reloptions')} FROM pg_class t WHERE t.oid = c.reltoastrelid`),
				said('tablespace', `SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace`),
				flag('row security', 'c.relrowsecurity'),
				flag('forced', 'c.relforcerowsecurity')
			]
				.map((part) => `|| ${part}`)
				.join('\n')} AS fact
		FROM pg_class c
		WHERE c.${tableKinds} AND ${ownRelation('c')}`
};

const columns: Section = {
	catalog: 'pg_class',
	where: tableKinds,
	sql: `
		SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
			|| ' storage ' || a.attstorage::text || a.attcompression::text
			${[
				said('collate', `CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation END`),
				flag('not null', 'a.attnotnull'),
				said(
					`' || CASE WHEN a.attgenerated = '' THEN 'default' ELSE 'generated ' || a.attgenerated::text END || '`,
					'pg_get_expr(d.adbin, d.adrelid)'
				),
				said('identity', 'a.attidentity'),
				said('statistics', 'nullif(a.attstattarget, -1)'),
				said('with', options('a.attoptions')),
				said('foreign', options('a.attfdwoptions')),
				flag('local', 'a.attislocal'),
				said('inherited', 'nullif(a.attinhcount, 0)')
			]
				.map((part) => `|| ${part}`)
				.join('\n')} AS fact
		FROM pg_class c
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN pg_type t ON t.oid = a.atttypid
		LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE c.${tableKinds} AND ${ownRelation('c')}`
};

/** A key that points at a partitioned table has a constraint of its own for each partition there, which nobody made. */
const constraints: Section = {
	catalog: 'pg_constraint',
	where: 'conrelid <> 0',
	sql: `
		SELECT 'constraint ' || c.oid::regclass || ' ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
			${[
				flag('local', 'k.conislocal'),
				said('inherited', 'nullif(k.coninhcount, 0)'),
				flag('of parent', 'k.conparentid <> 0'),
				flag('not valid', 'NOT k.convalidated'),
				// Older versions do not have it.
				flag('not enforced', `to_jsonb(k)->>'conenforced' = 'false'`),
				flag('no inherit', `k.contype IN ('c', 'n') AND k.connoinherit`)
			]
				.map((part) => `|| ${part}`)
				.join('\n')} AS fact
		FROM pg_constraint k
		JOIN pg_class c ON c.oid = k.conrelid
		WHERE k.contype <> 't' AND ${ownRelation('c')}
			AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)`
};

const indexes: Section = {
	catalog: 'pg_class',
	where: `relkind IN ('i', 'I')`,
	sql: `
		SELECT 'index ' || i.indexrelid::regclass || ' ' || pg_get_indexdef(i.indexrelid)
			${[
				flag('replica identity', 'i.indisreplident'),
				flag('clustered', 'i.indisclustered'),
				flag('invalid', 'NOT i.indisvalid'),
				said('attached to', parents('i.indexrelid')),
				said('tablespace', `SELECT spcname FROM pg_tablespace WHERE oid = x.reltablespace`),
				said(
					'statistics',
					`SELECT string_agg(a.attnum || '=' || a.attstattarget, ', ' ORDER BY a.attnum)
					FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0`
				)
			]
				.map((part) => `|| ${part}`)
				.join('\n')} AS fact
		FROM pg_index i
		JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_class x ON x.oid = i.indexrelid
		WHERE c.relkind IN ('r', 'p', 'f', 'm') AND ${ownRelation('c')}`
};

const schemas: Section = {
	sql: `
		SELECT 'schema ' || quote_ident(n.nspname) AS fact FROM pg_namespace n
		WHERE n.nspname = 'public' OR n.nspname !~ '^pg_' AND ${own('pg_namespace', 'n.oid')}`
};

const policies: Section = {
	catalog: 'pg_policy',
	sql: `
		SELECT 'policy ' || quote_ident(p.polname) || ' on ' || c.oid::regclass || ' ' || p.polcmd::text
			|| CASE WHEN p.polpermissive THEN ' permissive' ELSE ' restrictive' END || ' to '
			|| (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', '
				ORDER BY CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END) FROM unnest(p.polroles) r)
			|| ${said('using', 'pg_get_expr(p.polqual, p.polrelid)')}
			|| ${said('check', 'pg_get_expr(p.polwithcheck, p.polrelid)')} AS fact
		FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
		WHERE ${ownRelation('c')}`
};

/** Columns of statistics go by name, for PostgreSQL keeps them in the order of the table. */
const statistics: Section = {
	catalog: 'pg_statistic_ext',
	sql: `
		SELECT 'statistics ' || ${named('s.stxname', 's.stxnamespace')} || ' on ' || c.oid::regclass
			|| ' (' || (SELECT coalesce(string_agg(k::text, ', ' ORDER BY k), '') FROM unnest(s.stxkind) k) || ') '
			|| (SELECT coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname), '')
				FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (s.stxkeys))
			|| ${said('expressions', `array_to_string(pg_get_statisticsobjdef_expressions(s.oid), ', ')`)}
			|| ${said('target', 'nullif(s.stxstattarget, -1)')} AS fact
		FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
		WHERE ${ownRelation('c')} AND ${own('pg_statistic_ext', 's.oid')}`
};

/** Sequences, but not where they stand. */
const sequences: Section = {
	catalog: 'pg_class',
	where: `relkind = 'S'`,
	sql: `
		SELECT 'sequence ' || c.oid::regclass || ' ' || c.relpersistence::text || ' ' || format_type(s.seqtypid, NULL)
			|| ' start ' || s.seqstart || ' by ' || s.seqincrement || ' from ' || s.seqmin || ' to ' || s.seqmax
			|| ' cache ' || s.seqcache || ${flag('cycle', 's.seqcycle')}
			|| ${said(
				`' || CASE d.deptype WHEN 'i' THEN 'identity of' ELSE 'owned by' END || '`,
				`d.refobjid::regclass || '.' || quote_ident(a.attname)`
			)} AS fact
		FROM pg_sequence s
		JOIN pg_class c ON c.oid = s.seqrelid
		LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
			AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
		LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
		WHERE ${ownRelation('c')}
			AND NOT EXISTS (SELECT FROM pg_class o WHERE o.oid = d.refobjid AND o.relname = '${ledger}')`
};

/** Tables with their columns, constraints, indexes, policies, statistics and sequences. */
export const tableSections = [
	schemas,
	tables,
	columns,
	constraints,
	indexes,
	policies,
	statistics,
	sequences
] as const;
