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

/** Marks of the first so many of three emails. */
const emails = (count: number) => ({
	table: 'users',
	rows: [],
	cells: [{ column: 'email', marks: ['a', 'b', 'c'].slice(0, count) }]
});
const dropsEmail = frame('upgrade', '1', [
	table({
		columns: [{ name: 'email', fate: 'lost', changed: 0, lost: 3, gained: 0 }],
		marks: { went: emails(3) }
	})
]);
/** The column comes back with a value in each row, so many of them the ones that were lost. */
const emailBack = (same: number, gained = 3) =>
	frame('downgrade', '2', [
		table({
			columns: [{ name: 'email', fate: 'added', changed: 0, lost: 0, gained }],
			...(same > 0 && { marks: { back: emails(same) } })
		})
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
		const losses = lossesAfter([], [dropsEmail, emailBack(0, 0)]);
		expect(losses.filter(isOpen)).toHaveLength(1);
	});

	test('keeps a loss when as many other values come', () => {
		const losses = lossesAfter([], [dropsEmail, emailBack(0)]);
		expect(lostCounts(losses.filter(isOpen))).toEqual({ rows: 0, values: 3 });
	});

	test('is left only by the values that came back as they were', () => {
		const losses = lossesAfter([], [dropsEmail, emailBack(2)]);
		expect(lostCounts(losses.filter(isOpen))).toEqual({ rows: 0, values: 1 });
		const [loss] = lossesAfter(losses, [frame('upgrade', '3', []), emailBack(2)]);
		expect([loss?.back, loss?.cameBack]).toEqual([{ rows: 0, values: 2 }, undefined]);
	});

	test('says when all has come back', () => {
		const [loss] = lossesAfter([], [dropsEmail, emailBack(3)]);
		expect(loss?.cameBack).toBe('2');
	});

	test('takes a value that came back once from one loss only', () => {
		const twice = lossesAfter([], [dropsEmail, { ...dropsEmail, at: '2' }]);
		const losses = lossesAfter(twice, [emailBack(3)]);
		expect(losses.map(({ cameBack }) => cameBack)).toEqual(['2', undefined]);
	});

	test('keeps a loss when the same step runs again and finds nothing left to lose', () => {
		const again = frame('upgrade', '3', [
			table({ columns: [{ name: 'email', fate: 'lost', changed: 0, lost: 0, gained: 0 }] })
		]);
		const losses = lossesAfter([], [dropsEmail, emailBack(0, 0), again]);
		expect(losses.map(({ at }) => at)).toEqual(['1']);
	});
});
