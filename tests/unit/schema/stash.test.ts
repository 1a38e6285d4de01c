import { expect, test } from 'vitest';
import { stashName } from '../../../src/lib/engine/schema/stash.ts';

test('no two tables are put aside under one name', () => {
	const long = 'a'.repeat(70);
	const tables = ['audit_log', 'audit.log', 'Audit_log', 'users', 'users_rows', `${long}b`, `${long}c`];
	const names = tables.flatMap((table) => [stashName('0002', table), stashName('0002', table, '_rows')]);
	names.push(stashName('a', 'b_c'), stashName('a_b', 'c'));
	expect(new Set(names).size).toBe(names.length);
	expect(names.filter((name) => name.length > 60)).toEqual([]);
	expect(names[0]).toBe('updown_stash_0002_audit_log');
});
