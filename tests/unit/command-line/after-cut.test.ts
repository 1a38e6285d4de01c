import { expect, test } from 'vitest';
import { afterCut } from '../../../src/lib/command-line/after-cut.ts';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import type { PulledPlug } from '../../../src/lib/engine/run/pull-plug.ts';
import { graphOf } from './support.ts';

const graph = graphOf('a1 First', 'b2 < a1 Second', 'c2 < a1 Beside it');

function applied(...revisions: readonly string[]): readonly LedgerEntry[] {
	return revisions.map((revision) => ({
		...{ revision, name: '', checksum: '', appliedAt: '', durationMs: 0, state: 'applied' as const },
		...{ statementsApplied: 0, statementsTotal: 0 }
	}));
}

function pulled(direction: PulledPlug['direction'], revision: string, remain: number): PulledPlug {
	const own = { transaction: false, ran: 2, remain, told: 0, changes: [], words: [], tables: [] };
	return { direction, revision, statement: 2, after: true, total: 3, own };
}

test('the same command again and a stamp lead out of an upgrade of which something is there', () => {
	expect(afterCut(graph, applied('a1'), pulled('upgrade', 'b2', 2))).toEqual({
		again: { kind: 'upgrade', target: 'b2' },
		stamp: { kind: 'stamp', targets: ['b2'], purge: false }
	});
});

test('a stamp would be wrong where nothing of the step is there', () => {
	expect(afterCut(graph, applied('a1'), pulled('upgrade', 'b2', 0))).toEqual({
		again: { kind: 'upgrade', target: 'b2' }
	});
});

test('a downgrade that was cut off is stamped as what lies below it, and by base where nothing does', () => {
	expect(afterCut(graph, applied('a1', 'b2'), pulled('downgrade', 'b2', 1))).toEqual({
		again: { kind: 'downgrade', target: 'b2@a1' },
		stamp: { kind: 'stamp', targets: ['a1'], purge: false }
	});
	expect(afterCut(graph, applied('a1'), pulled('downgrade', 'a1', 1))).toEqual({
		again: { kind: 'downgrade', target: 'a1@base' },
		stamp: { kind: 'stamp', targets: ['base'], purge: false }
	});
});

test('a stamp below one of several branches is not offered, as it would move the others too', () => {
	expect(afterCut(graph, applied('a1', 'b2', 'c2'), pulled('downgrade', 'b2', 1))).toEqual({
		again: { kind: 'downgrade', target: 'b2@a1' }
	});
});

test('nothing is left to be done once the ledger says that the step is done', () => {
	expect(afterCut(graph, applied('a1', 'b2'), pulled('upgrade', 'b2', 2))).toEqual({});
	expect(afterCut(graph, applied('a1'), pulled('downgrade', 'b2', 2))).toEqual({});
});
