import type { Point } from './diagram-layout.ts';
import type { Size } from './viewport.ts';

/** An end of a foreign key's line: a point on the edge of a table, and which way the line leaves it. */
export interface LineEnd extends Point {
	readonly way: 1 | -1;
}

export interface EdgeLine {
	readonly path: string;
	readonly from: LineEnd;
	readonly to: LineEnd;
}

/** Straight before it bends, so that the crow's foot lies on it. */
const stub = 22;

/** The line from one table to another, leaving both at the rows of the key, by way of `through`. */
export function edgeLine(
	from: Point & Size & { readonly row: number },
	to: Point & Size & { readonly row: number },
	through: readonly Point[]
): EdgeLine {
	const same = from.x === to.x && from.y === to.y;
	const fromWay = same || from.x + from.width / 2 < to.x + to.width / 2 ? 1 : -1;
	const toWay = same ? 1 : fromWay === 1 ? -1 : 1;
	// Tables above each other: both lines leave to the right.
	const stacked = !same && from.x < to.x + to.width + stub && to.x < from.x + from.width + stub;
	const start = end(from, stacked ? 1 : fromWay);
	const finish = end(to, stacked ? 1 : toWay);
	const first: Point = { x: start.x + start.way * stub, y: start.y };
	const last: Point = { x: finish.x + finish.way * stub, y: finish.y };
	const points = [first, ...(same || stacked ? [] : through), last];
	return {
		path: `M${at(start)}L${at(first)}${bends(points, same || stacked)}L${at(finish)}`,
		from: start,
		to: finish
	};
}

function end(box: Point & Size & { readonly row: number }, way: 1 | -1): LineEnd {
	return { x: way === 1 ? box.x + box.width : box.x, y: box.y + box.row, way };
}

/** Curves through the points that leave and reach each of them level. */
function bends(points: readonly Point[], loop: boolean): string {
	let path = '';
	for (let index = 1; index < points.length; index++) {
		const from = points[index - 1] as Point;
		const to = points[index] as Point;
		const half = loop ? Math.max(from.x, to.x) + 18 : (from.x + to.x) / 2;
		path += `C${round(half)},${round(from.y)} ${round(half)},${round(to.y)} ${at(to)}`;
	}
	return path;
}

/** Crow's foot at the table that holds the key: many rows of it, or at most one, may point at the same row. */
export function holderFoot(end: LineEnd, single: boolean): string {
	const x = (away: number) => round(end.x + end.way * away);
	const circle = ring(end.x + end.way * 17, end.y);
	if (single) return `M${x(8)},${round(end.y - 6)}V${round(end.y + 6)}${circle}`;
	return `M${x(12)},${round(end.y)}L${x(0)},${round(end.y - 6)}M${x(12)},${round(end.y)}L${x(0)},${round(end.y + 6)}${circle}`;
}

/** The foot at the table pointed at: exactly one row, or none or one where the key may be null. */
export function targetFoot(end: LineEnd, optional: boolean): string {
	const bar = (away: number) => `M${round(end.x + end.way * away)},${round(end.y - 6)}v12`;
	return optional ? `${bar(7)}${ring(end.x + end.way * 14, end.y)}` : `${bar(6)}${bar(11)}`;
}

function ring(x: number, y: number): string {
	return `M${round(x - 3.5)},${round(y)}a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0`;
}

function at(point: Point): string {
	return `${round(point.x)},${round(point.y)}`;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
