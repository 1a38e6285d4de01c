/** Ends each statement in a joined text. It may stand within a statement as well: see `changedStretch`. */
export const separator = '\u001e';

/** Statements in their order, and the same in one string with `separator` after each. */
export interface Texts {
	readonly list: readonly string[];
	readonly joined: string;
}

/** Statements `from` up to `to` are gone, and `texts` stand in their place. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
	readonly texts: readonly string[];
}

/**
 * Where `joined`, which holds `count` statements, differs from what there was before: what is the same at the beginning
 * and at the end is found by halving and never copied, so the cost is that of comparing two strings once
 * or twice and of what changed. Undefined where a statement holds the separator itself and they cannot be told apart.
 */
export function changedStretch(before: Texts, joined: string, count: number): Stretch | undefined {
	const starts = [0];
	for (const text of before.list) starts.push((starts.at(-1) ?? 0) + text.length + 1);
	const total = before.list.length;
	const startOf = (index: number) => starts[index] ?? before.joined.length;

	const head = largest(total, (n) => joined.startsWith(before.joined.slice(0, startOf(n))));
	const headEnd = startOf(head);
	const tailStart = (n: number) => joined.length - (before.joined.length - startOf(total - n));
	const tail = largest(total - head, (n) => {
		const at = tailStart(n);
		if (at < headEnd || (at > headEnd && joined[at - 1] !== separator)) return false;
		return joined.endsWith(before.joined.slice(startOf(total - n)));
	});
	const middle = joined.slice(headEnd, tailStart(tail));
	const texts = middle === '' ? [] : middle.slice(0, -1).split(separator);
	if (head + texts.length + tail !== count) return undefined;
	return { from: head, to: total - tail, texts };
}

/** The largest number up to `limit` for which `holds`, given that it holds for 0 and below any for which it does. */
function largest(limit: number, holds: (n: number) => boolean): number {
	let low = 0;
	let high = limit;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (holds(middle)) low = middle;
		else high = middle - 1;
	}
	return low;
}
