/** A binary heap of numbers: `take` gives the smallest. */
export class MinHeap {
	readonly #heap: number[] = [];

	add(value: number): void {
		const heap = this.#heap;
		let at = heap.length;
		heap.push(value);
		while (at > 0) {
			const above = (at - 1) >> 1;
			if ((heap[above] ?? 0) <= value) break;
			heap[at] = heap[above] ?? 0;
			at = above;
		}
		heap[at] = value;
	}

	take(): number | undefined {
		const heap = this.#heap;
		const smallest = heap[0];
		const last = heap.pop();
		if (smallest === undefined || last === undefined || heap.length === 0) return smallest;
		let at = 0;
		for (let below = 1; below < heap.length; below = 2 * at + 1) {
			if (below + 1 < heap.length && (heap[below + 1] ?? 0) < (heap[below] ?? 0)) below++;
			if ((heap[below] ?? 0) >= last) break;
			heap[at] = heap[below] ?? 0;
			at = below;
		}
		heap[at] = last;
		return smallest;
	}
}
