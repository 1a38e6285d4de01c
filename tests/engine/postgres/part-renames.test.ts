import { describe, expect, it } from 'vitest';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { Asked } from '../run/asked.ts';
import { migrated } from './migrated.ts';

const value = (from: string, to: string): Rename => ({ kind: 'value', type: 'mood', from, to });
const attribute = (from: string, to: string): Rename => ({ kind: 'attribute', type: 'home', from, to });

describe('a value of an enum that has got another name', () => {
	const state = (sad: string, more = '') => `CREATE TYPE mood AS ENUM ('ok', ${sad}${more});`;
	const people = 'CREATE TABLE people (id int PRIMARY KEY, now mood, past mood[]);';
	const data = "INSERT INTO people VALUES (1, 'sad', '{ok,sad}'), (2, 'ok', NULL), (3, NULL, '{}');";
	const query = 'SELECT id, now::text, past::text FROM people ORDER BY id';
	const before = [
		[1, 'sad', '{ok,sad}'],
		[2, 'ok', null],
		[3, null, '{}']
	];

	it('stays in the rows that hold it, and gets its old name back', async () => {
		const { upgrade, downgrade, up, down, warnings } = await migrated(
			state("'sad'") + people,
			state("'down'") + people,
			{ data, renames: [value('sad', 'down')], rows: { people: 3 } },
			query
		);
		expect(upgrade).toBe("ALTER TYPE mood RENAME VALUE 'sad' TO 'down';\n");
		expect(downgrade).toBe("ALTER TYPE mood RENAME VALUE 'down' TO 'sad';\n");
		expect(up(query)[0]).toEqual([1, 'down', '{ok,down}']);
		expect(down(query)).toEqual(before);
		expect(warnings).toEqual([]);
	});

	it('is called by its new name wherever PostgreSQL prints it, so that nothing else is made anew', async () => {
		const all = (name: string) => `${state(`'${name}'`)}
			CREATE DOMAIN feeling AS mood DEFAULT '${name}' CHECK (VALUE <> '${name}' OR VALUE IS NOT NULL);
			CREATE TABLE people (id int, now mood DEFAULT '${name}' CHECK (now <> '${name}' OR id > 0), f feeling,
				sad boolean GENERATED ALWAYS AS (now = '${name}'::mood) STORED, note text DEFAULT 'sad');
			CREATE INDEX low ON people (id) WHERE now = '${name}';
			CREATE VIEW those AS SELECT id, 'sad'::text AS word FROM people WHERE now = '${name}' OR now IN ('ok', '${name}');
			CREATE TABLE parts (m mood, n int) PARTITION BY LIST (m);
			CREATE TABLE parts_low PARTITION OF parts FOR VALUES IN ('${name}');
			CREATE FUNCTION is_low(m mood DEFAULT '${name}') RETURNS boolean LANGUAGE sql IMMUTABLE RETURN m = '${name}';
			ALTER TABLE people ENABLE ROW LEVEL SECURITY;
			CREATE POLICY own ON people USING (now <> '${name}');
			CREATE STATISTICS s ON (now = '${name}'::mood), id FROM people;`;
		const { upgrade, downgrade } = await migrated(all('sad'), all('doxwn'), {
			data: "INSERT INTO people (id, now) VALUES (1, 'sad'); INSERT INTO parts VALUES ('sad', 1)",
			renames: [value('sad', 'doxwn')]
		});
		expect(upgrade.replace(/CREATE OR REPLACE FUNCTION[^;]*;\n/, '')).toBe(
			"ALTER TYPE mood RENAME VALUE 'sad' TO 'doxwn';\n"
		);
		expect(downgrade).toContain("ALTER TYPE mood RENAME VALUE 'doxwn' TO 'sad';\n");
	});

	it('leaves the text of a body as it was written, which is therefore written anew', async () => {
		const body = (name: string) =>
			`${state(`'${name}'`)} CREATE FUNCTION low(m mood DEFAULT '${name}') RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN m = '${name}'::mood; END $$;`;
		const query = "SELECT low('ok'), low()";
		const { up, down } = await migrated(
			body('sad'),
			body('down'),
			{ renames: [value('sad', 'down')] },
			query
		);
		expect(up(query)).toEqual([[false, true]]);
		expect(down(query)).toEqual([[false, true]]);
	});

	it('may trade names with another one', async () => {
		const swapped = "CREATE TYPE mood AS ENUM ('sad', 'ok');";
		const { upgrade, up, down } = await migrated(
			state("'sad'") + people,
			swapped + people,
			{ data, renames: [value('sad', 'ok'), value('ok', 'sad')] },
			query
		);
		expect(upgrade).not.toContain('CREATE TYPE');
		expect(up(query)[0]).toEqual([1, 'ok', '{sad,ok}']);
		expect(down(query)).toEqual(before);
	});

	it('may take the name of one that goes', async () => {
		const { up, down } = await migrated(
			"CREATE TYPE mood AS ENUM ('ok', 'sad', 'down');" + people,
			state("'down'") + people,
			{ data, renames: [value('sad', 'down')] },
			query
		);
		expect(up(query)[0]).toEqual([1, 'down', '{ok,down}']);
		expect(down(query)).toEqual(before);
	});

	it('stays beside others that come and go', async () => {
		const { up, down } = await migrated(
			state("'sad'", ", 'gone'") + people,
			state("'down'", ", 'new'") + people,
			{ data, renames: [value('sad', 'down')] },
			query
		);
		expect(up(query)[0]).toEqual([1, 'down', '{ok,down}']);
		expect(down(query)).toEqual(before);
	});

	it('may be called anything, in a type of any name', async () => {
		const odd = (name: string) =>
			`CREATE SCHEMA "My App"; CREATE TYPE "My App"."Mood" AS ENUM ('a', ${name}); CREATE TABLE t (m "My App"."Mood" DEFAULT ${name});`;
		const { up } = await migrated(
			odd("'it''s, a: b.c'"),
			odd('\'😀 "x"\''),
			{
				data: 'INSERT INTO t DEFAULT VALUES',
				renames: [{ kind: 'value', type: '"My App"."Mood"', from: "it's, a: b.c", to: '😀 "x"' }]
			},
			'SELECT m::text FROM t'
		);
		expect(up('SELECT m::text FROM t')).toEqual([['😀 "x"']]);
	});
});

