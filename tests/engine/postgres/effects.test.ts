import { describe, expect, it } from 'vitest';
import { areInConflict, blockedBy, modeNamed } from '../../../src/lib/engine/dialects/postgres/lock-modes.ts';
import type { LockMode } from '../../../src/lib/engine/dialects/postgres/lock-modes.ts';
import { rehearse } from '../../../src/lib/engine/run/index.ts';
import type { StepResult } from '../../../src/lib/engine/run/index.ts';
import type { StatementEffects } from '../../../src/lib/engine/statement-effects.ts';
import { Bench, migration } from '../run/support.ts';

const start = migration(
	`CREATE TABLE users (id int PRIMARY KEY, name text, age int);
	CREATE TABLE orders (id int PRIMARY KEY, user_id int);
	INSERT INTO users SELECT i, 'u' || i, i FROM generate_series(1, 50) AS i;
	INSERT INTO orders SELECT i, i FROM generate_series(1, 20) AS i;`
);

/** What every statement of the next step did, as a rehearsal tells. */
async function effectsOf(sql: string): Promise<readonly (StatementEffects | undefined)[]> {
	const bench = await Bench.open({ '0001_start.sql': start }, true, 'postgres');
	await bench.upgrade();
	bench.files = { '0001_start.sql': start, '0002_next.sql': migration(sql) };
	const { steps } = await rehearse(bench.context, { kind: 'upgrade', target: 'head' });
	return effectsIn(steps[0]?.result);
}

function effectsIn(result: StepResult | undefined): readonly (StatementEffects | undefined)[] {
	if (result?.status !== 'applied') throw new Error(JSON.stringify(result));
	return result.frame.statements.map(({ effects }) => effects);
}

const locks = (effects: StatementEffects | undefined) =>
	effects?.locks.map(({ relation, mode }) => `${relation}: ${mode}`).toSorted();

