import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { readKeys } from '../../../src/lib/engine/dialects/sqlite/catalog.ts';
import { parseTable } from '../../../src/lib/engine/dialects/sqlite/parse-table.ts';
import { hasIndexedKey, writtenKey } from '../../../src/lib/engine/dialects/sqlite/table-model.ts';

/** The text of a table, and whether its key is told by that alone. */
const tables: readonly (readonly [string, boolean])[] = [
	['(id TEXT PRIMARY KEY)', true],
	['("Id" TEXT, PRIMARY KEY (id))', true],
	['(id TEXT PRIMARY KEY COLLATE nocase)', true],
	['(id TEXT COLLATE rtrim CONSTRAINT named PRIMARY KEY)', true],
	['(a TEXT COLLATE nocase, b TEXT, PRIMARY KEY (b, a))', true],
	[
		'(a TEXT COLLATE nocase, b, PRIMARY KEY (a COLLATE binary, b COLLATE "NoCase") ON CONFLICT REPLACE)',
		true
	],
	['(id INT PRIMARY KEY NOT NULL)', true],
	[`("a b" TEXT, [c] TEXT, PRIMARY KEY ('a b', [C]))`, true],
	['(É TEXT, é TEXT, PRIMARY KEY (é))', true],
	['(id INTEGER PRIMARY KEY DESC)', false],
	['(a TEXT, b TEXT, PRIMARY KEY (a DESC, b))', false],
	['(a TEXT PRIMARY KEY, b TEXT UNIQUE)', false],
	['(a TEXT PRIMARY KEY UNIQUE)', false],
	['(a TEXT UNIQUE)', false],
	['(a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID', false]
];

test.each(tables)('the text of a table %s tells its key as the catalog does', async (body, isTold) => {
	const sql = `CREATE TABLE t ${body}`;
	const parsed = parseTable(sql);
	expect(hasIndexedKey(parsed)).toBe(true);
	const written = writtenKey(parsed);
	expect(written !== undefined).toBe(isTold);
	if (written === undefined) return;
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	const catalog = await readKeys(database, ['t']);
	await database.close();
	const told = ({ origin, column, collation, descending }: (typeof catalog)[number]) => ({
		origin,
		column,
		collation,
		descending
	});
	expect(written.map(told)).toEqual(catalog.map(told));
});
