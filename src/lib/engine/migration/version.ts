/** The number a file name begins with, as written: `0012` of `0012_add_email.sql`; undefined where it begins with none. */
export function versionOf(name: string): string | undefined {
	return /^[0-9]+/.exec(name)?.[0];
}

/** Compares digits as numbers of any length: negative, zero or positive. `007` equals `7`. */
export function compareNumbers(a: string, b: string): number {
	const left = a.replace(/^0+/, '');
	const right = b.replace(/^0+/, '');
	if (left.length !== right.length) return left.length - right.length;
	return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The order of file names in a folder: by version as a number, names without one last, equal versions by name.
 * Total: only equal names compare as 0.
 */
export function compareNames(a: string, b: string): number {
	const left = versionOf(a);
	const right = versionOf(b);
	if (left !== undefined && right !== undefined) {
		const order = compareNumbers(left, right);
		if (order !== 0) return order;
	} else if (left !== undefined) return -1;
	else if (right !== undefined) return 1;
	return a < b ? -1 : a > b ? 1 : 0;
}

/** The number after `digits`, at least as wide: `0009` gives `0010`, `99` gives `100`. */
export function nextNumber(digits: string): string {
	return (BigInt(digits) + 1n).toString().padStart(digits.length, '0');
}
