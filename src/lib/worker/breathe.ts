import type { Clock } from '../engine/clock.ts';

/** How long a run keeps its thread to itself, in milliseconds: Stop is heard sooner than a person sees, and a pause is not free. */
const breath = 24;

/**
 * What lets a run's thread hear what waits for it, e.g. a message that asks the run to stop: called as often as
 * one likes, it pauses once in a breath.
 */
export function breathing(clock: Clock): () => Promise<void> {
	let last = clock.elapsed();
	return async () => {
		if (clock.elapsed() - last < breath) return;
		await nextTask();
		last = clock.elapsed();
	};
}

/**
 * Resolves when what waits for this thread has been heard. A macrotask by a message: promises would run before it,
 * and timers are held back to four milliseconds after a few calls.
 */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(undefined);
	});
}