describe('the statements of a step on PostgreSQL', () => {
	it('tell which locks they take, and each only once', async () => {
		const [update, alter, insert] = await effectsOf(
			`UPDATE users SET age = age + 1;
			ALTER TABLE users ADD COLUMN email text;
			INSERT INTO users (id) VALUES (100);`
		);
		expect(locks(update)).toEqual(['users: ROW EXCLUSIVE']);
		expect(locks(alter)).toEqual(['users: ACCESS EXCLUSIVE']);
		expect(locks(insert)).toEqual([]);
	});

	it('tell of both tables that a foreign key joins', async () => {
		const [key] = await effectsOf('ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);');
		expect(locks(key)).toEqual(['orders: SHARE ROW EXCLUSIVE', 'users: SHARE ROW EXCLUSIVE']);
	});

	it('tell of the table whose rows a foreign key looks for', async () => {
		const [key, insert] = await effectsOf(
			`CREATE TABLE visits (user_id int REFERENCES users (id));
			INSERT INTO visits VALUES (7);`
		);
		expect(locks(key)).toEqual(['users: SHARE ROW EXCLUSIVE']);
		expect(locks(insert)).toEqual([]);
		const bench = await Bench.open({ '0001_start.sql': start }, true, 'postgres');
		await bench.upgrade();
		await bench.database.execute('ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)');
		bench.files = { ...bench.files, '0002_next.sql': migration('INSERT INTO orders VALUES (99, 7);') };
		const { steps } = await rehearse(bench.context, { kind: 'upgrade', target: 'head' });
		expect(locks(effectsIn(steps[0]?.result)[0])).toEqual(['orders: ROW EXCLUSIVE', 'users: ROW SHARE']);
	});

	it('tell which tables are written anew and how many rows were read', async () => {
		const [added, retyped, index] = await effectsOf(
			`ALTER TABLE users ADD COLUMN points int NOT NULL DEFAULT 0;
			ALTER TABLE users ALTER COLUMN age TYPE bigint;
			CREATE INDEX orders_user ON orders (user_id);`
		);
		expect(added?.rewritten).toEqual([]);
		expect(retyped?.rewritten).toEqual(['users']);
		// Once to be written anew, once for the index of its key.
		expect(retyped?.scanned).toContainEqual({ relation: 'users', rows: 100 });
		expect(locks(index)).toEqual(['orders: SHARE']);
		expect(index?.rewritten).toEqual([]);
	});

	it('say nothing of tables that the step itself makes, of the ledger and of what is dropped', async () => {
		const [made, filled, dropped] = await effectsOf(
			`CREATE TABLE notes (id int);
			INSERT INTO notes VALUES (1);
			DROP TABLE orders;`
		);
		expect([locks(made), locks(filled)]).toEqual([[], []]);
		expect(locks(dropped)).toEqual(['orders: ACCESS EXCLUSIVE']);
	});

	it('tell what they take though an earlier step of the same rehearsal took it as well', async () => {
		const bench = await Bench.open({ '0001_start.sql': start }, true, 'postgres');
		await bench.upgrade();
		bench.files = {
			'0001_start.sql': start,
			'0002_next.sql': migration('ALTER TABLE users ADD COLUMN email text;'),
			'0003_next.sql': migration('ALTER TABLE users ADD COLUMN phone text;')
		};
		const { steps } = await rehearse(bench.context, { kind: 'upgrade', target: 'head' });
		expect(locks(effectsIn(steps[0]?.result)[0])).toEqual(['users: ACCESS EXCLUSIVE']);
		expect(locks(effectsIn(steps[1]?.result)[0])).toEqual(['users: ACCESS EXCLUSIVE']);
	});

	it('may throw away what the session has prepared', async () => {
		const [, made] = await effectsOf('DEALLOCATE ALL; ALTER TABLE users ADD COLUMN email text;');
		expect(locks(made)).toEqual(['users: ACCESS EXCLUSIVE']);
	});

	it('may call a function that throws it away', async () => {
		const forget = `CREATE FUNCTION forget() RETURNS int LANGUAGE plpgsql AS
			'BEGIN EXECUTE ''DEALL'' || ''OCATE ALL''; RETURN 1; END';`;
		const made = await effectsOf(`${forget} SELECT forget(); ALTER TABLE users ADD COLUMN email text;`);
		expect(locks(made[2])).toEqual(['users: ACCESS EXCLUSIVE']);
	});

	it('tell the same in the frame of a step that stays', async () => {
		const bench = await Bench.open({ '0001_start.sql': start }, true, 'postgres');
		await bench.upgrade();
		bench.files = {
			'0001_start.sql': start,
			'0002_next.sql': migration('TRUNCATE orders;')
		};
		const { database } = bench;
		const schema = await database.dialect.inspector.inspect(database);
		const rows = await database.dialect.watchRows(database, { schema });
		bench.extra = { rows };
		const { steps } = await bench.upgrade();
		await rows.end();
		const [emptied] = effectsIn(steps[0]);
		expect(locks(emptied)).toEqual(['orders: ACCESS EXCLUSIVE']);
		expect(emptied?.rewritten).toEqual(['orders']);
	});
});

describe('a lock on a table of PostgreSQL', () => {
	const modes = [
		'AccessShareLock',
		'RowShareLock',
		'RowExclusiveLock',
		'ShareUpdateExclusiveLock',
		'ShareLock',
		'ShareRowExclusiveLock',
		'ExclusiveLock',
		'AccessExclusiveLock'
	].map((name) => modeNamed(name)!);

	it('is in conflict both ways or not at all', () => {
		for (const one of modes)
			for (const other of modes)
				expect([one, other, areInConflict(one, other)]).toEqual([one, other, areInConflict(other, one)]);
	});

	it.each<[LockMode, readonly string[]]>([
		['ACCESS SHARE', ['alter']],
		['ROW EXCLUSIVE', ['index', 'constrain', 'alter']],
		['SHARE', ['write', 'maintain', 'constrain', 'alter']],
		['ACCESS EXCLUSIVE', ['read', 'lockRows', 'write', 'maintain', 'index', 'constrain', 'alter']]
	])('of mode %s holds up what PostgreSQL’s table of conflicts says', (mode, work) => {
		expect(blockedBy(mode)).toEqual(work);
	});
});
