import { expect, test } from 'vitest';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { diffSchemas } from '../../../src/lib/engine/schema/patch.ts';
import { present, type Look } from '../../../src/lib/workbench/journey.svelte.ts';
import { pastSides } from '../../../src/lib/workbench/past/sides.ts';
import { schema } from '../schema/schema-dsl.ts';

const empty = schema('');
const first = schema('users(id int pk)');
const second = schema('users(id int pk); notes(id int pk)');

/** The version 0002, as an upgrade from 0001 left it. */
const look: Look = {
	station: '0002',
	schema: second,
	steps: 2,
	visit: {
		revision: '0002',
		direction: 'upgrade',
		from: ['0001'],
		to: ['0002'],
		patch: diffSchemas(first, second),
		reverse: diffSchemas(second, first),
		changes: compareSchemas(first, second, { renames: [] }),
		statements: [],
		warnings: [],
		at: '2026-01-01T00:00:00.000Z',
		durationMs: 1,
		after: second
	}
};

test('a version of the past stands beside the one before it, with what its own step changed', () => {
	expect(pastSides(look, undefined)).toEqual({
		before: first,
		after: second,
		changes: look.visit?.changes,
		from: '0001',
		to: '0002'
	});
});

test('beside another version it stands with all that differs between the two', () => {
	const base = pastSides(look, { station: '0000', schema: empty, steps: 0 });
	expect(base.changes.map(({ kind }) => kind)).toEqual(['addObject', 'addObject']);
	expect([base.from, base.to]).toEqual(['0000', '0002']);
	const now = pastSides(look, { station: present, schema: second, steps: 2 });
	expect(now).toMatchObject({ changes: [], from: 'now', to: '0002' });
});

test('where the database began, nothing is before and nothing has changed', () => {
	expect(pastSides({ station: '', schema: empty, steps: 0 }, undefined)).toEqual({
		before: empty,
		after: empty,
		changes: [],
		from: 'base',
		to: 'base'
	});
});
