import type { Answer } from '../../command-line/command.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** Runs a line as it is typed: by the project's own tools where it is written in Python, else by Updown. */
export async function* runLine(workbench: Workbench, text: string): Answer {
	if (workbench.isPython) {
		const { shellOf } = await import('../python/shell.ts');
		return yield* shellOf(workbench).run(text);
	}
	const { runCommandLine } = await import('../../command-line/run.ts');
	return yield* runCommandLine(text, workbench.host);
}
