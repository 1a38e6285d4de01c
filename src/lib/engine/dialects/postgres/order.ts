import { MinHeap } from '../../min-heap.ts';
import type { Step } from './step.ts';

/**
 * The steps in an order in which each finds what it needs and nothing that stands in its way. Where several could
 * come next, the one of the lowest rank does, and of those the first given. What is only wished for (`rather`) gives way.
 * Undefined where the steps need each other in a circle.
 */
export function ordered(steps: readonly Step[]): Step[] | undefined {
	const firm = edgesOf(steps);
	const wished = wishesOf(steps);
	const byRank = [...steps.keys()].sort((a, b) => rank(steps, a) - rank(steps, b) || a - b);
	const placeOf = new Map(byRank.map((at, place) => [at, place]));
	const place = (at: number) => placeOf.get(at) ?? 0;
	/** Steps that wait for nothing at all, and those that wait only for what is wished for, by their place in `byRank`. */
	const free = new MinHeap();
	const nearlyFree = new MinHeap();
	const waits = new Waits(firm, (at) => nearlyFree.add(place(at)));
	const hopes = new Waits(
		firm.map((before, at) => new Set([...before, ...(wished[at] ?? [])])),
		(at) => free.add(place(at))
	);
	const left = new Set(steps.keys());
	const done: Step[] = [];
	while (left.size > 0) {
		let next = free.take() ?? nearlyFree.take();
		while (next !== undefined && !left.has(byRank[next] ?? -1)) next = free.take() ?? nearlyFree.take();
		const at = next === undefined ? undefined : byRank[next];
		const step = at === undefined ? undefined : steps[at];
		if (at === undefined || step === undefined) return undefined;
		left.delete(at);
		done.push(step);
		waits.settle(at);
		hopes.settle(at);
	}
	return done;
}

/** All steps that wait for each other in the same circle or in one that shares a step with it; none where there is an order. */
export function circleIn(steps: readonly Step[]): readonly Step[] {
	const waits = edgesOf(steps);
	const left = new Set(steps.keys());
	const isFree = (at: number) => [...(waits[at] ?? [])].every((other) => !left.has(other));
	for (let free = [...left].filter(isFree); free.length > 0; free = [...left].filter(isFree))
		for (const at of free) left.delete(at);
	const path: number[] = [];
	let [at] = left;
	while (at !== undefined && !path.includes(at)) {
		path.push(at);
		at = [...(waits[at] ?? [])].find((other) => left.has(other));
	}
	if (at === undefined) return [];
	const followers = steps.map((_, one) => [...left].filter((other) => waits[other]?.has(one) === true));
	const reached = reachable(at, (one) => waits[one] ?? []);
	const reaching = reachable(at, (one) => followers[one] ?? []);
	return steps.filter((_, one) => left.has(one) && reached.has(one) && reaching.has(one));
}

function reachable(start: number, next: (at: number) => Iterable<number>): ReadonlySet<number> {
	const found = new Set([start]);
	for (const at of found) for (const other of next(at)) found.add(other);
	return found;
}

/** Counts for each step how many it still waits for; tells when one waits for none any more. */
class Waits {
	readonly #left: number[];
	readonly #followers: number[][];
	readonly #onFree: (at: number) => void;

	constructor(before: readonly ReadonlySet<number>[], onFree: (at: number) => void) {
		this.#onFree = onFree;
		this.#left = before.map(({ size }) => size);
		this.#followers = before.map(() => []);
		for (const [at, others] of before.entries()) for (const other of others) this.#followers[other]?.push(at);
		for (const [at, { size }] of before.entries()) if (size === 0) onFree(at);
	}

	settle(at: number): void {
		for (const follower of this.#followers[at] ?? []) {
			const left = (this.#left[follower] ?? 0) - 1;
			this.#left[follower] = left;
			if (left === 0) this.#onFree(follower);
		}
	}
}

function rank(steps: readonly Step[], at: number): number {
	return steps[at]?.rank ?? 0;
}

/** For each step, the steps that must come before it. */
function edgesOf(steps: readonly Step[]): Set<number>[] {
	const creates = placesBy(steps, ({ creates }) => creates);
	const made = placesBy(steps, ({ creates, changes, breaks }) => [
		...(creates ?? []),
		...(changes ?? []),
		...(breaks ?? [])
	]);
	const drops = placesBy(steps, ({ drops }) => drops);
	const undone = placesBy(steps, ({ drops, breaks }) => [...(drops ?? []), ...(breaks ?? [])]);
	const frees = placesBy(steps, ({ frees }) => frees);
	const waits = steps.map(() => new Set<number>());
	const edge = (first: number, second: number) => {
		if (first !== second) waits[second]?.add(first);
	};
	for (const [at, step] of steps.entries()) {
		for (const node of step.after ?? []) for (const other of made.get(node) ?? []) edge(other, at);
		for (const node of step.before ?? []) for (const other of undone.get(node) ?? []) edge(at, other);
		for (const node of step.creates ?? []) for (const other of drops.get(node) ?? []) edge(other, at);
		for (const name of step.takes ?? []) for (const other of frees.get(name) ?? []) edge(other, at);
		// What is changed in place is changed where it is: after it is made, and before it goes.
		for (const node of [...(step.changes ?? []), ...(step.breaks ?? [])]) {
			const made = creates.get(node) ?? [];
			for (const other of made) edge(other, at);
			if (made.length === 0) for (const other of drops.get(node) ?? []) edge(at, other);
		}
	}
	return waits;
}

function wishesOf(steps: readonly Step[]): Set<number>[] {
	const made = placesBy(steps, ({ creates, changes }) => [...(creates ?? []), ...(changes ?? [])]);
	return steps.map(
		(step, at) =>
			new Set((step.rather ?? []).flatMap((node) => (made.get(node) ?? []).filter((other) => other !== at)))
	);
}

function placesBy(
	steps: readonly Step[],
	namesOf: (step: Step) => readonly string[] | undefined
): Map<string, number[]> {
	const places = new Map<string, number[]>();
	for (const [at, step] of steps.entries()) {
		for (const name of namesOf(step) ?? []) {
			const found = places.get(name);
			if (found) found.push(at);
			else places.set(name, [at]);
		}
	}
	return places;
}
