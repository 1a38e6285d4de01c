import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/lib/engine/database.ts';
import type { TableFates } from '../../../src/lib/engine/rows/table-fates.ts';
import type { Frame } from '../../../src/lib/engine/run/step.ts';
import { followRow } from '../../../src/lib/workbench/rows/follow-row.ts';

const none = { kept: 0, changed: 0, added: 0, lost: 0 };

function frame(
	revision: string,
	tables: readonly Partial<TableFates>[],
	direction: Frame['direction'] = 'upgrade'
): Frame {
	const empty = { set: [], unset: [] };
	return {
		revision,
		direction,
		from: [],
		to: [],
		patch: empty,
		reverse: empty,
		changes: [],
		tables: tables.map((one) => ({
			table: 'users',
			fate: 'kept',
			rows: none,
			columns: [],
			identity: '',
			examples: { columns: [], rows: [], total: 0 },
			...one
		})),
		statements: [],
		warnings: [],
		at: revision,
		durationMs: 1
	};
}

const made = frame('1', [{ fate: 'added', rows: { ...none, added: 9 } }]);
const other = frame('2', []);
const email = frame('3', [
	{ rows: { ...none, kept: 9 }, columns: [{ name: 'email', fate: 'added', changed: 0, lost: 0, gained: 0 }] }
]);
const renamed = (rows: readonly (readonly Value[])[]) =>
	frame('4', [
		{
			rows: { ...none, changed: 9 },
			examples: {
				columns: [{ name: 'id' }, { name: 'name' }, { name: 'email', fate: 'kept' }],
				rows: rows.map((values) => ({ values, fate: 'changed', old: { 1: 'Bo' } })),
				total: 9
			}
		}
	]);
const now = new Map<string, Value>([
	['id', 7],
	['name', 'Bob'],
	['email', null]
]);
const subject = { table: 'users', key: ['id'], id: [7], values: now };

const told = (frames: readonly Frame[], of = subject as Parameters<typeof followRow>[1]) =>
	followRow(frames, of).map(({ revision, fate, values, note }) =>
		[revision, fate ?? '?', values ? [...values.values()].map(String).join(' ') : '', note ?? ''].join(' | ')
	);

describe('a row that is followed', () => {
	test('is not known before a step of which the frame is gone, as its migration has run again since', () => {
		const between = (one: Frame, from: readonly string[], to: readonly string[]) => ({ ...one, from, to });
		const frames = [
			between(made, [], ['1']),
			between(frame('3', []), ['2'], ['3']),
			between(frame('3', [], 'downgrade'), ['3'], ['2']),
			between(frame('2', [], 'downgrade'), ['2'], ['1']),
			between(email, ['1'], ['2'])
		];
		const visits = followRow(frames, subject);
		expect(visits.map(({ fate }) => fate)).toEqual([undefined, 'kept', 'kept', 'kept', 'kept']);
		expect(visits[0]).toMatchObject({ note: 'The frames hold no value of it here.' });
	});

	test('did not come with a table that was made without rows', () => {
		const empty = frame('1', [{ fate: 'added' }]);
		expect(told([empty, frame('2', [{ rows: { ...none, added: 300 } }])])[0]).toBe(
			'1 | ? |  | It was not there.'
		);
	});

	test('has the values that each frame holds, before and after', () => {
		expect(told([made, other, email, renamed([[7, 'Bob', null]])])).toEqual([
			'1 | added | 7 Bo | ',
			'2 | kept | 7 Bo | ',
			'3 | kept | 7 Bo null | ',
			'4 | changed | 7 Bob null | '
		]);
	});

	test('has none where a frame does not hold it, and nothing is made up', () => {
		const [, , third, fourth] = told([made, other, email, renamed([[1, 'Ada', null]])]);
		expect(fourth).toContain('4 | ? | 7 Bob null | It is not among the rows that the frame holds');
		expect(third).toContain('3 | ? |  | The frames hold no value of it here.');
	});

	test('is gone where it was lost', () => {
		const lost = frame(
			'5',
			[
				{
					rows: { ...none, lost: 1 },
					examples: {
						columns: [{ name: 'id' }, { name: 'name' }],
						rows: [{ values: [7, 'Bo'], fate: 'lost' }],
						total: 1
					}
				}
			],
			'downgrade'
		);
		expect(told([made, lost], { ...subject, values: undefined })).toEqual([
			'1 | added | 7 Bo | ',
			'5 | lost |  | '
		]);
	});

	test('is found under the names that its table and columns had', () => {
		const rename = {
			...frame('2', [{ table: 'people', was: 'users', rows: { ...none, kept: 9 } }]),
			changes: [{ kind: 'renameTable' as const, from: 'users', to: 'people' }]
		};
		expect(told([made, rename], { ...subject, table: 'people' })[0]).toBe('1 | added | 7 Bob null | ');
	});
});
