import { expect, test } from 'vitest';
import type { TableFates } from '../../../src/lib/engine/rows/table-fates.ts';
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

const noRows = { kept: 0, changed: 0, added: 0, lost: 0 };

/** What a step saw become of a table; its columns are as they were unless told. */
function fates(name: string, rows: Partial<TableFates['rows']>, more: Partial<TableFates> = {}): TableFates {
	const examples = { columns: [], rows: [], total: 0 };
	return {
		table: name,
		fate: 'kept',
		rows: { ...noRows, ...rows },
		columns: [],
		identity: '',
		examples,
		...more
	};
}

function step(
	changes: readonly Change[],
	direction: Frame['direction'] = 'upgrade',
	tables?: readonly TableFates[]
): StepResult {
	const frame: Frame = {
		revision: '0002',
		direction,
		from: ['0001'],
		to: ['0002'],
		patch: { set: [], unset: [] },
		reverse: { set: [], unset: [] },
		changes,
		...(tables && { tables }),
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
	const rename = step([{ kind: 'renameTable', from: 'orders', to: 'sales' }], 'upgrade', [
		fates('sales', { kept: 7 }, { was: 'orders' })
	]);
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

const same = { before: { t: 3 }, after: { t: 3 } };

test('rows that hold another value are told, though there are as many as before', () => {
	expect(said([step([], 'upgrade', [fates('t', { changed: 3 })])], same)).toBe('3 rows changed.');
	expect(said([step([], 'upgrade', [fates('t', { kept: 2, lost: 1, added: 1 })])], same)).toBe(
		'1 row added. 1 row lost. 2 rows kept.'
	);
});

test('a table that was emptied has lost its rows, though no statement counts them', () => {
	const emptied = step([], 'upgrade', [fates('t', { lost: 3 })]);
	expect(said([emptied], { before: { t: 3 }, after: { t: 0 } })).toBe('3 rows lost.');
});

test('what an earlier step had lost is said to be restored, and not to be added', () => {
	const restored = { rows: 2, columns: [{ name: 'phone', values: 3 }] };
	const back = step([], 'downgrade', [fates('t', { kept: 3, added: 5 }, { restored })]);
	expect(said([back], { before: { t: 3 }, after: { t: 8 } }, {}, 'downgrade')).toBe(
		'3 rows added. 2 rows restored. 3 values restored. 3 rows kept.'
	);
});

test('that a table is no partition any more is said first, and then what follows from it', () => {
	const options = { partitionOf: 'readings', bound: 'FOR VALUES FROM (0) TO (10)' };
	const detached = step([
		{ kind: 'alterColumn', table: 't', from: { ...column, options: { inherited: true } }, to: column },
		{ kind: 'alterOptions', table: 't', from: options, to: {} }
	]);
	expect(said([detached], same)).toMatch(
		/^t is no partition of readings any more\. Changed `email` of t: no longer inherited\./
	);
	const attached = step([{ kind: 'alterOptions', table: 't', from: {}, to: { ...options, access: 'heap' } }]);
	expect(said([attached], same)).toMatch(/^t is a partition of readings now; access none → heap\./);
});

test('values that went with a column are counted beside the rows that stay', () => {
	const phone = { name: 'phone', fate: 'lost', changed: 0, lost: 2, gained: 0 } as const;
	const drop = step([{ kind: 'dropColumn', table: 't', column }], 'upgrade', [
		fates('t', { kept: 3 }, { columns: [phone] })
	]);
	expect(said([drop], same)).toBe('Dropped `email` from t. 2 values lost. 3 rows kept.');
});

test('a downgrade says of a column that it comes back without what it held', () => {
	const email = { name: 'email', fate: 'added', changed: 0, lost: 0, gained: 0 } as const;
	const add = step([{ kind: 'addColumn', table: 't', column }], 'downgrade', [
		fates('t', { kept: 3 }, { columns: [email] })
	]);
	expect(said([add], same, {}, 'downgrade')).toBe(
		'Added `email` to t. t.email holds nothing: its values do not come back with it. 3 rows kept.'
	);
});

test('two tables that change their names with each other keep all their rows', () => {
	const renames = [
		{ kind: 'renameTable', from: 'a', to: 'b' },
		{ kind: 'renameTable', from: 'b', to: 'a' }
	] as const;
	const swap = (a: number, b: number) =>
		step(renames, 'upgrade', [fates('b', { kept: a }, { was: 'a' }), fates('a', { kept: b }, { was: 'b' })]);
	expect(said([swap(9, 6), swap(6, 9)], { before: { a: 9, b: 6 }, after: { a: 9, b: 6 } })).toBe(
		'Upgraded 2 steps, to 0002 Add email. 15 rows kept.'
	);
});

test('rows of several steps are added up as each step saw them', () => {
	const steps = [
		step([], 'upgrade', [fates('t', { kept: 3, added: 2 })]),
		step([], 'upgrade', [fates('t', { kept: 3, changed: 1, lost: 1 })])
	];
	expect(said(steps, { before: { t: 3 }, after: { t: 4 } })).toBe(
		'Upgraded 2 steps, to 0002 Add email. 2 rows added. 1 row lost. 1 row changed. 2 rows kept.'
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

test('what could not be looked at is not said to be kept', () => {
	const notKept = 'The rows from before this step were not kept for this table: it has more than 64 MB.';
	const retyped = step(
		[{ kind: 'alterColumn', table: 'big', from: column, to: { ...column, type: 'INTEGER' } }],
		'upgrade',
		[fates('big', {}, { notKept }), fates('users', { kept: 3, changed: 2 })]
	);
	const hidden = 'What became of the rows of big could not be looked at.';
	expect(said([retyped], { before: { big: 9, users: 5 }, after: { big: 9, users: 5 } })).toBe(
		`Changed \`email\` of big: type TEXT → INTEGER. 2 rows changed. 3 rows kept. ${hidden}`
	);
	const written = step([], 'upgrade', [fates('big', {}, { notKept })]);
	expect(said([written], { before: { big: 9 }, after: { big: 7 } })).toBe(hidden);
	const made = step([], 'upgrade', [fates('big', { added: 9 }, { fate: 'added' })]);
	expect(said([made, written], { before: {}, after: { big: 7 } })).toBe(
		`Upgraded 2 steps, to 0002 Add email. 9 rows added. ${hidden}`
	);
	const dropped = step([], 'upgrade', [fates('big', {}, { notKept, fate: 'lost' })]);
	expect(said([dropped], { before: { big: 9 }, after: {} })).toContain('9 rows lost.');
});

test('rows of partitions are counted once, with their table', () => {
	const part = { ...table, name: 'orders_old', options: { partitionOf: 'orders' } } as const;
	const add = step([
		{ kind: 'addColumn', table: 'orders', column },
		{ kind: 'addColumn', table: 'orders_old', column }
	]);
	if (add.status !== 'applied') throw new Error('It was applied.');
	const altered = { ...add, frame: { ...add.frame, patch: { set: [table, part], unset: [] } } };
	const rows = { orders: 15, orders_old: 9 };
	expect(said([altered], { before: rows, after: rows })).toContain('15 rows kept.');
});

test('rows that went with a table nobody could look at are counted once', () => {
	const dropped = step([], 'upgrade', [fates('big', {}, { notKept: 'It is large.', fate: 'lost' })]);
	expect(said([step([]), dropped], { before: { big: 9 }, after: {} })).toContain('9 rows lost.');
});
