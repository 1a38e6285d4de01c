import type { Answer } from '../command-line/command.ts';
import type { OutputLine } from '../command-line/host.ts';
import { isStopped, wordsOf } from './errors.ts';

/** All that a command line answers, with what it may throw as its last line. Never rejects. */
export async function wholeAnswer(
	answer: Answer
): Promise<{ readonly lines: readonly OutputLine[]; readonly exitCode: number }> {
	const lines: OutputLine[] = [];
	try {
		for (;;) {
			const { done, value } = await answer.next();
			if (done) return { lines, exitCode: value };
			lines.push(value);
		}
	} catch (error) {
		lines.push({ text: wordsOf(error), tone: isStopped(error) ? 'warning' : 'error' });
		return { lines, exitCode: 1 };
	}
}
