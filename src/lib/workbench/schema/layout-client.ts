import type { LayoutReply, LayoutRequest } from './diagram-layout.ts';

/** Asks the layout worker, one request at a time; it starts with the first request. */
export class LayoutClient {
	#worker: Worker | undefined;
	#next = 1;
	readonly #waiting = new Map<number, { resolve(reply: LayoutReply): void; reject(error: Error): void }>();

	/** Rejects where the worker cannot start or fails. */
	layOut(request: LayoutRequest): Promise<LayoutReply> {
		this.#worker ??= this.#start();
		const id = this.#next++;
		const reply = new Promise<LayoutReply>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
		this.#worker.postMessage({ id, request });
		return reply;
	}

	/** Ends the worker; requests under way are never answered. */
	end(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#waiting.clear();
	}

	#start(): Worker {
		const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = (event: MessageEvent<{ id: number; reply: LayoutReply }>) => {
			this.#waiting.get(event.data.id)?.resolve(event.data.reply);
			this.#waiting.delete(event.data.id);
		};
		worker.onerror = (event) => {
			const error = new Error(event.message || 'The layout worker did not start.');
			for (const waiting of this.#waiting.values()) waiting.reject(error);
			this.end();
		};
		return worker;
	}
}
