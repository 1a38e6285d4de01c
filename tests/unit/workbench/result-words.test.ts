import { expect, test } from 'vitest';
import type { Frame, RunResult, StepResult } from '../../../src/lib/engine/run/step.ts';
import type { Change } from '../../../src/lib/engine/schema/change.ts';
import { resultSentence } from '../../../src/lib/workbench/result-words.ts';

const column = { name: 'email', type: 'TEXT', nullable: true, options: {} };
const table = {
	kind: 'table',
	name: 'orders',
	columns: [column],
	constraints: [],
	options: {},
	sql: ''
} as const;

function step(changes: readonly Change[], direction: Frame['direction'] = 'upgrade'): StepResult {
	const frame: Frame = {
		revision: '0002',
		direction,
		from: ['0001'],
		to: ['0002'],
		patch: { set: [], unset: [] },
		reverse: { set: [], unset: [] },
		changes,
		statements: [],
		warnings: [],
		at: '2026-01-01T00:00:00.000Z',
		durationMs: 1
	};
	return { status: 'applied', revision: '0002', direction, frame };
}

function said(
	steps: readonly StepResult[],
	rows: { before: Record<string, number>; after: Record<string, number> },
	more: Partial<RunResult> = {},
	kind: 'upgrade' | 'downgrade' = 'upgrade'
): string {
	return resultSentence({
		command: { kind, target: '+1' },
		result: { status: 'applied', steps, problems: [], current: ['0002'], ...more },
		...rows,
		nameOf: (revision) => `${revision} Add email`
	});
}

test('one step says what it changed and that the rows were kept', () => {
	const add = step([{ kind: 'addColumn', table: 'users', column }]);
	expect(said([add], { before: { users: 1000 }, after: { users: 1000 } })).toBe(
		'Added `email` to users. 1,000 rows kept.'
	);
});

test('a dropped table takes its rows along', () => {
	const drop = step([{ kind: 'dropObject', object: table }], 'downgrade');
	expect(said([drop], { before: { orders: 10_000, users: 5 }, after: { users: 5 } }, {}, 'downgrade')).toBe(
		'Dropped table orders. 10,000 rows lost.'
	);
});

test('a renamed table keeps its rows under its new name', () => {
	const rename = step([{ kind: 'renameTable', from: 'orders', to: 'sales' }]);
	expect(said([rename], { before: { orders: 7 }, after: { sales: 7 } })).toBe(
		'Renamed table orders to sales. 7 rows kept.'
	);
});

test('several steps are counted', () => {
	const add = step([{ kind: 'addObject', object: table }]);
	expect(said([add, add], { before: {}, after: { orders: 3 } })).toBe(
		'Upgraded 2 steps, to 0002 Add email. 3 rows added.'
	);
});

test('a failure tells the step, the reason and how many steps before it stayed', () => {
	const problem = { code: 'refused', severity: 'error', message: 'No such table', hint: '' } as const;
	const failed: StepResult = {
		status: 'failed',
		revision: '0003',
		direction: 'upgrade',
		problem,
		statements: [],
		stuck: 0
	};
	expect(said([step([]), failed], { before: {}, after: {} }, { status: 'failed' })).toBe(
		'0003 Add email failed: No such table. 1 step before it stayed.'
	);
});
