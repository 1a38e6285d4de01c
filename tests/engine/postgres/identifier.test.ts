import { expect, it } from 'vitest';
import { identifier } from '../../../src/lib/engine/dialects/postgres/identifier.ts';
import { reserved } from '../../../src/lib/engine/dialects/postgres/keywords.ts';
import { emptyDatabase } from '../databases.ts';

it('the words that must be quoted are PostgreSQL’s own', async () => {
	const database = await emptyDatabase('postgres');
	const { rows } = await database.query("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U' ORDER BY 1");
	expect([...reserved].sort()).toEqual(rows.map(([word]) => String(word)).sort());
});

it('names are quoted where quote_ident quotes them, and nowhere else', async () => {
	const database = await emptyDatabase('postgres');
	const names = [
		'users',
		'Users',
		'order',
		'name',
		'a b',
		'a"b',
		'1a',
		'_a1',
		'é',
		'a$',
		'value',
		'date',
		''
	];
	for (const name of names) {
		const { rows } = await database.query('SELECT quote_ident($1)', [name]);
		expect(identifier(name)).toBe(rows[0]?.[0]);
	}
});
