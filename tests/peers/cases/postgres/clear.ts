/**
 * One query that says how to drop all there is: a statement a row, in an order that works. What lives in schemas goes with
 * them.
 */
export const dropsOfEverything = `
	SELECT drop FROM (
		SELECT 1 AS at, format('DROP EVENT TRIGGER %I', evtname) AS drop FROM pg_event_trigger
		UNION ALL
		SELECT 2, format('DROP PUBLICATION %I', pubname) FROM pg_publication
		UNION ALL
		SELECT 3, format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
		UNION ALL
		SELECT 4, format('DROP CAST IF EXISTS (%s AS %s) CASCADE', format_type(castsource, NULL), format_type(casttarget, NULL))
		FROM pg_cast c WHERE oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d
			WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'e'))
		UNION ALL
		SELECT 5, format('DROP TRANSFORM IF EXISTS FOR %s LANGUAGE %I CASCADE', format_type(trftype, NULL), lanname)
		FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE NOT EXISTS (SELECT FROM pg_depend d
			WHERE d.classid = 'pg_transform'::regclass AND d.objid = t.oid AND d.deptype = 'e')
		UNION ALL
		SELECT 6, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace
		WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
		UNION ALL
		SELECT 7, format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
		UNION ALL
		SELECT 8, format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname) FROM pg_language l WHERE oid >= 16384
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_language'::regclass AND d.objid = l.oid AND d.deptype = 'e')
		UNION ALL
		SELECT 9, format('DROP ACCESS METHOD IF EXISTS %I CASCADE', amname) FROM pg_am WHERE oid >= 16384
		UNION ALL
		SELECT 10, format('DROP OWNED BY %I CASCADE', rolname) FROM pg_roles WHERE oid >= 16384
		UNION ALL
		SELECT 11, format('DROP ROLE %I', rolname) FROM pg_roles WHERE oid >= 16384
	) drops ORDER BY at`;

/** What a new database has, made again. Default privileges and settings of roles have no statement that drops them all. */
export const freshStart = `
	CREATE SCHEMA public;
	ALTER SCHEMA public OWNER TO pg_database_owner;
	GRANT USAGE ON SCHEMA public TO PUBLIC;
	COMMENT ON SCHEMA public IS 'standard public schema';
	CREATE EXTENSION IF NOT EXISTS plpgsql;
	COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
	SET allow_system_table_mods = on;
	DELETE FROM pg_default_acl;
	DELETE FROM pg_db_role_setting;
	RESET allow_system_table_mods;
`;
