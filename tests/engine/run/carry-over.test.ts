import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { carryOver } from '../../../src/lib/engine/run/carry-over.ts';
import { emptyDatabase } from '../databases.ts';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';

async function carried(from: DialectName, to: DialectName, up: string, down = '') {
	const source = (await openDatabase(from)).dialect;
	const folder = parseFolder([
		{ name: '001_first.sql', text: `-- migrate:up\n${up}\n\n-- migrate:down\n${down}\n` }
	]);
	return carryOver(folder.graph, source, await emptyDatabase(to));
}

describe('a folder on the other database', () => {
	it('is taken apart by the parser of the database it was written for', async () => {
		const statements = [
			'CREATE TABLE t (a integer);',
			`CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
	UPDATE t SET a = a + 1; -- it's counted
	RETURN NEW;
END;
$body$;`,
			"DO $$ BEGIN PERFORM 1; RAISE NOTICE 'done; really'; END $$;",
			'CREATE TRIGGER up BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION count_up();',
			'INSERT INTO t VALUES (1);'
		];
		const { tried, refusals } = await carried('postgres', 'sqlite', statements.join('\n'));
		expect(tried).toBe(5);
		expect(refusals.map(({ sql }) => sql)).toEqual(statements.slice(1, 4));
		expect(refusals.map(({ problem }) => problem.span?.start.line)).toEqual([3, 9, 10]);
		expect(refusals.map(({ follows }) => follows)).toEqual([false, false, true]);
		expect(refusals[0]?.problem.message).toMatch(
			/^Statement 2 of 5 was refused. SQLite has no functions or procedures written in SQL\./
		);
		expect(refusals[1]?.problem.message).toContain('SQLite has no blocks of code to run.');
		expect(refusals[2]?.problem.hint).toBe('Write CREATE TRIGGER … BEGIN UPDATE …; END;');
	});

	it('keeps a trigger of SQLite in one piece', async () => {
		const trigger = `CREATE TRIGGER up AFTER INSERT ON t BEGIN
	UPDATE t SET a = a + 1;
	DELETE FROM t WHERE a > 9;
END;`;
		const { tried, refusals } = await carried(
			'sqlite',
			'postgres',
			`CREATE TABLE t (a integer);\n${trigger}\nINSERT INTO t VALUES (1);`,
			'DROP TABLE t;'
		);
		expect(tried).toBe(4);
		expect(refusals.map(({ sql }) => sql)).toEqual([trigger]);
		expect(refusals[0]?.problem.message).toMatch(/^Statement 2 of 3 was refused\./);
	});

	it('takes what was made in a schema of its own for what others need', async () => {
		const { refusals } = await carried(
			'postgres',
			'sqlite',
			'CREATE TABLE app.users (id integer);\nCREATE INDEX by_id ON app.users (id);\nCREATE TABLE app_log (a integer);'
		);
		expect(refusals.map(({ follows }) => follows)).toEqual([false, true]);
	});
});
