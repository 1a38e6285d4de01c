import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

const head = (downgrade: string) => downgrade.split('\n').find((line) => line.startsWith('--'));

describe('the top of a downgrade', () => {
	it('says which part of a composite value does not come back', async () => {
		const { downgrade } = await migrated(
			'CREATE TYPE i AS (n int, m text); CREATE TABLE t (o i)',
			'CREATE TYPE i AS (m text); CREATE TABLE t (o i)'
		);
		expect(head(downgrade)).toBe('-- Cannot bring back: n of the values in t.o.');
	});

	it('says where a value that the upgrade allows would stop it', async () => {
		const { downgrade, warnings } = await migrated(
			"CREATE TYPE s AS ENUM ('a'); CREATE TABLE t (s s)",
			"CREATE TYPE s AS ENUM ('a', 'b'); CREATE TABLE t (s s)"
		);
		expect(head(downgrade)).toBe("-- May fail where rows are there: t.s must not be 'b'.");
		expect(warnings).toContain("A downgrade may fail where t has rows: `s` must not be 'b'.");
	});

	it('does not call lost what comes back whole from a type with more room', async () => {
		const { downgrade, warnings } = await migrated(
			'CREATE TABLE t (a int, b varchar(10), c numeric(5,2), d varchar(10))',
			'CREATE TABLE t (a bigint, b varchar(20), c numeric(7,3), d text)'
		);
		expect(downgrade).not.toContain('Cannot bring back');
		expect(warnings.filter((one) => !one.startsWith('A downgrade'))).toEqual([]);
	});

	it('still does where digits behind the point would go', async () => {
		const { warnings } = await migrated('CREATE TABLE t (c numeric(5,2))', 'CREATE TABLE t (c numeric(7,1))');
		expect(warnings.join()).toContain('`c` of t goes from numeric(5,2) to numeric(7,1)');
	});
});
