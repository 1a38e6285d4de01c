import { endOfLine } from './lines.ts';

/** A stretch of SQL that is not code: nothing inside it is a statement or a directive. `end` is exclusive. */
export interface QuotedStretch {
	readonly kind: 'string' | 'name' | 'block comment' | 'dollar-quoted text';
	readonly start: number;
	readonly end: number;
	/** False where the text ends, or `stopAt` cuts, before the closing mark. */
	readonly closed: boolean;
}

/**
 * The strings, quoted names, block comments and dollar-quoted bodies of an SQL text, in order. Made for finding
 * what is *not* code in either dialect; it splits nothing. An opening mark that is never closed ends at the first
 * offset of `stopAt` after it, and reading goes on there, so one lost quote does not swallow the rest.
 *
 * Block comments nest as in PostgreSQL where that closes them, else end at the first end mark as in SQLite.
 * `[…]` is a name only where it cannot be an array. Linear in the length of the text, whatever it holds.
 */
export function quotedStretches(text: string, stopAt: readonly number[] = []): readonly QuotedStretch[] {
	const stretches: QuotedStretch[] = [];
	const closings = new Closings(text);
	const opening = /['"`[$]|--|\/\*/g;
	let stop = 0;
	for (let match = opening.exec(text); match; match = opening.exec(text)) {
		const start = match.index;
		if (match[0] === '--') {
			opening.lastIndex = endOfLine(text, start);
			continue;
		}
		const kind = closings.kindAt(start);
		if (!kind) continue;
		const close = closings.after(start, kind);
		if (close !== undefined) {
			stretches.push({ kind, start, end: close, closed: true });
			opening.lastIndex = close;
			continue;
		}
		while (stop < stopAt.length && (stopAt[stop] ?? 0) <= start) stop++;
		const end = stopAt[stop] ?? text.length;
		stretches.push({ kind, start, end, closed: false });
		opening.lastIndex = end;
	}
	return stretches;
}

const bracketName = /\[[^\]\r\n[0-9'"][^\]\r\n]{0,127}\]/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]{0,63})?\$/y;

/**
 * Where each opening mark is closed. It remembers what it has found missing, so that text made of nothing but
 * opening marks is not searched to its end once for each.
 */
class Closings {
	readonly #text: string;
	#nested = true;
	#commentEnds = true;
	#lastTags: Map<string, number> | undefined;

	constructor(text: string) {
		this.#text = text;
	}

	kindAt(start: number): QuotedStretch['kind'] | undefined {
		const before = start === 0 ? '' : (this.#text[start - 1] ?? '');
		switch (this.#text[start]) {
			case "'":
				return 'string';
			case '"':
			case '`':
				return 'name';
			case '/':
				return 'block comment';
			case '[':
				return !/[\w\])]/.test(before) && matchesAt(bracketName, this.#text, start) ? 'name' : undefined;
			default:
				return !/[\w$\u0080-\uffff]/.test(before) && matchesAt(dollarTag, this.#text, start)
					? 'dollar-quoted text'
					: undefined;
		}
	}

	/** The offset after the closing mark, or undefined where there is none. */
	after(start: number, kind: QuotedStretch['kind']): number | undefined {
		const mark = this.#text[start] ?? '';
		if (kind === 'block comment') return this.#commentEnd(start);
		if (kind === 'dollar-quoted text') return this.#dollarEnd(start);
		if (mark === '[') return matchesAt(bracketName, this.#text, start);
		const escapes = mark === "'" && /(?:^|[^\w$])[eE]$/.test(this.#text.slice(Math.max(0, start - 2), start));
		return escapes ? this.#escapedStringEnd(start) : this.#doubledEnd(start, mark);
	}

	#doubledEnd(start: number, mark: string): number | undefined {
		let at = this.#text.indexOf(mark, start + 1);
		while (at !== -1 && this.#text[at + 1] === mark) at = this.#text.indexOf(mark, at + 2);
		return at === -1 ? undefined : at + 1;
	}

	#escapedStringEnd(start: number): number | undefined {
		const mark = /\\[\s\S]|''|'/g;
		mark.lastIndex = start + 1;
		for (let match = mark.exec(this.#text); match; match = mark.exec(this.#text)) {
			if (match[0] === "'") return mark.lastIndex;
		}
		return undefined;
	}

	#commentEnd(start: number): number | undefined {
		if (!this.#commentEnds) return undefined;
		const nested = this.#nested ? this.#nestedCommentEnd(start) : undefined;
		if (nested !== undefined) return nested;
		this.#nested = false;
		const at = this.#text.indexOf('*/', start + 2);
		this.#commentEnds = at !== -1;
		return at === -1 ? undefined : at + 2;
	}

	#nestedCommentEnd(start: number): number | undefined {
		const mark = /\/\*|\*\//g;
		mark.lastIndex = start + 2;
		let depth = 1;
		for (let match = mark.exec(this.#text); match; match = mark.exec(this.#text)) {
			depth += match[0] === '/*' ? 1 : -1;
			if (depth === 0) return mark.lastIndex;
		}
		return undefined;
	}

	#dollarEnd(start: number): number | undefined {
		const bodyStart = matchesAt(dollarTag, this.#text, start) ?? start + 1;
		const tag = this.#text.slice(start, bodyStart);
		this.#lastTags ??= lastDollarTags(this.#text);
		if ((this.#lastTags.get(tag) ?? -1) < bodyStart) return undefined;
		const at = this.#text.indexOf(tag, bodyStart);
		return at === -1 ? undefined : at + tag.length;
	}
}

/** Where each `$tag$` stands for the last time; two tags may share a dollar sign. */
function lastDollarTags(text: string): Map<string, number> {
	const last = new Map<string, number>();
	for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at + 1)) {
		const end = matchesAt(dollarTag, text, at);
		if (end !== undefined) last.set(text.slice(at, end), at);
	}
	return last;
}

function matchesAt(pattern: RegExp, text: string, at: number): number | undefined {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : undefined;
}
