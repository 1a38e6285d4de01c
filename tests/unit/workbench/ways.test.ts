import { describe, expect, it } from 'vitest';
import type { TableFates } from '../../../src/lib/engine/rows/table-fates.ts';
import type { Rehearsal } from '../../../src/lib/engine/run/rehearse.ts';
import { fateSums } from '../../../src/lib/workbench/evidence/fate-sums.ts';
import { tablesOnBothWays } from '../../../src/lib/workbench/evidence/ways.ts';

const none = { kept: 0, changed: 0, added: 0, lost: 0 };

function table(name: string, fates: Partial<TableFates>): TableFates {
	return {
		table: name,
		fate: 'kept',
		rows: none,
		columns: [],
		identity: '',
		examples: { columns: [{ name: 'id', fate: 'kept' }], rows: [], total: 0 },
		...fates
	};
}

function way(...tables: readonly TableFates[]): Rehearsal {
	const result = { status: 'notRun', revision: '2', direction: 'upgrade' } as const;
	return { result: { status: 'applied', steps: [], problems: [], current: [] }, steps: [{ result, tables }] };
}

describe('the tables of two ways', () => {
	it('stand beside themselves also where one way gives them another name', () => {
		const ways = {
			migrated: way(table('users', { was: 'people' })),
			recreated: way(table('people', { fate: 'lost' }), table('users', { fate: 'added' }))
		};
		const [people, users] = tablesOnBothWays(ways);
		expect([people?.name, people?.migrated?.table, people?.recreated?.fate]).toEqual([
			'people',
			'users',
			'lost'
		]);
		expect([users?.name, users?.calledBefore, users?.recreated?.fate]).toEqual(['users', 'people', 'added']);
		expect(users?.untouched).toBeUndefined();
	});

	it('show the very rows that one way loses as kept where the other does not touch them', () => {
		const examples = {
			columns: [{ name: 'id', fate: 'kept' as const }],
			rows: [{ values: [1], fate: 'lost' as const }],
			total: 1
		};
		const ways = {
			migrated: way(),
			recreated: way(table('orders', { rows: { ...none, lost: 1 }, examples }))
		};
		const [orders] = tablesOnBothWays(ways);
		expect(orders?.untouched?.rows).toEqual([{ values: [1], fate: 'kept' }]);
	});

	it('are named where nobody could look at their rows', () => {
		const big = table('big', { fate: 'lost', notKept: 'It is too large.' });
		expect(fateSums([big]).unknown).toEqual(['big']);
	});

	it('are counted by what is lost of them', () => {
		const columns = [{ name: 'email', fate: 'lost' as const, changed: 0, lost: 2, gained: 0 }];
		const tables = [table('a', { rows: { ...none, lost: 3 } }), table('b', { columns })];
		expect(fateSums(tables)).toEqual({ rows: 3, values: 2, changed: 0, unknown: [] });
	});
});
