import { describe, expect, it } from 'vitest';
import { Asked } from '../run/asked.ts';
import { migrationOf, targets } from './at-targets.ts';

describe.each(targets)('what SQLite reads otherwise than it looks, on %s or newer', (target) => {
	it.each([
		[
			'a check',
			`CREATE TABLE t (a TEXT, CHECK (a IN ("x", 'y')))`,
			`CREATE TABLE t (a TEXT, x TEXT, CHECK (a IN ('x', 'y')))`
		],
		[
			'a partial index',
			'CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a) WHERE a <> "X"',
			`CREATE TABLE t (a TEXT, x INT); CREATE INDEX i ON t (a) WHERE a <> 'X'`
		]
	])('a text in double quotes stays one in %s when a column of that name comes', async (_, before, after) => {
		const step = await migrationOf({ before, after, rows: "INSERT INTO t (a) VALUES ('y')" }, { target });
		step.up();
		step.execute("INSERT INTO t (a) VALUES ('x')");
		expect(step.rows('SELECT a FROM t')).toEqual([['y'], ['x']]);
		step.down();
	});
});

describe('ANY outside STRICT', () => {
	it('makes numbers of texts, which is told with the rows and said in the downgrade', async () => {
		const before = 'CREATE TABLE t (a ANY, b TEXT) STRICT;';
		const rows = "INSERT INTO t VALUES ('1', 'x'), (2, 'y'), ('z', NULL), (4.0, NULL);";
		const after = 'CREATE TABLE t (a ANY, b TEXT);';
		const { migration } = await (await Asked.on('sqlite', before + rows, after)).changes();
		expect(migration.warnings[0]).toBe(
			"`a` of t keeps its type ANY, which outside STRICT makes numbers of what looks like one: 2 of 4 rows change: '1' becomes 1."
		);
		expect(migration.downgrade.sql).toContain('-- Cannot bring back: values of t.a that were converted.');
		const back = await (await Asked.on('sqlite', after + rows, before)).changes();
		expect(back.migration.warnings.join()).not.toContain('numbers');
	});
});
