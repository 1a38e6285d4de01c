import { expect, it } from 'vitest';
import { Asked } from './asked.ts';

const before = `CREATE TABLE Users (ID INTEGER PRIMARY KEY, Name TEXT);
	CREATE TABLE o (u INTEGER REFERENCES Users (ID));
	INSERT INTO Users VALUES (1, 'Ada'); INSERT INTO o VALUES (1);`;
const after = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
	CREATE TABLE o (u INTEGER REFERENCES users (id));`;

it('on SQLite, a name that changes only in case is renamed without a question, and no row goes', async () => {
	const asked = await Asked.on('sqlite', before, after);
	const { words, suggestions, migration } = await asked.changes({ dropped: 'all' });
	expect(suggestions).toEqual([]);
	expect(words).toEqual([
		'Renamed table Users to users.',
		'Renamed `ID` to `id` in users.',
		'Renamed `Name` to `name` in users.'
	]);
	await asked.run(migration.upgrade);
	expect(await asked.rows('SELECT users.* FROM users JOIN o ON u = id')).toEqual([[1, 'Ada']]);
	expect(await asked.reply()).toEqual({ kind: 'equal' });
	await asked.run(migration.downgrade);
	expect(await asked.wanting(before).reply()).toMatchObject({ kind: 'equal' });
});

it('on SQLite, an answer goes before that: another table has become the one of nearly the same name', async () => {
	const people = before.replaceAll('Users', 'people');
	const asked = await Asked.on('sqlite', `${people} CREATE TABLE Users (ID INTEGER)`, after);
	const { words } = await asked.changes({ renames: [{ kind: 'table', from: 'people', to: 'users' }] });
	expect(words).toContain('Renamed table people to users.');
	expect(words).toContain('Dropped table Users.');
});

it('on PostgreSQL, two names that differ in case are two names', async () => {
	const asked = await Asked.on('postgres', 'CREATE TABLE "Users" (id int)', 'CREATE TABLE users (id int)');
	const { words } = await asked.changes();
	expect(words.join()).toContain('Dropped table "Users".');
});
