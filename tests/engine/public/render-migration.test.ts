import { expect, it } from 'vitest';
import { dialectOf, inspectSchema, openDatabase, renderMigration } from '../../../src/lib/engine/index.ts';

async function schemaOf(sql: string) {
	const database = await openDatabase('sqlite');
	try {
		await database.execute(sql);
		return await inspectSchema(database);
	} finally {
		await database.close();
	}
}

it('a script may write a migration between two schemas, naming the dialect or handing it over', async () => {
	const from = await schemaOf('CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);');
	const to = await schemaOf('CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT);');
	const rename = { kind: 'column', table: 'people', from: 'name', to: 'full_name' } as const;
	const named = renderMigration(from, to, { dialect: 'sqlite', renames: [rename], rows: { people: 3 } });
	expect(named.upgrade.sql).toBe('ALTER TABLE people RENAME COLUMN name TO full_name;\n');
	expect(named.downgrade.sql).toBe('ALTER TABLE people RENAME COLUMN full_name TO name;\n');
	expect(named.warnings).toEqual([]);
	const handed = renderMigration(from, to, { dialect: dialectOf('sqlite'), renames: [rename] });
	expect(handed).toEqual(named);
});

it('tells what a migration written so will lose', async () => {
	const from = await schemaOf('CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);');
	const to = await schemaOf('CREATE TABLE people (id INTEGER PRIMARY KEY);');
	const { warnings } = renderMigration(from, to, { dialect: 'sqlite', renames: [], rows: { people: 3 } });
	expect(warnings.join()).toContain('loses its values');
});