describe('an attribute that has got another name', () => {
	const people = 'CREATE TABLE people (id int PRIMARY KEY, at home, past home[]);';
	const data =
		"INSERT INTO people VALUES (1, '(\"Main St\",5)', '{\"(Old,1)\"}'), (2, '(,)', NULL), (3, NULL, NULL);";
	const query = 'SELECT id, at::text, past::text FROM people ORDER BY id';
	const home = (street: string, more = '') => `CREATE TYPE home AS (${street} text, no int${more});`;

	it('keeps its values, and gets its old name back', async () => {
		const { upgrade, downgrade, up, down, warnings } = await migrated(
			home('street') + people,
			home('road') + people,
			{ data, renames: [attribute('street', 'road')], rows: { people: 3 } },
			query
		);
		expect(upgrade).toBe('ALTER TYPE home RENAME ATTRIBUTE street TO road;\n');
		expect(downgrade).toBe('ALTER TYPE home RENAME ATTRIBUTE road TO street;\n');
		expect(up(query)).toEqual(down(query));
		expect(up(query)[0]).toEqual([1, '("Main St",5)', '{"(Old,1)"}']);
		expect(warnings).toEqual([]);
	});

	it('is called by its new name in checks, expressions, indexes and views', async () => {
		const all = (street: string) => `${home(street)}
			CREATE TABLE people (id int, at home CHECK ((at).${street} <> ''), street text,
				upper_street text GENERATED ALWAYS AS (upper((at).${street})) STORED);
			CREATE INDEX streets ON people (((at).${street}), street);
			CREATE VIEW those AS SELECT id, (at).${street} AS street FROM people;
			CREATE DOMAIN known AS home CHECK ((VALUE).${street} IS NOT NULL);`;
		const { upgrade } = await migrated(all('street'), all('road'), {
			data: "INSERT INTO people VALUES (1, '(Main,5)', 'x')",
			renames: [attribute('street', 'road')]
		});
		expect(upgrade).toContain('ALTER TYPE home RENAME ATTRIBUTE street TO road;');
		expect(upgrade).not.toMatch(/ALTER TABLE|INDEX|DOMAIN/);
	});

	it('takes the columns of tables of its type along, also where only the attribute was said', async () => {
		const all = (street: string) => `${home(street)} CREATE TABLE homes OF home;`;
		const query = 'SELECT * FROM homes';
		const { upgrade, up } = await migrated(
			all('street'),
			all('road'),
			{ data: "INSERT INTO homes VALUES ('Main', 1)", renames: [attribute('street', 'road')] },
			query
		);
		expect(upgrade).toBe('ALTER TYPE home RENAME ATTRIBUTE street TO road CASCADE;\n');
		expect(up(query)).toEqual([['Main', 1]]);
	});

	it('may change places with another one, and have a name in quotes', async () => {
		const odd = 'CREATE TYPE home AS ("Street Name" text, b text); CREATE TABLE t (at home);';
		const query = 'SELECT at::text FROM t';
		const { up, down } = await migrated(
			odd,
			'CREATE TYPE home AS (b text, "Street Name" text); CREATE TABLE t (at home);',
			{
				data: "INSERT INTO t VALUES ('(1,2)')",
				renames: [attribute('"Street Name"', 'b'), attribute('b', '"Street Name"')]
			},
			query
		);
		expect(up(query)).toEqual([['(1,2)']]);
		expect(down(query)).toEqual([['(1,2)']]);
	});

	it('stays beside others that come and go', async () => {
		const { up } = await migrated(
			home('street', ', gone int') + people,
			home('road', ', new int') + people,
			{
				data: "INSERT INTO people VALUES (1, '(Main,5,6)', NULL)",
				renames: [attribute('street', 'road')]
			},
			'SELECT (at).road, (at).no, (at).new FROM people'
		);
		expect(up('SELECT (at).road, (at).no, (at).new FROM people')).toEqual([['Main', 5, null]]);
	});
});

