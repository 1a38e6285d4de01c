import { names } from '../engine/text/names.ts';
import { quotedStretches } from '../engine/text/quoted.ts';

/** What to tell about migrations that handle transactions by themselves. Their text is kept as it is. */
export function transactionNotes(
	migrations: readonly { readonly name: string; readonly scripts: readonly string[] }[]
): readonly string[] {
	const own = migrations.map(({ name, scripts }) => ({ name, kinds: scripts.map(ownTransaction) }));
	const parts = own.filter(({ kinds }) => kinds.includes('parts'));
	const whole = own.filter(({ kinds }) => kinds.includes('whole') && !kinds.includes('parts'));
	const listed = (found: typeof own) =>
		names(found.map(({ name }) => name)) + (found.length > 8 ? ` (${found.length} in all)` : '');
	const notes: string[] = [];
	if (whole.length > 0) {
		notes.push(
			`With a BEGIN and COMMIT of their own around everything: ${listed(whole)}. Each step already runs in a transaction, so remove the two statements; nothing else needs to change.`
		);
	}
	if (parts.length > 0) {
		notes.push(
			`With BEGIN, COMMIT or the like inside: ${listed(parts)}. Remove them, or write “transaction:false” after the directive to let the file handle transactions itself.`
		);
	}
	return notes;
}

/** How a script handles transactions by itself. */
type OwnTransaction = 'none' | 'whole' | 'parts';

/**
 * Whether a script has BEGIN, COMMIT and the like as statements of its own: `whole` where one transaction is around
 * all of it, `parts` for anything else. A trigger's BEGIN and END are not statements.
 */
function ownTransaction(sql: string): OwnTransaction {
	const words = statementWords(sql);
	const own = words.filter((word) =>
		/^(begin|start transaction|commit|end|rollback|savepoint|release)$/.test(word)
	);
	if (own.length === 0) return 'none';
	const [first = ''] = words;
	const last = words.at(-1) ?? '';
	const whole = own.length === 2 && /^(begin|start)/.test(first) && /^(commit|end)$/.test(last);
	return whole ? 'whole' : 'parts';
}

/** What each statement begins with, in lower case; the statements inside a trigger are left out. */
function statementWords(sql: string): readonly string[] {
	let code = '';
	let at = 0;
	for (const stretch of quotedStretches(sql)) {
		code += `${sql.slice(at, stretch.start)} ${stretch.kind === 'block comment' ? '' : '""'} `;
		at = stretch.end;
	}
	code = (code + sql.slice(at)).replace(/--[^\r\n]*/g, ' ').toLowerCase();
	const words: string[] = [];
	let insideTrigger = false;
	for (const statement of code.split(';')) {
		const trimmed = statement.trim();
		if (trimmed === '') continue;
		if (insideTrigger) {
			insideTrigger = !/^end\b/.test(trimmed);
			continue;
		}
		words.push(/^(start transaction|[a-z]+|.)/.exec(trimmed)?.[0] ?? '');
		insideTrigger = /^create\s+(temp(orary)?\s+)?trigger\b/.test(trimmed) && /\bbegin\b/.test(trimmed);
	}
	return words;
}
