import { describe, expect, it } from 'vitest';
import type { StatementReport } from '../../../src/lib/engine/run/step.ts';
import type { LockTaken, StatementEffects } from '../../../src/lib/engine/statement-effects.ts';
import { describeLock, lockedTables } from '../../../src/lib/workbench/evidence/locks.ts';

const place = { line: 1, column: 1, offset: 0 };

function statement(durationMs: number, effects?: Partial<StatementEffects>): StatementReport {
	return {
		sql: '',
		span: { start: place, end: place },
		durationMs,
		rowsChanged: 0,
		...(effects && { effects: { locks: [], rewritten: [], scanned: [], ...effects } })
	};
}

const weak: LockTaken = { relation: 'users', mode: 'ROW EXCLUSIVE', blocks: ['index', 'constrain', 'alter'] };
const strong: LockTaken = {
	relation: 'users',
	mode: 'ACCESS EXCLUSIVE',
	blocks: ['read', 'lockRows', 'write', 'maintain', 'index', 'constrain', 'alter']
};

describe('the locks of a step', () => {
	it('hold others up from the statement that first blocks them to the end of the step', () => {
		const [users] =
			lockedTables([statement(10, { locks: [weak] }), statement(20, { locks: [strong] })], 35) ?? [];
		expect(users?.mode).toBe('ACCESS EXCLUSIVE');
		expect(users?.waits.get('index')).toBe(35);
		expect(users?.waits.get('read')).toBe(25);
	});

	it('are summed up with what was written anew and read', () => {
		const [users] =
			lockedTables(
				[
					statement(1, { locks: [strong], rewritten: ['users'], scanned: [{ relation: 'users', rows: 5 }] }),
					statement(1, { scanned: [{ relation: 'users', rows: 2 }] })
				],
				2
			) ?? [];
		expect([users?.isRewritten, users?.scanned]).toEqual([true, 7]);
	});

	it('begin with the table that holds up most', () => {
		const orders = { ...strong, relation: 'orders' };
		const all = lockedTables([statement(1, { locks: [weak, orders] })], 1);
		expect(all?.map(({ relation }) => relation)).toEqual(['orders', 'users']);
	});

	it('are said in one sentence each', () => {
		const say = (lock: LockTaken) => describeLock(lockedTables([statement(1, { locks: [lock] })], 1)![0]!);
		expect(say(strong)).toBe('ACCESS EXCLUSIVE: nobody else can read or write it.');
		expect(say(weak)).toBe('ROW EXCLUSIVE: others can read and write it, but not change its structure.');
	});

	it('are not known where nobody looked', () => {
		expect(lockedTables([statement(1)], 1)).toBeUndefined();
	});
});
