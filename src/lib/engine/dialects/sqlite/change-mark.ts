import type { Database } from '../../database.ts';

/**
 * Rows written since the connection was opened, and the parts of the file's header that statements can change:
 * every change of the structure moves `schema_version`, PRAGMA writes the other two. The count is never set
 * back, so a rollback leaves a mark of its own.
 */
export async function changeMark(database: Database): Promise<string> {
	const { rows } = await database.query(
		`SELECT total_changes(), schema_version, user_version, application_id
		FROM pragma_schema_version, pragma_user_version, pragma_application_id`
	);
	return (rows[0] ?? []).join(' ');
}
