import type { Queryable } from '../../database.ts';

/** How a statement is prepared; what it does is the rest. */
const preparing = /^PREPARE (updown_look_\d+) AS /;

/**
 * The database, with the queries that have no values prepared in its session, where they stay: to plan a query of the catalogs
 * takes longer than to run it. What of them the session no longer has, as after DISCARD ALL, is prepared again.
 */
export async function planningOnce(database: Queryable): Promise<Queryable> {
	const { rows } = await database.query('SELECT name, statement FROM pg_catalog.pg_prepared_statements');
	const taken = new Set(rows.map(([name]) => String(name)));
	const names = new Map<string, string>();
	for (const statement of rows.map(([, text]) => String(text))) {
		const [head, name] = preparing.exec(statement) ?? [];
		if (head !== undefined && name !== undefined) names.set(statement.slice(head.length), name);
	}
	const prepare = async (sql: string) => {
		let number = names.size + 1;
		while (taken.has(`updown_look_${number}`)) number++;
		const name = `updown_look_${number}`;
		await database.query(`PREPARE ${name} AS ${sql}`);
		taken.add(name);
		names.set(sql, name);
		return name;
	};
	return {
		query: async (sql, params) =>
			params === undefined
				? database.query(`EXECUTE ${names.get(sql) ?? (await prepare(sql))}`)
				: database.query(sql, params)
	};
}
