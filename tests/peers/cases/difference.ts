/** Two fingerprints as the lines that only one of them has. */
export function difference(found: string, expected: string): string {
	const [left, right] = [found.split('\n'), expected.split('\n')];
	return [
		...left.filter((line) => !right.includes(line)).map((line) => `  found    ${line}`),
		...right.filter((line) => !left.includes(line)).map((line) => `  expected ${line}`)
	].join('\n');
}
