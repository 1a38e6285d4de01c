/**
 * What a shell makes of a word with `*`, `?` or `[…]` in it: the files and folders that match, in order; the word itself, whose
 * quotes are resolved in `text`, where none does. In `pattern`, what is meant literally has a backslash before it.
 */
export function expanded(
	{ text, pattern }: { readonly text: string; readonly pattern: string },
	names: readonly string[]
): readonly string[] {
	if (!/(^|[^\\])(\\\\)*[*?[]/.test(pattern)) return [text];
	const [, before = '', rest = ''] = /^((?:\.\/|\/project\/)*)(.*)$/s.exec(pattern) ?? [];
	const matches = matcher(rest);
	const folders = names.flatMap((name) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index)));
	const there = [...new Set([...names, ...folders])].map((name) =>
		rest.endsWith('/') && folders.includes(name) ? `${name}/` : name
	);
	const found = there.filter((name) => matches?.test(name)).sort();
	return found.length > 0 ? found.map((name) => before + name) : [text];
}

/** Undefined where a range in it goes backwards, which nothing matches. */
function matcher(pattern: string): RegExp | undefined {
	const parts = pattern.split(/(?<=\/)/).map(segment);
	try {
		return new RegExp(`^${parts.join('')}$`, 'u');
	} catch {
		return undefined;
	}
}

/** A part of a path as an expression; names that begin with a dot are found only by a dot. */
function segment(pattern: string): string {
	const source = pattern.replace(
		/\\(.)|\[([!^]?)(\]?[^\]/]*)\]|[*?]|[.+^${}()|[\]/\\]/gsu,
		(sign, literal?: string, not?: string, set?: string) => {
			if (literal !== undefined) return escaped(literal);
			if (set !== undefined) return `[${not === '' ? '' : '^/'}${set.replace(/[\\[\]]/g, '\\$&')}]`;
			return sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : escaped(sign);
		}
	);
	return /^[*?[]/.test(pattern) ? `(?!\\.)${source}` : source;
}

function escaped(character: string): string {
	return character.replace(/[.*+?^${}()|[\]/\\]/u, '\\$&');
}
