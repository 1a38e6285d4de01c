import { sqlTokens, type SqlToken } from './sql-tokens.ts';

/**
 * The lines of a statement, set for reading: the parts of a `CREATE TABLE (…)` each on a line of their own,
 * so that a column more is a line more. Only white space between the parts changes, and the quotes that
 * renaming a table puts around its name; other statements keep their own lines.
 */
export function ddlLines(sql: string): string[] {
	const tokens = sqlTokens(sql.trim());
	const open = tokens.findIndex((token) => token.text === '(');
	if (open < 0 || !makesTable(tokens.slice(0, open))) return sql.trim().split(/\r\n|\r|\n/);
	const { items, close } = itemsOf(tokens, open);
	const tail = textOf(tokens.slice(close + 1));
	return [
		`${textOf(unquoted(tokens.slice(0, open)))} (`,
		...items.flatMap((item, at) => itemLines(item, at === items.length - 1)),
		`)${tail === '' ? '' : ` ${tail}`}`
	];
}

function makesTable(head: readonly SqlToken[]): boolean {
	const words = head.filter((token) => token.kind === 'keyword').map((token) => token.text.toUpperCase());
	return (
		words[0] === 'CREATE' && words.includes('TABLE') && !words.includes('VIRTUAL') && !words.includes('AS')
	);
}

/** The head with its name as it would be written by hand. */
function unquoted(head: readonly SqlToken[]): SqlToken[] {
	return head.map((token): SqlToken => {
		const plain = /^"([a-z_][a-z0-9_]*)"$/i.exec(token.text)?.[1];
		if (plain === undefined || sqlTokens(plain)[0]?.kind === 'keyword') return token;
		return { kind: 'word', text: plain };
	});
}

interface Item {
	readonly tokens: readonly SqlToken[];
	/** A comment on the same line after the comma belongs to the item before it. */
	readonly remark: string;
}

function itemsOf(tokens: readonly SqlToken[], open: number): { items: Item[]; close: number } {
	const items: Item[] = [];
	let item: SqlToken[] = [];
	let depth = 0;
	let at = open + 1;
	for (; at < tokens.length; at++) {
		const token = tokens[at] as SqlToken;
		if (token.text === '(') depth++;
		if (token.text === ')' && depth-- === 0) break;
		if (token.text !== ',' || depth > 0) {
			item.push(token);
			continue;
		}
		const remarkAt = remarkAfter(tokens, at);
		items.push({ tokens: item, remark: remarkAt === undefined ? '' : (tokens[remarkAt]?.text ?? '') });
		item = [];
		at = remarkAt ?? at;
	}
	if (textOf(item) !== '') items.push({ tokens: item, remark: '' });
	return { items, close: at };
}

function remarkAfter(tokens: readonly SqlToken[], comma: number): number | undefined {
	const next = tokens[comma + 1];
	const at = next?.kind === 'space' && !next.text.includes('\n') ? comma + 2 : comma + 1;
	return tokens[at]?.text.startsWith('--') ? at : undefined;
}

function itemLines(item: Item, last: boolean): string[] {
	const lines = textOf(item.tokens).split('\n');
	const end = lines.length - 1;
	return lines
		.map((line, at) => {
			if (at !== end) return `  ${line}`;
			// A comma after a `--` comment would be part of the comment.
			const comma = last ? '' : line.includes('--') && endsInComment(item.tokens) ? '\n  ,' : ',';
			return `  ${line}${comma}${item.remark === '' ? '' : ` ${item.remark}`}`;
		})
		.flatMap((line) => line.split('\n'));
}

function endsInComment(tokens: readonly SqlToken[]): boolean {
	return tokens.findLast((token) => token.kind !== 'space')?.text.startsWith('--') ?? false;
}

/** The tokens in one line, but for `--` comments, which end theirs. */
function textOf(tokens: readonly SqlToken[]): string {
	return tokens
		.map((token, at) => {
			if (token.kind !== 'space') return token.text;
			return tokens[at - 1]?.text.startsWith('--') ? '\n' : ' ';
		})
		.join('')
		.trim();
}
