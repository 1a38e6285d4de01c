import { describe, expect, it } from 'vitest';
import { dialects } from '../databases.ts';
import { frameOfStep } from '../run/one-step.ts';

/** Every third row has no mail. */
const start = {
	sqlite: `CREATE TABLE big (id INTEGER PRIMARY KEY, k INTEGER, name TEXT, mail TEXT);
		WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 60000)
			INSERT INTO big SELECT i, i % 100, 'n' || i, CASE WHEN i % 3 > 0 THEN 'm' || i END FROM c`,
	postgres: `CREATE TABLE big (id INTEGER PRIMARY KEY, k INTEGER, name TEXT, mail TEXT);
		INSERT INTO big SELECT i, i % 100, 'n' || i, CASE WHEN i % 3 > 0 THEN 'm' || i END FROM generate_series(1, 60000) i`
};

interface Expected {
	readonly rows: Readonly<Record<string, number>>;
	readonly columns: Readonly<Record<string, readonly [changed: number, lost: number, gained: number]>>;
}

const cases: readonly (readonly [string, Expected])[] = [
	[
		'UPDATE big SET mail = NULL',
		{ rows: { kept: 20_000, changed: 40_000 }, columns: { mail: [0, 40_000, 0] } }
	],
	["UPDATE big SET mail = 'x'", { rows: { changed: 60_000 }, columns: { mail: [40_000, 0, 20_000] } }],
	[
		"UPDATE big SET name = 'q', mail = NULL",
		{ rows: { changed: 60_000 }, columns: { name: [60_000, 0, 0], mail: [0, 40_000, 0] } }
	],
	[
		'UPDATE big SET mail = NULL WHERE k < 33; DELETE FROM big WHERE k = 50',
		{ rows: { kept: 46_200, changed: 13_200, lost: 600 }, columns: { mail: [0, 13_200, 0] } }
	],
	[
		"UPDATE big SET mail = 'gone' || id WHERE k < 33; UPDATE big SET mail = NULL WHERE k = 99",
		{ rows: { kept: 39_800, changed: 20_200 }, columns: { mail: [13_200, 400, 6600] } }
	],
	[
		'UPDATE big SET k = k + 1 WHERE id <= 59990',
		{ rows: { kept: 10, changed: 59_990 }, columns: { k: [59_990, 0, 0] } }
	],
	[
		"UPDATE big SET name = CASE WHEN id <= 59990 THEN 'q' END",
		{ rows: { changed: 60_000 }, columns: { name: [59_990, 10, 0] } }
	],
	['UPDATE big SET k = k + 1', { rows: { changed: 60_000 }, columns: { k: [60_000, 0, 0] } }]
];

describe.each(dialects)('of 60,000 rows on %s', (dialect) => {
	it.each(cases)('it is told what became of each value: %s', async (step, { rows, columns }) => {
		const { tables = [] } = await frameOfStep(dialect, start[dialect], step);
		const [big] = tables;
		expect(tables).toHaveLength(1);
		expect(big?.rows).toEqual({ kept: 0, changed: 0, added: 0, lost: 0, ...rows });
		const told = big?.columns.map(({ name, changed, lost, gained }) => [name, [changed, lost, gained]]);
		expect(Object.fromEntries(told ?? [])).toEqual(columns);
	});
});
