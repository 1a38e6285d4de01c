import { expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { drift, putBack, stamp, undrift, runToEnd } from '../../../src/lib/engine/run/index.ts';
import type { DriftRequest, DriftWay } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const shop = {
	'0001_users.sql': migration(
		`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, email VARCHAR(40));
		INSERT INTO users VALUES (1, 'Ada', 'ada@x'), (2, 'Bo', NULL), (3, 'Cy', 'cy@x');`,
		'DROP TABLE users;'
	),
	'0002_orders.sql': migration(
		'CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer INTEGER REFERENCES users (id));',
		'DROP TABLE orders;'
	),
	'0003_index.sql': migration('CREATE INDEX users_name ON users (name);', 'DROP INDEX users_name;')
};

/** A second database, where the dialect has no shadow of its own. */
function secondOf(dialect: DialectName): () => Promise<Database> {
	return () =>
		dialect === 'sqlite'
			? openDatabase(dialect, { foreignKeys: true })
			: Promise.reject(new Error('PostgreSQL needs no second database.'));
}

everyDialect('drift on %s', (dialect) => {
	const second = secondOf(dialect);
	const open = async (files: Readonly<Record<string, string>> = shop, target = 'head') => {
		const bench = await Bench.open(files, true, dialect);
		const { status } = await bench.upgrade(target);
		expect(status).toBe('applied');
		return bench;
	};
	const wordsIn = async (bench: Bench) => {
		const found = await drift(bench.context, second);
		if (found.kind === 'unknown') throw new Error(found.problem.message);
		return found.kind === 'none' ? [] : found.words;
	};
	const wayOut = async (
		bench: Bench,
		way: DriftWay,
		{ renames = [], fills = [] }: Partial<DriftRequest> = {}
	) => {
		const { reply, tables, refusal } = await undrift(bench.context, { way, renames, fills }, second);
		if (reply.kind !== 'changes') throw new Error(`There is no way out: ${reply.kind}.`);
		return { ...reply, tables, refusal };
	};

	it('is none where the database is what the folder makes, at every revision', async () => {
		const bench = await open({ ...shop }, '0001');
		expect(await wordsIn(bench)).toEqual([]);
		await bench.upgrade('0002');
		expect(await wordsIn(bench)).toEqual([]);
		await bench.upgrade();
		expect(await wordsIn(bench)).toEqual([]);
		await bench.downgrade('base');
		expect(await wordsIn(bench)).toEqual([]);
	});

	it('is what somebody did by hand, in words, and looking leaves everything as it was', async () => {
		const bench = await open();
		await bench.database.execute(
			'ALTER TABLE users ADD COLUMN nick VARCHAR(10); DROP INDEX users_name; CREATE TABLE notes (id INTEGER PRIMARY KEY);'
		);
		const before = [await everythingIn(bench.database), await bench.ledger()];
		expect(await wordsIn(bench)).toEqual([
			'Dropped index users_name.',
			'Created table notes with `id`.',
			'Added `nick` to users.'
		]);
		expect([await everythingIn(bench.database), await bench.ledger()]).toEqual(before);
		expect(await bench.database.dialect.transactions.rollback(bench.database)).toBe(false);
	});

	it('holds only the objects that differ, on both sides', async () => {
		const bench = await open();
		await bench.database.execute('ALTER TABLE users ADD COLUMN nick VARCHAR(10);');
		const found = await drift(bench.context, second);
		const names = (side: 'expected' | 'present') =>
			found.kind === 'drifted' ? found[side].objects.map(({ name }) => name) : undefined;
		expect([names('expected'), names('present')]).toEqual([['users'], ['users']]);
	});

	it('is not rows, nor the order of columns, nor how a statement is written', async () => {
		const bench = await open({
			...shop,
			'0004_nick.sql': migration('alter table USERS add column nick varchar(10);')
		});
		await bench.database.execute("INSERT INTO users VALUES (4, 'Di', NULL, 'd'); DELETE FROM orders;");
		expect(await wordsIn(bench)).toEqual([]);
	});

	it('shows what an edited file says otherwise than was done', async () => {
		const bench = await open();
		bench.files = {
			...shop,
			'0002_orders.sql': shop['0002_orders.sql'].replace('buyer INTEGER', 'note VARCHAR(9), buyer INTEGER')
		};
		expect(await wordsIn(bench)).toEqual(['Dropped `note` from orders.']);
	});

	it('shows what a deleted file has left behind', async () => {
		const bench = await open();
		const { '0003_index.sql': _, ...rest } = shop;
		bench.files = rest;
		expect(await wordsIn(bench)).toEqual(['Added index users_name on users (`name`).']);
	});

	it('cannot be told while a step is half done, and says so', async () => {
		const files = {
			...shop,
			'0004_half.sql': migration('CREATE TABLE a (id INTEGER); CREATE TABLE a (id INTEGER);', '', {
				up: 'transaction:false'
			})
		};
		const bench = await Bench.open(files, true, dialect);
		expect((await bench.upgrade()).status).toBe('failed');
		expect(await drift(bench.context, second)).toMatchObject({
			kind: 'unknown',
			problem: { code: 'partial-step' }
		});
	});

	it('cannot be told where the folder does not run from nothing: the place is told', async () => {
		const files = { '0001_more.sql': migration('ALTER TABLE users ADD COLUMN age INTEGER;') };
		const bench = await Bench.open(files, true, dialect);
		await bench.database.execute('CREATE TABLE users (id INTEGER PRIMARY KEY);');
		await runToEnd(stamp(bench.context, ['0001'], { purge: false }));
		expect(await drift(bench.context, second)).toMatchObject({
			kind: 'unknown',
			problem: { code: 'replay-refused', file: '0001_more.sql', span: { start: { line: 2 } } }
		});
		expect(await bench.database.dialect.transactions.rollback(bench.database)).toBe(false);
	});

	it('is told of folders whose steps run without a transaction, and everything is as it was', async () => {
		const bench = await open({
			...shop,
			'0004_apart.sql': migration(
				{
					sqlite: 'CREATE INDEX apart ON users (email);',
					postgres: 'CREATE INDEX CONCURRENTLY apart ON users (email);'
				}[dialect],
				'DROP INDEX apart;',
				{ up: 'transaction:false' }
			)
		});
		expect(await wordsIn(bench)).toEqual([]);
		await bench.database.execute('DROP INDEX apart;');
		const before = [await everythingIn(bench.database), await bench.ledger()];
		expect(await wordsIn(bench)).toEqual(['Dropped index apart.']);
		expect([await everythingIn(bench.database), await bench.ledger()]).toEqual(before);
	});

	it('is made a migration, which does on another database what was done here by hand', async () => {
		const bench = await open();
		await bench.database.execute(
			'ALTER TABLE users ADD COLUMN nick VARCHAR(10); CREATE INDEX users_nick ON users (nick);'
		);
		const { migration: made } = await wayOut(bench, 'migration');
		const before = await everythingIn(bench.database);
		bench.files = {
			...shop,
			'0004_nick.sql': migration(made.upgrade.sql, made.downgrade.sql)
		};
		await bench.stamp(['0004']);
		expect(await wordsIn(bench)).toEqual([]);
		expect(await everythingIn(bench.database)).toBe(before);
		expect((await bench.downgrade()).status).toBe('applied');
		expect(await wordsIn(bench)).toEqual([]);
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await wordsIn(bench)).toEqual([]);
	});

	it('is put back, with a warning of what is lost, counted in the rows that are there', async () => {
		const bench = await open();
		await bench.database.execute(
			"ALTER TABLE users ADD COLUMN nick VARCHAR(10); UPDATE users SET nick = 'a'; DROP INDEX users_name;"
		);
		const before = await everythingIn(bench.database);
		const { migration: made, words, tables } = await wayOut(bench, 'putBack');
		expect(await everythingIn(bench.database)).toBe(before);
		expect(words).toEqual(['Dropped `nick` from users.', 'Added index users_name on users (`name`).']);
		expect(tables).toMatchObject([
			{ table: 'users', rows: { lost: 0 }, columns: [{ name: 'nick', lost: 3 }] }
		]);
		expect(await putBack(bench.context, made.upgrade, second)).toEqual({ status: 'applied' });
		expect(await wordsIn(bench)).toEqual([]);
		expect(await bench.rows('SELECT id, name, email FROM users ORDER BY id')).toHaveLength(3);
		expect(await bench.ledgerWords()).toHaveLength(3);
	});

	it('is not put back by halves: what is refused leaves everything as it was', async () => {
		const bench = await open();
		await bench.database.execute(
			'CREATE TABLE notes (id INTEGER PRIMARY KEY); INSERT INTO notes VALUES (1); DROP TABLE orders;'
		);
		const before = await everythingIn(bench.database);
		const broken = { sql: 'DROP TABLE notes; CREATE TABLE nope (;', foreignKeys: true };
		expect(await putBack(bench.context, broken, second)).toMatchObject({
			status: 'failed',
			problem: { code: 'put-back-refused' }
		});
		expect(await everythingIn(bench.database)).toBe(before);
		const short = { sql: 'DROP TABLE notes;', foreignKeys: true };
		const result = await putBack(bench.context, short, second);
		if (result.status !== 'failed') throw new Error('It was put back by halves.');
		expect(result.problem.code).toBe('put-back-incomplete');
		expect(result.problem.message).toContain('Dropped table orders.');
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('asks what the rows get in a column that must come back, and takes the answer', async () => {
		const bench = await open();
		await bench.database.execute(
			{
				sqlite:
					'DROP INDEX users_name; ALTER TABLE users DROP COLUMN name; CREATE INDEX users_name ON users (email);',
				postgres: 'ALTER TABLE users DROP COLUMN name; CREATE INDEX users_name ON users (email);'
			}[dialect]
		);
		const asked = await wayOut(bench, 'putBack');
		expect(asked.gaps).toMatchObject([{ table: 'users', column: 'name', direction: 'upgrade', rows: 3 }]);
		const fills = [{ direction: 'upgrade', table: 'users', column: 'name', expression: "'nobody'" }] as const;
		const reply = await wayOut(bench, 'putBack', { fills });
		expect(reply.refusal).toBeUndefined();
		expect(reply.refusedFills).toEqual([]);
		expect(await putBack(bench.context, reply.migration.upgrade, second)).toEqual({ status: 'applied' });
		expect(await bench.rows('SELECT DISTINCT name FROM users')).toEqual([['nobody']]);
	});

	it('keeps the values of what was renamed by hand, where that is said', async () => {
		const bench = await open();
		await bench.database.execute('ALTER TABLE users RENAME COLUMN email TO mail;');
		const { suggestions } = await wayOut(bench, 'putBack');
		const renames = suggestions.map(({ rename }) => rename);
		expect(renames).toEqual([{ kind: 'column', table: 'users', from: 'mail', to: 'email' }]);
		const reply = await wayOut(bench, 'putBack', { renames });
		expect(reply.tables.flatMap(({ columns }) => columns.filter(({ lost }) => lost > 0))).toEqual([]);
		expect(await putBack(bench.context, reply.migration.upgrade, second)).toEqual({ status: 'applied' });
		expect(await bench.rows('SELECT email FROM users WHERE id = 1')).toEqual([['ada@x']]);
	});
});

it('on PostgreSQL is told of folders that make what belongs to every database', async () => {
	const role = `updown_reader_${process.pid}`;
	const files = {
		'0001_role.sql': migration(
			`CREATE ROLE ${role}; CREATE TABLE a (id integer); GRANT SELECT ON a TO ${role}; ALTER TABLE a OWNER TO ${role};`
		),
		'0002_types.sql': migration(
			"CREATE TYPE mood AS ENUM ('ok'); ALTER TYPE mood ADD VALUE 'sad'; CREATE EXTENSION citext; CREATE TABLE b (m mood DEFAULT 'sad', t citext);"
		)
	};
	const bench = await Bench.open(files, true, 'postgres');
	try {
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await drift(bench.context, secondOf('postgres'))).toEqual({ kind: 'none' });
		expect(await bench.rows(`SELECT has_table_privilege('${role}', 'a', 'SELECT')`)).toEqual([[true]]);
	} finally {
		await bench.database.execute(
			`DROP OWNED BY ${role}; DROP ROLE ${role}; DROP EXTENSION IF EXISTS citext CASCADE`
		);
	}
});
