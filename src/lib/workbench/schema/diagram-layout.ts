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
/** An island higher than this many times its width is folded. */
const tallest = 1.8;

/**
 * A place for every box: what hangs together is laid out in ranks from left to right (dagre, after Gansner
 * et al., "A Technique for Drawing Directed Graphs"), the islands are then set in rows on a page about as
 * wide as it is high. Same input, same picture.
 */
export function layOut(request: LayoutRequest): LayoutReply {
	const islands = islandsOf(request).map((island) => foldTower(layOutIsland(island), island.boxes));
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
	for (const arrow of real) {
		graph.setEdge(arrow.to, arrow.from, {}, arrow.id);
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

/**
 * An island that is much higher than wide, as around a table that everything points at, with each of its
 * ranks folded into as many columns as make it about square.
 */
function foldTower(island: Island, boxes: readonly Box[]): Island {
	if (island.height <= island.width * tallest) return island;
	const ranks = new Map<number, Box[]>();
	const centre = (box: Box) => Math.round((island.boxes[box.name]?.x ?? 0) + box.width / 2);
	for (const box of boxes) ranks.set(centre(box), [...(ranks.get(centre(box)) ?? []), box]);
	const area = boxes.reduce((sum, box) => sum + (box.width + betweenRanks) * (box.height + between), 0);
	const height = Math.sqrt(area);
	const places: Record<string, Point> = {};
	let x = 0;
	let bottom = 0;
	for (const [, rank] of [...ranks].toSorted(([left], [right]) => left - right)) {
		const top = (box: Box) => island.boxes[box.name]?.y ?? 0;
		for (const column of columnsOf(
			rank.toSorted((left, right) => top(left) - top(right)),
			height
		)) {
			const used = column.reduce((sum, box) => sum + box.height + between, -between);
			let y = Math.max(0, (height - used) / 2);
			for (const box of column) {
				places[box.name] = { x, y };
				y += box.height + between;
			}
			bottom = Math.max(bottom, y - between);
			x += Math.max(...column.map((box) => box.width)) + betweenRanks;
		}
	}
	return { boxes: places, arrows: {}, width: x - betweenRanks, height: bottom };
}

/** A rank as columns of about the same height, none much higher than `most`. */
function columnsOf(rank: readonly Box[], most: number): Box[][] {
	const whole = rank.reduce((sum, box) => sum + box.height + between, 0);
	const each = whole / Math.ceil(whole / most);
	const columns: Box[][] = [];
	let filled = 0;
	for (const box of rank) {
		const at = Math.floor(Math.min(filled, whole - 1) / each);
		(columns[at] ??= []).push(box);
		filled += box.height + between;
	}
	return columns.filter((column) => column.length > 0);
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
