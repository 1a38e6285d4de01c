/** Whether a call ended because the user stopped it. */
export function isStopped(error: unknown): boolean {
	return error instanceof Error && error.name === 'StoppedError';
}

const expected: ReadonlySet<string> = new Set(['EngineLostError', 'ToolsMissingError']);

/** Whether a call ended for a reason that people are told as it is, not as a mistake of Updown's own. */
export function isExpected(error: unknown): boolean {
	return isStopped(error) || (error instanceof Error && expected.has(error.name));
}

/** What was thrown, in words. */
export function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Why something that was only tried, and that leaves everything as it was, did not get to its end. */
export function whyNotTried(error: unknown): string {
	if (isStopped(error)) return 'Stopped. Nothing has changed.';
	return isExpected(error) ? wordsOf(error) : `Updown itself went wrong: ${wordsOf(error)}`;
}
