/**
 * Lets what waits for this thread be heard, e.g. a message that asks a run to stop. A macrotask by a message:
 * promises would run before it, and timers are held back to four milliseconds after a few calls.
 */
export function breathe(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(undefined);
	});
}
