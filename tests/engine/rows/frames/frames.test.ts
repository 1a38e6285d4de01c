import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../../src/lib/engine/database.ts';
import { upgrade } from '../../../../src/lib/engine/run/index.ts';
import type { TableFates } from '../../../../src/lib/engine/rows/table-fates.ts';
import { renamesOf } from '../../../../src/lib/engine/schema/rename-kinds.ts';
import { dialects, emptyDatabase } from '../../databases.ts';
import { runsOf } from '../../random-runs.ts';
import { folder, migration, steadyClock } from '../../run/support.ts';
import { naiveFates, picture, fatesIn } from './naive.ts';
import { start, steps } from './steps.ts';

const usual = { sqlite: 100, postgres: 6 };

describe.each(dialects)('what frames of %s say of rows', (dialect) => {
	it('is what a look at every row before and after says, whatever the steps do', async () => {
		await fc.assert(
			fc.asyncProperty(steps(dialect), fc.boolean(), async (sections, transaction) => {
				const database = await emptyDatabase(dialect, { foreignKeys: true });
				await database.execute(start[dialect]);
				await compare(database, sections, transaction);
				if (dialect === 'sqlite') await database.close();
			}),
			runsOf('FRAME', dialect, usual[dialect])
		);
	}, 7_200_000);
});

function columnsIn(told: TableFates | undefined) {
	return Object.fromEntries((told?.columns ?? []).map(({ name, ...fates }) => [name, fates]));
}

async function compare(database: Database, sections: readonly string[], transaction: boolean): Promise<void> {
	const { dialect } = database;
	const options = transaction ? {} : { up: 'transaction:false' };
	const files = Object.fromEntries(
		sections.map((sql, at) => [`000${at + 1}_step.sql`, migration(`${sql};`, undefined, options)])
	);
	const { graph, problems } = folder(files);
	const schema = await dialect.inspector.inspect(database);
	const rows = await dialect.watchRows(database, { schema });
	const run = upgrade({ database, graph, problems, clock: steadyClock(), rows }, 'head');
	let before = await picture(database);
	for await (const event of run) {
		if (event.kind !== 'stepFinished' || event.result.status !== 'applied') continue;
		const { tables = [], changes } = event.result.frame;
		const after = await picture(database);
		for (const [table, expected] of naiveFates(before, after, renamesOf(changes))) {
			const told = fatesIn(tables, table);
			if (told) {
				const { kept, changed, added, lost } = told.rows;
				const was = told.fate === 'added' ? undefined : before.get(told.was ?? told.table);
				const now = told.fate === 'lost' ? undefined : after.get(told.table);
				expect([table, kept + changed + lost, kept + changed + added]).toEqual([
					table,
					was?.rows.length ?? 0,
					now?.rows.length ?? 0
				]);
			}
			if (!expected) continue;
			const { changed, added, lost } = expected.rows;
			const isUntouched = changed + added + lost === 0 && Object.keys(expected.columns).length === 0;
			if (!told && isUntouched) continue;
			expect({ table, ...told?.rows }).toEqual({ table, ...expected.rows });
			expect([table, columnsIn(told)]).toEqual([table, expected.columns]);
		}
		before = after;
	}
}
