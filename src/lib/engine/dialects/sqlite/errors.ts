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
		if (match) return inCopy(explain(match.slice(1), failure), failure);
	}
	return {
		message: `SQLite refused the statement: ${asSentence(failure.message)}`,
		hint: 'Change the statement and run the step again.'
	};
}

/** `INSERT INTO new … SELECT … FROM old`, as a script that builds a table anew copies the rows. */
const copy =
	/^(?:insert|replace)\b[^(]*?\binto\s+("(?:[^"]|"")+"|[^\s(]+)[^]*?\bselect\b(?:(?!\bfrom\b)[^])*\bfrom\s+("(?:[^"]|"")+"|[^\s;(]+)\s*;?\s*$/i;

/** Where rows are copied the message names the table they go to, and the rows to mend are in the other. */
function inCopy({ message, hint }: Explanation, failure: StatementFailure): Explanation {
	if (!/constraint failed|^cannot store|^datatype mismatch/.test(failure.message)) return { message, hint };
	const [, target, source] = copy.exec(failure.sql) ?? [];
	if (target === undefined || source === undefined) return { message, hint };
	const [into, from] = [unquoted(target), unquoted(source)];
	return {
		message: `A row of ${from} does not fit into ${into}, to which the statement copies it. ${message}`,
		hint: `The rows to look at are those of ${from}. ${hint}`
	};
}

function unquoted(name: string): string {
	return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
