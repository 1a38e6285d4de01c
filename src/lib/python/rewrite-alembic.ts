import { assignmentsIn, docstringOf, type AlembicKey, type Literal } from './alembic-text.ts';

/** What a revision file is to say of its place in the history. */
export interface AlembicPlace {
	readonly revision: string;
	readonly downRevision: readonly string[];
	readonly dependsOn: readonly string[];
}

interface Edit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/**
 * The text of a revision file with another place in the history: its assignments, and the lines of the docstring that say the same.
 * Every other byte stays; what is no plain value is left as it is.
 */
export function rewriteAlembic(text: string, place: AlembicPlace): string {
	const literals = new Map(assignmentsIn(text).map(({ key, literal }) => [key, literal]));
	const wanted: readonly (readonly [AlembicKey, readonly string[], string])[] = [
		['revision', [place.revision], 'Revision ID'],
		['down_revision', place.downRevision, 'Revises'],
		['depends_on', place.dependsOn, '']
	];
	const quote = quoteIn(text, [...literals.values()]);
	const edits = wanted.flatMap(([key, values, said]): readonly Edit[] => {
		const literal = literals.get(key);
		if (!literal || literal.values.join() === values.join()) return [];
		return [...valueEdits(literal, values, text, quote), ...saidEdit(text, said, values)];
	});
	return edits
		.toSorted((one, other) => other.start - one.start)
		.reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

/** As many values take the places of those before, so that brackets, commas and comments stay; others are written anew. */
function valueEdits(
	literal: Literal,
	values: readonly string[],
	text: string,
	quote: string
): readonly Edit[] {
	const { start, end, parts } = literal;
	if (parts.length === values.length && values.length > 0)
		return parts.map((part, at) => {
			const own = text[part.start]!;
			return { ...part, text: `${own}${values[at]!}${own}` };
		});
	const quoted = values.map((value) => `${quote}${value}${quote}`);
	const put = quoted.length === 0 ? 'None' : quoted.length === 1 ? quoted[0]! : `(${quoted.join(', ')})`;
	return [{ start, end, text: put }];
}

/** The line of the docstring that says it for people, unless somebody has written words there. */
function saidEdit(text: string, said: string, values: readonly string[]): readonly Edit[] {
	const docstring = docstringOf(text);
	if (said === '' || !docstring) return [];
	const { start, end } = docstring;
	const line = new RegExp(`^[ \\t]*${said}:([ \\t]*)([^\\r\\n]*?)[ \\t]*$`, 'dm').exec(
		text.slice(start, end)
	);
	const [from, to] = line?.indices?.[2] ?? [];
	if (!line || from === undefined || to === undefined) return [];
	if (!/^([^\s,]+(,[ \t]*[^\s,]+)*)?$/.test(line[2]!)) return [];
	const gap = line[1] === '' && values.length > 0 ? ' ' : '';
	return [{ start: start + from, end: start + to, text: `${gap}${values.join(', ')}` }];
}

/** The quotes that the file uses for its ids. */
function quoteIn(text: string, literals: readonly (Literal | undefined)[]): string {
	const part = literals.flatMap((literal) => literal?.parts ?? [])[0];
	return part ? text[part.start]! : "'";
}