describe('a part of a type that may have got another name', () => {
	const made = (sad: string, street: string) => `
		CREATE TYPE mood AS ENUM ('ok', '${sad}');
		CREATE TYPE home AS (${street} text, m mood);
		CREATE DOMAIN feeling AS mood;
		CREATE TABLE people (id int PRIMARY KEY, now mood, f feeling, past mood[], at home, homes home[]);`;
	const rows = `INSERT INTO people VALUES (1, 'sad', NULL, NULL, NULL, NULL), (2, 'ok', 'sad', NULL, '(Main,)', NULL),
		(3, NULL, NULL, '{ok,sad}', '(,sad)', NULL), (4, NULL, NULL, NULL, NULL, '{"(Old,sad)"}'), (5, 'ok', NULL, '{ok}', NULL, NULL);`;

	it('is asked about, with what each answer does to the rows that hold it, wherever they do', async () => {
		const asked = await Asked.on('postgres', made('sad', 'street') + rows, made('down', 'road'));
		const { suggestions, effects } = await asked.changes();
		expect(suggestions.map(({ rename }) => rename).toSorted((a, b) => (a.kind < b.kind ? 1 : -1))).toEqual([
			value('sad', 'down'),
			attribute('street', 'road')
		]);
		const effectOf = (kind: string) => effects.find(({ rename }) => rename.kind === kind);
		expect(effectOf('value')).toMatchObject({
			rows: 5,
			values: 5,
			sample: { columns: ['id', 'now'], rows: [[1, 'sad']] }
		});
		expect(effectOf('attribute')).toMatchObject({
			rows: 5,
			values: 2,
			anew: 'NULL',
			sample: { columns: ['id', 'at.street'], rows: [[2, 'Main']] }
		});
	});

	it('is asked about once: what was confirmed is written, what was denied fails where rows hold it', async () => {
		const asked = await Asked.on('postgres', made('sad', 'street') + rows, made('down', 'street'));
		const confirmed = await asked.changes({ renames: [value('sad', 'down')] });
		expect(confirmed.suggestions).toEqual([]);
		expect(confirmed.words).toEqual(['Renamed value `sad` of mood to `down`.']);
		expect(confirmed.effects).toMatchObject([{ values: 5 }]);
		expect(confirmed.migration.warnings).toEqual([]);
		const denied = await asked.changes({ dropped: 'all' });
		expect(denied.migration.warnings.join()).toMatch(/Tried on the rows that are there, this fails/);
		await asked.run(confirmed.migration.upgrade);
		expect(await asked.rows('SELECT past::text FROM people WHERE id = 3')).toEqual([['{ok,down}']]);
	});

	it('counts the rows of a partitioned table once', async () => {
		const made = (name: string) => `CREATE TYPE mood AS ENUM ('ok', '${name}');
			CREATE TABLE t (id int, m mood) PARTITION BY RANGE (id);
			CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);`;
		const asked = await Asked.on(
			'postgres',
			`${made('sad')} INSERT INTO t VALUES (1, 'sad'), (2, 'ok');`,
			made('down')
		);
		expect((await asked.changes()).effects).toMatchObject([{ values: 1 }]);
	});

	it('is not asked about for the attributes of a type that tables are of: their columns are', async () => {
		const made = (name: string) => `CREATE TYPE home AS (${name} text); CREATE TABLE homes OF home;`;
		const asked = await Asked.on('postgres', made('street'), made('road'));
		const { suggestions } = await asked.changes();
		expect(suggestions).toMatchObject([{ rename: { kind: 'column', table: 'homes', from: 'street' } }]);
	});

	it('goes with what has the type where the change is split', async () => {
		const before = `${made('sad', 'street')} CREATE TABLE other (a int); ${rows}`;
		const after = `${made('down', 'street')} CREATE TABLE other (a int, b int);`;
		const asked = await Asked.on('postgres', before, after);
		const { parts = [] } = await asked.changes({ renames: [value('sad', 'down')], split: true });
		expect(parts.map(({ words }) => words)).toEqual([
			['Renamed value `sad` of mood to `down`.'],
			['Added `b` to other.']
		]);
	});
});
