import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../src/lib/look/tokens.css', import.meta.url), 'utf8');

/** Every colour token with its light and its dark value. */
const tokens = new Map<string, { light: Oklch; dark: Oklch }>();
for (const [, name, light, dark] of css.matchAll(
	/--([\w-]+):\s*light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/g
)) {
	tokens.set(name!, { light: numbers(light!), dark: numbers(dark!) });
}

type Oklch = readonly [lightness: number, chroma: number, hue: number];

function numbers(text: string): Oklch {
	const [lightness = 0, chroma = 0, hue = 0] = text.split(' ').map(Number);
	return [lightness, chroma, hue];
}

/** Relative luminance as WCAG 2 defines it, by way of Björn Ottosson's OKLab matrices. */
function luminance([lightness, chroma, hue]: Oklch): number {
	const a = chroma * Math.cos((hue * Math.PI) / 180);
	const b = chroma * Math.sin((hue * Math.PI) / 180);
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const clamp = (channel: number) => Math.min(1, Math.max(0, channel));
	const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
	const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
	const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(text: string, surface: string, theme: 'light' | 'dark'): number {
	const [one, other] = [text, surface].map((name) => luminance(tokens.get(name)![theme]));
	return (Math.max(one!, other!) + 0.05) / (Math.min(one!, other!) + 0.05);
}

const surfaces = ['paper', 'sheet', 'well', 'float'];
const washes = ['accent-wash', 'added-wash', 'changed-wash', 'lost-wash', 'restored-wash'];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
	test.each([...surfaces, ...washes])('body text on %s has at least 7:1', (surface) => {
		expect(contrast('ink', surface, theme)).toBeGreaterThanOrEqual(7);
	});

	test.each(['ink-soft', 'accent', 'accent-strong', 'added', 'changed', 'lost', 'restored'])(
		'%s is readable on every surface, at least 4.5:1',
		(text) => {
			for (const surface of [...surfaces, ...washes])
				expect(contrast(text, surface, theme), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
		}
	);

	test('text on the accent is readable', () => {
		expect(contrast('accent-ink', 'accent', theme)).toBeGreaterThanOrEqual(4.5);
		expect(contrast('accent-ink', 'accent-strong', theme)).toBeGreaterThanOrEqual(4.5);
	});

	test.each(surfaces)('the edge of a control stands out on %s, at least 3:1', (surface) => {
		expect(contrast('edge', surface, theme)).toBeGreaterThanOrEqual(3);
		expect(contrast('accent', surface, theme)).toBeGreaterThanOrEqual(3);
	});
});
