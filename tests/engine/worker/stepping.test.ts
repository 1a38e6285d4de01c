import { afterEach, describe, expect, test } from 'vitest';
import type { RowsRequest } from '../../../src/lib/engine/rows/rows.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { StoppedError, type SteppingReply } from '../../../src/lib/worker/protocol.ts';
import { dialects } from '../databases.ts';
import { file, linkTo, newSession } from './bench.ts';

const folder = [
	file(
		'0001',
		"CREATE TABLE pets (id int PRIMARY KEY, name text); INSERT INTO pets VALUES (1, 'Rex'), (2, 'Tom'), (3, 'Kim');",
		'DROP TABLE pets;'
	),
	file(
		'0002',
		`ALTER TABLE pets RENAME COLUMN name TO called;
UPDATE pets SET called = 'Max' WHERE id = 1;
DELETE FROM pets WHERE id = 3;
CREATE TABLE toys (id int PRIMARY KEY);`,
		'DROP TABLE toys; ALTER TABLE pets RENAME COLUMN called TO name;'
	)
];

const both: RowsRequest = { table: 'pets', offset: 0, limit: 10, side: 'both' };
const none = { kept: 0, changed: 0, added: 0, lost: 0 };
const nobody = () => undefined;

const sessions: EngineSession[] = [];

afterEach(async () => {
	for (const session of sessions.splice(0)) await session.close();
});

/** What a halt says, or how it ended. */
function words(value: SteppingReply): string {
	if (value.kind === 'ended') return `ended: ${value.result.status}`;
	return `${value.halt.ran} of ${value.halt.total}${value.halt.problem ? ', refused' : ''}`;
}

describe.each(dialects)('a step that is gone through in a session on %s', (dialect) => {
	async function petsAt(target: string, files = folder): Promise<EngineSession> {
		const session = newSession();
		sessions.push(session);
		await session.setFolder(files);
		await session.open({ dialect, foreignKeys: true });
		await session.run({ kind: 'upgrade', target }, nobody);
		return session;
	}

	const begin = async (session: EngineSession) =>
		(await session.stepThrough({ kind: 'upgrade', target: '+1' }, nobody)).value;
	const fates = async (session: EngineSession) => (await session.rows(both)).value.fates;
	const ask = async (session: EngineSession, sql: string) => (await session.console(sql, 10)).value.answers;

	test('shows at every halt what the statement did to structure and rows', async () => {
		const session = await petsAt('0001');
		const first = await begin(session);
		expect(first).toMatchObject({
			kind: 'halted',
			halt: { ran: 0, total: 4, transaction: true, ahead: { start: { line: 4 } } },
			words: [],
			ran: []
		});
		expect(first.kind === 'halted' && first.statements?.map(({ span }) => span.start.line)).toEqual([
			4, 5, 6, 7
		]);
		expect(await fates(session)).toEqual({ ...none, kept: 3 });

		const { value: renamed } = await session.stepOn('next', nobody);
		expect(renamed).toMatchObject({
			words: [expect.stringContaining('called')],
			ran: [{ rowsChanged: 0 }],
			changes: [{ kind: 'renameColumn', from: 'name', to: 'called' }]
		});
		expect(await fates(session)).toEqual({ ...none, kept: 3 });

		const { value: updated } = await session.stepOn(3, nobody);
		expect(updated).toMatchObject({ words: [], ran: [{ rowsChanged: 1 }, { rowsChanged: 1 }] });
		expect(await fates(session)).toEqual({ ...none, kept: 1, changed: 1, lost: 1 });
		expect(updated.state.rowCounts).toEqual({ pets: 2 });

		const { value: made } = await session.stepOn('next', nobody);
		expect(made.state.rowCounts).toEqual({ pets: 2, toys: 0 });
		expect(made.kind === 'halted' && made.words.join()).toContain('toys');
		expect(made.kind === 'halted' && made.halt.ahead).toBeUndefined();
	});

	test('goes on to the end as any other run does, with its frame, its ledger and the moment before', async () => {
		const session = await petsAt('0001');
		await begin(session);
		await session.stepOn(2, nobody);
		await fates(session);
		const { value, image, before } = await session.stepOn('end', nobody);
		expect(words(value)).toBe('ended: applied');
		expect(value.state).toMatchObject({ current: ['0002'], rowCounts: { pets: 2, toys: 0 } });
		expect(image?.byteLength).toBeGreaterThan(0);
		expect(before).toBeDefined();
		expect(await fates(session)).toEqual({ ...none, kept: 1, changed: 1, lost: 1 });
		const [step] = value.kind === 'ended' ? value.result.steps : [];
		expect(step).toMatchObject({ status: 'applied', frame: { statements: [{}, {}, {}, {}] } });
	});

	test('given up leaves schema, rows and ledger as they were, and the next run goes as ever', async () => {
		const session = await petsAt('0001');
		const { value: earlier } = await session.state();
		await begin(session);
		await session.stepOn(4, nobody);
		const { value } = await session.giveUp();
		expect(words(value)).toBe('ended: stopped');
		expect(value.state).toEqual({ ...earlier, version: value.state.version });
		expect(value.state.version).toBeGreaterThan(earlier.version);
		expect(await ask(session, 'SELECT name FROM pets ORDER BY id')).toMatchObject([
			{ kind: 'rows', rows: [['Rex'], ['Tom'], ['Kim']] }
		]);
		const again = await session.run({ kind: 'upgrade', target: 'head' }, nobody);
		expect(again.value.result.status).toBe('applied');
	});

	test('the console asks inside of the step, and cannot write, commit or change the session there', async () => {
		const session = await petsAt('0001');
		await begin(session);
		await session.stepOn(2, nobody);
		const select = 'SELECT called FROM pets ORDER BY id';
		expect(await ask(session, select)).toMatchObject([{ kind: 'rows', rows: [['Max'], ['Tom'], ['Kim']] }]);
		for (const sql of [
			'DELETE FROM pets',
			'COMMIT',
			'ROLLBACK; SELECT 1',
			'CREATE TABLE other (a int)',
			'nonsense'
		]) {
			expect(await ask(session, sql), sql).toMatchObject([{ kind: 'failed' }]);
		}
		expect(await ask(session, select)).toMatchObject([{ kind: 'rows', rows: [['Max'], ['Tom'], ['Kim']] }]);
		expect(await ask(session, 'DELETE FROM pets')).toMatchObject([
			{ problem: { message: expect.stringContaining('only reads') as string } }
		]);
		expect(words((await session.stepOn('end', nobody)).value)).toBe('ended: applied');
		expect(await ask(session, 'DELETE FROM pets')).toMatchObject([{ kind: 'done', rowsChanged: 2 }]);
	});

	test('halts at a refused statement, and ends as failed when it is given up', async () => {
		const refused = file('0002', 'DELETE FROM pets WHERE id = 3;\nSELECT nothing FROM pets;', 'SELECT 1;');
		const session = await petsAt('0001', [folder[0]!, refused]);
		const { value: earlier } = await session.state();
		await begin(session);
		const { value: halted } = await session.stepOn('end', nobody);
		expect(words(halted)).toBe('1 of 2, refused');
		expect(halted.state.rowCounts).toEqual({ pets: 2 });
		const { value } = await session.giveUp();
		expect(words(value)).toBe('ended: failed');
		expect(value.state.rowCounts).toEqual(earlier.rowCounts);
		expect(value.state.ledger).toEqual(earlier.ledger);
	});

	test('everything else that needs the database is refused with the reason until it has ended', async () => {
		const session = await petsAt('0001');
		await begin(session);
		const calls = [
			() => session.run({ kind: 'upgrade', target: 'head' }, nobody),
			() => session.stepThrough({ kind: 'upgrade', target: 'head' }, nobody),
			() => session.rehearse({ kind: 'upgrade', target: 'head' }),
			() => session.roundTrip(),
			() => session.drift({}),
			() => session.snapshot(),
			() => session.schemaSql(),
			() => session.setFolder([])
		];
		for (const call of calls) await expect(call()).rejects.toThrow('A step is being gone through');
		await session.setFolder([...folder]);
		expect((await session.versionProblems('', undefined)).value).toEqual([]);
		expect(words((await session.giveUp()).value)).toBe('ended: stopped');
		expect((await session.roundTrip()).value).toBeDefined();
	});

	test('another database that is opened in its place ends it as giving up does', async () => {
		const session = await petsAt('0001');
		const image = (await session.snapshot()).value;
		await begin(session);
		await session.stepOn(3, nobody);
		const { value } = await session.open({ dialect, foreignKeys: true, image });
		expect(value.rowCounts).toEqual({ pets: 3 });
		await expect(session.stepOn('next', nobody)).rejects.toThrow('No step is being gone through.');
	});
});

