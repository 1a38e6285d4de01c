import type { Point } from './diagram-layout.ts';

/** How the picture lies under the window: its origin on the screen, and how large it is drawn. */
export interface Viewport {
	readonly x: number;
	readonly y: number;
	readonly scale: number;
}

export interface Size {
	readonly width: number;
	readonly height: number;
}

const smallest = 0.08;
const largest = 2.5;
const margin = 24;

/** The whole picture in the middle of the window, never larger than life. */
export function fit(picture: Size, window: Size): Viewport {
	const scale = clampScale(
		Math.min(
			1,
			(window.width - margin * 2) / Math.max(1, picture.width),
			(window.height - margin * 2) / Math.max(1, picture.height)
		)
	);
	return {
		scale,
		x: (window.width - picture.width * scale) / 2,
		y: (window.height - picture.height * scale) / 2
	};
}

/** Larger or smaller by `factor`, with the picture under `at` staying where it is. */
export function zoom(from: Viewport, factor: number, at: Point): Viewport {
	const scale = clampScale(from.scale * factor);
	const real = scale / from.scale;
	return { scale, x: at.x - (at.x - from.x) * real, y: at.y - (at.y - from.y) * real };
}

/** The same picture, moved over the screen. */
export function pan(from: Viewport, byX: number, byY: number): Viewport {
	return { ...from, x: from.x + byX, y: from.y + byY };
}

/** Moves as little as needed for `box` to be wholly in the window, its top left corner where it is too large. */
export function reveal(from: Viewport, box: Point & Size, window: Size): Viewport {
	const along = (start: number, length: number, room: number) => {
		if (length > room - margin * 2 || start < margin) return margin - start;
		return Math.min(0, room - margin - (start + length));
	};
	return pan(
		from,
		along(box.x * from.scale + from.x, box.width * from.scale, window.width),
		along(box.y * from.scale + from.y, box.height * from.scale, window.height)
	);
}

/** More than any picture is wide. */
const astray = 1e6;

/** The box nearest to `from` in a direction, preferring what lies straight ahead. */
export function nearest(
	boxes: readonly (Point & Size & { readonly name: string })[],
	from: string,
	direction: 'left' | 'right' | 'up' | 'down'
): string | undefined {
	const start = boxes.find((box) => box.name === from);
	if (start === undefined) return undefined;
	const sideways = direction === 'left' || direction === 'right';
	const sign = direction === 'left' || direction === 'up' ? -1 : 1;
	let best: { name: string; cost: number } | undefined;
	for (const box of boxes) {
		if (box.name === from) continue;
		const dx = box.x + box.width / 2 - (start.x + start.width / 2);
		const dy = box.y + box.height / 2 - (start.y + start.height / 2);
		const ahead = (sideways ? dx : dy) * sign;
		if (ahead <= 0) continue;
		const aside = Math.abs(sideways ? dy : dx);
		// What lies more to the side than ahead comes only after all that lies ahead.
		const cost = ahead + aside * 2 + (aside > ahead * 2 ? astray : 0);
		if (best === undefined || cost < best.cost) best = { name: box.name, cost };
	}
	return best?.name;
}

function clampScale(scale: number): number {
	return Math.max(smallest, Math.min(largest, scale));
}
