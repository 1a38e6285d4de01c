import type { StatementFailure } from '../../database.ts';
import { asSentence } from '../../text/sentence.ts';
import { explainAlter } from './errors-alter.ts';
import { explainData } from './errors-data.ts';
import { explainNames } from './errors-names.ts';
import { explainSyntax } from './errors-syntax.ts';

/** What a message of the database means and what to do next. */
export interface Explanation {
	readonly message: string;
	readonly hint: string;
}

/** A message SQLite gives, by its form, and what it means. `groups` are the parts the form caught. */
export interface Meaning {
	readonly form: RegExp;
	readonly explain: (groups: readonly string[], failure: StatementFailure) => Explanation;
}

const meanings: readonly Meaning[] = [...explainAlter, ...explainData, ...explainNames, ...explainSyntax];

/** SQLite's message in plain words, with what to do next. A message nobody foresaw is shown as it is. */
export function explain(failure: StatementFailure): Explanation {
	for (const { form, explain } of meanings) {
		const match = form.exec(failure.message);
		if (match) return explain(match.slice(1), failure);
	}
	return {
		message: `SQLite refused the statement: ${asSentence(failure.message)}`,
		hint: 'Change the statement and run the step again.'
	};
}