describe('a step that is gone through by the client', () => {
	async function petsAt(target: string) {
		const started: ReturnType<typeof linkTo>[] = [];
		const client = createEngineClient(() => {
			const link = linkTo(newSession());
			started.push(link);
			return link;
		});
		await client.setFolder(folder);
		await client.open({ dialect: 'sqlite', foreignKeys: true });
		await client.run({ kind: 'upgrade', target });
		return { client, started };
	}

	test('the checkpoint is the database from before it, until it has ended', async () => {
		const { client } = await petsAt('0001');
		const before = client.checkpoint;
		await client.stepThrough({ kind: 'upgrade', target: '+1' });
		await client.stepOn(3);
		expect(client.checkpoint).toBe(before);
		await client.stepOn('end');
		expect(client.checkpoint).not.toBe(before);
	});

	test('a statement without end is stopped with the worker: the database is as before the step', async () => {
		const { client, started } = await petsAt('0001');
		await client.stepThrough({ kind: 'upgrade', target: '+1' });
		await client.stepOn('next');
		Object.assign(started[0]!.api, { stepOn: () => new Promise<never>(() => undefined) });
		const hanging = client.stepOn('next');
		const stopped = expect(hanging).rejects.toThrow(StoppedError);
		await new Promise((resolve) => setTimeout(resolve));
		const state = await client.stop();
		await stopped;
		expect(state).toMatchObject({ current: ['0001'], rowCounts: { pets: 3 } });
		expect((await client.run({ kind: 'upgrade', target: 'head' })).result.status).toBe('applied');
	});

	test('events are told before each answer', async () => {
		const { client } = await petsAt('0001');
		const heard: string[] = [];
		await client.stepThrough({ kind: 'upgrade', target: '+1' }, ({ kind }) => heard.push(kind));
		expect(heard).toEqual(['planned', 'stepStarted']);
		await client.stepOn('end', ({ kind }) => heard.push(kind));
		expect(heard.slice(2)).toEqual([...Array<string>(4).fill('statementRun'), 'stepFinished']);
	});
});
