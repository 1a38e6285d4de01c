import type { Queryable } from '../../database.ts';

/** Does `work` with these settings of the session, which are afterwards what they were. */
export async function withSettings<Result>(
	database: Queryable,
	settings: Readonly<Record<string, string>>,
	work: () => Promise<Result>
): Promise<Result> {
	const names = Object.keys(settings);
	const before = await database.query(
		`SELECT ${names.map((_, at) => `pg_catalog.current_setting($${at + 1})`).join(', ')}`,
		names
	);
	const set = (values: readonly unknown[]) =>
		database.query(
			`SELECT ${names.map((_, at) => `pg_catalog.set_config($${2 * at + 1}, $${2 * at + 2}, false)`).join(', ')}`,
			names.flatMap((name, at) => [name, String(values[at])])
		);
	await set(Object.values(settings));
	try {
		return await work();
	} finally {
		await set(before.rows[0] ?? []);
	}
}
