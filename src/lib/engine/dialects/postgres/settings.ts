import type { Database } from '../../database.ts';
import { identifier } from './identifier.ts';
import { onlyWritesRows } from './plain-writes.ts';
import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';

/** Without one of these words nothing sets a setting of the session. */
const mayChange = /\b(?:set|reset|set_config|discard)\b/i;

interface Settings {
	readonly user: string;
	readonly role: string;
	/** Settings that the session has set, by name. */
	readonly own: ReadonlyMap<string, string>;
}

/**
 * Remembers the settings of the session in which `sql` is about to run (search path, role, …) and returns what puts
 * them back. The first `ran` statements have run earlier, perhaps in another session: what they set is set again.
 */
export async function keepSettings(
	database: Database,
	sql: string,
	ran: number
): Promise<() => Promise<void>> {
	// UPDATE sets what is no setting.
	if (!mayChange.test(sql) || onlyWritesRows(sql)) return async () => {};
	const before = await settingsOf(database);
	for (const statement of ran > 0 ? statementsIn(sql).slice(0, ran) : []) {
		if (setsSetting(statement)) await database.execute(statement.sql);
	}
	return async () => {
		// Whoever the session has become may always become what it was, and may not always set the rest.
		const { rows } = await database.query(`SELECT session_user, pg_catalog.current_setting('role')`);
		const [user, role] = rows[0] ?? [];
		// RESET SESSION AUTHORIZATION does nothing where nobody logged in, as here.
		if (user !== before.user) {
			await database.execute(`SET SESSION AUTHORIZATION ${identifier(before.user)}`);
		}
		if (role !== before.role) {
			await database.execute(before.role === 'none' ? 'RESET ROLE' : `SET ROLE ${identifier(before.role)}`);
		}
		const { own } = await settingsOf(database);
		for (const name of own.keys()) {
			if (!before.own.has(name)) await database.execute(`RESET ${nameOf(name)}`);
		}
		for (const [name, value] of before.own) {
			if (own.get(name) === value) continue;
			await database.query('SELECT pg_catalog.set_config($1, $2, false)', [name, value]);
		}
	};
}

async function settingsOf(database: Database): Promise<Settings> {
	// What `pg_settings` shows of itself has no units, so that `set_config` reads it back unchanged.
	const { rows } = await database.query(
		`SELECT NULL, session_user::text, pg_catalog.current_setting('role')
		UNION ALL
		SELECT name, setting, NULL FROM pg_catalog.pg_settings WHERE source = 'session'`
	);
	const [[, user, role] = []] = rows;
	return {
		user: String(user),
		role: String(role),
		own: new Map(rows.slice(1).map(([name, value]) => [String(name), String(value)]))
	};
}

/** A setting's name; one of an extension has a dot in it. */
function nameOf(name: string): string {
	return name.split('.').map(identifier).join('.');
}

function setsSetting({ parsed, sql }: Statement): boolean {
	if (parsed?.kind === 'VariableSetStmt') return true;
	// As pg_dump writes it.
	return parsed?.kind === 'SelectStmt' && /^select\s+(?:pg_catalog\s*\.\s*)?set_config\s*\(/i.test(sql);
}
