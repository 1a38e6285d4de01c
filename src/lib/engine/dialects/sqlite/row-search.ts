/** A condition that some of `cells` contains the bound text `?1`; bytes are not searched. */
export function contains(cells: readonly string[]): string {
	if (cells.length === 0) return 'FALSE';
	const tests = cells.map(
		(cell) => `typeof(${cell}) <> 'blob' AND instr(lower(CAST(${cell} AS TEXT)), lower(?1)) > 0`
	);
	return `(${tests.map((test) => `(${test})`).join(' OR ')})`;
}
