/** A stop of the line before it is placed. Parents come before children in the list. */
export interface Stop {
	readonly revision: string;
	/** `[]` where it follows base. */
	readonly parents: readonly string[];
	/** Needed first without being a parent; drawn as a thin track. */
	readonly dependsOn: readonly string[];
}

/** Where a stop lies: columns count along the line from base (0), lanes from the top (0). */
export interface Placed {
	readonly revision: string;
	readonly column: number;
	readonly lane: number;
}

/** A piece of track between two stops. */
export interface Track {
	readonly from: Placed;
	readonly to: Placed;
	/** `branch` leaves its lane at once, `merge` stays in its lane until the end, `depends` is not a parent. */
	readonly kind: 'straight' | 'branch' | 'merge' | 'depends';
}

export interface LineMap {
	/** Base first, then in the order given. */
	readonly placed: readonly Placed[];
	readonly tracks: readonly Track[];
	readonly columns: number;
	readonly lanes: number;
}

/** The name of base among revisions; no revision is empty. */
export const base = '';

/**
 * Draws the revision graph as a railway map. A stop's column is its distance from base along the longest way,
 * so parallel branches run side by side. The longest branch keeps its parent's lane; each other branch takes the
 * highest lane that is free from its parent's column on, and holds it until it has merged or ended.
 */
export function mapLine(stops: readonly Stop[]): LineMap {
	const known = new Map(stops.map((stop) => [stop.revision, stop]));
	const parentsOf = (stop: Stop) => {
		const parents = stop.parents.filter((parent) => known.has(parent));
		return parents.length > 0 ? parents : [base];
	};

	const columns = new Map([[base, 0]]);
	for (const stop of stops) {
		const before = [...parentsOf(stop), ...stop.dependsOn].map((revision) => columns.get(revision) ?? 0);
		columns.set(stop.revision, Math.max(...before) + 1);
	}

	const children = new Map<string, string[]>();
	const heights = new Map<string, number>();
	for (const stop of stops.toReversed()) {
		const height = heights.get(stop.revision) ?? 0;
		for (const parent of parentsOf(stop)) {
			heights.set(parent, Math.max(heights.get(parent) ?? 0, height + 1));
			children.set(parent, [stop.revision, ...(children.get(parent) ?? [])]);
		}
	}
	/** The child that stays in its parent's lane. */
	const heirs = new Map<string, string>();
	for (const [parent, ofParent] of children) {
		const tallest = Math.max(...ofParent.map((child) => heights.get(child) ?? 0));
		heirs.set(
			parent,
			ofParent.find((child) => (heights.get(child) ?? 0) === tallest)!
		);
	}

	const lanes = new Lanes();
	const placed = new Map<string, Placed>();
	const put = (revision: string, lane: number) => {
		const column = columns.get(revision)!;
		placed.set(revision, { revision, column, lane });
		lanes.hold(lane, column, children.get(revision)?.length ?? 0);
	};
	put(base, 0);
	const byColumn = [...stops].sort((a, b) => columns.get(a.revision)! - columns.get(b.revision)!);
	for (const stop of byColumn) {
		const parents = parentsOf(stop);
		const lanesOfParents = parents.map((parent) => placed.get(parent)!.lane);
		const inherited = parents
			.filter((parent) => heirs.get(parent) === stop.revision)
			.map((parent) => placed.get(parent)!.lane);
		for (const lane of lanesOfParents) lanes.leave(lane);
		const lane =
			inherited.length > 0
				? Math.min(...inherited)
				: lanes.free(Math.min(...parents.map((parent) => columns.get(parent)!)));
		put(stop.revision, lane);
	}

	const tracks: Track[] = [];
	for (const stop of stops) {
		const to = placed.get(stop.revision)!;
		for (const parent of parentsOf(stop)) {
			const from = placed.get(parent)!;
			tracks.push({ from, to, kind: trackKind(from, to, heirs.get(parent) === stop.revision) });
		}
		for (const needed of stop.dependsOn) {
			const from = placed.get(needed);
			if (from) tracks.push({ from, to, kind: 'depends' });
		}
	}
	return {
		placed: [placed.get(base)!, ...stops.map((stop) => placed.get(stop.revision)!)],
		tracks,
		columns: Math.max(0, ...columns.values()) + 1,
		lanes: lanes.count
	};
}

function trackKind(from: Placed, to: Placed, heir: boolean): Track['kind'] {
	if (from.lane === to.lane) return 'straight';
	return heir ? 'merge' : 'branch';
}

/** Which lanes are taken, and until when. */
class Lanes {
	readonly #lanes: { end: number; open: number }[] = [];

	get count(): number {
		return this.#lanes.length;
	}

	/** A stop lies here; `children` branches are still to come out of it. */
	hold(lane: number, column: number, children: number): void {
		const held = (this.#lanes[lane] ??= { end: -1, open: 0 });
		held.end = Math.max(held.end, column);
		held.open += children;
	}

	/** One of the branches has come out. */
	leave(lane: number): void {
		this.#lanes[lane]!.open--;
	}

	/** The highest lane with nothing on it after `column` and nothing still to come. */
	free(column: number): number {
		const lane = this.#lanes.findIndex((held) => held.open === 0 && held.end <= column);
		return lane < 0 ? this.#lanes.length : lane;
	}
}
