import { identifier, stringLiteral } from './identifier.ts';
import { keywords, reserved } from './keywords.ts';
import { nameOf, significantTokens } from './tokens.ts';

/** What an expression may name: the columns of the one table it belongs to. */
export interface ExpressionScope {
	readonly table: string;
	/** Each column's own spelling by its name in lower case. */
	readonly columns: ReadonlyMap<string, string>;
}

/** What expressions of a table may name. */
export function scopeOf(table: string, columns: readonly { readonly name: string }[]): ExpressionScope {
	let spellings: ReadonlyMap<string, string> | undefined;
	return {
		table,
		// Most tables have no expression that asks.
		get columns() {
			return (spellings ??= new Map(columns.map(({ name }) => [name.toLowerCase(), name])));
		}
	};
}

interface Piece {
	readonly text: string;
	readonly kind: 'keyword' | 'function' | 'name' | 'value' | 'operator';
}

const callLikeKeywords = new Set(['CAST', 'REPLACE', 'LIKE', 'GLOB', 'REGEXP', 'MATCH', 'IF', 'RAISE']);

/**
 * An expression of a table in one spelling: comments gone, keywords in capitals, columns as the table spells them, quotes
 * only where needed, parentheses that change nothing left out. Two expressions with the same
 * result mean the same.
 */
export function normalizeExpression(sql: string, scope: ExpressionScope): string {
	return print(withoutOuter(withoutIdle(piecesOf(sql, scope))));
}

/** A default in one spelling. A bare or double-quoted word is a string there. */
export function normalizeDefault(sql: string): string {
	const tokens = significantTokens(sql);
	const [only] = tokens;
	if (tokens.length === 1 && only !== undefined) {
		const text = sql.slice(only.start, only.end);
		const isName = only.kind === 'quoted' || (only.kind === 'word' && !keywords.has(text.toUpperCase()));
		if (isName) return stringLiteral(nameOf(sql, only));
	}
	return normalizeExpression(sql, { table: '', columns: new Map() });
}

/** A query or a trigger in one spelling of white space, comments, keywords, quotes and operators. */
export function normalizeStatement(sql: string): string {
	const pieces = piecesOf(sql, undefined);
	while (pieces.at(-1)?.text === ';') pieces.pop();
	return print(pieces);
}

/** All after a trigger's name in one spelling: when it runs is said, and that it runs for each row, as all do, is not. */
export function normalizeTrigger(sql: string): string {
	const pieces = piecesOf(sql, undefined);
	while (pieces.at(-1)?.text === ';') pieces.pop();
	// https://sqlite.org/lang_createtrigger.html: BEFORE is what is meant where nothing is said.
	const unsaid = ['DELETE', 'INSERT', 'UPDATE'].includes(pieces[0]?.text ?? '');
	const each = pieces.findIndex((_, at) =>
		['FOR', 'EACH', 'ROW'].every((word, i) => pieces[at + i]?.text === word)
	);
	if (each >= 0) pieces.splice(each, 3);
	return print(unsaid ? [{ text: 'BEFORE', kind: 'keyword' }, ...pieces] : pieces);
}

/** A declared type in capitals, without comments, with white space only where it parts words. */
export function normalizeType(type: string): string {
	if (/^\w*$/.test(type)) return type.toUpperCase();
	const words = significantTokens(type).map((token) => type.slice(token.start, token.end));
	return words
		.join(' ')
		.replace(/ ?([(),]) ?/g, '$1')
		.replace(/([-+]) /g, '$1')
		.toUpperCase();
}

