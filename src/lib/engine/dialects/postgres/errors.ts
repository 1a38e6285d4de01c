import type { StatementFailure } from '../../database.ts';
import { asSentence } from '../../text/sentence.ts';
import { explainData } from './errors-data.ts';
import { explainNames } from './errors-names.ts';
import { explainStates } from './errors-states.ts';
import { explainSyntax } from './errors-syntax.ts';

/** What a message of the database means and what to do next. */
export interface Explanation {
	readonly message: string;
	readonly hint: string;
}

/**
 * What an SQLSTATE means: https://www.postgresql.org/docs/18/errcodes-appendix.html. `form` tells apart the messages
 * of one code; `groups` are the parts it caught, by their number.
 */
export interface Meaning {
	readonly code: string;
	readonly form?: RegExp;
	readonly explain: (groups: readonly string[], failure: StatementFailure) => Explanation;
}

const meanings: readonly Meaning[] = [...explainData, ...explainNames, ...explainSyntax, ...explainStates];

/** PostgreSQL's message in plain words, with what to do next. A message nobody foresaw is shown as it is. */
export function explain(failure: StatementFailure): Explanation {
	for (const { code, form, explain } of meanings) {
		if (code !== failure.code) continue;
		const match = form ? form.exec(failure.message) : [failure.message];
		// A group that took no part is undefined in spite of its type.
		if (match)
			return explain(
				[...match].slice(1).map((group) => (group as string | undefined) ?? ''),
				failure
			);
	}
	return {
		message: `PostgreSQL refused the statement: ${asSentence(failure.message)}`,
		hint: failure.databaseHint ?? 'Change the statement and run the step again.'
	};
}

/** The columns and values of `Key (a, b)=(1, 2) …`, as PostgreSQL gives them in the detail. */
export function keyIn(detail: string | undefined): { readonly columns: string; readonly values: string } {
	const [, columns = 'the key', values = 'the same values'] =
		/^Key \(([^]*?)\)=\(([^]*)\) (?:already exists|is duplicated|is not present|is still referenced|conflicts)/.exec(
			detail ?? ''
		) ?? [];
	return { columns, values };
}
