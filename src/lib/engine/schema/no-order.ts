import { failure, success, type Outcome, type Problem } from '../problem.ts';
import { listed } from '../text/names.ts';

/** Thrown where no order of statements makes the one schema of the other in one script; `problem` is what a person reads. */
export class NoOrderError extends Error {
	readonly problem: Problem;

	/** `objects` are what waits for each other, in words. */
	constructor(objects: readonly string[]) {
		const message = `No order of statements makes this change in one migration: ${listed(objects)} wait for each other.`;
		super(message);
		this.name = 'NoOrderError';
		this.problem = {
			code: 'no-order',
			severity: 'error',
			message,
			hint: 'Make it two changes: let one of these stay as it is for now, generate and run that migration, then ask for the rest. Where rows stand in the way, put their values into a column of another type, such as text, in between.'
		};
	}
}

/** What is written by `work`, or the problem where no order of statements does it. */
export function inSomeOrder<Value>(work: () => Value): Outcome<Value> {
	try {
		return success(work());
	} catch (error) {
		if (error instanceof NoOrderError) return failure(error.problem);
		throw error;
	}
}
