import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('a table that is called as a type of PostgreSQL is', () => {
	it('changes without columns of that type being touched', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE "date" (a int); CREATE TABLE h (d date)',
			'CREATE TABLE "date" (a bigint); CREATE TABLE h (d date)'
		);
		expect(upgrade).toBe('ALTER TABLE date ALTER COLUMN a TYPE bigint;\n');
	});

	it('changes under a column that holds its rows, beside one of that type', async () => {
		const query = 'SELECT d::text, r::text FROM h';
		const { up, down } = await migrated(
			'CREATE TABLE "date" (a int); CREATE TABLE h (d date, r public."date")',
			'CREATE TABLE "date" (a bigint); CREATE TABLE h (d date, r public."date")',
			{ data: "INSERT INTO h VALUES ('2020-01-02', ROW(3))" },
			query
		);
		expect(up(query)).toEqual([['2020-01-02', '(3)']]);
		expect(down(query)).toEqual([['2020-01-02', '(3)']]);
	});

	it('is renamed without columns of that type becoming anything else', async () => {
		const { upgrade, downgrade } = await migrated(
			'CREATE TABLE "date" (a int); CREATE TABLE h (d date)',
			'CREATE TABLE "day" (a int); CREATE TABLE h (d date)',
			{ renames: [{ kind: 'table', from: 'date', to: 'day' }] }
		);
		expect(upgrade).toBe('ALTER TABLE date RENAME TO day;\n');
		expect(downgrade).toBe('ALTER TABLE day RENAME TO date;\n');
	});
});