function piecesOf(sql: string, scope: ExpressionScope | undefined): Piece[] {
	const tokens = significantTokens(sql);
	const pieces: Piece[] = [];
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i];
		if (token === undefined) continue;
		const text = sql.slice(token.start, token.end);
		const after = tokens[i + 1];
		const next = after === undefined ? '' : sql.slice(after.start, after.end);
		const named = token.kind === 'word' || token.kind === 'quoted';
		if (named && scope !== undefined && next === '.' && isName(nameOf(sql, token), scope.table)) {
			// The table's own name before a column says nothing that the column does not.
			i++;
			continue;
		}
		if (named && pieces.at(-1)?.text === 'COLLATE') {
			pieces.push({ text: identifier(nameOf(sql, token).toUpperCase()), kind: 'name' });
		} else if (token.kind === 'word') {
			const piece = wordPiece(text, next, scope);
			pieces.push(...(nullTest(piece, next, pieces.at(-1)) ?? [piece]));
		} else if (token.kind === 'number') pieces.push({ text: normalizeNumber(text), kind: 'value' });
		else if (token.kind === 'quoted') pieces.push(quotedPiece(nameOf(sql, token), text[0], next, scope));
		else if (token.kind === 'operator') pieces.push({ text: operatorOf(text), kind: 'operator' });
		else pieces.push({ text: token.kind === 'blob' ? text.toUpperCase() : text, kind: 'value' });
	}
	return pieces;
}

/** `IS` and what may follow it, for the shorter ways to test for NULL; undefined where `piece` is none of them. */
function nullTest(piece: Piece, next: string, before: Piece | undefined): Piece[] | undefined {
	const words = (...texts: string[]) => texts.map((text): Piece => ({ text, kind: 'keyword' }));
	if (piece.kind !== 'keyword' || !endsOperand(before)) return undefined;
	if (piece.text === 'ISNULL') return words('IS', 'NULL');
	if (piece.text === 'NOTNULL') return words('IS', 'NOT', 'NULL');
	return piece.text === 'NOT' && next.toUpperCase() === 'NULL' ? words('IS', 'NOT') : undefined;
}

const operandKeywords = new Set('END NULL TRUE FALSE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP'.split(' '));
const operatorKeywords = new Set('LIKE GLOB REGEXP MATCH BY OFFSET'.split(' '));

/** Whether something that has a value ends here, so that what follows is said of it. */
function endsOperand(piece: Piece | undefined): boolean {
	if (piece === undefined) return false;
	if (piece.kind === 'operator') return piece.text === ')';
	if (piece.kind !== 'keyword') return true;
	// Other keywords that are not reserved can be the name of a column.
	return operandKeywords.has(piece.text) || !(reserved.has(piece.text) || operatorKeywords.has(piece.text));
}

/** A number in one spelling where the same number is sure to be meant, else in small letters. */
function normalizeNumber(text: string): string {
	const plain = text.replaceAll('_', '').toLowerCase();
	if (/^(0x[0-9a-f]+|[0-9]+)$/.test(plain)) {
		const value = BigInt(plain);
		// Beyond this, hexadecimal digits mean a negative number and decimal ones a real.
		return value < 2n ** 63n ? String(value) : plain.replace(/^0+(?=[0-9])/, '');
	}
	const value = Number(plain);
	// More digits than these and two readers may round apart.
	const digits = plain.replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').length;
	if (digits > 15 || !Number.isFinite(value)) return plain;
	const written = String(value);
	return /[.e]/.test(written) ? written : `${written}.0`;
}

