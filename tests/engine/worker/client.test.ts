import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/lib/engine/run/step.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import { EngineLostError, StoppedError, type EngineClient } from '../../../src/lib/worker/protocol.ts';
import type { WorkerApi, WorkerLink } from '../../../src/lib/worker/worker-api.ts';
import { linkTo, newSession, pets } from './bench.ts';

const forever = new Promise<never>(() => undefined);
const empty = { dialect: 'sqlite', foreignKeys: true } as const;

/** A client whose first worker is changed by `first`; later ones are sound. `started` lists all of them. */
function clientWith(
	first: Partial<WorkerApi> = {},
	around: (link: WorkerLink) => WorkerLink = (link) => link
) {
	const started: ReturnType<typeof linkTo>[] = [];
	const client = createEngineClient(() => {
		const link = linkTo(newSession(), started.length === 0 ? first : {});
		started.push(link);
		return started.length === 1 ? around(link) : link;
	});
	return { client, started };
}

async function openPets(client: EngineClient, target: string): Promise<void> {
	await client.setFolder(pets);
	await client.open(empty);
	if (target !== 'base') await client.run({ kind: 'upgrade', target });
}

describe('the client', () => {
	test('runs calls one after another, in the order they were made', async () => {
		const { client } = clientWith();
		void client.setFolder(pets);
		void client.open(empty);
		const up = client.run({ kind: 'upgrade', target: 'head' });
		const down = client.run({ kind: 'downgrade', target: 'base' });
		expect(client.busy).toBe(true);
		expect((await up).state.current).toEqual(['0003']);
		expect((await down).state.current).toEqual([]);
		expect(client.busy).toBe(false);
	});

	test('keeps a checkpoint that is another array after every change and the same after none', async () => {
		const { client } = clientWith();
		await openPets(client, 'head');
		const before = client.checkpoint;
		await client.console('SELECT 1', 10);
		expect(client.checkpoint).toBe(before);
		await client.console('DELETE FROM pets', 10);
		expect(client.checkpoint).not.toBe(before);
	});

	test('keeps the very image it was opened with, so that it is not saved anew', async () => {
		const { client } = clientWith();
		await openPets(client, 'head');
		const image = await client.snapshot();
		await client.open({ ...empty, image });
		expect(client.checkpoint).toBe(image);
	});

	test('tells of every event before the reply', async () => {
		const { client } = clientWith();
		await openPets(client, 'base');
		const events: RunEvent[] = [];
		await client.run({ kind: 'upgrade', target: 'head' }, (event) => events.push(event));
		expect(events.filter(({ kind }) => kind === 'stepFinished')).toHaveLength(3);
		expect(events.at(-1)?.kind).toBe('stepFinished');
	});

	test('a call that fails does not hold up the next', async () => {
		const { client } = clientWith();
		await expect(client.schemaSql()).rejects.toThrow('No database is open.');
		await openPets(client, '0001');
		expect((await client.state()).current).toEqual(['0001']);
	});
});

