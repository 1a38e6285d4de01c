import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptySchema, type Schema, type Table } from '../../../src/lib/engine/schema/model.ts';
import { ddlLines } from '../../../src/lib/workbench/schema/ddl-lines.ts';
import { pairObjects } from '../../../src/lib/workbench/schema/object-pairs.ts';
import { sqlTokens } from '../../../src/lib/workbench/schema/sql-tokens.ts';

describe('a statement set for reading', () => {
	test('has a line for each part of the table', () => {
		expect(
			ddlLines(
				"CREATE TABLE t (id INTEGER PRIMARY KEY, price NUMERIC(8, 2) DEFAULT 'a,b(', UNIQUE (a, b)) STRICT"
			)
		).toEqual([
			'CREATE TABLE t (',
			'  id INTEGER PRIMARY KEY,',
			"  price NUMERIC(8, 2) DEFAULT 'a,b(',",
			'  UNIQUE (a, b)',
			') STRICT'
		]);
	});

	test('is the same whether a column was written with the table or added later', () => {
		const added = ddlLines('CREATE TABLE t (\n\tid INTEGER\n, email TEXT)');
		expect(added).toEqual(ddlLines('CREATE TABLE t (id INTEGER, email TEXT)'));
	});

	test('is the same after a rename has put quotes around the name', () => {
		expect(ddlLines('CREATE TABLE "products" (id)')).toEqual(ddlLines('CREATE TABLE products (id)'));
		expect(ddlLines('CREATE TABLE "order" (id)')[0]).toBe('CREATE TABLE "order" (');
	});

	test('keeps a remark with the column it stands beside, and never swallows a comma', () => {
		expect(ddlLines('CREATE TABLE t (\n a INT, -- the first\n b INT -- the last\n, c INT)')).toEqual([
			'CREATE TABLE t (',
			'  a INT, -- the first',
			'  b INT -- the last',
			'  ,',
			'  c INT',
			')'
		]);
	});

	test('other statements keep their own lines', () => {
		const trigger = 'CREATE TRIGGER x AFTER INSERT ON t BEGIN\n  DELETE FROM t WHERE (a, b) = (1, 2);\nEND';
		expect(ddlLines(trigger)).toEqual(trigger.split('\n'));
		expect(ddlLines('CREATE VIRTUAL TABLE s USING fts5(a, b)')).toEqual([
			'CREATE VIRTUAL TABLE s USING fts5(a, b)'
		]);
		expect(ddlLines('CREATE TABLE t AS SELECT (1), 2')).toEqual(['CREATE TABLE t AS SELECT (1), 2']);
	});

	test('says nothing but what the statement says', () => {
		const word = fc.constantFrom(
			'a',
			'"x,y"',
			"'p)q'",
			'INT',
			'/* c, */',
			'-- r\n',
			',',
			'(',
			')',
			' ',
			'\n'
		);
		fc.assert(
			fc.property(fc.array(word, { maxLength: 25 }), (words) => {
				const sql = `CREATE TABLE t (${words.join('')})`;
				const bare = (text: string) => text.replace(/\s+/g, '');
				expect(bare(ddlLines(sql).join('\n'))).toContain(bare('CREATE TABLE t ('));
				if (balanced(words)) expect(bare(ddlLines(sql).join('\n'))).toBe(bare(sql.replace(/,\s*\)$/, ',)')));
			})
		);
	});

	test('its tokens are the statement again', () => {
		fc.assert(
			fc.property(fc.string(), (sql) => {
				expect(
					sqlTokens(sql)
						.map((token) => token.text)
						.join('')
				).toBe(sql);
			})
		);
	});
});

/** Whether the words close as many parentheses as they open, end no item early and leave no empty last item (a remark fills none). */
function balanced(words: readonly string[]): boolean {
	let depth = 0;
	for (const word of words) {
		if (word === '(') depth++;
		if (word === ')' && depth-- === 0) return false;
	}
	return depth === 0 && words.findLast((word) => word.trim() !== '' && !word.startsWith('--')) !== ',';
}

function table(name: string, sql: string): Table {
	return { kind: 'table', name, columns: [], constraints: [], options: {}, sql };
}

describe('objects on both sides of a step', () => {
	const users: Schema = { objects: [table('users', 'CREATE TABLE users (id)')] };

	test('a renamed table is one object, not one lost and one added', () => {
		const people: Schema = { objects: [table('people', 'CREATE TABLE people (id)')] };
		expect(pairObjects(users, people, [{ kind: 'renameTable', from: 'users', to: 'people' }])).toMatchObject([
			{ name: 'people', was: 'users', fate: 'changed' }
		]);
		expect(pairObjects(users, people, []).map((pair) => pair.fate)).toEqual(['added', 'lost']);
	});

	test('white space alone is no change', () => {
		const spaced: Schema = { objects: [table('users', 'CREATE TABLE users (\n  id\n)')] };
		expect(pairObjects(users, spaced, [])[0]?.fate).toBe('kept');
	});

	test('from nothing everything is added, to nothing everything is lost', () => {
		expect(pairObjects(emptySchema, users, [])[0]?.fate).toBe('added');
		expect(pairObjects(users, emptySchema, [])[0]?.fate).toBe('lost');
	});
});