function isName(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

function operatorOf(text: string): string {
	if (text === '==') return '=';
	return text === '!=' ? '<>' : text;
}

function wordPiece(text: string, next: string, scope: ExpressionScope | undefined): Piece {
	const upper = text.toUpperCase();
	const column = next === '(' || reserved.has(upper) ? undefined : scope?.columns.get(text.toLowerCase());
	if (column !== undefined) return { text: identifier(column), kind: 'name' };
	if (keywords.has(upper)) {
		return { text: upper, kind: next === '(' && callLikeKeywords.has(upper) ? 'function' : 'keyword' };
	}
	if (next === '(') return { text: text.toLowerCase(), kind: 'function' };
	return { text, kind: 'name' };
}

function quotedPiece(
	name: string,
	quote: string | undefined,
	next: string,
	scope: ExpressionScope | undefined
): Piece {
	if (scope === undefined) {
		const written = identifier(name);
		if (written !== name) return { text: written, kind: 'name' };
		// As the bare word would be read.
		return wordPiece(name, next, scope);
	}
	const column = scope.columns.get(name.toLowerCase());
	if (column !== undefined) return { text: identifier(column), kind: 'name' };
	// A word in double quotes that names no column is a string: https://sqlite.org/quirks.html#dblquote
	if (quote === '"') return { text: stringLiteral(name), kind: 'value' };
	return { text: identifier(name), kind: 'name' };
}

/** For each `(` its `)` and the other way round, by position. */
function pairs(pieces: readonly Piece[]): Map<number, number> {
	const found = new Map<number, number>();
	const open: number[] = [];
	pieces.forEach((piece, at) => {
		if (piece.kind !== 'operator') return;
		if (piece.text === '(') open.push(at);
		if (piece.text === ')') {
			const start = open.pop();
			if (start === undefined) return;
			found.set(start, at);
			found.set(at, start);
		}
	});
	return found;
}

function startsQuery(piece: Piece | undefined): boolean {
	return piece?.kind === 'keyword' && ['SELECT', 'WITH', 'VALUES'].includes(piece.text);
}

/** Takes away parentheses around the whole. */
function withoutOuter(pieces: readonly Piece[]): readonly Piece[] {
	let rest = pieces;
	while (rest[0]?.text === '(' && !startsQuery(rest[1]) && pairs(rest).get(0) === rest.length - 1) {
		const inner = rest.slice(1, -1);
		if (hasOuterComma(inner)) break;
		rest = inner;
	}
	return rest;
}

function hasOuterComma(pieces: readonly Piece[]): boolean {
	let depth = 0;
	return pieces.some((piece) => {
		if (piece.kind !== 'operator') return false;
		if (piece.text === '(') depth++;
		if (piece.text === ')') depth--;
		return depth === 0 && piece.text === ',';
	});
}

/** Takes away parentheses doubled around one thing, and those around a single name or value beside an operator. */
function withoutIdle(pieces: readonly Piece[]): readonly Piece[] {
	const pair = pairs(pieces);
	const idle = new Set<number>();
	pieces.forEach((piece, at) => {
		const close = pair.get(at);
		if (piece.kind !== 'operator' || piece.text !== '(' || close === undefined) return;
		const inner = pieces.slice(at + 1, close);
		const doubled = pair.get(at - 1) === close + 1 && !startsQuery(inner[0]) && !hasOuterComma(inner);
		const single = inner.length === 1 && ['name', 'value'].includes(inner[0]?.kind ?? '');
		if (doubled || (single && standsFree(pieces[at - 1]))) idle.add(at).add(close);
	});
	return idle.size === 0 ? pieces : withoutIdle(pieces.filter((_, at) => !idle.has(at)));
}

/** Whether what comes before a `(` cannot be calling or listing with it. */
function standsFree(before: Piece | undefined): boolean {
	if (before === undefined) return true;
	if (before.kind === 'operator') return before.text !== ')' && before.text !== '.';
	return before.kind === 'keyword' && ['AND', 'OR', 'NOT', 'WHEN', 'THEN', 'ELSE'].includes(before.text);
}

function print(pieces: readonly Piece[]): string {
	let text = '';
	pieces.forEach((piece, at) => {
		const before = pieces[at - 1];
		text += before === undefined || joined(pieces[at - 2], before, piece) ? piece.text : ` ${piece.text}`;
	});
	return text;
}

function joined(beforeThat: Piece | undefined, before: Piece, piece: Piece): boolean {
	if (piece.kind === 'operator') {
		if ([',', ')', ';', '.'].includes(piece.text)) return true;
		if (piece.text === '(') return before.kind === 'function' || before.text === '(';
	}
	if (before.kind !== 'operator') return false;
	if (before.text === '(' || before.text === '.') return true;
	if (!['-', '+', '~'].includes(before.text)) return false;
	const free = beforeThat === undefined || beforeThat.kind === 'keyword';
	const unary = free || (beforeThat.kind === 'operator' && beforeThat.text !== ')');
	// Two minus signs side by side would begin a comment.
	return unary && piece.text !== before.text;
}
