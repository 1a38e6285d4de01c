import { accept } from './accept.ts';
import type { RunCommand } from './command.ts';
import type { RunContext } from './context.ts';
import { downgrade, takeBack, upgrade } from './move.ts';
import { moveInLedger } from './move-in-ledger.ts';
import { stamp } from './stamp.ts';
import { tellRan } from './tell-ran.ts';
import type { RunEvent, RunResult } from './step.ts';

/** Starts a command given as a value. */
export function runCommand(context: RunContext, command: RunCommand): AsyncGenerator<RunEvent, RunResult> {
	switch (command.kind) {
		case 'upgrade':
			return upgrade(context, command.target);
		case 'downgrade':
			return downgrade(context, command.target);
		case 'takeBack':
			return takeBack(context, command.revisions);
		case 'stamp':
			if (command.moved !== undefined) return moveInLedger(context, command.moved);
			if (command.ran !== undefined) return tellRan(context, command.targets, command.ran);
			return command.accept === true
				? accept(context, command.targets)
				: stamp(context, command.targets, { purge: command.purge });
	}
}

/** Runs to the end, handing every event to `onEvent`, and returns how it ended. */
export async function runToEnd(
	run: AsyncGenerator<RunEvent, RunResult>,
	onEvent: (event: RunEvent) => void = () => {}
): Promise<RunResult> {
	try {
		for (;;) {
			const next = await run.next();
			if (next.done) return next.value;
			onEvent(next.value);
		}
	} catch (error) {
		// A listener that throws must not leave the run's transaction open.
		await run.return(undefined as never);
		throw error;
	}
}
