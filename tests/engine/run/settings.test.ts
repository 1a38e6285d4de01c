import { describe, expect, it } from 'vitest';
import { Bench, migration } from './support.ts';

const open = { up: 'transaction:false', down: 'transaction:false' };

/** Each setting with a value that is not the one a connection begins with. */
const changes = [
	'query_only = ON',
	'ignore_check_constraints = ON',
	'recursive_triggers = ON',
	'legacy_alter_table = ON',
	'"reverse_unordered_selects" = ON',
	'trusted_schema = OFF',
	'writable_schema = ON',
	'max_page_count = 10',
	'case_sensitive_like(1)'
];

/** What statements do that depends on the settings, and the settings themselves. */
async function settings(bench: Bench): Promise<readonly unknown[]> {
	const names = ['query_only', 'foreign_keys', 'ignore_check_constraints', 'recursive_triggers'];
	names.push('legacy_alter_table', 'reverse_unordered_selects', 'trusted_schema', 'writable_schema');
	const values = [];
	for (const name of [...names, 'max_page_count']) values.push(await bench.rows(`PRAGMA ${name}`));
	return [...values, await bench.rows("SELECT 'a' LIKE 'A'")].flat();
}

describe.each(changes)('after a step with PRAGMA %s', (change) => {
	it.each([
		['that fails', 'INSERT INTO nowhere VALUES (1);', {}],
		['that works', '', {}],
		['without a transaction that fails', 'INSERT INTO nowhere VALUES (1);', open],
		['without a transaction that works', '', open]
	])('%s, the next finds the connection as it was', async (_name, last, options) => {
		const first = migration(`CREATE TABLE a (x);\nPRAGMA ${change};\n${last}`, '', options);
		const bench = await Bench.open({ '1_a.sql': first }, true);
		const before = await settings(bench);
		const result = await bench.upgrade();
		if (!change.startsWith('query_only')) expect(result.status).toBe(last === '' ? 'applied' : 'failed');
		expect(await settings(bench)).toEqual(before);
		await bench.stamp(['base'], true);
		bench.files = { '2_b.sql': migration('CREATE TABLE b (x);', '') };
		expect((await bench.upgrade()).status).toBe('applied');
	});
});

describe('a step without a transaction that turns foreign keys off', () => {
	const rebuild = `PRAGMA foreign_keys = OFF;
CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_parents (id) SELECT id FROM parents;
INSERT INTO later VALUES (1);
DROP TABLE parents;
ALTER TABLE new_parents RENAME TO parents;`;
	const family = `CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE children (parent REFERENCES parents ON DELETE CASCADE);
INSERT INTO parents VALUES (1);
INSERT INTO children VALUES (1);`;

	it('does not leave them off for the steps after it, and goes on with them off after a failure', async () => {
		const files = { '1_a.sql': migration(family, ''), '2_b.sql': migration(rebuild, '', open) };
		const bench = await Bench.open(files, true);
		expect((await bench.upgrade()).steps[1]).toMatchObject({ status: 'failed', stuck: 3 });
		expect(await bench.rows('PRAGMA foreign_keys')).toEqual([[1]]);
		await bench.database.execute('CREATE TABLE later (x)');
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await bench.rows('SELECT * FROM children')).toEqual([[1]]);
		expect(await bench.rows('PRAGMA foreign_keys')).toEqual([[1]]);
	});
});

it('a step that forbids itself to write says so', async () => {
	const bench = await Bench.open({ '1_a.sql': migration('PRAGMA query_only = ON;', '') });
	const [problem] = (await bench.upgrade()).problems;
	expect(problem!.message).toContain('PRAGMA query_only has forbidden');
});

it('what a trigger says ends in one full stop', async () => {
	const up = `CREATE TABLE a (x);
CREATE TRIGGER no BEFORE INSERT ON a BEGIN SELECT RAISE(ABORT, 'Not today.'); END;
INSERT INTO a VALUES (1);`;
	const bench = await Bench.open({ '1_a.sql': migration(up, '') });
	const [problem] = (await bench.upgrade()).problems;
	expect(problem!.message).toContain('Not today. Nothing');
	expect(problem!.message).not.toContain('..');
});
