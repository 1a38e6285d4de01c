/** One step of turning one sequence into another. Indexes count from 0 in their own sequence. */
export type Edit =
	| { readonly kind: 'same'; readonly before: number; readonly after: number }
	| { readonly kind: 'removed'; readonly before: number }
	| { readonly kind: 'added'; readonly after: number };

/** Beyond this many differences the two sides share too little for a line-by-line story to help. */
const mostDifferences = 400;

/**
 * The fewest removals and additions that turn `before` into `after`, in order, removals first.
 * Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the furthest reaching path on each
 * diagonal for a growing number of differences, then the way back. Sequences that differ in more than
 * four hundred places come out as wholly replaced.
 */
export function diffSequences<Item>(before: readonly Item[], after: readonly Item[]): Edit[] {
	const n = before.length;
	const m = after.length;
	const most = Math.min(n + m, mostDifferences);
	const reach = new Map<number, number>([[1, 0]]);
	const trail: ReadonlyMap<number, number>[] = [];
	for (let differences = 0; differences <= most; differences++) {
		trail.push(new Map(reach));
		for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
			let x = startOf(reach, diagonal, differences);
			let y = x - diagonal;
			while (x < n && y < m && before[x] === after[y]) {
				x++;
				y++;
			}
			reach.set(diagonal, x);
			if (x >= n && y >= m) return wayBack(trail, n, m);
		}
	}
	return replaced(n, m);
}

// A path comes onto a diagonal from above (an addition) or from the left (a removal), whichever reaches further.
function comesFromAbove(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): boolean {
	if (diagonal === -differences) return true;
	if (diagonal === differences) return false;
	return (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1);
}

function startOf(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): number {
	return comesFromAbove(reach, diagonal, differences)
		? (reach.get(diagonal + 1) ?? 0)
		: (reach.get(diagonal - 1) ?? 0) + 1;
}

function wayBack(trail: readonly ReadonlyMap<number, number>[], n: number, m: number): Edit[] {
	const edits: Edit[] = [];
	let x = n;
	let y = m;
	for (let differences = trail.length - 1; differences >= 0; differences--) {
		const reach = trail[differences] ?? new Map<number, number>();
		const diagonal = x - y;
		const above = comesFromAbove(reach, diagonal, differences);
		const start = startOf(reach, diagonal, differences);
		while (x > start && y > start - diagonal) edits.push({ kind: 'same', before: --x, after: --y });
		if (differences === 0) break;
		if (above) edits.push({ kind: 'added', after: --y });
		else edits.push({ kind: 'removed', before: --x });
	}
	return removalsFirst(edits.reverse());
}

/** Within each run of differences, what went stands before what came. */
function removalsFirst(edits: readonly Edit[]): Edit[] {
	const ordered: Edit[] = [];
	let added: Edit[] = [];
	for (const edit of edits) {
		if (edit.kind === 'added') {
			added.push(edit);
			continue;
		}
		if (edit.kind === 'same') {
			ordered.push(...added);
			added = [];
		}
		ordered.push(edit);
	}
	return [...ordered, ...added];
}

function replaced(n: number, m: number): Edit[] {
	return [
		...Array.from({ length: n }, (_, before): Edit => ({ kind: 'removed', before })),
		...Array.from({ length: m }, (_, after): Edit => ({ kind: 'added', after }))
	];
}

/** A line of one side: its number from 1, and its text. */
export interface DiffLine {
	readonly number: number;
	readonly text: string;
}

/** A row of a side-by-side view. A row with both sides is the same line, or one line in place of another. */
export interface DiffRow {
	readonly kind: 'same' | 'changed' | 'removed' | 'added';
	readonly before?: DiffLine;
	readonly after?: DiffLine;
}

/** Two texts as rows to set side by side: within a run of differences the first old line stands beside the first new one. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffRow[] {
	const rows: DiffRow[] = [];
	let old: DiffLine[] = [];
	let fresh: DiffLine[] = [];
	const settle = () => {
		for (let at = 0; at < Math.max(old.length, fresh.length); at++) {
			const left = old[at];
			const right = fresh[at];
			if (left !== undefined && right !== undefined)
				rows.push({ kind: 'changed', before: left, after: right });
			else if (left !== undefined) rows.push({ kind: 'removed', before: left });
			else if (right !== undefined) rows.push({ kind: 'added', after: right });
		}
		old = [];
		fresh = [];
	};
	for (const edit of diffSequences(before, after)) {
		if (edit.kind === 'removed') old.push(line(before, edit.before));
		else if (edit.kind === 'added') fresh.push(line(after, edit.after));
		else {
			settle();
			rows.push({ kind: 'same', before: line(before, edit.before), after: line(after, edit.after) });
		}
	}
	settle();
	return rows;
}

function line(lines: readonly string[], index: number): DiffLine {
	return { number: index + 1, text: lines[index] ?? '' };
}
