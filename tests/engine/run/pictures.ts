import type { Database } from '../../../src/lib/engine/database.ts';
import { picture } from '../rows/frames/naive.ts';

/** Every row of every table as text, whatever the order of rows and columns: equal where nothing differs to whoever looks. */
export async function pictureInWords(
	database: Database
): Promise<Readonly<Record<string, readonly string[]>>> {
	const found: [string, readonly string[]][] = [];
	for (const [table, { columns, rows }] of await picture(database)) {
		const order = columns.map((name, at) => ({ name, at })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
		const words = rows.map((row) =>
			order.map(({ name, at }) => `${name} = ${typeof row[at]} ${String(row[at])}`).join(', ')
		);
		found.push([table, words.toSorted()]);
	}
	return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
