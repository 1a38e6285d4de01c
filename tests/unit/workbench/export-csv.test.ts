import { describe, expect, test } from 'vitest';
import { csvName, csvOf, exportCsv, mostRows } from '../../../src/lib/workbench/rows/export-csv.ts';
import type { FatedRow } from '../../../src/lib/worker/protocol.ts';

describe('rows as CSV', () => {
	test('quote what a reader would take apart, and tell NULL from an empty text', () => {
		const values = ['a,b', 'say "hi"', 'two\nlines', '', null, ' edge ', 7, new Uint8Array([1, 255])];
		const columns = values.map((_, at) => ({ name: `c${at}` }));
		expect(csvOf(columns, [{ values }])).toBe(
			`c0,c1,c2,c3,c4,c5,c6,c7\r\n"a,b","say ""hi""","two\nlines","",," edge ",7,x'01ff'\r\n`
		);
	});

	test('say what became of each row, what it was before, and what is restored', () => {
		const columns = [
			{ name: 'id', fate: 'kept' as const },
			{ name: 'name', fate: 'kept' as const },
			{ name: 'email', fate: 'lost' as const }
		];
		const rows: FatedRow[] = [
			{ values: [1, 'Ada', null], fate: 'changed', old: { 1: 'Bo', 2: 'a@x' }, restored: [1] },
			{ values: [2, 'Cy', null], fate: 'added', restored: true }
		];
		expect(csvOf(columns, rows)).toBe(
			'fate,id,name,name before,email before,restored\r\nchanged,1,Ada,Bo,a@x,name\r\nrestored,2,Cy,,,\r\n'
		);
	});

	test('are all of them, page after page, and no more than can be held', async () => {
		const client = (total: number) => ({
			rows: ({ offset, limit }: { offset: number; limit: number }) =>
				Promise.resolve({
					columns: [{ name: 'n' }],
					rows: Array.from({ length: Math.min(limit, total - offset) }, (_, at) => ({
						values: [offset + at]
					})),
					total
				})
		});
		const request = { table: 'big table', side: 'after' } as const;
		const all = await exportCsv(client(12_345), request);
		expect(all.text.split('\r\n')).toHaveLength(12_347);
		expect(csvName('big table', all)).toBe('big_table.csv');
		const some = await exportCsv(client(mostRows + 1), request);
		expect(csvName('t', some)).toBe(`t-first-${mostRows}-of-${mostRows + 1}.csv`);
	});
});
