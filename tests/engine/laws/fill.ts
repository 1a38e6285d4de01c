import { DatabaseError, type Database } from '../../../src/lib/engine/index.ts';
import type { Dice } from './dice.ts';
import { columnOf, tableOf, type Model, type ModelColumn, type ModelTable } from './model.ts';
import { quoted, type Vocabulary } from './vocabulary.ts';

/** Puts rows into the tables as the dice say; gives the statements that were taken. */
export async function fillTables(
	database: Database,
	model: Model,
	dice: Dice,
	words: Vocabulary
): Promise<readonly string[]> {
	const taken: string[] = [];
	for (const table of parentsFirst(model)) {
		for (let left = dice.below(5); left > 0; left--) {
			const sql = insertion(table, model, dice, words);
			try {
				await database.execute(sql);
				taken.push(sql);
			} catch (error) {
				if (!(error instanceof DatabaseError)) throw error;
			}
		}
	}
	return taken;
}

function parentsFirst(model: Model): readonly ModelTable[] {
	const placed: ModelTable[] = [];
	let rest = model.tables;
	while (rest.length > 0) {
		const isWaiting = (table: ModelTable) =>
			table.rules.some(
				(rule) =>
					rule.kind === 'foreign' && rule.table !== table.id && rest.some(({ id }) => id === rule.table)
			);
		const next = rest.find((table) => !isWaiting(table)) ?? rest[0];
		if (next === undefined) break;
		placed.push(next);
		rest = rest.filter((table) => table !== next);
	}
	return placed;
}

function insertion(table: ModelTable, model: Model, dice: Dice, words: Vocabulary): string {
	const columns: string[] = [];
	const values: string[] = [];
	const row = dice.below(4);
	for (const column of table.columns) {
		if (column.computed !== undefined) continue;
		const value = valueFor(column, table, row, model, dice, words);
		if (value === undefined) continue;
		columns.push(quoted(column.name));
		values.push(value);
	}
	const into = `INSERT INTO ${quoted(table.name)}`;
	return columns.length === 0
		? `${into} DEFAULT VALUES`
		: `${into} (${columns.join(', ')}) VALUES (${values.join(', ')})`;
}

/** Nothing where the column's default stands in. */
function valueFor(
	column: ModelColumn,
	table: ModelTable,
	row: number,
	model: Model,
	dice: Dice,
	words: Vocabulary
): string | undefined {
	const choice = dice.below(6);
	if (column.counted !== undefined || (choice === 0 && column.default !== undefined)) return undefined;
	for (const rule of table.rules) {
		if (rule.kind !== 'foreign') continue;
		const place = rule.columns.indexOf(column.id);
		if (place === -1 || choice === 1) continue;
		const parent = tableOf(model, rule.table);
		const names = rule.references.map((id) => quoted(columnOf(parent, id)?.name ?? ''));
		return `(SELECT ${names[place]} FROM ${quoted(parent?.name ?? '')} ORDER BY ${names.join(', ')} LIMIT 1 OFFSET ${row})`;
	}
	// The first few, so that rows meet now and then; else any at all.
	const values = words.values(column.type, model);
	return dice.pick(choice < 3 ? values.slice(0, 6) : values);
}
