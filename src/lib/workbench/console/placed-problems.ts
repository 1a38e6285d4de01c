import type { Problem } from '../../engine/problem.ts';
import { spanOf } from '../../engine/text/place.ts';
import type { ConsoleAnswer } from '../../worker/protocol.ts';

/**
 * The problems of a run, placed in the text as it is now. What was run may be a part of the text; where that
 * part is gone or stands in several places, nothing is marked rather than the wrong thing.
 */
export function problemsIn(text: string, run: string, answers: readonly ConsoleAnswer[]): Problem[] {
	const start = text.indexOf(run);
	if (start < 0 || text.indexOf(run, start + 1) >= 0) return [];
	return answers.flatMap((answer): Problem[] => {
		if (answer.kind !== 'failed') return [];
		const { span } = answer.problem;
		if (span === undefined) return [answer.problem];
		return [{ ...answer.problem, span: spanOf(text, start + span.start.offset, start + span.end.offset) }];
	});
}
