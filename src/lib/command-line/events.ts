/** A run under way: its events as they come, and in the end what it resolved to. */
export type Stream<Event, Result> = AsyncGenerator<Event, Result>;

/**
 * Turns "calls back for each event, then resolves" into an iteration that yields each event and returns the
 * result. Events that come faster than they are taken wait in order; a rejection is thrown after them.
 */
export async function* streamed<Event, Result>(
	start: (emit: (event: Event) => void) => Promise<Result>
): Stream<Event, Result> {
	const waiting: Event[] = [];
	let wake: () => void = () => {};
	let ended = false;
	const result = start((event) => {
		waiting.push(event);
		wake();
	}).finally(() => {
		ended = true;
		wake();
	});
	// The rejection is met at the end; until then it must not count as unhandled.
	result.catch(() => {});
	for (;;) {
		while (waiting.length > 0) yield waiting.shift()!;
		if (ended) return await result;
		await new Promise<void>((resolve) => (wake = resolve));
	}
}
