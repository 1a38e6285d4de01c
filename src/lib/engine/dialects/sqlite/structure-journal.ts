import { TokenReader } from './token-reader.ts';

/**
 * What the statements of one connection can have done to the structure, told from their first words: enough to know
 * when a look need only ask for what stands in `sqlite_schema` after all there was. Whatever is not sure to do
 * nothing but that (DROP, ROLLBACK, a failure, a writing to `sqlite_schema` by hand) begins a new age, after which
 * nothing is known any more.
 */
export class StructureJournal {
	#age = 0;
	#altered: string[] = [];
	#isBlind = false;
	#version = 0;

	/** Another number after every statement that may have changed more than add an object. */
	get version(): number {
		return this.#version;
	}

	/** Where it stands now, for `alteredSince`. */
	get mark(): JournalMark {
		return { age: this.#age, count: this.#altered.length };
	}

	/**
	 * The tables that got a column since then, by their names in lower case, where besides that objects were only
	 * added; undefined where anything may have happened.
	 */
	alteredSince({ age, count }: JournalMark): readonly string[] | undefined {
		return this.#isBlind || age !== this.#age ? undefined : this.#altered.slice(count);
	}

	/** To be told the text of every script, before a statement of it runs. */
	script(text: string): void {
		if (!namesSchema.test(text)) return;
		this.anything();
		// A trigger may do it again at any later statement.
		if (/trigger/i.test(text)) this.#isBlind = true;
	}

	/** To be told every statement of such a script: it begins at `start`. */
	statement(text: string, start: number): void {
		keeps.lastIndex = start;
		if (keeps.test(text)) return;
		adds.lastIndex = start;
		if (adds.test(text)) return;
		const table = tableGivenColumn(text, start);
		if (table === undefined) this.anything();
		else {
			this.#version++;
			this.#altered.push(table);
		}
	}

	/** To be told when anything may have happened. */
	anything(): void {
		this.#age++;
		this.#version++;
		this.#altered = [];
	}
}

export interface JournalMark {
	readonly age: number;
	readonly count: number;
}

/** The table of statements, which only by its name can be written. */
export const namesSchema = /sqlite_(?:schema|master)/i;

const keeps =
	/(?:select|insert|update|delete|replace|with|values|pragma|begin|commit|end|savepoint|release)(?![\w$\u0080-\uffff])/iy;

/** https://sqlite.org/lang_createtable.html and its like: a row after all others, whatever it is that is made. */
const adds = /create\s+(?:temp\s+|temporary\s+)?(?:table|(?:unique\s+)?index|view|trigger)\b/iy;

const alters = /alter\s+table\b/iy;

/** Giving a table a column changes its own row only. */
function tableGivenColumn(text: string, start: number): string | undefined {
	alters.lastIndex = start;
	if (!alters.test(text)) return undefined;
	const reader = new TokenReader(text, start);
	reader.accept('ALTER', 'TABLE');
	let table = reader.name();
	if (reader.acceptOperator('.')) table = reader.name();
	return reader.accept('ADD') ? table.toLowerCase() : undefined;
}
