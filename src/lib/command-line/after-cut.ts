import type { RevisionGraph } from '../engine/migration/migration.ts';
import { headsOf, parentsOf, targetBelow } from '../engine/migration/revisions.ts';
import { appliedOf } from '../engine/run/applied.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import type { PulledPlug } from '../engine/run/pull-plug.ts';

/** The commands that lead out of a step that was cut off where a ledger knows only of whole steps, as Alembic's does. */
export interface AfterCut {
	/** Runs it again, from its beginning. Absent where the ledger says by now that it is done. */
	readonly again?: RunCommand;
	/** Has the ledger say that it is done. Absent where nothing of it is there, and where it would say something of other branches too. */
	readonly stamp?: RunCommand;
}

/** A step that did not get to its end. */
export interface CutStep extends Pick<PulledPlug, 'direction' | 'revision'> {
	readonly own: Pick<PulledPlug['own'], 'remain'>;
}

/** What is done after a step was cut off, as the ledger is now. */
export function afterCut(
	graph: RevisionGraph,
	ledger: readonly LedgerEntry[],
	{ direction, revision, own }: CutStep
): AfterCut {
	const up = direction === 'upgrade';
	const applied = appliedOf(ledger);
	if (applied.has(revision) === up) return {};
	const parents = parentsOf(graph, revision);
	const again: RunCommand = up
		? { kind: 'upgrade', target: revision }
		: { kind: 'downgrade', target: targetBelow(graph, revision) };
	const isAlone = up || headsOf(graph, applied).length === 1;
	if (own.remain === 0 || !isAlone) return { again };
	const targets = up ? [revision] : parents.length > 0 ? parents : ['base'];
	return { again, stamp: { kind: 'stamp', targets, purge: false } };
}
