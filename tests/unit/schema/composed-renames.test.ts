import { expect, test } from 'vitest';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { composedRenames } from '../../../src/lib/engine/schema/composed-renames.ts';
import type { Change } from '../../../src/lib/engine/schema/change.ts';
import { reversedRenames } from '../../../src/lib/engine/schema/rename-kinds.ts';
import { schema } from './schema-dsl.ts';

const table = (from: string, to: string): Change => ({ kind: 'renameTable', from, to });
const column = (name: string, from: string, to: string): Change => ({
	kind: 'renameColumn',
	table: name,
	from,
	to
});
const title = { name: 'title', type: 'text', nullable: true, options: {} } as const;

test('a column that is renamed twice, and its table once, is known by its first name', () => {
	const way = [
		[column('t', 'name', 'title')],
		[table('t', 'people')],
		[column('people', 'title', 'full_name')]
	];
	expect(composedRenames(way)).toEqual([
		{ kind: 'table', from: 't', to: 'people' },
		{ kind: 'column', table: 'people', from: 'name', to: 'full_name' }
	]);
	const [before, after] = [schema('t(id int pk, name)'), schema('people(id int pk, full_name)')];
	const kinds = (changes: readonly Change[]) => changes.map(({ kind }) => kind);
	expect(kinds(compareSchemas(before, after, { renames: composedRenames(way) }))).toEqual([
		'renameTable',
		'renameColumn'
	]);
	expect(kinds(compareSchemas(after, before, { renames: reversedRenames(composedRenames(way)) }))).toEqual([
		'renameTable',
		'renameColumn'
	]);
});

test('what comes back to its first name was not renamed, and tables that swap their names were', () => {
	expect(composedRenames([[table('a', 'b')], [table('b', 'a')]])).toEqual([]);
	expect(composedRenames([[table('a', 'x')], [table('b', 'a')], [table('x', 'b')]])).toEqual([
		{ kind: 'table', from: 'b', to: 'a' },
		{ kind: 'table', from: 'a', to: 'b' }
	]);
});

test('a column that takes the name of one that was renamed and then dropped is another column', () => {
	const way = [[column('t', 'name', 'title')], [{ kind: 'dropColumn', table: 't', column: title }] as const];
	expect(composedRenames(way)).toEqual([]);
});

test('a value of an enum that is renamed twice is known by its first name, until its type or itself goes', () => {
	const value = (from: string, to: string): Change => ({
		kind: 'renamePart',
		part: 'value',
		type: 'mood',
		from,
		to
	});
	const mood = (...values: string[]) =>
		({ kind: 'enum', name: 'mood', properties: { values }, sql: '' }) as const;
	const way = [[value('sad', 'low')], [value('low', 'down')]];
	expect(composedRenames(way)).toEqual([{ kind: 'value', type: 'mood', from: 'sad', to: 'down' }]);
	expect(composedRenames([...way, [value('down', 'sad')]])).toEqual([]);
	const gone = { kind: 'replaceObject', from: mood('ok', 'down'), to: mood('ok') } as const;
	expect(composedRenames([...way, [gone]])).toEqual([]);
	expect(composedRenames([...way, [{ kind: 'dropObject', object: mood('ok', 'down') }]])).toEqual([]);
});
