import { expect } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { upgrade, type Frame } from '../../../src/lib/engine/run/index.ts';
import { runToEnd } from '../../../src/lib/engine/run/run-to-end.ts';
import { emptyDatabase } from '../databases.ts';
import { folder, migration, steadyClock } from './support.ts';

/** The frame of the only step of a folder, on a database of its own that has `start`; `options` are those of its up section. */
export async function frameOfStep(
	dialect: DialectName,
	start: string,
	step: string,
	options = ''
): Promise<Frame> {
	const database = await emptyDatabase(dialect);
	try {
		await database.execute(start);
		const { graph, problems } = folder({ '0001_step.sql': migration(step, undefined, { up: options }) });
		const schema = await database.dialect.inspector.inspect(database);
		const rows = await database.dialect.watchRows(database, { schema });
		const result = await runToEnd(upgrade({ database, graph, problems, clock: steadyClock(), rows }, 'head'));
		await rows.end();
		expect(result.problems).toEqual([]);
		const [first] = result.steps;
		if (first?.status !== 'applied') throw new Error('The step was not applied.');
		return first.frame;
	} finally {
		// There is one PostgreSQL for all tests.
		if (dialect === 'sqlite') await database.close();
	}
}
