import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

const type =
	"CREATE TYPE tp AS (x int); CREATE FUNCTION t2i(tp) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.x';";
const cast = (context: string) => `CREATE CAST (tp AS int) WITH FUNCTION t2i(tp) AS ${context};`;

describe('a cast that a function makes', () => {
	it('comes before a view that needs it, and goes after it', async () => {
		const query = 'SELECT i FROM v';
		const { up, down } = await migrated(
			`${type} CREATE VIEW v AS SELECT 1 AS i`,
			`${type} ${cast('ASSIGNMENT')} CREATE VIEW v AS SELECT (ROW(2)::tp)::int AS i`,
			{},
			query
		);
		expect(up(query)).toEqual([[2]]);
		expect(down(query)).toEqual([[1]]);
	});

	it('takes a view that needs it along where it is made anew', async () => {
		const view = 'CREATE VIEW v AS SELECT (ROW(2)::tp)::int AS i';
		const { upgrade } = await migrated(
			`${type} ${cast('ASSIGNMENT')} ${view}`,
			`${type} ${cast('IMPLICIT')} ${view}`
		);
		expect(upgrade).toContain('DROP VIEW v');
	});

	it('comes before checks and computed columns that need it', async () => {
		await migrated(
			`${type} CREATE TABLE t (a tp)`,
			`${type} ${cast('ASSIGNMENT')} CREATE TABLE t (a tp, b int GENERATED ALWAYS AS (a::int) STORED, CHECK (a::int > 0))`
		);
	});

	it('leaves a view alone that calls the function by name', async () => {
		const view = 'CREATE VIEW v AS SELECT t2i(ROW(2)::tp) AS i';
		const { upgrade } = await migrated(
			`${type} ${cast('ASSIGNMENT')} ${view}`,
			`${type} ${cast('IMPLICIT')} ${view}`
		);
		expect(upgrade).not.toContain('VIEW');
	});
});
