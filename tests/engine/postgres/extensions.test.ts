import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { archivesFor, extensions } from '../../../src/lib/engine/dialects/postgres/extensions.ts';
import { autogenerate } from '../../../src/lib/engine/run/index.ts';
import type { AutogenerateRequest } from '../../../src/lib/engine/run/autogenerate-reply.ts';
import { emptyDatabase } from '../databases.ts';
import { Bench, migration } from '../run/support.ts';
import { refusal } from './support.ts';

/** Archives without anything to create: a library that LOAD brings in. */
const libraries = ['auto_explain', 'passwordcheck', 'pg_overexplain'];

describe('extensions', () => {
	it('are all those of PGlite’s package', async () => {
		const names = await readdir('node_modules/@electric-sql/pglite/dist');
		const archives = names.flatMap((name) => /^(.+)\.tar\.gz$/.exec(name)?.[1] ?? []);
		const all = [...extensions.map(({ name }) => name), ...libraries];
		const known = archivesFor(`CREATE EXTENSION ${all.join(' ')}`);
		expect([...known].sort()).toEqual(archives.sort());
	});

	it.each(extensions)('$name can be created', async ({ name }) => {
		const database = await emptyDatabase('postgres');
		await database.execute(`CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`);
		const { rows } = await database.query('SELECT count(*) FROM pg_extension WHERE extname = $1', [name]);
		expect(rows).toEqual([[1]]);
	});

	it('can be created in the middle of a migration, used at once, and are gone when it is undone', async () => {
		const up = `CREATE TABLE a (x int);
CREATE EXTENSION hstore;
CREATE TABLE h (v hstore);
INSERT INTO h VALUES ('a=>1');`;
		const files = { '1_a.sql': migration(`${up}\noops;`, '') };
		const bench = await Bench.open(files, false, 'postgres');
		expect((await bench.upgrade()).status).toBe('failed');
		expect(await bench.rows("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")).toEqual([]);
		bench.files = { '1_a.sql': migration(up, 'DROP TABLE h; DROP EXTENSION hstore; DROP TABLE a;') };
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await bench.rows("SELECT v -> 'a' FROM h")).toEqual([['1']]);
		expect((await bench.downgrade()).status).toBe('applied');
	});

	it('are found in a body too, and work in a restored database', async () => {
		const database = await openDatabase('postgres');
		await database.execute(
			"DO $$ BEGIN EXECUTE 'CREATE EXTENSION pg_trgm'; END $$; CREATE TABLE t (a text); CREATE INDEX ON t USING gin (a gin_trgm_ops);"
		);
		const image = await database.snapshot();
		await database.close();
		const again = await openDatabase('postgres', { image });
		await again.execute("INSERT INTO t VALUES ('word')");
		expect((await again.query("SELECT similarity(a, 'word') FROM t")).rows).toEqual([[1]]);
		await again.close();
	});

	it('that are not there are said not to be', async () => {
		const database = await emptyDatabase('postgres');
		const failure = await refusal(database.execute('CREATE EXTENSION postgis'));
		expect(database.dialect.explain(failure).message).toContain('postgis');
	});
});

describe('extensions that a project has from the beginning', () => {
	const tables = 'CREATE TABLE words (word text); CREATE INDEX ON words USING gin (word gin_trgm_ops);';
	const more = `${tables} CREATE TABLE others (a int);`;
	let database: Database;
	const ask = (desired: string, more: Partial<AutogenerateRequest> = {}) =>
		autogenerate(database, { desired, renames: [], ...more }, () => Promise.reject(new Error('not needed')));

	beforeAll(async () => {
		database = await openDatabase('postgres', {
			extensions: ['pg_trgm', 'earthdistance', 'btree_gist', 'unheard_of']
		});
	});
	afterAll(() => database.close());

	it('are there when it is opened, with those they need; one that is not known is left out', async () => {
		const { rows } = await database.query('SELECT extname FROM pg_extension ORDER BY extname');
		expect(rows.map(([name]) => name)).toEqual(['btree_gist', 'cube', 'earthdistance', 'pg_trgm', 'plpgsql']);
		expect(database.extensions).toEqual(['pg_trgm', 'cube', 'earthdistance', 'btree_gist']);
	});

	it('can be used by schema.sql, and are no change that a migration would have to make', async () => {
		expect((await ask('')).kind).toBe('equal');
		const reply = await ask(tables);
		expect(reply.kind === 'changes' && reply.words).toHaveLength(2);
		expect(reply.kind === 'changes' && reply.migration.upgrade.sql).not.toContain('EXTENSION');
	});

	it('may be made by schema.sql as well, as it may be the schema of a database elsewhere', async () => {
		const made = 'CREATE EXTENSION pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gist;';
		const reply = await ask(`${made} ${tables}`);
		expect(reply.kind === 'changes' && reply.migration.upgrade.sql).not.toContain('EXTENSION');
		const other = await ask(`CREATE EXTENSION hstore; ${tables}`);
		expect(other.kind === 'changes' && other.migration.upgrade.sql).toContain('CREATE EXTENSION hstore');
	});

	it('are not what an empty schema.sql would drop', async () => {
		await database.execute(tables);
		expect(await ask('-- nothing')).toMatchObject({
			kind: 'nothingDesired',
			objects: [{ kind: 'index' }, { kind: 'table' }]
		});
		const reply = await ask('-- nothing', { dropAll: true });
		expect(reply.kind === 'changes' && reply.words).toEqual([
			'Dropped index words_word_idx.',
			'Dropped table words.'
		]);
		await database.execute('DROP TABLE words');
	});

	it('are there while a large change is split', async () => {
		const reply = await ask(more, { split: true });
		expect(reply.kind === 'changes' && reply.parts).toHaveLength(3);
	});

	it('are there again in a database that is restored, and in the way of a migration that does not expect them', async () => {
		await database.restore(await database.snapshot());
		expect((await database.query("SELECT similarity('a', 'a')")).rows).toEqual([[1]]);
		const failure = await refusal(database.execute('CREATE EXTENSION pg_trgm'));
		expect(database.dialect.explain(failure)).toMatchObject({
			message: 'The extension pg_trgm is there already.',
			hint: expect.stringContaining('IF NOT EXISTS') as string
		});
	});
});

describe('an extension that a migration has made', () => {
	it('does not keep schema.sql from making it too, be it one that brings operator classes', async () => {
		const database = await emptyDatabase('postgres');
		const sql = `COMMENT ON SCHEMA public IS 'standard public schema'; CREATE EXTENSION btree_gist;
			CREATE TABLE rooms (room int, span tsrange, EXCLUDE USING gist (room WITH =, span WITH &&));`;
		await database.execute(sql);
		const reply = await autogenerate(database, { desired: sql, renames: [] }, () =>
			Promise.reject(new Error('no'))
		);
		expect(reply).toEqual({ kind: 'equal' });
		await database.execute('CREATE TABLE still (room int, EXCLUDE USING gist (room WITH =))');
	});
});
