import { describe, expect, test } from 'vitest';
import { databasesAfter, isDatabase, OwnDatabase } from '../../../src/lib/worker/database-files.ts';

describe('which SQLite file is the project’s own', () => {
	test('it is what a program opened last, as long as nobody knows', () => {
		const own = new OwnDatabase(undefined);
		expect(own.file).toBeUndefined();
		own.opens('one.db');
		own.opens('other.db');
		expect(own.file).toBe('other.db');
	});

	test('a program that opens another file leaves it what it was', () => {
		const own = new OwnDatabase('app.db');
		own.opens('cache.db');
		expect(own.file).toBe('app.db');
	});

	test('it is another where Alembic works on another', () => {
		const own = new OwnDatabase('app.db');
		own.migrates('other.db');
		expect(own.file).toBe('other.db');
		expect(own.isPassedOver).toBe(false);
	});

	test('of several that Alembic works on it is the one that it was, and else the first', () => {
		const known = new OwnDatabase('logs.db');
		for (const file of ['main.db', 'logs.db', 'stats.db']) known.migrates(file);
		expect(known.file).toBe('logs.db');
		expect(known.isPassedOver).toBe(true);
		const unknown = new OwnDatabase(undefined);
		for (const file of ['main.db', 'logs.db']) unknown.migrates(file);
		expect(unknown.file).toBe('main.db');
	});
});

describe('the databases that a command leaves', () => {
	const bytes = new TextEncoder().encode('SQLite format 3\0…');
	const before = [{ file: 'a.db', bytes }];

	test('are told by their first bytes', () => {
		expect(isDatabase(bytes)).toBe(true);
		expect(isDatabase(new TextEncoder().encode('SQLite'))).toBe(false);
		expect(isDatabase(new Uint8Array())).toBe(false);
	});

	test('are the very same where nothing was written', () => {
		expect(databasesAfter(before, [{ file: 'a.db', bytes: bytes.slice() }])).toBe(before);
		expect(databasesAfter(before, [{ file: 'b.db', bytes }])).not.toBe(before);
		expect(databasesAfter(before, [])).toEqual([]);
	});
});
