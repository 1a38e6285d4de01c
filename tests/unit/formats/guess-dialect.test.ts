import { describe, expect, it } from 'vitest';
import { guessDialect } from '../../../src/lib/formats/guess-dialect.ts';

const folder = (files: Readonly<Record<string, string>>) =>
	Object.entries(files).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));

describe('the database a folder is for', () => {
	it('is told by what only one of them has', () => {
		expect(guessDialect(folder({ '1.sql': 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)' }))).toBe(
			'sqlite'
		);
		expect(guessDialect(folder({ '1.sql': 'CREATE TABLE t (id bigserial, data jsonb)' }))).toBe('postgres');
	});

	it('is not told by comments, by plain SQL, or by as many signs for either', () => {
		expect(guessDialect(folder({ '1.sql': 'CREATE TABLE t (id TEXT, data JSONB)' }))).toBeUndefined();
		expect(guessDialect(folder({ '1.sql': '-- serial\nCREATE TABLE t (id INTEGER)' }))).toBeUndefined();
		expect(guessDialect(folder({ '1.sql': 'PRAGMA user_version = 1', '2.sql': "SELECT '1'::int" }))).toBe(
			undefined
		);
	});

	it('is left open where files made for one database each show that the folder serves several', () => {
		expect(
			guessDialect(folder({ '1_a.up.sql': 'CREATE TABLE t (id serial)', '2_b.sqlite3.up.sql': 'SELECT 1' }))
		).toBeUndefined();
	});
});
