import { nameOf, nextToken, type Token } from './tokens.ts';

/**
 * Walks the significant tokens of one statement, which are read as far as they are asked for. Every question past the
 * end is answered with "no", so a parser built on it ends on any text.
 */
export class TokenReader {
	readonly sql: string;
	at = 0;
	readonly #tokens: Token[] = [];
	/** Where the next token is looked for. */
	#next: number;
	/** The word asked for last and its place: a parser tries several on each. */
	#word = '';
	#wordAt = -1;

	constructor(sql: string, start = 0) {
		this.sql = sql;
		this.#next = start;
	}

	get done(): boolean {
		return this.token() === undefined;
	}

	/** The token `ahead` of the present one, or behind it where that is negative. */
	token(ahead = 0): Token | undefined {
		const at = this.at + ahead;
		while (at >= this.#tokens.length) {
			const token = nextToken(this.sql, this.#next);
			if (token === undefined) return undefined;
			this.#next = token.end;
			if (token.kind !== 'comment') this.#tokens.push(token);
		}
		return this.#tokens[at];
	}

	text(ahead = 0): string {
		const token = this.token(ahead);
		return token === undefined ? '' : this.sql.slice(token.start, token.end);
	}

	/** The present token in capitals where it is a bare word, else empty. */
	word(ahead = 0): string {
		const at = this.at + ahead;
		if (at === this.#wordAt) return this.#word;
		const token = this.token(ahead);
		if (token === undefined) return '';
		this.#wordAt = at;
		this.#word = token.kind === 'word' ? this.sql.slice(token.start, token.end).toUpperCase() : '';
		return this.#word;
	}

	/** Where the present token starts, or the end of the text. */
	get start(): number {
		return this.token()?.start ?? this.sql.length;
	}

	/** Where the token before the present one ends. */
	get end(): number {
		return this.at === 0 ? 0 : (this.token(-1)?.end ?? this.sql.length);
	}

	/** Steps over these words, all or none, and says whether it did. */
	accept(...words: readonly string[]): boolean {
		for (let i = 0; i < words.length; i++) if (this.word(i) !== words[i]) return false;
		this.at += words.length;
		return true;
	}

	/** Steps over this operator and says whether it did. */
	acceptOperator(operator: string): boolean {
		if (!this.isOperator(operator)) return false;
		this.at++;
		return true;
	}

	isOperator(operator: string): boolean {
		const token = this.token();
		return (
			token?.kind === 'operator' &&
			token.end - token.start === operator.length &&
			this.sql.startsWith(operator, token.start)
		);
	}

	/** Steps over a name and returns it without quotes; empty where there is none. */
	name(): string {
		const token = this.token();
		if (token === undefined || !isName(token)) return '';
		this.at++;
		return nameOf(this.sql, token);
	}

	/** Steps over a name with what it may be in (`main.users`, `main.users.id`) and returns its last part, without quotes. */
	lastName(): string {
		let name = this.name();
		while (this.acceptOperator('.')) name = this.name();
		return name;
	}

	/** Steps over `(` … `)` with all in between and returns what is inside. */
	parentheses(): string {
		const start = this.token()?.end ?? this.sql.length;
		let depth = 0;
		while (!this.done) {
			if (this.isOperator('(')) depth++;
			else if (this.isOperator(')') && --depth === 0) {
				const end = this.start;
				this.at++;
				return this.sql.slice(start, end);
			}
			this.at++;
		}
		return this.sql.slice(start);
	}

	/** Steps over an expression up to the `,` or `)` of the list it stands in. */
	listItem(): void {
		while (!this.done && !this.isOperator(',') && !this.isOperator(')')) {
			if (this.isOperator('(')) this.parentheses();
			else this.at++;
		}
	}
}

/** Whether a name can be written so. */
export function isName({ kind }: Token): boolean {
	return kind === 'word' || kind === 'quoted' || kind === 'string';
}

/** A stretch of a statement's text. */
export interface Range {
	readonly start: number;
	readonly end: number;
}
