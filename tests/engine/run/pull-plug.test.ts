import { expect, it } from 'vitest';
import { pullPlug, runCommand, runToEnd } from '../../../src/lib/engine/run/index.ts';
import type { PlugRequest, PulledPlug } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { pictureInWords } from './pictures.ts';
import { Bench, migration } from './support.ts';

const users = migration(
	`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
	INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo'), (3, 'Cy');`,
	'DROP TABLE users;'
);
const up = `CREATE TABLE towns (id INTEGER PRIMARY KEY, name VARCHAR(9));
INSERT INTO towns VALUES (1, 'Bern');
UPDATE users SET name = 'x' WHERE id = 1;`;
const down = `DELETE FROM users WHERE id = 3;
DROP TABLE towns;`;
const atomic = migration(up, down);
const open = migration(up, down, { up: 'transaction:false', down: 'transaction:false' });

async function benchWith(dialect: 'sqlite' | 'postgres', second: string, applied = false): Promise<Bench> {
	const bench = await Bench.open({ '0001_users.sql': users, '0002_second.sql': second }, true, dialect);
	expect((await bench.upgrade(applied ? 'head' : '0001')).status).toBe('applied');
	return bench;
}

async function pull(bench: Bench, request: Omit<PlugRequest, 'revision'>): Promise<PulledPlug> {
	const outcome = await pullPlug(bench.context, { revision: '0002', ...request });
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
	expect(await bench.database.dialect.transactions.rollback(bench.database), 'a new session').toBe(false);
	return outcome.value;
}

const say = (bench: Bench, ran: number) =>
	runToEnd(runCommand(bench.context, { kind: 'stamp', targets: ['0002'], purge: false, ran }));

everyDialect('the plug pulled on %s', (dialect) => {
	it('leaves nothing of a step that runs in a transaction, and all that ran of one that does not', async () => {
		const bench = await benchWith(dialect, atomic);
		const before = await everythingIn(bench.database);
		const { own, other, total } = await pull(bench, { direction: 'upgrade', statement: 2, after: true });
		expect(total).toBe(3);
		expect(own).toMatchObject({ transaction: true, ran: 2, remain: 0, told: 0, changes: [], tables: [] });
		expect(own.entry).toBeUndefined();
		expect(other).toMatchObject({ transaction: false, ran: 2, remain: 2, told: 1 });
		expect(other?.words).toEqual(['Created table towns with `id` and `name`.']);
		expect(other?.tables).toMatchObject([{ table: 'towns', rows: { added: 1 } }]);
		expect(other?.entry).toMatchObject({ state: 'partial-upgrade', statementsApplied: 1 });
		// The other way was undone, and the way of the file has left nothing.
		expect(await everythingIn(bench.database)).toBe(before);
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2']);
		expect((await bench.upgrade()).status).toBe('applied');
	});

	it('leaves the ledger behind the database where it is pulled right after a statement, which is said and mended', async () => {
		const bench = await benchWith(dialect, open);
		const { own, other } = await pull(bench, { direction: 'upgrade', statement: 2, after: true });
		expect(other).toMatchObject({ transaction: true, remain: 0 });
		expect(own).toMatchObject({ transaction: false, ran: 2, remain: 2, told: 1 });
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2', '0002 partial-upgrade 1/3']);
		// It goes on where the ledger says, and stumbles over the row that is there already.
		const again = await bench.upgrade();
		expect(again.status).toBe('failed');
		expect((await say(bench, 2)).status).toBe('applied');
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await bench.rows('SELECT * FROM towns')).toEqual([[1, 'Bern']]);
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2', '0002 applied 3/3']);
	});

	it('goes on by itself where it is pulled while a statement runs', async () => {
		const bench = await benchWith(dialect, open);
		for (const statement of [1, 2, 3]) {
			const { own } = await pull(bench, { direction: 'upgrade', statement, after: false });
			expect(own).toMatchObject({ ran: statement - 1, remain: statement - 1, told: statement - 1 });
			expect((await bench.upgrade()).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
			expect(await bench.rows('SELECT count(*) FROM towns')).toEqual([[1]]);
			expect((await bench.downgrade()).status).toBe('applied');
			await bench.database.execute("INSERT INTO users VALUES (3, 'Cy')");
		}
	});

	it('is pulled on the way down as well, and every way out ends in order', async () => {
		const whole = await benchWith(dialect, open, true);
		await whole.downgrade();
		const expected = await pictureInWords(whole.database);
		for (const statement of [1, 2]) {
			const bench = await benchWith(dialect, open, true);
			const { own } = await pull(bench, { direction: 'downgrade', statement, after: true });
			expect(own).toMatchObject({ ran: statement, remain: statement, told: statement - 1 });
			expect(own.entry).toMatchObject({ state: 'partial-downgrade' });
			expect((await say(bench, statement)).status).toBe('applied');
			if (statement === 1) expect((await bench.downgrade()).status).toBe('applied');
			expect(await pictureInWords(bench.database)).toEqual(expected);
			expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2']);
		}
	});

	it('lets the ledger say that a step never began', async () => {
		const bench = await benchWith(dialect, open);
		await pull(bench, { direction: 'upgrade', statement: 1, after: true });
		await bench.database.execute('DROP TABLE towns');
		expect(await say(bench, 0)).toMatchObject({ status: 'applied', current: ['0001'] });
		expect((await bench.upgrade()).status).toBe('applied');
		expect(await say(bench, 1)).toMatchObject({ status: 'refused', problems: [{ code: 'not-midway' }] });
	});

	it('says why a step does not get as far as the plug, and changes nothing', async () => {
		const bench = await benchWith(dialect, open.replace("(1, 'Bern')", "(1, 'Bern'), (1, 'Bonn')"));
		const before = await everythingIn(bench.database);
		const ask = (request: PlugRequest) => pullPlug(bench.context, request);
		const step = { revision: '0002', direction: 'upgrade' } as const;
		expect(await ask({ ...step, statement: 3, after: false })).toMatchObject({
			ok: false,
			problems: [{ code: 'statement-refused' }]
		});
		expect(await ask({ ...step, statement: 4, after: false })).toMatchObject({
			problems: [{ code: 'no-such-statement' }]
		});
		expect(await ask({ revision: '0001', direction: 'upgrade', statement: 1, after: false })).toMatchObject({
			problems: [{ code: 'not-next' }]
		});
		expect(await everythingIn(bench.database)).toBe(before);
		expect(await bench.ledgerWords()).toEqual(['0001 applied 2/2']);
	});
});

it('empties an UNLOGGED table, as a crash of PostgreSQL does', async () => {
	const bench = await benchWith('postgres', migration('INSERT INTO fast VALUES (2); SELECT 1;', 'SELECT 1;'));
	await bench.database.execute('CREATE UNLOGGED TABLE fast (x integer); INSERT INTO fast VALUES (1);');
	const { own } = await pull(bench, { direction: 'upgrade', statement: 2, after: false });
	expect(own.tables).toMatchObject([{ table: 'fast', rows: { lost: 1 } }]);
});

it('leaves foreign keys of SQLite as a new session has them', async () => {
	const bench = await Bench.open(
		{
			'0001_users.sql': users,
			'0002_second.sql': migration(up, down, { up: 'foreign_keys:false transaction:false' })
		},
		true
	);
	await bench.upgrade('0001');
	await pull(bench, { direction: 'upgrade', statement: 2, after: true });
	expect(await bench.rows('PRAGMA foreign_keys')).toEqual([[1]]);
});
