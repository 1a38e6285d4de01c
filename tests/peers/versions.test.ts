import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { examples, setup, type Example } from '../engine/versions/examples.ts';
import { got, oldPostgres } from './folders.ts';
import { withNativeDatabase } from './postgres-journey.ts';

const sqlite3 = got('tool', 'sqlite3');
const server = oldPostgres();

/** The statements that a database of this version takes though it should not, or refuses though it should take them. */
function surprises(all: readonly Example[], taken: readonly boolean[], version: string): readonly string[] {
	const numbers = (text: string) => text.split('.').map(Number);
	const isKnown = ({ since }: Example) => {
		const [here, there] = [numbers(version), numbers(since)];
		return here[0] === there[0] ? (here[1] ?? 0) >= (there[1] ?? 0) : (here[0] ?? 0) > (there[0] ?? 0);
	};
	return all.flatMap((example, at) =>
		isKnown(example) === taken[at] ? [] : [`${taken[at] ? 'takes' : 'refuses'} ${example.sql}`]
	);
}

describe('what is said to need a newer version', () => {
	it.skipIf(sqlite3 === undefined)(
		'is refused by native sqlite3 where it is older, and taken where not',
		() => {
			const run = (sql: string) =>
				spawnSync(sqlite3!, ['-batch', '-bail', ':memory:'], { input: sql, encoding: 'utf8' });
			const version = run('SELECT sqlite_version();').stdout.trim();
			const taken = examples.sqlite.map(({ sql }) => run(`${setup.sqlite};\n${sql};`).status === 0);
			console.log(`sqlite3 ${version}: ${taken.filter(Boolean).length} of ${taken.length} statements taken`);
			expect(surprises(examples.sqlite, taken, version)).toEqual([]);
		}
	);

	it.skipIf(server === undefined)(
		'is refused by a real PostgreSQL where it is older, and taken where not',
		async () => {
			// A COPY would wait for its rows, and there is no foreign server.
			const all = examples.postgres.filter(({ sql }) => !/^COPY|SERVER nowhere/.test(sql));
			const taken = await withNativeDatabase(server!, async (connection) => {
				const found: boolean[] = [];
				for (const { sql } of all) {
					await connection.query(`BEGIN; ${setup.postgres}`);
					found.push(
						await connection.query(sql).then(
							() => true,
							() => false
						)
					);
					await connection.query('ROLLBACK');
				}
				return found;
			});
			console.log(
				`PostgreSQL ${server!.version}: ${taken.filter(Boolean).length} of ${taken.length} statements taken`
			);
			expect(surprises(all, taken, server!.version)).toEqual([]);
		}
	);
});
