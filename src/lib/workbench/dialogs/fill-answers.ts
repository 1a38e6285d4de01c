import type { OpenGap } from '../../engine/rows/gap-rows.ts';
import type { Fill, Gap } from '../../engine/schema/fill.ts';
import { count } from '../../look/numbers.ts';

/** What was typed for each gap, by `gapKey`. */
export type FillTexts = Readonly<Record<string, string>>;

/** Tells gaps apart. */
export function gapKey({ direction, table, column }: Pick<Gap, 'direction' | 'table' | 'column'>): string {
	return JSON.stringify([direction, table, column]);
}

/** The values that were typed, without those that were left empty or whose gap is gone. */
export function fillsOf(texts: FillTexts, gaps: readonly OpenGap[]): readonly Fill[] {
	return gaps.flatMap(({ direction, table, column }) => {
		const expression = texts[gapKey({ direction, table, column })]?.trim() ?? '';
		return expression === '' ? [] : [{ direction, table, column, expression }];
	});
}

/** What happens where a gap is left open. */
export function leftOpen({ why, leftOpen: what, placeholder = '' }: OpenGap): string {
	if (what === 'refused')
		return why === 'added'
			? 'Left empty, the script says where the value is missing, and is refused while there are rows.'
			: 'Left empty, the migration is refused while a row has NULL there.';
	return what === 'numbered'
		? 'Left empty, rows get a number each, and the script says so.'
		: `Left empty, rows get \`${placeholder}\`, and the script says so.`;
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
