import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import { emptySchema, type Schema } from '../../../src/lib/engine/schema/model.ts';
import { identityWords } from '../../../src/lib/workbench/rows/fates.ts';
import { firstChoice, tableChoices } from '../../../src/lib/workbench/rows/table-choices.ts';

function tables(...names: string[]): Schema {
	return {
		objects: names.map((name) => ({
			kind: 'table',
			name,
			columns: [],
			constraints: [],
			options: {},
			sql: name
		}))
	};
}

const entry = {} as LedgerEntry;

describe('what can be looked into', () => {
	test('tables come with their number of rows, and what the step dropped is still there to see', () => {
		const now = { schema: tables('users'), rowCounts: { users: 1000 }, ledger: [entry] };
		expect(
			tableChoices(now, tables('users', 'old'), []).map(({ group, label }) => `${group}: ${label}`)
		).toEqual(['Tables: users · 1,000', 'Gone since the last step: − old', 'Ledger: updown_migrations']);
	});

	test('a Python project has Alembic’s table in place of Updown’s ledger, and it is never what a step has touched', () => {
		const versionTable = {
			kind: 'table',
			name: 'alembic_version',
			constraints: [],
			options: {},
			sql: ''
		} as const;
		const column = { name: 'version_num', type: 'VARCHAR(32)', nullable: false, options: {} };
		const schema = { objects: [{ ...versionTable, columns: [column] }, ...tables('users').objects] };
		const now = { schema, rowCounts: { alembic_version: 1 }, ledger: [{ appliedAt: '' } as LedgerEntry] };
		const choices = tableChoices(now, emptySchema, []);
		expect(choices.map(({ group, label }) => `${group}: ${label}`)).toEqual([
			'Tables: users',
			'Ledger: alembic_version · 1'
		]);
		expect(firstChoice(schema, tables('users'), choices)).toBe('users');
	});

	test('a renamed table is not listed as lost', () => {
		const now = { schema: tables('people'), rowCounts: {}, ledger: [] };
		const choices = tableChoices(now, tables('users'), [
			{ kind: 'renameTable', from: 'users', to: 'people' }
		]);
		expect(choices.map(({ name }) => name)).toEqual(['people']);
	});

	test('the table the step touched is shown first', () => {
		const now = { schema: tables('a', 'b', 'c'), rowCounts: {}, ledger: [] };
		const choices = tableChoices(now, tables('a', 'c'), []);
		expect(firstChoice(now.schema, tables('a', 'c'), choices)).toBe('b');
		expect(firstChoice(now.schema, now.schema, choices)).toBe('a');
		expect(firstChoice(emptySchema, emptySchema, [])).toBeUndefined();
	});

	test('a step that only drops shows what it dropped', () => {
		const now = { schema: tables('a'), rowCounts: {}, ledger: [] };
		const before = tables('a', 'b');
		expect(firstChoice(now.schema, before, tableChoices(now, before, []))).toBe('b');
	});

	test('how rows were matched is a sentence', () => {
		expect(identityWords('by primary key (id)')).toBe('Rows matched by primary key (id)');
		expect(identityWords('the table is new')).toBe('The table is new');
	});
});
