import { describe, expect, it } from 'vitest';
import { Asked } from '../run/asked.ts';
import { emptyDatabase } from '../databases.ts';
import { frameOfStep } from '../run/one-step.ts';
import { refusal } from './support.ts';

const endless =
	"CREATE FUNCTION deeper(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN deeper(n + 1); END';";

describe('a function that calls itself without end', () => {
	it('is refused, and leaves what was committed and a database that answers', async () => {
		const database = await emptyDatabase('postgres');
		await database.execute(`${endless} CREATE TABLE t (a int); INSERT INTO t VALUES (1);`);
		const failure = await refusal(database.execute('INSERT INTO t VALUES (deeper(1))'));
		expect(failure).toMatchObject({ code: '54001', sql: 'INSERT INTO t VALUES (deeper(1))' });
		expect(database.dialect.explain(failure).message).toContain('may call itself without end');
		expect((await database.query('SELECT a FROM t')).rows).toEqual([[1]]);
		await refusal(database.query('SELECT deeper(1)'));
		expect((await database.query('SELECT 2')).rows).toEqual([[2]]);
	});

	it('undoes the transaction that it is called in', async () => {
		const database = await emptyDatabase('postgres');
		await database.execute(`${endless} CREATE TABLE t (a int);`);
		await database.execute('BEGIN; INSERT INTO t VALUES (1)');
		await refusal(database.query('SELECT deeper(1)'));
		expect(await database.dialect.transactions.rollback(database)).toBe(false);
		expect((await database.query('SELECT a FROM t')).rows).toEqual([]);
	});

	it('makes its step fail', async () => {
		await expect(
			frameOfStep('postgres', 'CREATE TABLE t (a int)', `${endless} SELECT deeper(1);`)
		).rejects.toThrow();
	});

	it('in the check of a domain is told where rows are held against it', async () => {
		const made =
			"CREATE DOMAIN d AS int; CREATE FUNCTION ok(d) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN true; END';";
		const asked = await Asked.on(
			'postgres',
			`${made} CREATE TABLE t (a int); INSERT INTO t VALUES (1);`,
			`${made} ALTER DOMAIN d ADD CONSTRAINT k CHECK (ok(VALUE)); CREATE TABLE t (a d);`
		);
		const { warnings } = (await asked.changes()).migration;
		expect(warnings.join(' ')).toContain('Tried on the rows that are there, this fails.');
		expect(await asked.rows('SELECT a FROM t')).toEqual([[1]]);
	});
});
