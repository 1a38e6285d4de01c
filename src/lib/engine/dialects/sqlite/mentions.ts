import { nameOf, tokenize } from './tokens.ts';

const cache = new WeakMap<object, readonly string[]>();

/** Every name that stands anywhere in a statement, in lower case: what it may depend on, and more. */
export function mentionedNames(statement: { readonly sql: string }): readonly string[] {
	const known = cache.get(statement);
	if (known !== undefined) return known;
	const names = new Set<string>();
	for (const token of tokenize(statement.sql)) {
		if (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'string') {
			names.add(nameOf(statement.sql, token).toLowerCase());
		}
	}
	const list = [...names];
	cache.set(statement, list);
	return list;
}