describe('stop', () => {
	test('terminates a statement that does not end; the database is as it was before the command', async () => {
		const { client, started } = clientWith({ console: () => forever });
		await openPets(client, '0002');
		const { version } = await client.state();
		const hanging = client.console('WITH RECURSIVE …', 10);
		const queued = client.console('DELETE FROM pets', 10);
		const never = expect(queued).rejects.toThrow(StoppedError);
		const waiting = client.rows({ table: 'pets', offset: 0, limit: 10, side: 'after' });
		await Promise.resolve();
		await new Promise((resolve) => setTimeout(resolve));
		const state = await client.stop();
		await expect(hanging).rejects.toThrow(StoppedError);
		expect(started.map(({ ended }) => ended)).toEqual([true, false]);
		expect(state).toMatchObject({ current: ['0002'], rowCounts: { pets: 2 } });
		expect(state.version).toBeGreaterThan(version);
		await never;
		// A question that waited in line is answered by the new worker, which knows the folder too.
		expect((await waiting).rows).toHaveLength(2);
		expect((await client.run({ kind: 'upgrade', target: 'head' })).state.current).toEqual(['0003']);
	});

	test('keeps what the views compare with', async () => {
		const { client } = clientWith({ console: () => forever });
		await openPets(client, '0002');
		const hanging = client.console('…', 10);
		await new Promise((resolve) => setTimeout(resolve));
		await client.stop();
		await expect(hanging).rejects.toThrow(StoppedError);
		const page = await client.rows({ table: 'pets', offset: 0, limit: 10, side: 'before' });
		expect(page.columns.map(({ name }) => name)).toEqual(['id', 'name']);
	});

	test('says which finished steps are undone with the one that hung', async () => {
		const { client } = clientWith({
			run: (_command, onEvents) => {
				const result = { status: 'applied', revision: '0001', direction: 'upgrade' } as never;
				onEvents([{ kind: 'stepFinished', result }]);
				return forever;
			}
		});
		await openPets(client, 'base');
		const hanging = client.run({ kind: 'upgrade', target: 'head' });
		await new Promise((resolve) => setTimeout(resolve));
		const [state, error] = await Promise.all([client.stop(), hanging.catch((reason: unknown) => reason)]);
		expect(state.current).toEqual([]);
		expect(error).toMatchObject({ name: 'StoppedError', undone: ['0001'] });
	});

	test('lets a run end by itself between two statements and keeps the steps it finished', async () => {
		const { client, started } = clientWith();
		await openPets(client, 'base');
		let asked: Promise<unknown> | undefined;
		const session = started[0]!;
		const run = session.api.run.bind(session.api);
		Object.assign(session.api, {
			run: (command: Parameters<WorkerApi['run']>[0], hear: Parameters<WorkerApi['run']>[1]) =>
				run({ ...command, target: '0001' } as typeof command, hear).then(async (reply) => {
					asked = client.stop();
					await new Promise((resolve) => setTimeout(resolve, 20));
					return reply;
				})
		});
		const reply = await client.run({ kind: 'upgrade', target: 'head' });
		expect(reply.state.current).toEqual(['0001']);
		expect(await asked).toMatchObject({ current: ['0001'] });
		expect(started.map(({ ended }) => ended)).toEqual([false]);
	});

	test('with nothing under way it only tells the state', async () => {
		const { client, started } = clientWith();
		await openPets(client, '0001');
		expect((await client.stop()).current).toEqual(['0001']);
		expect(started).toHaveLength(1);
	});
});

describe('a worker that breaks down', () => {
	test('rejects the call, and the next is answered from the checkpoint', async () => {
		let lose: (reason: Error) => void = () => undefined;
		const lost = new Promise<never>((_, reject) => (lose = reject));
		lost.catch(() => undefined);
		const { client, started } = clientWith({ console: () => forever }, (link) => ({
			...link,
			api: link.api,
			lost
		}));
		await openPets(client, 'head');
		const hanging = client.console('SELECT 1', 10);
		await new Promise((resolve) => setTimeout(resolve));
		lose(new EngineLostError('The database engine stopped working.'));
		await expect(hanging).rejects.toThrow(EngineLostError);
		expect((await client.state()).current).toEqual(['0003']);
		expect(started).toHaveLength(2);
	});

	test('a trap in WebAssembly counts as one', async () => {
		const trap = Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' });
		const { client, started } = clientWith({ console: () => Promise.reject(trap) });
		await openPets(client, 'head');
		await expect(client.console('SELECT 1', 10)).rejects.toThrow('as it was before the command');
		expect((await client.state()).current).toEqual(['0003']);
		expect(started[0]?.ended).toBe(true);
	});

	test('one that cannot be started says so at each call, and is tried again', async () => {
		let tries = 0;
		const client = createEngineClient(() => {
			const link = linkTo(newSession());
			if (++tries > 1) return link;
			const lost = Promise.reject(new EngineLostError('The database engine could not be loaded.'));
			lost.catch(() => undefined);
			return { ...link, lost, api: { ...link.api, open: () => forever } };
		});
		await expect(client.open(empty)).rejects.toThrow('could not be loaded');
		await openPets(client, '0001');
		expect((await client.state()).current).toEqual(['0001']);
	});

	test('after dispose every call is refused', async () => {
		const { client } = clientWith();
		await openPets(client, '0001');
		client.dispose();
		await expect(client.state()).rejects.toThrow('put away');
	});
});
