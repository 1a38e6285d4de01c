import { describe, expect, test } from 'vitest';
import type { TableFates } from '../../../src/lib/engine/rows/table-fates.ts';
import { stashName } from '../../../src/lib/engine/schema/stash.ts';
import type { Frame } from '../../../src/lib/engine/run/step.ts';
import { isOpen, lossesAfter, lostCounts } from '../../../src/lib/workbench/evidence/losses.ts';

const none = { kept: 0, changed: 0, added: 0, lost: 0 };

function table(changes: Partial<TableFates>): TableFates {
	return {
		table: 'users',
		fate: 'kept',
		rows: none,
		columns: [],
		identity: '',
		examples: { columns: [], rows: [], total: 0 },
		...changes
	};
}

function frame(direction: Frame['direction'], at: string, tables: readonly TableFates[]): Frame {
	const empty = { set: [], unset: [] };
	return {
		revision: '0002',
		direction,
		from: [],
		to: [],
		patch: empty,
		reverse: empty,
		changes: [],
		tables,
		statements: [],
		warnings: [],
		at,
		durationMs: 1
	};
}

const dropsEmail = frame('upgrade', '1', [
	table({ columns: [{ name: 'email', fate: 'lost', changed: 0, lost: 3, gained: 0 }] })
]);
const emailBack = (gained: number) =>
	frame('downgrade', '2', [
		table({ columns: [{ name: 'email', fate: 'added', changed: 0, lost: 0, gained }] })
	]);

describe('the loss ledger', () => {
	test('has nothing of a step that only adds', () => {
		expect(lossesAfter([], [frame('upgrade', '1', [table({ rows: { ...none, added: 3 } })])])).toEqual([]);
	});

	test('counts rows, and values in rows that stay', () => {
		const gone = frame('upgrade', '2', [
			table({ table: 'orders', fate: 'lost', rows: { ...none, lost: 7 } })
		]);
		expect(lostCounts(lossesAfter([], [dropsEmail, gone]))).toEqual({ rows: 7, values: 3 });
	});

	test('leaves out what a downgrade has put aside', () => {
		const lost = [table({ table: 'orders', fate: 'lost', rows: { ...none, lost: 7 } })];
		const aside = {
			...frame('downgrade', '1', lost),
			changes: [
				{
					kind: 'addObject' as const,
					object: {
						kind: 'table' as const,
						name: stashName('0002', 'orders'),
						columns: [],
						constraints: [],
						options: {},
						sql: ''
					}
				}
			]
		};
		expect(lossesAfter([], [aside])).toEqual([]);
		expect(lossesAfter([], [{ ...aside, revision: '0003' }])).toHaveLength(1);
	});

	test('tells of rows that go although only values of a column were put aside', () => {
		const column = (name: string) => ({ name, type: 'TEXT', nullable: true, options: {} });
		const stash = {
			kind: 'table' as const,
			name: stashName('0002', 'users'),
			columns: [column('id'), column('role')],
			constraints: [],
			options: {},
			sql: ''
		};
		const changes = [{ kind: 'addObject' as const, object: stash }];
		const role = { name: 'role', fate: 'lost' as const, changed: 0, lost: 3, gained: 0 };
		const after = (lost: number, columns = [role]) => {
			const step = frame('downgrade', '1', [table({ rows: { ...none, lost }, columns })]);
			return lossesAfter([], [{ ...step, changes }]);
		};
		expect(after(0)).toEqual([]);
		expect(after(2)).toHaveLength(1);
		expect(after(0, [role, { ...role, name: 'email' }])).toHaveLength(1);
	});

	test('keeps a loss when the column comes back without its values', () => {
		const losses = lossesAfter([], [dropsEmail, emailBack(0)]);
		expect(losses.filter(isOpen)).toHaveLength(1);
	});

	test('says when as much has come back by the step the other way', () => {
		const [loss] = lossesAfter([], [dropsEmail, emailBack(3)]);
		expect(loss?.cameBack).toBe('2');
	});

	test('keeps a loss when the same step runs again and finds nothing left to lose', () => {
		const again = frame('upgrade', '3', [
			table({ columns: [{ name: 'email', fate: 'lost', changed: 0, lost: 0, gained: 0 }] })
		]);
		const losses = lossesAfter([], [dropsEmail, emailBack(0), again]);
		expect(losses.map(({ at }) => at)).toEqual(['1']);
	});
});
