import type { StatementText } from '../dialect.ts';
import { parse } from './parser.ts';
import type { ParsedStatement } from './parser.ts';
import { codeEnd, nextCode } from './tokens.ts';

/** A statement with what the parser made of it; nothing where the parser refused it. */
export interface Statement extends StatementText {
	readonly parsed?: ParsedStatement;
}

/**
 * Where each statement of `sql` begins and ends, found by PostgreSQL's own parser. In a text it refuses, the
 * statements before the refused one are still the parser's; from there on they are told by their semicolons.
 * A statement includes its semicolon, not the space and comments around it; empty statements are left out.
 */
export function split(sql: string): readonly StatementText[] {
	return statementsIn(sql).map(({ sql: text, start, end }) => ({ sql: text, start, end }));
}

/** `split`, with the parse tree of each statement. */
export function statementsIn(sql: string): readonly Statement[] {
	// The parser would stop reading at a NUL.
	const nul = sql.indexOf('\0');
	if (nul !== -1) return partlyParsed(sql, nul);
	const parsed = parse(sql);
	if (parsed.ok) return parsed.statements.map((statement) => placed(sql, statement));
	return partlyParsed(sql, parsed.at);
}

function placed(sql: string, parsed: ParsedStatement, offset = 0): Statement {
	const start = nextCode(sql, parsed.start + offset)?.start ?? sql.length;
	const close = parsed.end + offset;
	const end = sql[close] === ';' ? close + 1 : codeEnd(sql, start, close);
	return { sql: sql.slice(start, end), start, end, parsed };
}

/** A text that is refused at `at`: the longest beginning that is whole statements is parsed, the rest is cut. */
function partlyParsed(sql: string, at: number): readonly Statement[] {
	const pieces = cut(sql, 0);
	const good = pieces.filter(({ end }) => end <= at && sql[end - 1] === ';');
	// A semicolon before the place may stand inside of a body (BEGIN ATOMIC) that is at fault as a whole.
	while (good.length > 0) {
		const end = good.at(-1)?.end ?? 0;
		const before = parse(sql.slice(0, end));
		if (before.ok) {
			return [...before.statements.map((statement) => placed(sql, statement)), ...cut(sql, end)];
		}
		if (good.length > 1 && before.at < end) {
			while (good.length > 0 && (good.at(-1)?.end ?? 0) > before.at) good.pop();
		} else good.pop();
	}
	return pieces;
}

/**
 * Cuts a text at its semicolons as psql does: not in parentheses, nor between BEGIN ATOMIC and its END. A
 * command of psql (`\connect`) is no SQL and ends with its line.
 */
function cut(sql: string, from: number): readonly Statement[] {
	const pieces: Statement[] = [];
	let start: number | undefined;
	let end = from;
	let parentheses = 0;
	let blocks = 0;
	let previous = '';
	const finish = () => {
		if (start !== undefined) pieces.push({ sql: sql.slice(start, end), start, end });
		start = undefined;
		parentheses = blocks = 0;
	};
	for (let token = nextCode(sql, from); token; token = nextCode(sql, end)) {
		const text = sql.slice(token.start, token.end).toLowerCase();
		if (start === undefined && text === '\\') {
			start = token.start;
			const line = /[^\r\n]*/y;
			line.lastIndex = start;
			end = line.test(sql) ? start + sql.slice(start, line.lastIndex).trimEnd().length : token.end;
			finish();
			continue;
		}
		if (start === undefined && text === ';') {
			end = token.end;
			continue;
		}
		start ??= token.start;
		end = token.end;
		if (text === '(') parentheses++;
		else if (text === ')') parentheses = Math.max(0, parentheses - 1);
		else if (token.kind === 'word') {
			if (text === 'atomic' && previous === 'begin') blocks++;
			else if (blocks > 0 && text === 'case') blocks++;
			else if (blocks > 0 && text === 'end') blocks--;
		}
		if (text === ';' && parentheses === 0 && blocks === 0) finish();
		previous = text;
	}
	finish();
	return pieces;
}
