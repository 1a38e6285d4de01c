import { suggestRenames, type Rename, type Schema } from '../../../src/lib/engine/index.ts';

/** Takes every suggestion: tables first, then the columns of what is one table then. */
export function acceptAll(from: Schema, to: Schema): readonly Rename[] {
	const tables = suggestRenames(from, to)
		.map(({ rename }) => rename)
		.filter((rename) => rename.kind === 'table');
	const columns = suggestRenames(from, to, { renames: tables }).map(({ rename }) => rename);
	return [...tables, ...columns];
}

/** Whether a warning of a script says that rows may make it fail. */
export function foretells(warning: string): boolean {
	return /rows that are in|\bfails?\b|\brefuse[sd]?\b/.test(warning);
}
