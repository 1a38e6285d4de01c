import { groupBy } from '../../../group-by.ts';
import type { NewerSyntax } from '../../versions.ts';
import { split } from '../split.ts';
import { newerFunctions } from './functions.ts';
import { Statement } from './statement.ts';
import { syntaxes } from './syntax.ts';

const byBeginning = groupBy(syntaxes, ({ begins }) => begins);

/** What SQLite of the version `target` does not know in a text, in the order of the text. */
export function newerIn(sql: string, target: number): readonly NewerSyntax[] {
	return split(sql).flatMap(({ sql: text, start }) =>
		newerInStatement(new Statement(text), target).map((found) => ({
			...found,
			start: found.start + start,
			end: found.end + start
		}))
	);
}

function newerInStatement(statement: Statement, target: number): NewerSyntax[] {
	return statement.tokens.flatMap((token, at): NewerSyntax[] => {
		const { start, end } = token;
		const found = newerAt(statement, at, target);
		if (found === undefined) return [];
		const { what, since, instead, covers } = found;
		const last = statement.tokens[at + covers - 1] ?? token;
		return [{ start, end: Math.max(end, last.end), what, since: since.toFixed(2), instead }];
	});
}

/** The newest thing that begins at a token, where the version does not know it. */
function newerAt(statement: Statement, at: number, target: number) {
	const token = statement.tokens[at];
	if (token?.kind === 'number') {
		const separated = statement.sql.slice(token.start, token.end).includes('_');
		return separated && target < 3.46
			? { what: '`_` between digits', since: 3.46, instead: 'Write the number without it.', covers: 1 }
			: undefined;
	}
	const candidates = (byBeginning.get(statement.word(at)) ?? []).flatMap((syntax) => {
		const covers = syntax.since > target ? syntax.covers(statement, at) : 0;
		return covers > 0 ? [{ ...syntax, covers }] : [];
	});
	const called = statement.isCall(at) ? newerFunctions.get(statement.word(at)) : undefined;
	if (called !== undefined && called.since > target) {
		candidates.push({ begins: '', what: `\`${statement.word(at).toLowerCase()}()\``, ...called, covers: 1 });
	}
	return candidates.sort((a, b) => b.since - a.since)[0];
}
