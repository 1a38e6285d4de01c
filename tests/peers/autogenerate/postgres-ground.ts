import { connectPostgres, type Connection } from '../../../scripts/peers/postgres-client.mjs';
import type { PeerServer } from '../folders.ts';
import { inspectServer } from '../inspected.ts';
import { postgresFingerprint } from '../postgres-fingerprint/index.ts';
import type { Column, Ground, Place } from './ground.ts';

interface TableColumn {
	readonly name: string;
	readonly type: string;
	/** The type that a domain stands on, with one letter for the family it is of. */
	readonly base: string;
	readonly family: string;
}

/** Tables and columns that rows can be written into, names quoted. */
const tablesQuery = `
	SELECT c.oid::regclass::text AS "table", json_agg(json_build_object(
		'name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod),
		'base', b.typname, 'family', b.typcategory) ORDER BY a.attnum)::text AS columns
	FROM pg_class c
	JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
	JOIN pg_type t ON t.oid = a.atttypid
	JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
	WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND c.oid >= 16384
		AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
	GROUP BY c.oid ORDER BY 1`;

/** The nth value of a type, as text that it can be cast from. */
function valueOf({ base, family, type }: TableColumn, n: number): string {
	if (family === 'E') return `(enum_range(NULL::${type}))[1]`;
	const texts: Readonly<Record<string, string>> = {
		N: String(n),
		S: `text ${n}`,
		B: n % 2 === 0 ? 'true' : 'false',
		D: base.startsWith('time') && !base.startsWith('timestamp') ? `0${n}:00:00` : `2024-01-0${n}`,
		T: `${n} days`,
		I: `10.0.0.${n}`,
		A: '{}'
	};
	const special: Readonly<Record<string, string>> = {
		uuid: `00000000-0000-0000-0000-00000000000${n}`,
		json: `{"n": ${n}}`,
		jsonb: `{"n": ${n}}`,
		bytea: `\\x0${n}`
	};
	const text = special[base] ?? texts[family];
	return text === undefined ? 'NULL' : `'${text}'::${type}`;
}

async function tablesOf(connection: Connection): Promise<[string, TableColumn[]][]> {
	const rows = await connection.query(tablesQuery);
	return rows.map(({ table, columns }) => [String(table), JSON.parse(String(columns)) as TableColumn[]]);
}

async function fill(connection: Connection): Promise<void> {
	await connection.query(`SET session_replication_role = 'replica'`);
	for (const [table, columns] of await tablesOf(connection)) {
		for (let n = 1; n <= 3; n++) {
			const values = columns.map((column) => valueOf(column, n));
			const insert = `INSERT INTO ${table} (${columns.map(({ name }) => name).join()}) OVERRIDING SYSTEM VALUE VALUES (${values.join()})`;
			// A check or a domain has its own mind.
			await connection.query(insert).catch(() => []);
		}
	}
}

async function contents(connection: Connection): Promise<Map<string, Column>> {
	const found = new Map<string, Column>();
	for (const [table, columns] of await tablesOf(connection)) {
		const lists = columns.map(
			({ name }) =>
				`coalesce(json_agg(${name}::text ORDER BY ${name}::text) FILTER (WHERE ${name} IS NOT NULL), '[]')`
		);
		const [row] = await connection.query(
			`SELECT json_build_array(${lists.join()})::text AS lists FROM ${table}`
		);
		const values = JSON.parse(String(row?.lists)) as string[][];
		for (const [index, { name, type }] of columns.entries()) {
			found.set(`${table}.${name}`, { type, values: values[index]! });
		}
	}
	return found;
}

let places = 0;

/** A real server: a database a place, copied as a template. */
export function postgresGround(server: PeerServer): Ground {
	const admin = connectPostgres({ ...server, database: 'postgres' });

	/** A connection knows the catalog better the longer it lives, so that each place keeps one. */
	const open = new Map<Place, Connection>();

	async function leave(place: Place): Promise<void> {
		await open.get(place)?.close();
		open.delete(place);
	}
	async function create(template: string): Promise<Place> {
		const place = `pair_${++places}`;
		// A template must have nobody in it.
		await leave(template);
		await admin.query(
			`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${template}'`
		);
		await admin.query(`CREATE DATABASE ${place} TEMPLATE ${template} STRATEGY file_copy`);
		return place;
	}
	async function using<Result>(
		place: Place,
		use: (connection: Connection) => Promise<Result>
	): Promise<Result> {
		const connection = open.get(place) ?? connectPostgres({ ...server, database: place });
		open.set(place, connection);
		try {
			return await use(connection);
		} finally {
			await connection.query('ROLLBACK');
			await connection.query('DISCARD ALL');
		}
	}
	async function drop(dropped: readonly Place[]): Promise<void> {
		for (const place of dropped) {
			await leave(place);
			await admin.query(`DROP DATABASE IF EXISTS ${place} WITH (FORCE)`);
		}
	}

	return {
		kind: 'postgres',
		title: `PostgreSQL ${server.version}`,
		make: async (sql) => {
			const place = await create('template0');
			try {
				await using(place, (connection) => connection.exec(sql));
				return place;
			} catch (error) {
				await drop([place]);
				throw error;
			}
		},
		copy: create,
		drop: async (dropped) => {
			await drop(dropped);
			// Roles belong to the server, not to a database.
			const roles = await admin.query(
				`SELECT quote_ident(rolname) AS role FROM pg_roles WHERE oid >= 16384 AND NOT EXISTS (SELECT FROM pg_database d WHERE d.datname LIKE 'pair_%')`
			);
			for (const { role } of roles) await admin.query(`DROP ROLE ${role}`).catch(() => []);
		},
		run: (place, statements) =>
			using(place, async (connection) => {
				for (const statement of statements) await connection.exec(statement);
			}),
		fingerprint: (place) => using(place, postgresFingerprint),
		inspect: (place) => using(place, inspectServer),
		fill: (place) => using(place, fill),
		contents: (place) => using(place, contents),
		sqlalchemy: (place) => `postgresql+psycopg://${server.user}@${server.host}:${server.port}/${place}`,
		address: (place) => `postgresql://${server.user}@${server.host}:${server.port}/${place}?sslmode=disable`,
		close: () => admin.close()
	};
}
