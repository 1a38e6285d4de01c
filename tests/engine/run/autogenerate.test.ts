import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { newMigration, parseFolder } from '../../../src/lib/engine/migration/index.ts';
import { autogenerate, inspectSchema } from '../../../src/lib/engine/run/index.ts';
import type { AutogenerateRequest } from '../../../src/lib/engine/run/autogenerate-reply.ts';
import { Asked } from './asked.ts';
import { Bench, migration } from './support.ts';

const shadows: Database[] = [];
const closed: Database[] = [];

async function openShadow(): Promise<Database> {
	const shadow = await openDatabase('sqlite');
	shadows.push(shadow);
	const close = shadow.close.bind(shadow);
	shadow.close = async () => {
		closed.push(shadow);
		await close();
	};
	return shadow;
}

afterEach(() => {
	expect(closed.splice(0)).toEqual(shadows.splice(0));
});

const people = 'CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);';

async function ask(bench: Bench, desired: string, renames: AutogenerateRequest['renames'] = []) {
	return autogenerate(bench.database, { desired, renames }, openShadow);
}

describe('autogenerate', () => {
	it('has nothing to say where the database is as schema.sql wants it', async () => {
		const bench = await Bench.open({ '1_a.sql': migration(people, 'DROP TABLE people;') });
		await bench.upgrade();
		expect(
			await ask(bench, '-- the same\nCREATE TABLE people (id INTEGER PRIMARY KEY,name text not null)')
		).toEqual({
			kind: 'equal'
		});
	});

	it('says where schema.sql writes rows, as only its structure is compared', async () => {
		const bench = await Bench.open({ '1_a.sql': migration(people, 'DROP TABLE people;') });
		await bench.upgrade();
		const rows = "\n-- Ada\nINSERT INTO people VALUES (1, 'Ada');\n/* not her */ DELETE FROM people;";
		const words = 'schema.sql writes rows in lines 3 and 4';
		const equal = await ask(bench, people + rows);
		expect(equal).toMatchObject({ kind: 'equal', warnings: [expect.stringContaining(words)] });
		const changed = await ask(bench, people.replace('TEXT', 'TEXT UNIQUE') + rows);
		if (changed.kind !== 'changes') throw new Error(changed.kind);
		expect(changed.migration.warnings[0]).toContain(words);
	});

	it('writes a migration that makes the database what schema.sql describes, and one that undoes it', async () => {
		const files: Record<string, string> = { '1_a.sql': migration(people, 'DROP TABLE people;') };
		const bench = await Bench.open(files);
		await bench.upgrade();
		await bench.database.execute("INSERT INTO people (name) VALUES ('Ada')");
		const before = await inspectSchema(bench.database);
		const desired = `${people.replace('NOT NULL', 'NOT NULL UNIQUE, email TEXT')}
			CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES people);`;
		const reply = await ask(bench, desired);
		if (reply.kind !== 'changes') throw new Error(reply.kind);
		expect(reply.words).toHaveLength(reply.changes.length);
		const { graph } = parseFolder(Object.entries(files).map(([name, text]) => ({ name, text })));
		const { upgrade, downgrade } = reply.migration;
		const file = newMigration(graph, {
			message: 'generated',
			id: { kind: 'given', revision: '2' },
			upgrade,
			downgrade
		});
		if (!file.ok) throw new Error(file.problems[0]?.message);
		bench.files = { ...files, [file.value.name]: file.value.text };
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await ask(bench, desired)).toEqual({ kind: 'equal' });
		expect(await bench.rows('SELECT * FROM people')).toEqual([[1, 'Ada', null]]);
		expect((await bench.downgrade()).status).toBe('applied');
		expect((await ask(bench, people)).kind).toBe('equal');
		expect((await inspectSchema(bench.database)).objects.map(({ name }) => name)).toEqual(
			before.objects.map(({ name }) => name)
		);
	});

	it('asks about a rename instead of guessing, and no longer asks once it is answered', async () => {
		const bench = await Bench.open({ '1_a.sql': migration(people, '') });
		await bench.upgrade();
		const desired = people.replace('name', 'full_name');
		const reply = await ask(bench, desired);
		if (reply.kind !== 'changes') throw new Error(reply.kind);
		expect(reply.suggestions.map(({ rename }) => rename)).toEqual([
			{ kind: 'column', table: 'people', from: 'name', to: 'full_name' }
		]);
		const answered = await ask(bench, desired, [reply.suggestions[0]!.rename]);
		if (answered.kind !== 'changes') throw new Error(answered.kind);
		expect(answered.suggestions).toEqual([]);
		expect(answered.changes.map(({ kind }) => kind)).toEqual(['renameColumn']);
	});

	it('asks about the columns of a table once that is said to be renamed', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE customers (id INTEGER PRIMARY KEY, nmae TEXT, city TEXT);', '')
		});
		await bench.upgrade();
		const desired = 'CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT, city TEXT);';
		const table = { kind: 'table', from: 'customers', to: 'clients' } as const;
		const column = { kind: 'column', table: 'clients', from: 'nmae', to: 'name' } as const;
		const asked = async (renames: AutogenerateRequest['renames']) => {
			const reply = await ask(bench, desired, renames);
			return reply.kind === 'changes' ? reply.suggestions.map(({ rename }) => rename) : reply.kind;
		};
		expect(await asked([])).toEqual([table]);
		expect(await asked([table])).toEqual([column]);
		expect(await asked([table, column])).toEqual([]);
	});

	it('does not take a text without statements for the wish to drop everything, unless told so', async () => {
		const bench = await Bench.open({ '1_a.sql': migration(people, '') });
		const empty = '-- The structure goes here.\n';
		expect(await ask(bench, empty)).toEqual({ kind: 'equal' });
		await bench.upgrade();
		expect(await ask(bench, empty)).toEqual({
			kind: 'nothingDesired',
			objects: [{ kind: 'table', name: 'people' }]
		});
		const told = await autogenerate(
			bench.database,
			{ desired: empty, renames: [], dropAll: true },
			openShadow
		);
		expect(told).toMatchObject({ kind: 'changes', words: ['Dropped table people.'] });
	});

	it('places a word that is no statement, and says so in whole sentences', async () => {
		const bench = await Bench.open({});
		const reply = await ask(bench, 'CREAT TABLE users(id INTEGER);');
		if (reply.kind !== 'failed') throw new Error(reply.kind);
		const { file, span, message, hint } = reply.problem;
		expect([file, span?.start.line, span?.start.column, span?.end.column]).toEqual(['schema.sql', 1, 1, 6]);
		expect(message).toMatch(/\.$/);
		expect(hint).not.toContain('migration');
	});

	it("takes schema.sql as sqlite3's .schema writes it, with the tables SQLite keeps for itself", async () => {
		const up = 'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x);';
		const bench = await Bench.open({ '1_a.sql': migration(up, '') });
		await bench.upgrade();
		const own = `CREATE TABLE sqlite_sequence(name,seq);\nCREATE TABLE 'sqlite_stat1'(tbl,idx,stat);`;
		expect(await ask(bench, `${up}\n${own}`)).toEqual({ kind: 'equal' });
		const reply = await ask(bench, `${own} oops;`);
		expect(reply).toMatchObject({ problem: { span: { start: { line: 2, column: 44 } } } });
	});

	it("leaves out the ledger of another tool that wrote schema.sql, but not a user's table of its name", async () => {
		const bench = await Bench.open({ '1_a.sql': migration(people, '') });
		await bench.upgrade();
		const ledger = `CREATE TABLE IF NOT EXISTS "schema_migrations" (version varchar(128) primary key);`;
		const noted = 'INSERT INTO "schema_migrations" (version) VALUES (\'20260101000000\');';
		expect(await ask(bench, `${ledger}\n${people}\n${noted}`)).toEqual({ kind: 'equal' });
		const migrate = 'CREATE TABLE schema_migrations (version uint64, dirty bool);';
		const unique = 'CREATE UNIQUE INDEX version_unique ON schema_migrations (version);';
		expect(await ask(bench, `${people}\n${migrate}${unique}`)).toEqual({ kind: 'equal' });
		await bench.database.execute(ledger);
		expect(await ask(bench, people)).toEqual({ kind: 'equal' });
		const other = await ask(bench, `${people}\nCREATE TABLE schema_migrations (version, told_by);`);
		expect(other).toMatchObject({ kind: 'changes' });
	});

	it('says where schema.sql is wrong, and leaves the database alone', async () => {
		const bench = await Bench.open({ '1_a.sql': migration(people, '') });
		await bench.upgrade();
		const before = await bench.everything();
		const reply = await ask(bench, 'CREATE TABLE ok (x);\nCREATE TABLE wrong (x,);');
		if (reply.kind !== 'failed') throw new Error(reply.kind);
		expect(reply.problem).toMatchObject({ file: 'schema.sql', span: { start: { line: 2, column: 23 } } });
		expect(await bench.everything()).toBe(before);
	});
});

