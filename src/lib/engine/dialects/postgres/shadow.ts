import type { Database } from '../../database.ts';
import type { ShadowNeeds } from '../dialect.ts';
import { Borrowed } from './borrowed.ts';
import { creationOf } from './extensions.ts';
import { literal } from './identifier.ts';
import { statementsIn, type Statement } from './split.ts';
import { transactions } from './transactions.ts';
import { Within } from './within.ts';
import { lastOfSystem } from './system-oids.ts';

/**
 * An empty database inside of `database`, in a transaction that is undone when it is closed: a second PGlite would cost
 * seconds and hundreds of megabytes. The schemas get names of the system's, one row of a catalog each, and no table is locked;
 * what belongs to the whole database is taken out of its catalog. What cannot run in a transaction needs all of it to be
 * done for real; then the database is put back from a snapshot.
 */
export async function openShadow(
	database: Database,
	{ sql = '', inTransactions = true }: ShadowNeeds = {}
): Promise<Database> {
	const image = inTransactions ? undefined : await database.snapshot();
	await transactions.begin(database);
	try {
		await database.execute(hide);
		const statements = statementsIn(sql);
		await database.execute(hideRoles(statements.flatMap(roleMade)));
		const own = new Set(statements.flatMap(extensionMade));
		const wanted = database.extensions ?? [];
		await database.execute(creationOf(wanted.filter((name) => !own.has(name))));
		if (image === undefined) {
			return new Within(database, async () => void (await transactions.rollback(database)));
		}
		await transactions.commit(database);
		return new Borrowed(database, { end: () => database.restore(image) });
	} catch (error) {
		await transactions.rollback(database);
		throw error;
	}
}

/** The name of the extension that a statement makes. */
function extensionMade({ parsed }: Statement): readonly string[] {
	return parsed?.kind === 'CreateExtensionStmt' ? [String(parsed.node.extname)] : [];
}

/** The role that a statement makes. */
function roleMade({ parsed }: Statement): readonly string[] {
	return parsed?.kind === 'CreateRoleStmt' ? [String(parsed.node.role)] : [];
}

/** Other names for these roles: what is to be made must not be there. The others stay, as on a server that is shared. */
function hideRoles(names: readonly string[]): string {
	if (names.length === 0) return '';
	return `SET LOCAL allow_system_table_mods = on;
		UPDATE pg_catalog.pg_authid SET rolname = 'pg_updown_' || oid WHERE rolname IN (${names.map(literal).join(', ')});
		SET LOCAL allow_system_table_mods = off;`;
}

// Rows that lead to what is gone stay behind: nobody follows them before everything is as it was.
const hide = `
	SET LOCAL allow_system_table_mods = on;
	DELETE FROM pg_catalog.pg_event_trigger;
	DELETE FROM pg_catalog.pg_publication_rel;
	DELETE FROM pg_catalog.pg_publication_namespace;
	DELETE FROM pg_catalog.pg_publication;
	DELETE FROM pg_catalog.pg_user_mapping;
	DELETE FROM pg_catalog.pg_foreign_server;
	DELETE FROM pg_catalog.pg_foreign_data_wrapper;
	DELETE FROM pg_catalog.pg_transform;
	DELETE FROM pg_catalog.pg_cast WHERE oid > ${lastOfSystem};
	DELETE FROM pg_catalog.pg_language WHERE oid > ${lastOfSystem};
	DELETE FROM pg_catalog.pg_am WHERE oid > ${lastOfSystem};
	DELETE FROM pg_catalog.pg_extension WHERE oid > ${lastOfSystem};
	-- A type has one operator class that is used where none is named, whatever schema that is in.
	UPDATE pg_catalog.pg_opclass SET opcdefault = false WHERE opcdefault AND oid > ${lastOfSystem};
	DO $hide$
	DECLARE
		schema record;
	BEGIN
		FOR schema IN SELECT oid, nspname FROM pg_catalog.pg_namespace
			WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
		LOOP
			EXECUTE pg_catalog.format('ALTER SCHEMA %I RENAME TO pg_updown_%s', schema.nspname, schema.oid);
		END LOOP;
	END
	$hide$;
	SET LOCAL allow_system_table_mods = off;
	CREATE SCHEMA public;
	COMMENT ON SCHEMA public IS 'standard public schema';
	SET LOCAL search_path = public, pg_temp;
	SET LOCAL check_function_bodies = on;`;
