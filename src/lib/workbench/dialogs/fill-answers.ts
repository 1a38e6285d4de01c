import type { OpenGap } from '../../engine/rows/gap-rows.ts';
import type { Fill, Gap } from '../../engine/schema/fill.ts';
import { count } from '../../look/numbers.ts';

/** What was typed for each gap, by `gapKey`. */
export type FillTexts = Readonly<Record<string, string>>;

/** Tells gaps apart. */
export function gapKey({ direction, table, column }: Omit<Gap, 'type' | 'why'>): string {
	return JSON.stringify([direction, table, column]);
}

/** The values that were typed, without those that were left empty or whose gap is gone. */
export function fillsOf(texts: FillTexts, gaps: readonly OpenGap[]): readonly Fill[] {
	return gaps.flatMap(({ direction, table, column }) => {
		const expression = texts[gapKey({ direction, table, column })]?.trim() ?? '';
		return expression === '' ? [] : [{ direction, table, column, expression }];
	});
}

/** What a gap asks. */
export function gapQuestion({ direction, table, column, why, rows }: OpenGap): string {
	const some = count(rows, 'row');
	if (direction === 'downgrade') {
		return why === 'added'
			? `Going back, what does \`${column}\` of \`${table}\` hold in ${some}?`
			: `Going back, what does \`${column}\` of \`${table}\` hold where it is NULL?`;
	}
	return why === 'added'
		? `What does the new column \`${column}\` of \`${table}\` hold in ${some}?`
		: `What does \`${column}\` of \`${table}\` hold in ${some} where it is NULL now?`;
}
