import { nameOf, significantTokens, type Token } from './tokens.ts';

/**
 * Walks the significant tokens of one statement. Every question past the end is answered with "no",
 * so a parser built on it ends on any text.
 */
export class TokenReader {
	readonly sql: string;
	readonly tokens: readonly Token[];
	at = 0;

	constructor(sql: string, tokens: readonly Token[] = significantTokens(sql)) {
		this.sql = sql;
		this.tokens = tokens;
	}

	get done(): boolean {
		return this.at >= this.tokens.length;
	}

	/** The token `ahead` of the present one. */
	token(ahead = 0): Token | undefined {
		return this.tokens[this.at + ahead];
	}

	text(ahead = 0): string {
		const token = this.token(ahead);
		return token === undefined ? '' : this.sql.slice(token.start, token.end);
	}

	/** The present token in capitals where it is a bare word, else empty. */
	word(ahead = 0): string {
		const token = this.token(ahead);
		return token?.kind === 'word' ? this.sql.slice(token.start, token.end).toUpperCase() : '';
	}

	/** Where the present token starts, or the end of the text. */
	get start(): number {
		return this.token()?.start ?? this.sql.length;
	}

	/** Where the token before the present one ends. */
	get end(): number {
		return this.tokens[this.at - 1]?.end ?? 0;
	}

	/** Steps over these words, all or none, and says whether it did. */
	accept(...words: readonly string[]): boolean {
		for (let i = 0; i < words.length; i++) if (this.word(i) !== words[i]) return false;
		this.at += words.length;
		return true;
	}

	/** Steps over this operator and says whether it did. */
	acceptOperator(operator: string): boolean {
		if (this.token()?.kind !== 'operator' || this.text() !== operator) return false;
		this.at++;
		return true;
	}

	isOperator(operator: string): boolean {
		return this.token()?.kind === 'operator' && this.text() === operator;
	}

	/** Steps over a name and returns it without quotes; empty where there is none. */
	name(): string {
		const token = this.token();
		if (token === undefined || !['word', 'quoted', 'string'].includes(token.kind)) return '';
		this.at++;
		return nameOf(this.sql, token);
	}

	/** Steps over `(` … `)` with all in between and returns the offsets of what is inside. */
	parentheses(): Range {
		const start = this.token()?.end ?? this.sql.length;
		let depth = 0;
		while (!this.done) {
			if (this.isOperator('(')) depth++;
			else if (this.isOperator(')') && --depth === 0) {
				const end = this.start;
				this.at++;
				return { start, end };
			}
			this.at++;
		}
		return { start, end: this.sql.length };
	}

	/** Steps over an expression up to the `,` or `)` of the list it stands in. */
	listItem(): void {
		while (!this.done && !this.isOperator(',') && !this.isOperator(')')) {
			if (this.isOperator('(')) this.parentheses();
			else this.at++;
		}
	}
}

/** A stretch of a statement's text. */
export interface Range {
	readonly start: number;
	readonly end: number;
}
