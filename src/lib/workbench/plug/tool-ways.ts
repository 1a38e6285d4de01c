import { afterCut } from '../../command-line/after-cut.ts';
import type { PulledPlug } from '../../engine/run/pull-plug.ts';
import type { Workbench } from '../workbench.svelte.ts';
import type { WayAfter } from './ways-after.ts';

/** The ways out of a command of the tools that was cut off: to run it again, and to say that it has run. */
export function toolWays(workbench: Workbench, pulled: PulledPlug): readonly WayAfter[] {
	const { direction, revision } = pulled;
	const up = direction === 'upgrade';
	const { again, stamp } = afterCut(workbench.folder.graph, workbench.ledger, pulled);
	// The line that people type, where it means the same.
	const down = workbench.next.down?.revision === revision ? workbench.next.down.command : undefined;
	const command = again && !up ? (down ?? again) : again;
	return [
		{
			label: up ? 'Upgrade again' : 'Downgrade again',
			words: command ? againWords(pulled) : 'The step is done: there is nothing left to run.',
			...(command && { command })
		},
		{
			label: up ? 'Stamp it as applied' : 'Stamp it as undone',
			words: again
				? stampWords(pulled, stamp !== undefined)
				: '`alembic_version` says what is there: nothing is to be repaired.',
			...(stamp && { command: stamp })
		}
	];
}

function againWords({ own, total }: PulledPlug): string {
	return own.remain === 0
		? `It begins with statement 1 of ${total}. Nothing of it is there.`
		: `Alembic does not know how far it came, and begins with statement 1 of ${total}: it meets what is there already, and may fail.`;
}

function stampWords({ own, total }: PulledPlug, isPossible: boolean): string {
	if (own.remain === 0) return 'That would be wrong: nothing of it is there, and `alembic_version` says so.';
	if (!isPossible)
		return 'With several branches applied, a stamp would move others as well: change `alembic_version` in the SQL pane.';
	if (own.remain === total)
		return 'Right here: all of it is there, and only `alembic_version` has not moved. A stamp moves that and runs nothing.';
	const first = own.remain + 1;
	const rest = first === total ? `statement ${total}` : `statements ${first} to ${total}`;
	return `Right only when you have run ${rest} by hand: a stamp moves \`alembic_version\` and runs nothing.`;
}
