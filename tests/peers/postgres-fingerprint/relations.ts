import { flag, options, ownRelation, said, type Section } from './section.ts';

/** Columns of a view in their order, with the defaults a view may have. */
const viewColumns = `(
	SELECT string_agg(
		quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
			|| ${said('collate', `CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation END`)}
			|| ${said('default', 'pg_get_expr(d.adbin, d.adrelid)')}
			|| CASE WHEN c.relkind = 'm' THEN ' storage ' || a.attstorage::text || a.attcompression::text ELSE '' END
			|| ${said('statistics', 'nullif(a.attstattarget, -1)')}
			|| ${said('with', options('a.attoptions'))},
		', ' ORDER BY a.attnum)
	FROM pg_attribute a
	JOIN pg_type t ON t.oid = a.atttypid
	LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
	WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const views: Section = {
	catalog: 'pg_class',
	where: `relkind IN ('v', 'm')`,
	sql: `
		SELECT CASE c.relkind WHEN 'm' THEN 'materialized ' ELSE '' END || 'view ' || c.oid::regclass || ' ' || c.relpersistence::text
			|| ${said('access', `SELECT amname FROM pg_am WHERE oid = c.relam`)}
			|| ${said('with', options('c.reloptions'))}
			|| ${said('toast', `SELECT ${options('t.reloptions')} FROM pg_class t WHERE t.oid = c.reltoastrelid`)}
			|| ${flag('populated', `c.relkind = 'm' AND c.relispopulated`)}
			|| ' (' || coalesce(${viewColumns}, '') || ')' || pg_get_viewdef(c.oid) AS fact
		FROM pg_class c
		WHERE c.relkind IN ('v', 'm') AND ${ownRelation('c')}`
};

const rules: Section = {
	catalog: 'pg_rewrite',
	where: `rulename <> '_RETURN'`,
	sql: `
		SELECT 'rule ' || quote_ident(r.rulename) || ' on ' || c.oid::regclass || ' ' || r.ev_enabled::text
			|| ' ' || pg_get_ruledef(r.oid) AS fact
		FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
		WHERE r.rulename <> '_RETURN' AND ${ownRelation('c')}`
};

const triggers: Section = {
	catalog: 'pg_trigger',
	where: 'NOT tgisinternal',
	sql: `
		SELECT 'trigger ' || quote_ident(t.tgname) || ' on ' || c.oid::regclass || ' ' || t.tgenabled::text
			|| ${flag('of parent', 't.tgparentid <> 0')} || ' ' || pg_get_triggerdef(t.oid) AS fact
		FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
		WHERE NOT t.tgisinternal AND ${ownRelation('c')}`
};

const foreignTables: Section = {
	catalog: 'pg_foreign_server',
	sql: `
		SELECT 'foreign table ' || c.oid::regclass || ' server ' || quote_ident(s.srvname)
			|| ${said('options', options('f.ftoptions'))} AS fact
		FROM pg_foreign_table f
		JOIN pg_class c ON c.oid = f.ftrelid
		JOIN pg_foreign_server s ON s.oid = f.ftserver
		WHERE ${ownRelation('c')}`
};

/** Views and what hangs on tables and views alike. */
export const relationSections = [views, rules, triggers, foreignTables] as const;
