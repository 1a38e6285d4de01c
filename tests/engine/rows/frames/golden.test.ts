import { describe, expect, it } from 'vitest';
import { describeFates } from '../../../../src/lib/engine/rows/describe-fates.ts';
import type { TableFates } from '../../../../src/lib/engine/rows/table-fates.ts';
import type { Frame } from '../../../../src/lib/engine/run/index.ts';
import { dialects } from '../../databases.ts';
import { frameOfStep } from '../../run/one-step.ts';
import { scenarios } from './scenarios.ts';

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
		const frame = await frameOfStep(dialect, start[dialect] ?? start.both, step[dialect] ?? step.both);
		await expect(writtenDown(frame)).toMatchFileSnapshot(
			`golden/${differs === undefined ? file : `${file}-${dialect}`}.txt`
		);
	});
});
