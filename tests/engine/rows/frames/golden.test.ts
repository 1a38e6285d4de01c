import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../../src/lib/engine/database.ts';
import type { DialectName } from '../../../../src/lib/engine/dialects/dialect.ts';
import { describeFates } from '../../../../src/lib/engine/rows/describe-fates.ts';
import type { TableFates } from '../../../../src/lib/engine/rows/table-fates.ts';
import { upgrade, type Frame } from '../../../../src/lib/engine/run/index.ts';
import { runToEnd } from '../../../../src/lib/engine/run/run-to-end.ts';
import { dialects, emptyDatabase } from '../../databases.ts';
import { folder, migration, steadyClock } from '../../run/support.ts';
import { scenarios } from './scenarios.ts';

const open: Database[] = [];

afterEach(async () => {
	for (const database of open.splice(0)) if (database.dialect.name === 'sqlite') await database.close();
});

/** The frame of one step. */
async function frameOf(dialect: DialectName, start: string, step: string): Promise<Frame> {
	const database = await emptyDatabase(dialect);
	open.push(database);
	await database.execute(start);
	const { graph, problems } = folder({ '0001_step.sql': migration(step) });
	const schema = await database.dialect.inspector.inspect(database);
	const rows = await database.dialect.watchRows(database, { schema });
	const result = await runToEnd(upgrade({ database, graph, problems, clock: steadyClock(), rows }, 'head'));
	await rows.end();
	expect(result.problems).toEqual([]);
	const [first] = result.steps;
	if (first?.status !== 'applied') throw new Error('The step was not applied.');
	return first.frame;
}

/** A frame as a person would write it down: what changed, what became of each table, and its rows. */
function writtenDown({ changes, tables = [] }: Frame): string {
	const kinds = changes.map(({ kind }) => kind).toSorted();
	const lines = tables.toSorted((a, b) => (a.table < b.table ? -1 : 1)).flatMap(linesOf);
	return `${[`changes: ${kinds.join(', ') || 'none'}`, ...lines].join('\n')}\n`;
}

function linesOf(fates: TableFates): readonly string[] {
	const { rows, identity, examples } = fates;
	const names = examples.columns.map(({ name, fate }) => (fate === 'kept' ? name : `${name} (${fate})`));
	return [
		'',
		`${fates.table}: ${rows.kept} kept, ${rows.changed} changed, ${rows.added} added, ${rows.lost} lost (${identity})`,
		...describeFates(fates).map(({ words }) => `  ${words}`),
		`  | ${names.join(' | ')}`,
		...examples.rows
			.map(({ values, fate, old = {} }) => {
				const cells = values.map((value, at) => {
					const now = value === null ? '-' : String(value);
					return at in old ? `${old[at] === null ? '-' : String(old[at])} → ${now}` : now;
				});
				return `  ${fate} | ${cells.join(' | ')}`;
			})
			.toSorted()
	];
}

describe.each(scenarios)('the frame of a step that $does', ({ file, differs, start, step }) => {
	it.each(dialects)('is what a person would write down, on %s', async (dialect) => {
		const frame = await frameOf(dialect, start[dialect] ?? start.both, step[dialect] ?? step.both);
		await expect(writtenDown(frame)).toMatchFileSnapshot(
			`golden/${differs === undefined ? file : `${file}-${dialect}`}.txt`
		);
	});
});
