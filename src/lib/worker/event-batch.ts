/** How long an event may wait for others, in milliseconds; the page shows progress no oftener. */
const patience = 100;

/** How many groups may be sent without waiting, over what patience allows. */
const eager = 24;

/** Sends events in groups, because a message for each statement would cost more than many statements. */
export class EventBatch<Event> {
	readonly #send: (events: readonly Event[]) => Promise<void>;
	readonly #elapsed: () => number;
	#waiting: Event[] = [];
	#sentAt: number;
	readonly #startedAt: number;
	#sends = 0;
	#last: Promise<void> = Promise.resolve();

	constructor(send: (events: readonly Event[]) => Promise<void>, elapsed: () => number) {
		this.#send = send;
		this.#elapsed = elapsed;
		this.#sentAt = elapsed();
		this.#startedAt = this.#sentAt;
	}

	add(event: Event): void {
		this.#waiting.push(event);
		const now = this.#elapsed();
		// The next statement may hold the worker for long: what came before it is told as far as that is cheap.
		const few = this.#sends < eager + (now - this.#startedAt) / patience;
		if (few || now - this.#sentAt >= patience) this.#sendAll();
	}

	/** Sends the rest; resolves when everything has been received, in order. */
	async end(): Promise<void> {
		this.#sendAll();
		await this.#last;
	}

	#sendAll(): void {
		this.#sentAt = this.#elapsed();
		if (this.#waiting.length === 0) return;
		this.#sends++;
		const events = this.#waiting;
		this.#waiting = [];
		const sent = this.#send(events);
		// A listener that fails must not fail the run; it hears of its failure on its own side.
		this.#last = Promise.allSettled([this.#last, sent]).then(() => undefined);
	}
}
