/** A function takes no more arguments than 100, and a table may have more columns. */
const atOnce = 90;

/** A cell that may be searched. */
export interface SearchedCell {
	readonly sql: string;
	/** Whether it holds bytes, which are not searched. */
	readonly binary: boolean;
}

/**
 * A condition that some of these cells contains the bound text `$1`, A to Z in upper and lower case alike. The cells
 * are searched as one text, set apart by a sign nobody types.
 */
export function contains(searched: readonly SearchedCell[]): string {
	const cells = searched.filter(({ binary }) => !binary).map(({ sql }) => sql);
	if (cells.length === 0) return 'FALSE';
	// The collation "C" knows the capitals of A to Z and no others.
	return `strpos(lower(${oneText(cells)} COLLATE "C"), lower($1::text COLLATE "C")) > 0`;
}

function oneText(texts: readonly string[]): string {
	const groups: string[] = [];
	for (let start = 0; start < texts.length; start += atOnce) {
		groups.push(`concat_ws(chr(31), ${texts.slice(start, start + atOnce).join(', ')})`);
	}
	return groups.length === 1 ? groups.join('') : `concat_ws(chr(31), ${groups.join(', ')})`;
}
