import { expect, test } from 'vitest';
import { render } from './rendered.ts';

const triggers = ['INSERT', 'UPDATE', 'DELETE']
	.map(
		(event) =>
			`CREATE TRIGGER on_${event} AFTER ${event} ON t BEGIN INSERT INTO log VALUES ('${event}'); END;`
	)
	.join('');

test.each([
	[
		'a column that must have a value comes',
		'id INTEGER PRIMARY KEY, a TEXT',
		'id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL'
	],
	[
		'NULLs get a default',
		"id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x'",
		"id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x'"
	],
	['values get another type', 'id INTEGER PRIMARY KEY, a TEXT', 'id INTEGER PRIMARY KEY, a INTEGER'],
	['the key becomes another', 'id INTEGER PRIMARY KEY, a TEXT', 'id INTEGER, a TEXT PRIMARY KEY']
])('no trigger runs where %s', async (_, before, after) => {
	const log = 'CREATE TABLE log (event TEXT);';
	const migration = await render(
		`${log} CREATE TABLE t (${before}); ${triggers}`,
		`${log} CREATE TABLE t (${after}); ${triggers}`,
		{ fills: [{ direction: 'upgrade', table: 't', column: 'b', expression: "'new'" }] }
	);
	await migration.fill("INSERT INTO t (id, a) VALUES (1, '1'), (2, '2'); DELETE FROM log");
	await migration.up();
	await migration.down();
	expect(await migration.query('SELECT event FROM log')).toEqual([]);
	expect(await migration.query('SELECT id, a FROM t ORDER BY id')).toHaveLength(2);
});
