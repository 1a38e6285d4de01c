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
	// What a step makes mostly stands after all there was. Comparing slices is many times faster than startsWith.
	if (count >= before.list.length && joined.slice(0, before.joined.length) === before.joined) {
		const texts = joined === before.joined ? [] : joined.slice(before.joined.length, -1).split(separator);
		if (before.list.length + texts.length !== count) return undefined;
		return { from: before.list.length, to: before.list.length, texts };
	}
	const starts = [0];
	for (const text of before.list) starts.push((starts.at(-1) ?? 0) + text.length + 1);
	const total = before.list.length;
	const startOf = (index: number) => starts[index] ?? before.joined.length;

	const head = largest(total, (known, n) => {
		const [from, to] = [startOf(known), startOf(n)];
		return joined.slice(from, to) === before.joined.slice(from, to);
	});
	const headEnd = startOf(head);
	const shift = joined.length - before.joined.length;
	const tailStart = (n: number) => startOf(total - n) + shift;
	const tail = largest(total - head, (known, n) => {
		const at = tailStart(n);
		if (at < headEnd || (at > headEnd && joined[at - 1] !== separator)) return false;
		return joined.slice(at, tailStart(known)) === before.joined.slice(at - shift, tailStart(known) - shift);
	});
	const middle = joined.slice(headEnd, tailStart(tail));
	const texts = middle === '' ? [] : middle.slice(0, -1).split(separator);
	if (head + texts.length + tail !== count) return undefined;
	return { from: head, to: total - tail, texts };
}

/**
 * The largest number up to `limit` for which `holds`, given that it holds for 0 and below any for which it does.
 * It is told up to where it is `known` to hold, so that nothing is looked at twice.
 */
function largest(limit: number, holds: (known: number, n: number) => boolean): number {
	let low = 0;
	let high = limit;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (holds(low, middle)) low = middle;
		else high = middle - 1;
	}
	return low;
}
