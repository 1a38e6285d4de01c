import type { ColumnFates, RowFate } from './rows.ts';
import type { TableFates } from './table-fates.ts';

/** One thing that became of rows or values, in words. */
export interface FateSentence {
	readonly fate: RowFate | 'restored';
	readonly words: string;
}

const number = new Intl.NumberFormat('en');

function counted(count: number, one: string, several = `${one}s`): string {
	return `${number.format(count)} ${count === 1 ? one : several}`;
}

/** What became of a table, the worst first: "3 of 1,000 rows of users are lost." */
export function describeFates(fates: TableFates): readonly FateSentence[] {
	const { table, was, fate, rows, columns, notKept } = fates;
	if (notKept !== undefined) return [{ fate: 'changed', words: `${table}: ${notKept}` }];
	const { kept, changed, added, lost } = rows;
	if (fate === 'added') {
		return [{ fate, words: `${table} is new, with ${counted(added, 'row')}.` }, ...ofRestored(fates)];
	}
	if (fate === 'lost') {
		const what = lost === 0 ? 'It had no rows.' : `${counted(lost, 'row is', 'rows are')} lost with it.`;
		return [{ fate, words: `${table} is gone. ${what}` }];
	}
	const before = kept + changed + lost;
	const found: FateSentence[] = [];
	if (lost > 0) {
		const verb = lost === 1 ? 'is' : 'are';
		found.push({
			fate: 'lost',
			words: `${number.format(lost)} of ${counted(before, 'row')} of ${table} ${verb} lost.`
		});
	}
	for (const column of columns) found.push(...ofColumn(fates, column));
	if (added > 0) found.push({ fate: 'added', words: `${counted(added, 'row')} added to ${table}.` });
	if (found.length === 0 || was !== undefined) {
		const name = was === undefined ? table : `${table}, which was ${was},`;
		const still = kept + changed;
		const verb = still === 1 ? 'is' : 'are';
		found.push({ fate: 'kept', words: `${counted(still, 'row')} of ${name} ${verb} kept.` });
	}
	found.push(...ofRestored(fates));
	const order: readonly FateSentence['fate'][] = ['lost', 'changed', 'restored', 'added', 'kept'];
	return found.toSorted((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate));
}

/** What had been lost by an earlier step and came back. */
function ofRestored({ table, rows, columns, restored }: TableFates): FateSentence[] {
	if (!restored) return [];
	const say = (count: number, of: string): FateSentence => ({
		fate: 'restored',
		words: `${number.format(count)} of ${of} ${count === 1 ? 'is' : 'are'} restored: lost by an earlier step, and back as ${count === 1 ? 'it was' : 'they were'}.`
	});
	const found: FateSentence[] = [];
	if (restored.rows > 0) {
		found.push(say(restored.rows, `${counted(rows.added, 'row')} that came to ${table}`));
	}
	if (restored.changed) {
		found.push(say(restored.changed, `${counted(rows.changed, 'row')} of ${table} that changed`));
	}
	for (const { name, values } of restored.columns) {
		const gained = columns.find((column) => column.name === name)?.gained ?? values;
		found.push(say(values, `${counted(gained, 'value')} that came to ${table}.${name}`));
	}
	return found;
}

function ofColumn(
	{ table, rows }: TableFates,
	{ name, fate, changed, lost, gained }: ColumnFates
): FateSentence[] {
	const column = `${table}.${name}`;
	const still = rows.kept + rows.changed;
	const of = (count: number) => `${number.format(count)} of ${counted(still, 'row')}`;
	const say = (count: number, one: string, several: string) =>
		`${column}: ${of(count)} ${count === 1 ? one : several}.`;
	if (fate === 'lost') {
		const what = lost === 0 ? 'It held nothing.' : `${counted(lost, 'value is', 'values are')} lost with it.`;
		return [{ fate: lost === 0 ? 'kept' : 'lost', words: `${column} is gone. ${what}` }];
	}
	if (fate === 'added') {
		const empty = still - gained;
		const what =
			still === 0
				? ''
				: empty === still
					? ` It holds nothing in ${counted(still, 'row')}.`
					: ` It has a value in ${of(gained)}.`;
		return [{ fate: 'added', words: `${column} is new.${what}` }];
	}
	const found: FateSentence[] = [];
	if (lost > 0) found.push({ fate: 'lost', words: say(lost, 'has lost its value', 'have lost their value') });
	if (changed > 0)
		found.push({ fate: 'changed', words: say(changed, 'holds another value', 'hold another value') });
	if (gained > 0) found.push({ fate: 'added', words: say(gained, 'has a value now', 'have a value now') });
	return found;
}
