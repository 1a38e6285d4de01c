import { afterEach } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { readRows } from '../../../src/lib/engine/rows/read-rows.ts';
import type { RowSides, RowsPage, RowsRequest } from '../../../src/lib/engine/rows/rows.ts';
import { emptyDatabase } from '../databases.ts';

const open: Database[] = [];

afterEach(async () => {
	for (const database of open.splice(0)) await database.close();
});

/** The database after `sql` and `step`, with what there is of it from before the step. */
export async function around(dialect: DialectName, sql: string, step: string): Promise<RowSides> {
	const after = await emptyDatabase(dialect);
	await after.execute(sql);
	const { keptRows } = after.dialect;
	if (keptRows) {
		await keptRows.forget(after, undefined);
		await keptRows.keep(after, '1', step);
		await after.execute(step);
		return { kept: '1', after };
	}
	const before = await openDatabase(dialect, { image: await after.snapshot() });
	await after.execute(step);
	open.push(before, after);
	return { before, after };
}

/** The first rows of both sides. */
export function both(
	sides: RowSides,
	request: Partial<RowsRequest> & { readonly table: string }
): Promise<RowsPage> {
	return readRows(sides, { offset: 0, limit: 100, side: 'both', ...request });
}

/** `fate: values (old)` of every row. */
export function words(page: RowsPage): readonly string[] {
	return page.rows.map(({ fate, values, old }) => {
		const text = `${fate}: ${values.map((value) => String(value)).join(' ')}`;
		return old ? `${text} (${JSON.stringify(old)})` : text;
	});
}
