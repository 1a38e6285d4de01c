import type { Span } from './text/place.ts';

/**
 * Something a person should know and can mend: what happened (`message`), where (`file`, `span`),
 * what to do next (`hint`). `code` is stable and kebab-case, for tests and for help pages.
 */
export interface Problem {
	readonly code: string;
	readonly severity: 'error' | 'warning';
	readonly message: string;
	readonly hint: string;
	readonly file?: string;
	readonly span?: Span;
	/** Every file concerned, where there is more than one. */
	readonly files?: readonly string[];
}

/** An outcome that may be a problem instead of a value; expected failures are never thrown. */
export type Outcome<Value> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly problems: readonly Problem[] };

/** The good outcome. */
export function success<Value>(value: Value): Outcome<Value> {
	return { ok: true, value };
}

/** The bad outcome, with at least one problem. */
export function failure(...problems: readonly [Problem, ...Problem[]]): Outcome<never> {
	return { ok: false, problems };
}

/** Marks a branch the types say cannot be reached; reaching it is a bug. */
export function assertNever(value: never): never {
	throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
