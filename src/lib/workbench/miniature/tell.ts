import type { Direction } from '../../engine/migration/migration.ts';
import type { Change } from '../../engine/schema/change.ts';
import { describeChanges } from '../../engine/schema/describe.ts';
import { count } from '../../look/numbers.ts';
import type { RowsPage } from '../../worker/protocol.ts';

/** A step of the miniature: what it did to the schema, to the rows, and who was lost earlier and is not back. */
export interface Told {
	readonly direction: Direction;
	readonly changes: readonly Change[];
	readonly page: RowsPage | undefined;
	readonly leftBehind: readonly string[];
}

/** The step in plain words: the schema first, then the rows and values that went, then what did not come back. */
export function tell({ direction, changes, page, leftBehind }: Told): readonly string[] {
	const words = describeChanges(changes);
	if (!page) return words;
	const { fates } = page;
	const dropped = changes.some((change) => change.kind === 'dropObject');
	if (fates && fates.lost > 0) {
		words.push(dropped ? `${count(fates.lost, 'row')} went with it.` : `${count(fates.lost, 'row')} lost.`);
	}
	for (const [at, column] of page.columns.entries()) {
		const staying = page.rows.filter((row) => row.fate !== 'lost');
		if (column.fate === 'lost' && !dropped) {
			const values = staying.filter((row) => (row.old?.[at] ?? null) !== null).length;
			if (values > 0) words.push(`${count(values, 'value')} of \`${column.name}\` lost.`);
		} else if (column.fate === 'added' && direction === 'downgrade') {
			const empty = staying.every((row) => row.values[at] === null);
			if (empty && staying.length > 0) words.push(`\`${column.name}\` is back, its values are not.`);
		}
	}
	if (direction === 'downgrade' && leftBehind.length > 0) {
		words.push(`${leftBehind.join(' and ')} ${leftBehind.length === 1 ? 'does' : 'do'} not come back.`);
	}
	return words;
}
