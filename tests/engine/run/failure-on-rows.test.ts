import { describe, expect, it } from 'vitest';
import { Asked, type Changes } from './asked.ts';

const tried = 'Tried on the rows that are there, this fails.';
const both = ['sqlite', 'postgres'] as const;

async function warningsOf(
	dialect: (typeof both)[number],
	present: string,
	desired: string
): Promise<readonly string[]> {
	const reply = await (await Asked.on(dialect, present, desired)).reply();
	return (reply as Changes).migration.warnings;
}

const table = (more = '') => `CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER${more});`;
const rows = 'INSERT INTO t VALUES (1, 1), (2, -1), (3, 5), (4, 5);';

describe.each(both)('a migration that is about to be written on %s', (dialect) => {
	it('says which rows a new rule would stop at', async () => {
		const [first] = await warningsOf(dialect, table() + rows, table(', UNIQUE (x)'));
		expect(first).toContain(tried);
		expect(first).toMatch(/2 of 4 rows .* share their x with others\./);
	});

	it('says what the database says where rows cannot be counted', async () => {
		const [first] = await warningsOf(dialect, table() + rows, table(' CHECK (x > 0)'));
		expect(first).toContain(tried);
	});

	it('says nothing of the kind where the rows keep the rule', async () => {
		const warnings = await warningsOf(dialect, table() + rows, table(' CHECK (x > -2)'));
		expect(warnings.join()).not.toContain(tried);
		expect(warnings).toHaveLength(1);
	});

	it('leaves the rows and the structure as they were', async () => {
		const asked = await Asked.on(dialect, table() + rows, table(' CHECK (x > 0)'));
		await asked.reply();
		expect((await asked.database.query('SELECT count(*) FROM t')).rows).toEqual([[4]]);
		await asked.database.query('INSERT INTO t VALUES (5, -7)');
	});
});
