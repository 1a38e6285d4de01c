import type { PulledPlug } from '../../engine/run/pull-plug.ts';
import { isPartial } from '../../engine/run/ledger-problems.ts';
import type { LedgerEntry } from '../../engine/run/ledger-entry.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import { parentsOf } from '../../engine/migration/revisions.ts';
import { wayBack } from '../next-steps.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { toolWays } from './tool-ways.ts';

/** A way out of a step that was cut off: what is run, and what that does; without a command there is nothing to be done. */
export interface WayAfter {
	readonly label: string;
	readonly words: string;
	readonly command?: RunCommand;
}

/** The ways out beside restoring the checkpoint. */
export function waysAfter(workbench: Workbench, pulled: PulledPlug): readonly WayAfter[] {
	if (workbench.isPython) return toolWays(workbench, pulled);
	return [retryWay(workbench, pulled), repairWay(workbench, pulled)];
}

/** Running the step again, as the database and the ledger are now. */
function retryWay(workbench: Workbench, { direction, revision, own, total }: PulledPlug): WayAfter {
	const label = direction === 'upgrade' ? 'Upgrade again' : 'Downgrade again';
	const entry = entryOf(workbench, revision);
	if (isDone(entry, direction)) return { label, words: 'The step is done: there is nothing left to run.' };
	const target =
		direction === 'upgrade'
			? revision
			: wayBack(workbench.folder.graph, workbench.standing.applied, revision);
	const command: RunCommand = { kind: direction, target };
	const told = entry && isPartial(entry) ? entry.statementsApplied : 0;
	if (own.transaction || told === 0) {
		const twice =
			!own.transaction && own.remain > 0 ? ' So statement 1 runs a second time.' : ' Nothing of it is there.';
		return { label, command, words: `It begins with statement 1 of ${total}.${twice}` };
	}
	const twice = told < own.remain ? ` So statement ${told + 1} runs a second time.` : '';
	const from = told === total ? 'It only has to be finished' : `It goes on with statement ${told + 1}`;
	return {
		label,
		command,
		words: `${from}, as the ledger says that ${told} ${told === 1 ? 'is' : 'are'} done.${twice}`
	};
}

/** Making the ledger say what is in the database. */
function repairWay(workbench: Workbench, { direction, revision, own }: PulledPlug): WayAfter {
	const label = 'Repair the ledger';
	const entry = entryOf(workbench, revision);
	if (!entry || !isPartial(entry))
		return { label, words: 'It says what is there: nothing is to be repaired.' };
	const stamp = { kind: 'stamp', purge: false } as const;
	if (entry.statementsApplied < own.remain) {
		return {
			label,
			command: { ...stamp, targets: [revision], ran: own.remain },
			words: `Say that ${own.remain} ${own.remain === 1 ? 'statement is' : 'statements are'} done. Then running it again goes on after ${own.remain === 1 ? 'it' : 'them'}.`
		};
	}
	if (direction === 'upgrade') {
		return {
			label,
			command: { ...stamp, targets: [revision] },
			words: 'Say that the whole migration is applied: for when you have run the rest by hand.'
		};
	}
	const parents = parentsOf(workbench.folder.graph, revision);
	return {
		label,
		command: { ...stamp, targets: parents.length > 0 ? parents : ['base'] },
		words: 'Say that the migration is undone: for when you have run the rest by hand.'
	};
}

function entryOf(workbench: Workbench, revision: string): LedgerEntry | undefined {
	return workbench.ledger.find((entry) => entry.revision === revision);
}

function isDone(entry: LedgerEntry | undefined, direction: PulledPlug['direction']): boolean {
	if (entry && isPartial(entry)) return false;
	return (entry !== undefined) === (direction === 'upgrade');
}
