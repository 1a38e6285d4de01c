/** How long an event may wait for others, in milliseconds; the page shows progress no oftener. */
const patience = 100;

/** How many groups may be sent without waiting, over what patience allows. */
const eager = 24;

/** Sends events in groups, because a message for each statement would cost more than many statements. */
export class EventBatch<Event> {
	readonly #send: (events: readonly Event[]) => void;
	readonly #elapsed: () => number;
	#waiting: Event[] = [];
	#sentAt: number;
	readonly #startedAt: number;
	#sends = 0;

	constructor(send: (events: readonly Event[]) => void, elapsed: () => number) {
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
		if (!few && now - this.#sentAt < patience) return;
		this.#sentAt = now;
		this.end();
	}

	/** Sends the rest. */
	end(): void {
		if (this.#waiting.length === 0) return;
		this.#sends++;
		const events = this.#waiting;
		this.#waiting = [];
		this.#send(events);
	}
}
