/** Time comes from outside, so that the engine gives the same answer for the same input. */
export interface Clock {
	/** The present moment as an ISO 8601 string in UTC, e.g. `2026-11-23T05:47:00.000Z`. */
	now(): string;
	/** Milliseconds from an arbitrary start; only differences mean something. */
	elapsed(): number;
}
