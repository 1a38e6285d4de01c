import { ledger, named, options, own, ownOf, said, type Section } from './section.ts';

/** Extensions come with comments of their own, on themselves as on what they own. */
const comments: Section = {
	sql: `
		SELECT 'comment on ' || i.type || ' ' || i.identity || ': ' || d.description AS fact
		FROM pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
		WHERE (d.objoid = 'public'::regnamespace OR d.classoid = 'pg_extension'::regclass OR ${ownOf('d.classoid', 'd.objoid')})
			AND i.identity !~ '(^|[. ])${ledger}($|\\.)' AND coalesce(i.schema, '') !~ '^pg_temp'`
};

const extensions: Section = {
	sql: `
		SELECT 'extension ' || quote_ident(x.extname) || ' ' || x.extversion || ' in ' || x.extnamespace::regnamespace AS fact
		FROM pg_extension x`
};

const publications: Section = {
	catalog: 'pg_publication',
	sql: `
		SELECT 'publication ' || quote_ident(p.pubname) || ' ' || concat_ws(' ',
			CASE WHEN p.puballtables THEN 'all tables' END, CASE WHEN p.pubinsert THEN 'insert' END,
			CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
			CASE WHEN p.pubtruncate THEN 'truncate' END, CASE WHEN p.pubviaroot THEN 'via root' END,
			'generated ' || p.pubgencols::text) AS fact
		FROM pg_publication p WHERE ${own('pg_publication', 'p.oid')}
		UNION ALL
		SELECT 'publication ' || quote_ident(p.pubname) || ' table ' || r.prrelid::regclass
			|| ${said(
				'columns',
				`SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a
				WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)`
			)} || ${said('where', 'pg_get_expr(r.prqual, r.prrelid)')}
		FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
		UNION ALL
		SELECT 'publication ' || quote_ident(p.pubname) || ' schema ' || r.pnnspid::regnamespace
		FROM pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid`
};

const wrappers: Section = {
	catalog: 'pg_foreign_data_wrapper',
	sql: `
		SELECT 'foreign data wrapper ' || quote_ident(w.fdwname) || ${said('handler', 'nullif(w.fdwhandler, 0)::regprocedure')}
			|| ${said('validator', 'nullif(w.fdwvalidator, 0)::regprocedure')} || ${said('options', options('w.fdwoptions'))} AS fact
		FROM pg_foreign_data_wrapper w WHERE ${own('pg_foreign_data_wrapper', 'w.oid')}`
};

const servers: Section = {
	catalog: 'pg_foreign_server',
	sql: `
		SELECT 'server ' || quote_ident(s.srvname) || ' ' || quote_ident(w.fdwname) || ${said('type', 's.srvtype')}
			|| ${said('version', 's.srvversion')} || ${said('options', options('s.srvoptions'))} AS fact
		FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
		WHERE ${own('pg_foreign_server', 's.oid')}
		UNION ALL
		SELECT 'user mapping ' || CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE m.umuser::regrole::text END
			|| ' server ' || quote_ident(s.srvname) || ${said('options', options('m.umoptions'))}
		FROM pg_user_mapping m JOIN pg_foreign_server s ON s.oid = m.umserver`
};

const dictionaries: Section = {
	catalog: 'pg_ts_dict',
	sql: `
		SELECT 'text search dictionary ' || d.oid::regdictionary || ' '
			|| (SELECT ${named('t.tmplname', 't.tmplnamespace')} FROM pg_ts_template t WHERE t.oid = d.dicttemplate)
			|| ${said('options', 'd.dictinitoption')} AS fact
		FROM pg_ts_dict d WHERE ${own('pg_ts_dict', 'd.oid')}`
};

const configurations: Section = {
	catalog: 'pg_ts_config',
	sql: `
		SELECT 'text search configuration ' || c.oid::regconfig || ' '
			|| (SELECT ${named('p.prsname', 'p.prsnamespace')} FROM pg_ts_parser p WHERE p.oid = c.cfgparser) AS fact
		FROM pg_ts_config c WHERE ${own('pg_ts_config', 'c.oid')}
		UNION ALL
		SELECT 'text search configuration ' || c.oid::regconfig || ' '
			|| (SELECT t.alias FROM ts_token_type(c.cfgparser) t WHERE t.tokid = m.maptokentype) || ': '
			|| string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)
		FROM pg_ts_config c JOIN pg_ts_config_map m ON m.mapcfg = c.oid
		WHERE ${own('pg_ts_config', 'c.oid')}
		GROUP BY c.oid, c.cfgparser, m.maptokentype`
};

const parsers: Section = {
	catalog: 'pg_ts_parser',
	sql: `
		SELECT 'text search parser ' || ${named('p.prsname', 'p.prsnamespace')} || ' ' || p.prsstart || ' ' || p.prstoken
			|| ' ' || p.prsend || ' ' || p.prsheadline || ' ' || p.prslextype AS fact
		FROM pg_ts_parser p WHERE ${own('pg_ts_parser', 'p.oid')}`
};

const templates: Section = {
	catalog: 'pg_ts_template',
	sql: `
		SELECT 'text search template ' || ${named('t.tmplname', 't.tmplnamespace')} || ' ' || t.tmplinit || ' ' || t.tmpllexize AS fact
		FROM pg_ts_template t WHERE ${own('pg_ts_template', 't.oid')}`
};

/** What stands beside the schemas, and the comments on everything. */
export const miscellaneousSections = [
	comments,
	extensions,
	publications,
	wrappers,
	servers,
	dictionaries,
	configurations,
	parsers,
	templates
] as const;
