import type { Track } from './layout.ts';

/** From columns and lanes to pixels. */
export interface Scale {
	readonly x: (column: number) => number;
	readonly y: (lane: number) => number;
	/** How much of the way a change of lane takes. */
	readonly bend: number;
}

/** The track as an SVG path: straight, or with one smooth change of lane, early for a branch and late for a merge. */
export function trackPath({ from, to, kind }: Track, { x, y, bend }: Scale): string {
	const [x1, y1, x2, y2] = [x(from.column), y(from.lane), x(to.column), y(to.lane)];
	if (kind === 'straight') return `M${x1} ${y1}H${x2}`;
	if (kind === 'depends') {
		// Runs above the others, so that it is not taken for a parent's track.
		const top = Math.min(y1, y2) - 14;
		return `M${x1} ${y1}C${x1 + bend} ${top} ${x2 - bend} ${top} ${x2} ${y2}`;
	}
	// Between two columns, where there are no names to cross.
	const gap = (x(1) - x(0)) / 2;
	const middle = kind === 'branch' ? x1 + gap : x2 - gap;
	const [start, end] = [middle - bend / 2, middle + bend / 2];
	return `M${x1} ${y1}H${start}C${middle} ${y1} ${middle} ${y2} ${end} ${y2}H${x2}`;
}
