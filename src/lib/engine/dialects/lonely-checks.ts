import type { Database } from '../database.ts';
import type { Column, Table } from '../schema/model.ts';
import type { RefusedDefault } from '../schema/refused-default.ts';

/** A check about one column alone, which has a default. */
export interface LonelyCheck {
	readonly table: Table;
	readonly column: Column;
	readonly check: string;
}

/**
 * Those of the checks that the column's own default does not keep, each tried by `isRefused` in one transaction that is undone.
 * `prepare` comes first in it. Must be called outside a transaction.
 */
export async function triedChecks(
	database: Database,
	checks: readonly LonelyCheck[],
	isRefused: (check: LonelyCheck) => Promise<boolean>,
	prepare: () => Promise<unknown> = async () => undefined
): Promise<readonly RefusedDefault[]> {
	if (checks.length === 0) return [];
	const found: RefusedDefault[] = [];
	await database.query('BEGIN');
	try {
		await prepare();
		for (const one of checks) {
			if (!(await isRefused(one))) continue;
			found.push({ table: one.table.name, column: one.column.name, check: one.check });
		}
	} finally {
		await database.query('ROLLBACK');
	}
	return found;
}
