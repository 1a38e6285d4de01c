import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, diffSequences } from '../../../src/lib/workbench/schema/line-diff.ts';

function apply(before: readonly string[], after: readonly string[]): string[] {
	return diffSequences(before, after).flatMap((edit) =>
		edit.kind === 'removed'
			? []
			: [edit.kind === 'same' ? (before[edit.before] ?? '') : (after[edit.after] ?? '')]
	);
}

/** The length of the longest common subsequence, by the textbook table. */
function common(before: readonly string[], after: readonly string[]): number {
	let row = Array<number>(after.length + 1).fill(0);
	for (const item of before) {
		const next = [0];
		after.forEach((other, at) => {
			next.push(item === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
		});
		row = next;
	}
	return row.at(-1) ?? 0;
}

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

describe('the difference of two texts', () => {
	test('leads from the one to the other', () => {
		fc.assert(
			fc.property(lines, lines, (before, after) => {
				expect(apply(before, after)).toEqual(after);
			})
		);
	});

	test('names every old line once, in order', () => {
		fc.assert(
			fc.property(lines, lines, (before, after) => {
				const old = diffSequences(before, after).flatMap((edit) =>
					edit.kind === 'added' ? [] : [edit.before]
				);
				expect(old).toEqual(before.map((_, at) => at));
			})
		);
	});

	test('keeps as many lines as can be kept', () => {
		fc.assert(
			fc.property(lines, lines, (before, after) => {
				const same = diffSequences(before, after).filter((edit) => edit.kind === 'same');
				expect(same).toHaveLength(common(before, after));
			})
		);
	});

	test('sets a changed line beside the line it was', () => {
		expect(diffLines(['a', 'x', 'c'], ['a', 'y', 'c', 'd'])).toEqual([
			{ kind: 'same', before: { number: 1, text: 'a' }, after: { number: 1, text: 'a' } },
			{ kind: 'changed', before: { number: 2, text: 'x' }, after: { number: 2, text: 'y' } },
			{ kind: 'same', before: { number: 3, text: 'c' }, after: { number: 3, text: 'c' } },
			{ kind: 'added', after: { number: 4, text: 'd' } }
		]);
	});

	test('of two long texts without a common line is one text in place of the other', () => {
		const before = Array.from({ length: 1500 }, (_, at) => `old ${at}`);
		const after = Array.from({ length: 1500 }, (_, at) => `new ${at}`);
		expect(apply(before, after)).toEqual(after);
	});
});
