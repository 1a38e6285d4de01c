import { expect } from 'vitest';
import type { Database, Value } from '../../../src/lib/engine/database.ts';
import { inspector } from '../../../src/lib/engine/dialects/postgres/inspect.ts';
import { renderer } from '../../../src/lib/engine/dialects/postgres/render.ts';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { describeChanges } from '../../../src/lib/engine/schema/describe.ts';
import type { Schema } from '../../../src/lib/engine/schema/model.ts';
import { emptyDatabase } from '../databases.ts';

interface Options {
	/** Rows that are there before. */
	readonly data?: string;
	readonly renames?: readonly Rename[];
	readonly rows?: Readonly<Record<string, number>>;
	readonly target?: number;
	/** Run between the upgrade and the downgrade. */
	readonly meanwhile?: string;
}

/** A migration that has gone up and down again on a real database, with the same schema at each end as asked for. */
export interface Migrated {
	readonly upgrade: string;
	readonly downgrade: string;
	readonly warnings: readonly string[];
	/** What a query said once the upgrade had run. */
	readonly up: (sql: string) => readonly (readonly Value[])[];
	/** The same once it had been taken back. */
	readonly down: (sql: string) => readonly (readonly Value[])[];
}

export async function schemaOf(sql: string): Promise<Schema> {
	const database = await emptyDatabase('postgres');
	await database.execute(sql);
	return inspector.inspect(database);
}

/** Generates what leads from one schema to the other, runs it up and down, and holds the schemas against those asked for. */
export async function migrated(
	before: string,
	after: string,
	{ data = '', renames = [], rows, target, meanwhile = '' }: Options = {},
	...queries: readonly string[]
): Promise<Migrated> {
	const [from, to] = [await schemaOf(before), await schemaOf(after)];
	const options = { renames, ...(rows && { rows }), ...(target !== undefined && { target }) };
	const { upgrade, downgrade, warnings } = renderer.renderMigration(from, to, options);
	const database = await emptyDatabase('postgres');
	await database.execute(`${before};\n${data}`);
	await step(database, upgrade.sql, to);
	const up = await answers(database, queries);
	await database.execute(meanwhile);
	await step(database, downgrade.sql, from);
	const down = await answers(database, queries);
	return {
		upgrade: upgrade.sql,
		downgrade: downgrade.sql,
		warnings,
		up: (sql) => up.get(sql) ?? [],
		down: (sql) => down.get(sql) ?? []
	};
}

async function step(database: Database, sql: string, wanted: Schema): Promise<void> {
	await database.execute(`BEGIN;\n${sql}\nCOMMIT;`);
	const differences = compareSchemas(await inspector.inspect(database), wanted);
	expect(describeChanges(differences), sql).toEqual([]);
}

/** What each query says; one that the schema does not have the names for says nothing. */
async function answers(database: Database, queries: readonly string[]) {
	const found = new Map<string, readonly (readonly Value[])[]>();
	for (const sql of queries) {
		const rows = await database.query(sql).then(
			(result) => result.rows,
			() => []
		);
		found.set(sql, rows);
	}
	return found;
}
