/**
 * A condition that some of `cells` contains the bound text `?1`, A to Z in upper and lower case alike. The cells
 * are searched as one text, set apart by a sign nobody types; bytes are not searched.
 */
export function contains(cells: readonly string[]): string {
	if (cells.length === 0) return 'FALSE';
	const texts = cells.map((cell) => `iif(typeof(${cell}) = 'blob', NULL, ${cell})`);
	return `instr(lower(concat_ws(char(31), ${texts.join(', ')})), lower(?1)) > 0`;
}
