import { count } from '../../look/numbers.ts';
import { signs } from '../../look/signs.ts';
import type { RowFate, RowsPage } from '../../worker/protocol.ts';

/** In the order people read them: what stayed, what differs, what went, what came. */
export const fateOrder: readonly ShownFate[] = ['kept', 'changed', 'lost', 'added', 'restored'];

/** A fate as people see it: what came back is told apart from what is new. */
export type ShownFate = RowFate | 'restored';

/** What a fate means, for whoever asks. */
export const fateMeanings: Readonly<Record<ShownFate, string>> = {
	kept: 'Kept: every value is as it was before the step.',
	changed: 'Changed: the row is there before and after, and some value differs.',
	added: 'Added: the row was not there before the step.',
	lost: 'Lost: the row was there before the step and is gone.',
	restored: 'Restored: an earlier step had lost it, and it is back as it was.'
};

/** What became of a row, for whoever asks. */
export function fateMeaning(fate: ShownFate, gone: number): string {
	if (gone === 0) return fateMeanings[fate];
	const went = `${count(gone, 'value')} went with ${gone === 1 ? 'a column that is' : 'columns that are'} gone.`;
	return fate === 'kept'
		? `Kept: the other values are as they were. ${went}`
		: `${fateMeanings[fate]} ${went}`;
}

/** How many rows met a fate, where that was counted; rows and values together where they are restored. */
export function fateCount(page: RowsPage, fate: ShownFate): number {
	return fate === 'restored' ? (page.restored ?? 0) : (page.fates?.[fate] ?? 0);
}

/** How rows were matched, as a sentence; what is given begins with `by` where they were. */
export function identityWords(identity: string): string {
	const sentence = identity.startsWith('by ') ? `rows matched ${identity}` : identity;
	return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

/** The columns that came and went, as the counts line says them: `+ 1 column`, `− 2 columns`. */
export function columnCounts(
	columns: RowsPage['columns']
): { readonly fate: 'added' | 'lost'; readonly text: string }[] {
	return (['added', 'lost'] as const).flatMap((fate) => {
		const such = columns.filter((column) => column.fate === fate).length;
		return such === 0 ? [] : [{ fate, text: `${signs[fate].glyph} ${count(such, 'column')}` }];
	});
}
