import { graphlib, layout } from '@dagrejs/dagre';

/** What is to be laid out: boxes and the arrows between them. Plain values, for a worker. */
export interface LayoutRequest {
	readonly boxes: readonly { readonly name: string; readonly width: number; readonly height: number }[];
	readonly arrows: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

/** Where the boxes stand (their top left corners) and which points the arrows pass between them. */
export interface LayoutReply {
	readonly boxes: Readonly<Record<string, Point>>;
	readonly arrows: Readonly<Record<string, readonly Point[]>>;
	readonly width: number;
	readonly height: number;
}

type Box = LayoutRequest['boxes'][number];
type Arrow = LayoutRequest['arrows'][number];

const between = 32;
const betweenRanks = 84;
const betweenIslands = 56;
/** Beyond this many tables hanging on one, they stand in several columns. */
const mostInColumn = 6;

/**
 * A place for every box: what hangs together is laid out in ranks from left to right (dagre, after Gansner
 * et al., "A Technique for Drawing Directed Graphs"), the islands are then set in rows on a page about as
 * wide as it is high. Same input, same picture.
 */
export function layOut(request: LayoutRequest): LayoutReply {
	const islands = islandsOf(request).map(layOutIsland);
	return setOnPage(islands);
}

interface Island {
	readonly boxes: Readonly<Record<string, Point>>;
	readonly arrows: Readonly<Record<string, readonly Point[]>>;
	readonly width: number;
	readonly height: number;
}

function islandsOf(request: LayoutRequest): { boxes: Box[]; arrows: Arrow[] }[] {
	const leader = new Map(request.boxes.map((box) => [box.name, box.name]));
	const find = (name: string): string => {
		let at = name;
		for (let up = leader.get(at); up !== undefined && up !== at; up = leader.get(at)) at = up;
		return at;
	};
	const arrows = request.arrows.filter((arrow) => leader.has(arrow.from) && leader.has(arrow.to));
	for (const arrow of arrows) leader.set(find(arrow.from), find(arrow.to));
	const islands = new Map<string, { boxes: Box[]; arrows: Arrow[] }>();
	for (const box of request.boxes) {
		const island = islands.get(find(box.name)) ?? { boxes: [], arrows: [] };
		island.boxes.push(box);
		islands.set(find(box.name), island);
	}
	for (const arrow of arrows) islands.get(find(arrow.from))?.arrows.push(arrow);
	return [...islands.values()];
}

function layOutIsland({ boxes, arrows }: { boxes: readonly Box[]; arrows: readonly Arrow[] }): Island {
	const graph = new graphlib.Graph({ multigraph: true });
	graph.setGraph({ rankdir: 'LR', nodesep: between, ranksep: betweenRanks, edgesep: 6 });
	for (const box of boxes) graph.setNode(box.name, { width: box.width, height: box.height });
	// A table that points at itself keeps its loop beside it.
	const real = arrows.filter((arrow) => arrow.from !== arrow.to);
	const lengths = arrowLengths(real);
	for (const arrow of real) {
		graph.setEdge(arrow.to, arrow.from, { minlen: lengths.get(arrow.id) ?? 1 }, arrow.id);
	}
	layout(graph);
	const size = graph.graph() as { width?: number; height?: number };
	return {
		boxes: Object.fromEntries(
			boxes.map((box) => {
				const centre = graph.node(box.name) as unknown as Point;
				return [box.name, { x: centre.x - box.width / 2, y: centre.y - box.height / 2 }];
			})
		),
		arrows: Object.fromEntries(
			real.map((arrow) => {
				const { points } = graph.edge(arrow.to, arrow.from, arrow.id) as unknown as { points: Point[] };
				// Its ends are found anew at the columns, so between neighbours nothing is left to pass.
				const through = points.slice(1, -1);
				return [arrow.id, through.length < 2 ? [] : through.reverse()];
			})
		),
		width: size.width ?? 0,
		height: size.height ?? 0
	};
}

/** Leaves that hang on the same table take turns in several ranks, so that a hub does not make a tower. */
function arrowLengths(arrows: readonly Arrow[]): Map<string, number> {
	const pointedAt = new Set(arrows.map((arrow) => arrow.to));
	const targets = new Map<string, Set<string>>();
	for (const arrow of arrows) {
		targets.set(arrow.from, (targets.get(arrow.from) ?? new Set()).add(arrow.to));
	}
	const leavesOf = new Map<string, Arrow[]>();
	for (const arrow of arrows) {
		if (pointedAt.has(arrow.from) || (targets.get(arrow.from)?.size ?? 0) > 1) continue;
		leavesOf.set(arrow.to, [...(leavesOf.get(arrow.to) ?? []), arrow]);
	}
	const lengths = new Map<string, number>();
	for (const leaves of leavesOf.values()) {
		const names = [...new Set(leaves.map((arrow) => arrow.from))];
		const ranks = names.length <= mostInColumn ? 1 : Math.ceil(Math.sqrt(names.length / 2));
		for (const arrow of leaves) lengths.set(arrow.id, 1 + (names.indexOf(arrow.from) % ranks));
	}
	return lengths;
}

/** Rows of islands, the tallest first, on a page a little wider than high. */
function setOnPage(islands: readonly Island[]): LayoutReply {
	const area = islands.reduce(
		(sum, island) => sum + (island.width + betweenIslands) * (island.height + betweenIslands),
		0
	);
	const page = Math.max(Math.sqrt(area * 1.3), ...islands.map((island) => island.width));
	const boxes: Record<string, Point> = {};
	const arrows: Record<string, readonly Point[]> = {};
	let x = 0;
	let y = 0;
	let rowHeight = 0;
	let width = 0;
	for (const island of islands.toSorted((left, right) => right.height - left.height)) {
		if (x > 0 && x + island.width > page) {
			x = 0;
			y += rowHeight + betweenIslands;
			rowHeight = 0;
		}
		const move = (point: Point): Point => ({ x: Math.round(point.x + x), y: Math.round(point.y + y) });
		for (const [name, point] of Object.entries(island.boxes)) boxes[name] = move(point);
		for (const [id, points] of Object.entries(island.arrows)) arrows[id] = points.map(move);
		width = Math.max(width, x + island.width);
		x += island.width + betweenIslands;
		rowHeight = Math.max(rowHeight, island.height);
	}
	return { boxes, arrows, width: Math.ceil(width), height: Math.ceil(y + rowHeight) };
}
