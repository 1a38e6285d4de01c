import type { Database } from '../../../src/lib/engine/index.ts';
import type { Cells, Conversion, ReadTable, Rig } from './rig.ts';
import type { ModelColumn } from './model.ts';
import type { Survivor } from './survivors.ts';
import { quoted } from './vocabulary.ts';

/** Rows that must be found. */
export interface Expectation {
	readonly table: ReadTable;
	readonly rows: Cells;
}

interface Kept {
	readonly before: ModelColumn;
	readonly after: ModelColumn;
	/** What stands in for NULL from the upgrade on. */
	readonly fill?: string;
}

/** What the rows there are must be after the upgrade and after the downgrade, as far as no warning says otherwise. */
export async function keepingOf(
	survivors: readonly Survivor[],
	warnings: readonly string[],
	database: Database,
	rig: Rig
): Promise<{ readonly up: readonly Expectation[]; readonly down: readonly Expectation[] }> {
	const up: Expectation[] = [];
	const down: Expectation[] = [];
	for (const survivor of survivors) {
		const { before, after } = survivor;
		const kept = survivor.columns.flatMap((pair) => keptColumn(pair, survivor, warnings));
		const there = (columns: readonly Kept[], ...steps: ('after' | 'before')[]) =>
			rig.cells(
				database,
				{ name: before.name, columns: columns.map((column) => column.before.name) },
				steps.map((step): Conversion => ({
					options: survivor[step].options,
					columns: columns.map(({ fill, [step]: { type } }) => ({
						type,
						...(step === 'after' && fill !== undefined && { fill })
					}))
				}))
			);
		const rows = await there(kept, 'after');
		if (rows !== undefined)
			up.push({ table: { name: after.name, columns: kept.map((column) => column.after.name) }, rows });
		const returning = kept.filter((column) => column.before.computed === undefined);
		const back = rows && (await there(returning, 'after', 'before'));
		if (back !== undefined)
			down.push({
				table: { name: before.name, columns: returning.map((column) => column.before.name) },
				rows: back
			});
	}
	return { up, down };
}

/** Whether the values of a column must be there afterwards, and what stands in for its NULLs. */
function keptColumn(
	{ before, after }: Survivor['columns'][number],
	table: Survivor,
	warnings: readonly string[]
): readonly Kept[] {
	const tableNames = [table.after.name, quoted(table.after.name)].map((name) => ` of ${name} `);
	const about = warnings.filter(
		(warning) => warning.includes(`\`${after.name}\``) && tableNames.some((name) => warning.includes(name))
	);
	const says = (words: RegExp) => about.some((warning) => words.test(warning));
	if (after.computed !== undefined && before.computed !== undefined) return [];
	if (says(/is computed from now on, which loses/) || says(/is NULL get a new number/)) return [];
	if (!says(/is NULL get its default/)) return [{ before, after }];
	if (after.default === undefined || /CURRENT_|now\(|random/i.test(after.default)) return [];
	return [{ before, after, fill: after.default }];
}

/** What is not as expected, in words. */
export async function missing(
	{ table, rows }: Expectation,
	database: Database,
	rig: Rig
): Promise<string | undefined> {
	const found = await rig.cells(database, table, []);
	const [had, has] = [sorted(rows), sorted(found ?? [])];
	if (String(had) === String(has)) return undefined;
	const brief = (cells: readonly string[]) =>
		cells.map((row) => (row.length > 300 ? `${row.slice(0, 300)}…` : row)).join('\n');
	return `${table.name} (${table.columns.join(', ')}) should have\n${brief(had)}\nand has\n${brief(has)}`;
}

function sorted(cells: Cells): readonly string[] {
	return cells.map((row) => row.join(' | ')).sort();
}
