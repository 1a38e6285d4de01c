import { afterEach, describe, expect, test } from 'vitest';
import type { RowsRequest } from '../../../src/lib/engine/rows/rows.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { file, linkTo, newSession } from './bench.ts';

const pets = [
	file(
		'0001',
		"CREATE TABLE pets (id int PRIMARY KEY, name text); INSERT INTO pets VALUES (1, 'Rex'), (2, 'Tom');",
		'DROP TABLE pets;'
	),
	file('0002', 'ALTER TABLE pets RENAME name TO called;', 'ALTER TABLE pets RENAME called TO name;'),
	file('0003', "UPDATE pets SET called = 'Max' WHERE id = 1;", 'DELETE FROM pets WHERE id = 2;')
];

const both: RowsRequest = { table: 'pets', offset: 0, limit: 10, side: 'both' };
const none = { kept: 0, changed: 0, added: 0, lost: 0 };

const sessions: EngineSession[] = [];

afterEach(async () => {
	for (const session of sessions.splice(0)) await session.close();
});

async function petsAt(target?: string, files = pets): Promise<EngineSession> {
	const session = newSession();
	sessions.push(session);
	await session.setFolder(files);
	await session.open({ dialect: 'postgres', foreignKeys: true });
	if (target !== undefined) await session.run({ kind: 'upgrade', target }, () => undefined);
	return session;
}

async function fates(session: EngineSession, table = 'pets') {
	const { value } = await session.rows({ ...both, table });
	return value.notKept ?? value.fates;
}

const run = async (session: EngineSession, kind: 'upgrade' | 'downgrade', target: string) =>
	session.run({ kind, target }, () => undefined);

describe('rows from before a step, where the database keeps them itself', () => {
	test('are compared after an upgrade and after a downgrade, step by step and at once', async () => {
		const session = await petsAt('0001');
		expect(await fates(session)).toEqual({ ...none, added: 2 });
		const { before, value } = await run(session, 'upgrade', '+1');
		expect(before).toMatchObject({ kept: expect.any(String) as string, renames: [{ to: 'called' }] });
		expect(before && 'image' in before).toBe(false);
		expect(value.state.schema.objects.map(({ name }) => name)).toEqual(['public', 'pets']);
		expect(await fates(session)).toEqual({ ...none, kept: 2 });
		await run(session, 'upgrade', '+1');
		expect(await fates(session)).toEqual({ ...none, kept: 1, changed: 1 });
		await run(session, 'downgrade', '-1');
		expect(await fates(session)).toEqual({ ...none, kept: 1, lost: 1 });
		await run(session, 'downgrade', 'base');
		expect(await fates(session)).toEqual({ ...none, lost: 1 });
		await run(session, 'upgrade', 'head');
		expect(await fates(session)).toEqual({ ...none, kept: 1, changed: 1 });
		const { value: page } = await session.rows({ ...both, side: 'before' });
		expect(page.rows.map(({ values }) => values)).toEqual([
			[1, 'Rex'],
			[2, 'Tom']
		]);
	});

	test('stay those of the step before where a step fails', async () => {
		const broken = file('0004', 'DELETE FROM pets; SELECT * FROM nothing;');
		const session = await petsAt('0003', [...pets, broken]);
		const { value, before } = await run(session, 'upgrade', '+1');
		expect([value.result.status, before]).toEqual(['failed', undefined]);
		expect(await fates(session)).toEqual({ ...none, kept: 1, changed: 1 });
	});

	test('are those from before the run where a later step of it fails', async () => {
		const broken = file('0004', 'DELETE FROM pets; SELECT * FROM nothing;');
		const session = await petsAt('0001', [...pets, broken]);
		const { value } = await run(session, 'upgrade', 'head');
		expect([value.result.status, value.state.current]).toEqual(['failed', ['0003']]);
		// Over several steps no rename is told.
		const { value: page } = await session.rows(both);
		expect(page.columns.map(({ name, fate }) => `${name} ${fate}`)).toEqual([
			'id kept',
			'called added',
			'name lost'
		]);
	});

	test('show neither in the schema nor in its SQL, and autogenerate leaves them alone', async () => {
		const session = await petsAt('head');
		expect((await session.state()).value.rowCounts).toEqual({ pets: 2 });
		expect((await session.schemaSql()).value).toEqual({
			ok: true,
			value: expect.not.stringContaining('updown_before') as string
		});
		const { value: generated } = await session.autogenerate({
			desired: 'CREATE TABLE pets (id int PRIMARY KEY, called text);',
			renames: []
		});
		expect(generated).toMatchObject({ kind: 'equal' });
		expect(await fates(session)).toEqual({ ...none, kept: 1, changed: 1 });
	});

	test('are gone where the database is opened anew without them', async () => {
		const session = await petsAt('head');
		const image = (await session.snapshot()).value;
		await session.open({ dialect: 'postgres', foreignKeys: true, image });
		expect(await fates(session)).toBeUndefined();
		const { value } = await session.console("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'updown'", 5);
		expect(value.answers).toMatchObject([{ rows: [[0]] }]);
	});

	test('are still there after Stop, in the worker that starts from the checkpoint', async () => {
		const endless = file('0004', 'DELETE FROM pets; SELECT pg_sleep(1);');
		let started = 0;
		const client = createEngineClient(() => {
			const session = newSession();
			sessions.push(session);
			started++;
			const never = new Promise<never>(() => undefined);
			// The first worker never answers the last step.
			let asked = 0;
			return linkTo(
				session,
				started === 1
					? { run: (command, on) => (++asked === 2 ? never : linkTo(session).api.run(command, on)) }
					: {}
			);
		});
		await client.setFolder([...pets, endless]);
		await client.open({ dialect: 'postgres', foreignKeys: true });
		await client.run({ kind: 'upgrade', target: '0003' });
		const running = client.run({ kind: 'upgrade', target: '+1' });
		const stopped = expect(running).rejects.toThrow('Stopped');
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect((await client.stop()).current).toEqual(['0003']);
		await stopped;
		expect(started).toBe(2);
		expect((await client.rows(both)).fates).toEqual({ ...none, kept: 1, changed: 1 });
		client.dispose();
	});
});