describe('what was granted on a PostgreSQL database', () => {
	const made = (type: string) =>
		`CREATE TABLE t (a ${type}); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM t;
		CREATE FUNCTION f(x v) RETURNS int LANGUAGE sql AS 'SELECT 1';`;
	const granted =
		'GRANT SELECT ON v TO PUBLIC; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC; GRANT SELECT ON t TO PUBLIC;';

	it('is named where the upgrade makes the object anew, and nothing else', async () => {
		const asked = await Asked.on('postgres', made('int') + granted, made('text'));
		const { migration } = await asked.changes();
		const lost = (name: string, how: string) =>
			`${name} is made anew and loses the privileges that were set on it: ${how}. Set them again at the end of the script.`;
		expect(migration.warnings).toEqual([
			lost('f(v)', 'REVOKE EXECUTE from PUBLIC'),
			lost('v', 'GRANT SELECT to PUBLIC')
		]);
	});

	const sales =
		'CREATE TABLE s (id int PRIMARY KEY, a int, b int, twice int GENERATED ALWAYS AS (a * 2) STORED);';
	const back = (name: string, how: string) =>
		`A downgrade brings ${name} back without the privileges that were set on it: ${how}.`;

	it('is named where a column that is made anew had its own', async () => {
		const columns = 'GRANT SELECT (twice), UPDATE (b) ON s TO PUBLIC; GRANT INSERT (a) ON s TO PUBLIC;';
		const asked = await Asked.on(
			'postgres',
			sales + columns,
			sales.replace('(a * 2) STORED', '(a * 3) VIRTUAL')
		);
		expect((await asked.changes({ target: '18' })).migration.warnings).toContain(
			's.twice is made anew and loses the privileges that were set on it: GRANT SELECT to PUBLIC. Set them again at the end of the script.'
		);
	});

	it('is named where a downgrade brings back a column or a table without it', async () => {
		const granted =
			'GRANT SELECT (b) ON s TO PUBLIC; GRANT INSERT (a) ON s TO PUBLIC; GRANT SELECT ON u TO PUBLIC; GRANT UPDATE ("c D") ON u TO PUBLIC;';
		const start = `${sales} CREATE TABLE u (id int, "c D" int);`;
		const asked = await Asked.on('postgres', start + granted, sales.replace(' b int,', ''));
		const { warnings } = (await asked.changes()).migration;
		const told = warnings.filter((one) => one.includes('privileges'));
		expect(told).toEqual([
			back('s.b', 'GRANT SELECT to PUBLIC'),
			back('u', 'GRANT SELECT to PUBLIC; GRANT UPDATE to PUBLIC ("c D")')
		]);
	});

	it('is named where only the downgrade makes an object anew', async () => {
		const start = 'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;';
		const asked = await Asked.on(
			'postgres',
			`${start} GRANT SELECT ON v TO PUBLIC;`,
			'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a, 1 AS b FROM t;'
		);
		const { upgrade, downgrade, warnings } = (await asked.changes()).migration;
		expect(upgrade.sql).not.toContain('DROP');
		expect(downgrade.sql).toContain('DROP VIEW v');
		expect(warnings).toEqual([
			'A downgrade makes v anew, which loses the privileges that were set on it: GRANT SELECT to PUBLIC.'
		]);
	});

	it('is not spoken of where everything stays', async () => {
		const asked = await Asked.on('postgres', made('int') + granted, made('int, b int'));
		expect((await asked.changes()).migration.warnings).toEqual([]);
	});
});
