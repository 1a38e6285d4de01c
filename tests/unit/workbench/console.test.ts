import { describe, expect, test } from 'vitest';
import type { Schema, Table } from '../../../src/lib/engine/schema/model.ts';
import { spanOf } from '../../../src/lib/engine/text/place.ts';
import { excerptOf } from '../../../src/lib/workbench/console/excerpt.ts';
import { mostRemembered, recall, remember } from '../../../src/lib/workbench/console/history.ts';
import { problemsIn } from '../../../src/lib/workbench/console/placed-problems.ts';
import { structureTouches } from '../../../src/lib/workbench/console/structure-notice.ts';

describe('the history of the console', () => {
	test('keeps each statement once, the newest last', () => {
		expect(remember(['a', 'b'], ' a ')).toEqual(['b', 'a']);
		expect(remember(['a'], '   ')).toEqual(['a']);
	});

	test('forgets the oldest when it is full', () => {
		const full = Array.from({ length: mostRemembered }, (_, at) => `select ${at}`);
		const next = remember(full, 'select now()');
		expect(next).toHaveLength(mostRemembered);
		expect(next[0]).toBe('select 1');
	});

	test('is found by any of its words, the newest first', () => {
		const history = ['SELECT * FROM users', 'SELECT 1', 'UPDATE users SET x = 1'];
		expect(recall(history, 'users')).toEqual(['UPDATE users SET x = 1', 'SELECT * FROM users']);
		expect(recall(history, 'users select')).toEqual(['SELECT * FROM users']);
		expect(recall(history, '')).toEqual(history.toReversed());
	});
});

describe('where a statement was refused', () => {
	test('is shown in its line with the place marked', () => {
		const text = 'SELECT 1;\nSELECT nme FROM users;\n';
		const at = text.indexOf('nme');
		expect(excerptOf(text, spanOf(text, at, at + 3))).toEqual({
			line: 2,
			column: 8,
			before: 'SELECT ',
			at: 'nme',
			after: ' FROM users;'
		});
	});

	test('marks something even at the end of the text', () => {
		expect(excerptOf('SELECT', spanOf('SELECT', 6, 6))).toMatchObject({
			before: 'SELECT',
			at: ' ',
			after: ''
		});
	});

	test('a statement over several lines is marked to the end of its first', () => {
		const text = 'SELECT a,\n  b FROM t';
		expect(excerptOf(text, spanOf(text, 0, text.length))).toMatchObject({ at: 'SELECT a,', after: '' });
	});
});

describe('a problem in the text of the console', () => {
	const run = 'SELECT nme FROM users;';
	const at = run.indexOf('nme');
	const refused = {
		kind: 'failed',
		sql: run,
		problem: { code: 'x', severity: 'error', message: 'm', hint: 'h', span: spanOf(run, at, at + 3) }
	} as const;

	test('is placed where the part that was run stands', () => {
		const text = `SELECT 1;\n${run}`;
		expect(problemsIn(text, run, [refused])[0]?.span?.start).toEqual({ line: 2, column: 8, offset: 17 });
	});

	test('is not placed where the text has been changed since, or the part stands twice', () => {
		expect(problemsIn('SELECT name FROM users;', run, [refused])).toEqual([]);
		expect(problemsIn(`${run}\n${run}`, run, [refused])).toEqual([]);
	});
});

describe('structure changed outside of migrations', () => {
	const table = (name: string, sql: string): Table => ({
		kind: 'table',
		name,
		columns: [],
		constraints: [],
		options: {},
		sql
	});
	const schema = (...objects: Table[]): Schema => ({ objects });

	test('is named: what came, what differs, what went', () => {
		expect(
			structureTouches(schema(table('a', '1'), table('b', '1')), schema(table('a', '2'), table('c', '1')))
		).toEqual([
			{ fate: 'changed', what: 'table a' },
			{ fate: 'added', what: 'table c' },
			{ fate: 'lost', what: 'table b' }
		]);
	});

	test('is not claimed where only rows changed', () => {
		expect(structureTouches(schema(table('a', '1')), schema(table('a', '1')))).toEqual([]);
	});
});
