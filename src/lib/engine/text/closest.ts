/**
 * How many single-letter slips (a letter added, left out, changed, or swapped with its neighbour) lie between
 * two words: the optimal string alignment distance, in O(a × b).
 */
export function slips(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				best = Math.min(best, (before[j - 2] ?? 0) + 1);
			}
			row.push(best);
		}
		before = last;
		last = row;
	}
	return last[b.length] ?? 0;
}

/**
 * The candidate a person most likely meant by `word`: at most one slip for every three letters, upper and
 * lower case alike; the first of equally near ones. Undefined where none is near.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
	const wanted = word.toLowerCase().slice(0, 64);
	let found: string | undefined;
	let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - wanted.length) >= fewest) continue;
		const distance = slips(wanted, candidate.toLowerCase());
		if (distance < fewest) {
			fewest = distance;
			found = candidate;
		}
	}
	return found;
}
