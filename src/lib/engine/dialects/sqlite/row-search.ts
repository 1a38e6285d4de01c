/** A function takes no more arguments than 1,000, and a table may have more columns. */
const atOnce = 500;

/**
 * A condition that some of `cells` contains the bound text `?1`, A to Z in upper and lower case alike. The cells
 * are searched as one text, set apart by a sign nobody types; bytes are not searched.
 */
export function contains(cells: readonly string[]): string {
	if (cells.length === 0) return 'FALSE';
	const texts = cells.map((cell) => `iif(typeof(${cell}) = 'blob', NULL, ${cell})`);
	return `instr(lower(${oneText(texts)}), lower(?1)) > 0`;
}

function oneText(texts: readonly string[]): string {
	const groups: string[] = [];
	for (let start = 0; start < texts.length; start += atOnce) {
		groups.push(`concat_ws(char(31), ${texts.slice(start, start + atOnce).join(', ')})`);
	}
	return groups.length === 1 ? groups.join('') : `concat_ws(char(31), ${groups.join(', ')})`;
}
