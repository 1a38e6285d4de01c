import type { RowsPage } from './rows.ts';

/** The rows for which a statement was refused. */
export interface Culprits {
	/** What is wrong with them, as in "3 of 10 rows of users have no email". */
	readonly sentence: string;
	readonly count: number;
	/** Rows that were looked at. */
	readonly total: number;
	/** The first of them. */
	readonly rows: RowsPage;
}

/** How many rows are shown. */
export const culpritsShown = 5;

/** "3 of 1,000 rows of users have no email", with the verb for one or several. */
export function culpritSentence(
	{ count, total }: { readonly count: number; readonly total: number },
	rowsOf: string,
	wrong: { readonly one: string; readonly several: string }
): string {
	const number = (value: number) => value.toLocaleString('en');
	return `${number(count)} of ${number(total)} ${total === 1 ? 'row' : 'rows'} ${rowsOf} ${count === 1 ? wrong.one : wrong.several}.`;
}
