import { TokenReader } from './token-reader.ts';

/** Something that may be another or gone since, by its name in lower case. */
export interface Touch {
	/** `column`: a table got one. `rename`: a table got another name, and whatever names it another text. */
	readonly kind: 'column' | 'rename' | 'table' | 'view' | 'index' | 'trigger';
	readonly name: string;
}

/**
 * What the statements of one connection can have done to the structure, told from their first words: enough to know
 * when a look need only ask for some rows of `sqlite_schema` and for what stands after all there was. Whatever is not
 * sure to do nothing but that (ROLLBACK, a failure, a writing to `sqlite_schema` by hand) begins a new age, after which
 * nothing is known any more.
 */
export class StructureJournal {
	#age = 0;
	#touched: Touch[] = [];
	#isBlind = false;
	#version = 0;

	/** Another number after every statement that may have changed more than add an object. */
	get version(): number {
		return this.#version;
	}

	/** Where it stands now, for `touchedSince`. */
	get mark(): JournalMark {
		return { age: this.#age, count: this.#touched.length };
	}

	/** What may be another or gone since then, where besides that objects were only added; undefined where it may be anything. */
	touchedSince({ age, count }: JournalMark): readonly Touch[] | undefined {
		return this.#isBlind || age !== this.#age ? undefined : this.#touched.slice(count);
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
		const touch = touchOf(text, start);
		if (touch === undefined) this.anything();
		else {
			this.#version++;
			this.#touched.push(touch);
		}
	}

	/** To be told when anything may have happened. */
	anything(): void {
		this.#age++;
		this.#version++;
		this.#touched = [];
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

const touches = /(?:alter|drop)(?![\w$\u0080-\uffff])/iy;

/** What a statement touches that drops one thing, gives a table a column or another name; undefined for all others. */
function touchOf(text: string, start: number): Touch | undefined {
	touches.lastIndex = start;
	if (!touches.test(text)) return undefined;
	const reader = new TokenReader(text, start);
	if (reader.accept('DROP')) return dropped(reader);
	reader.accept('ALTER', 'TABLE');
	const name = nameAt(reader);
	// Giving a table a column changes its own row only.
	if (reader.accept('ADD')) return { kind: 'column', name };
	// Other names may be written elsewhere in more than one way, so that they could not be found there.
	return reader.accept('RENAME', 'TO') && /^\w+$/.test(name) ? { kind: 'rename', name } : undefined;
}

function dropped(reader: TokenReader): Touch | undefined {
	for (const kind of ['table', 'view', 'index', 'trigger'] as const) {
		if (!reader.accept(kind.toUpperCase())) continue;
		reader.accept('IF', 'EXISTS');
		return { kind, name: nameAt(reader) };
	}
	return undefined;
}

/** The name that stands here, in lower case, without the database it may be in. */
function nameAt(reader: TokenReader): string {
	return reader.lastName().toLowerCase();
}
