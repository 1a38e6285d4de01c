import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import type { PulledPlug } from '../../../src/lib/engine/run/pull-plug.ts';
import type { RunResult } from '../../../src/lib/engine/run/step.ts';
import type { CutOff } from '../../../src/lib/projects/project.ts';
import { cutOffAfter, cutOffWords } from '../../../src/lib/workbench/plug/cut-off.ts';

function cutOff(direction: PulledPlug['direction'], remain = 2): CutOff {
	const own = { transaction: remain === 0, ran: 2, remain, told: 0, changes: [], words: [], tables: [] };
	const pulled = { direction, revision: 'b2', statement: 2, after: true, total: 3, own };
	return { pulled, checkpoint: { image: undefined, frames: [], losses: [], appliedTexts: {} } };
}

function entry(state: LedgerEntry['state'], statementsApplied = 0): LedgerEntry {
	const numbers = { durationMs: 0, statementsApplied, statementsTotal: 3 };
	return { revision: 'b2', name: '', checksum: '', appliedAt: '', state, ...numbers };
}

const upgrade = { kind: 'upgrade', target: 'b2' } as const;
const failed: RunResult = { status: 'failed', steps: [], problems: [], current: [] };

test('a step that was cut off is left once the ledger says that it is done, however that came', () => {
	const up = cutOff('upgrade');
	expect(cutOffAfter(up, upgrade, failed, [])).toBe(up);
	expect(cutOffAfter(up, upgrade, failed, [entry('partial-upgrade', 1)])).toBe(up);
	expect(cutOffAfter(up, upgrade, { ...failed, status: 'applied' }, [entry('applied')])).toBeUndefined();
	const down = cutOff('downgrade');
	expect(cutOffAfter(down, upgrade, failed, [entry('applied')])).toBe(down);
	expect(cutOffAfter(down, upgrade, { ...failed, status: 'applied' }, [])).toBeUndefined();
});

test('a stamp leaves it, whatever it says', () => {
	const stamp = { kind: 'stamp', targets: ['a1'], purge: false } as const;
	expect(cutOffAfter(cutOff('upgrade'), stamp, { ...failed, status: 'applied' }, [])).toBeUndefined();
});

test('what is left is told with the name of the table that does not know of it', () => {
	const { pulled } = cutOff('upgrade');
	const left = (told: PulledPlug) => cutOffWords(told, undefined, (revision) => revision).left;
	expect(left(pulled)).toBe('2 of its 3 statements are in the database, and the ledger knows of none.');
	expect(left({ ...pulled, statements: [] })).toBe(
		'2 of its 3 statements are in the database, and `alembic_version` knows of none.'
	);
});
