import type { Database } from '../../database.ts';
import type { Trial } from '../dialect.ts';
import { literal } from './identifier.ts';
import { dropKept, keptRows } from './kept-rows.ts';
import { transactions } from './transactions.ts';
import { Within } from './within.ts';

/**
 * Tries steps in the database itself, as there can be no second one beside it. Where every step runs in a transaction, all
 * of them run within one that is rolled back; otherwise the database is put back from a snapshot.
 */
export async function beginTrial(
	database: Database,
	{ inTransactions }: { readonly inTransactions: boolean }
): Promise<Trial> {
	return inTransactions ? withinOne(database) : fromSnapshot(database);
}

async function fromSnapshot(database: Database): Promise<Trial> {
	const image = await database.snapshot();
	const { ids, ...keeping } = keepingIn(database);
	return {
		...keeping,
		end: () => database.restore(image),
		async keep() {
			for (const id of ids) await dropKept(database, id);
		}
	};
}

async function withinOne(database: Database): Promise<Trial> {
	const positions = await sequencePositions(database);
	await transactions.begin(database);
	const { ids, ...keeping } = keepingIn(new Within(database));
	return {
		...keeping,
		async end() {
			await transactions.rollback(database);
			await putBack(database, positions);
		},
		async keep() {
			await transactions.commit(database);
			for (const id of ids) await dropKept(database, id);
		}
	};
}

function keepingIn(
	database: Database
): Pick<Trial, 'database' | 'moment'> & { readonly ids: ReadonlySet<string> } {
	const ids = new Set<string>();
	let moments = 0;
	return {
		ids,
		database,
		async moment(sql) {
			const kept = `trial_${++moments}`;
			ids.add(kept);
			await keptRows.keep(database, kept, sql);
			return {
				sides: async (renames) => ({ after: database, kept, renames }),
				async forget() {
					if (ids.delete(kept)) await dropKept(database, kept);
				}
			};
		}
	};
}

/** What every sequence would give next: no rollback takes back what has been drawn from them. */
type Positions = ReadonlyMap<string, string>;

async function sequencePositions(database: Database): Promise<Positions> {
	const { rows: sequences } = await database.query(
		`SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c
		JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND c.relpersistence <> 't'`
	);
	if (sequences.length === 0) return new Map();
	const each = sequences.map(
		([name]) => `SELECT ${literal(String(name))}, last_value, is_called FROM ${String(name)}`
	);
	const { rows } = await database.query(each.join(' UNION ALL '));
	return new Map(rows.map(([name, last, called]) => [String(name), `${String(last)}, ${String(called)}`]));
}

async function putBack(database: Database, before: Positions): Promise<void> {
	for (const [name, position] of await sequencePositions(database)) {
		const earlier = before.get(name);
		if (earlier === undefined || earlier === position) continue;
		await database.query(`SELECT pg_catalog.setval(${literal(name)}::regclass, ${earlier})`);
	}
}
