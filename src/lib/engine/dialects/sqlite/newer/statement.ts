import { keywords } from '../keywords.ts';
import { significantTokens, type Token } from '../tokens.ts';

/** Words after which an operand comes: an expression begins behind them. */
const beforeOperand = new Set(
	`SELECT DISTINCT ALL WHERE AND OR NOT ON BY HAVING WHEN THEN ELSE CASE SET RETURNING LIMIT OFFSET IN LIKE GLOB REGEXP
	MATCH IS BETWEEN ESCAPE FROM JOIN`.split(/\s+/)
);

/** Keywords that can end an operand or a clause; after any other one, something has to follow. */
const closing = new Set(
	`ASC DESC NULL END VALUES NOTHING CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP TRUE FALSE ISNULL NOTNULL`.split(
		/\s+/
	)
);

/** The tokens of one statement, without comments, with the questions that tell a keyword from a name. */
export class Statement {
	readonly sql: string;
	readonly tokens: readonly Token[];
	readonly #words: readonly string[];
	/** For each token the parenthesis around it, and for each parenthesis the one that closes it. */
	readonly #openers: readonly number[];
	readonly #closers = new Map<number, number>();

	constructor(sql: string) {
		this.sql = sql;
		this.tokens = significantTokens(sql);
		this.#words = this.tokens.map(({ kind, start, end }) =>
			kind === 'word' || kind === 'operator' ? sql.slice(start, end).toUpperCase() : ''
		);
		const open: number[] = [];
		this.#openers = this.#words.map((word, at) => {
			if (word === ')') {
				const opener = open.pop();
				if (opener !== undefined) this.#closers.set(opener, at);
			}
			const around = open.at(-1) ?? -1;
			if (word === '(') open.push(at);
			return around;
		});
	}

	/** The bare word or the operator at `at`, in capitals; empty for anything else. */
	word(at: number): string {
		return this.#words[at] ?? '';
	}

	/** Whether these words stand from `at` on. */
	says(at: number, ...words: readonly string[]): boolean {
		return words.every((word, ahead) => this.word(at + ahead) === word);
	}

	/** The parenthesis that the token at `at` stands in, -1 for none. */
	opener(at: number): number {
		return this.#openers[at] ?? -1;
	}

	/** Where the parenthesis that opens at `at` is closed; past the end where it never is. */
	closer(at: number): number {
		return this.#closers.get(at) ?? this.tokens.length;
	}

	/** Whether the token at `at` ends an operand, so that what follows it is no name of its own but a word of SQL. */
	endsOperand(at: number): boolean {
		const token = this.tokens[at];
		if (token === undefined) return false;
		if (token.kind === 'operator') return this.word(at) === ')' || this.word(at) === '*';
		const word = this.word(at);
		return token.kind !== 'word' || closing.has(word) || !keywords.has(word);
	}

	/** Whether the word at `at` is a function that is called: no table with its columns, and no type with its length. */
	isCall(at: number): boolean {
		if (this.tokens[at]?.kind !== 'word' || this.word(at + 1) !== '(') return false;
		const before = this.tokens[at - 1];
		if (before === undefined || before.kind === 'string') return false;
		// `WITH a AS (…), b (x) AS (…)`
		if (this.word(this.closer(at + 1) + 1) === 'AS' && this.word(this.closer(at + 1) + 2) === '(')
			return false;
		const word = this.word(at - 1);
		if (before.kind === 'operator') return word !== '.' && word !== ')';
		if (word === 'ON' && this.#makesIndexOrTrigger()) return false;
		return before.kind === 'word' && beforeOperand.has(word);
	}

	/** How many arguments the call at `at` has. */
	arguments(at: number): number {
		const opener = at + 1;
		const end = this.closer(opener);
		if (end === opener + 1) return 0;
		let count = 1;
		for (let each = opener + 1; each < end; each++) {
			if (this.word(each) === ',' && this.opener(each) === opener) count++;
		}
		return count;
	}

	/** Whether the statement is a CREATE TABLE. */
	get makesTable(): boolean {
		return this.word(0) === 'CREATE' && [1, 2].some((at) => this.word(at) === 'TABLE');
	}

	/** Where the words after the name of an ALTER TABLE begin; -1 in another statement. */
	get alteration(): number {
		if (!this.says(0, 'ALTER', 'TABLE')) return -1;
		return this.word(3) === '.' ? 5 : 3;
	}

	#makesIndexOrTrigger(): boolean {
		return this.word(0) === 'CREATE' && [1, 2].some((at) => ['INDEX', 'TRIGGER'].includes(this.word(at)));
	}
}
