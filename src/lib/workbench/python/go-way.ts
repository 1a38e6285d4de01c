import type { Following, WayTogether } from '../../engine/migration/ways-together.ts';
import type { Problem } from '../../engine/problem.ts';
import { lastWordsOf } from '../../python/last-words.ts';
import { wayCommands } from '../../python/way-commands.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { runLineAsButton } from './run-with-tools.ts';

/** Goes a way out between two developers by the project's own tools, whose lines the terminal shows; why not, where that failed. */
export async function goWayWithTools(
	workbench: Workbench,
	{ files: after, merging }: WayTogether,
	following: Following
): Promise<readonly Problem[]> {
	const commands = wayCommands(
		{ files: after, following, merging },
		workbench.standing.current,
		workbench.reader
	);
	for (const { words, files } of commands) {
		const isNew = files === after;
		if (isNew) workbench.change({ files });
		// What is taken back is taken back by the files that were run; those of the project stay until that has gone well.
		const { exitCode, lines } = await runLineAsButton(workbench, words, isNew ? {} : { files });
		if (exitCode !== 0) return [refused(words, lines.map(({ text }) => text).join('\n'))];
	}
	if (merging === undefined) workbench.change({ files: after });
	return [];
}

function refused(words: readonly string[], said: string): Problem {
	return {
		code: 'tool-failed',
		severity: 'error',
		message: `\`${words.join(' ')}\` failed. ${lastWordsOf(said)}`,
		hint: 'The terminal shows all that it said. Files are as they were.'
	};
}
