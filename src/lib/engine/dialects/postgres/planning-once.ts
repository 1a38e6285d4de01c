import type { Queryable } from '../../database.ts';

/** How a statement is prepared; what it does is the rest. */
const preparing = /^PREPARE (updown_look_\d+) AS /;

/** What a session has prepared. */
interface Plans {
	/** Another one after something was prepared or forgotten. */
	stamp: string;
	/** How many statements the session had been sent when that was so, where they are counted. */
	sent: number | undefined;
	/** All names. */
	readonly taken: Set<string>;
	/** The names of what was prepared here, by what it does. */
	readonly names: Map<string, string>;
}

const known = new WeakMap<Queryable, Plans>();

/**
 * The database, with the queries that have no values prepared in its session, where they stay: to plan a query of the catalogs
 * takes longer than to run it. What of them the session no longer has, as after DISCARD ALL, is prepared again.
 */
export async function planningOnce(database: Queryable): Promise<Queryable> {
	const plans = await plansOf(database);
	/** What is sent here forgets nothing that was prepared. */
	const send: Queryable['query'] = async (sql, params) => {
		const before = plans.sent === database.sent ? plans.sent : undefined;
		const reply = await database.query(sql, params);
		if (before !== undefined && database.sent === before + 1) plans.sent = database.sent;
		return reply;
	};
	const prepare = async (sql: string) => {
		let number = plans.names.size + 1;
		while (plans.taken.has(`updown_look_${number}`)) number++;
		const name = `updown_look_${number}`;
		await send(`PREPARE ${name} AS ${sql}`);
		plans.taken.add(name);
		plans.names.set(sql, name);
		plans.stamp = await stampOf({ query: send });
		return name;
	};
	return {
		query: async (sql, params) =>
			params === undefined
				? send(`EXECUTE ${plans.names.get(sql) ?? (await prepare(sql))}`)
				: send(sql, params)
	};
}

async function plansOf(database: Queryable): Promise<Plans> {
	const before = known.get(database);
	if (before?.sent !== undefined && before.sent === database.sent) return before;
	const stamp = await stampOf(database);
	if (before?.stamp === stamp) {
		before.sent = database.sent;
		return before;
	}
	const { rows } = await database.query('SELECT name, statement FROM pg_catalog.pg_prepared_statements');
	const names = new Map<string, string>();
	for (const statement of rows.map(([, text]) => String(text))) {
		const [head, name] = preparing.exec(statement) ?? [];
		if (head !== undefined && name !== undefined) names.set(statement.slice(head.length), name);
	}
	const taken = new Set(rows.map(([name]) => String(name)));
	const plans = { stamp, sent: database.sent, names, taken };
	known.set(database, plans);
	return plans;
}

/** Whatever is prepared later has a later time, also in another session. */
async function stampOf(database: Queryable): Promise<string> {
	const { rows } = await database.query(
		'SELECT count(*), max(prepare_time)::text FROM pg_catalog.pg_prepared_statement()'
	);
	return (rows[0] ?? []).join(' ');
}
