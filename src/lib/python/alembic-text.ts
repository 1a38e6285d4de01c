/** What Alembic reads of a revision file by name. */
export type AlembicKey = 'revision' | 'down_revision' | 'branch_labels' | 'depends_on';

/** A plain value in a revision file: None, a text, or several. */
export interface Literal {
	/** Where it stands, from its first character to behind its last. */
	readonly start: number;
	readonly end: number;
	/** What it says: `[]` for None. */
	readonly values: readonly string[];
	/** Where each of them stands, with its quotes. */
	readonly parts: readonly Part[];
}

interface Part {
	readonly start: number;
	readonly end: number;
}

/** An assignment at the top of a revision file. */
export interface Assignment {
	readonly key: AlembicKey;
	readonly start: number;
	/** Undefined where what is assigned is no plain value. */
	readonly literal: Literal | undefined;
	/** Where what is assigned begins. */
	readonly at: number;
}

const assignment = /^(revision|down_revision|branch_labels|depends_on)[ \t]*(?::[^=\n]+)?=[ \t]*/gm;

/** The assignments of a file in its order; the last of a name is what counts, as in Python. */
export function assignmentsIn(text: string): readonly Assignment[] {
	return [...text.matchAll(assignment)].map((match) => {
		const at = match.index + match[0].length;
		return { key: match[1] as AlembicKey, start: match.index, at, literal: literalAt(text, at) };
	});
}

/** The literal at a place: a text, a tuple, list or set of texts, or None; undefined where there is anything else. */
function literalAt(text: string, start: number): Literal | undefined {
	const rest = text.slice(start);
	if (/^None\b/.test(rest)) return { start, end: start + 'None'.length, values: [], parts: [] };
	const found =
		/^(?:"[^"\\\n]*"|'[^'\\\n]*')/.exec(rest) ??
		/^[([{](?:\s|#[^\n]*\n|,|"[^"\\\n]*"|'[^'\\\n]*')*[)\]}]/.exec(rest);
	if (!found) return undefined;
	// Comments between the texts may have quotes of their own.
	const texts = [...found[0].matchAll(/#[^\n]*\n|"[^"\n]*"|'[^'\n]*'/g)].filter(
		([one]) => !one.startsWith('#')
	);
	return {
		start,
		end: start + found[0].length,
		values: texts.map(([one]) => one.slice(1, -1)),
		parts: texts.map(({ 0: one, index }) => ({ start: start + index, end: start + index + one.length }))
	};
}

/** Where the docstring of a file stands, without its quotes. */
export function docstringOf(text: string): { readonly start: number; readonly end: number } | undefined {
	const found = /^\s*(?:#[^\n]*\n\s*)*[rRuU]?("""|''')([\s\S]*?)\1/d.exec(text);
	const [start, end] = found?.indices?.[2] ?? [];
	return start === undefined || end === undefined ? undefined : { start, end };
}
