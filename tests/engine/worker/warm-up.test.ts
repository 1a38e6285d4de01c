import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { throwAway, WarmUp } from '../../../src/lib/worker/warm-up.ts';
import { newSession } from './bench.ts';

const empty = { dialect: 'sqlite', foreignKeys: true } as const;

test('the folder that warms the engine up goes up and down, and leaves nothing behind', async () => {
	const session = newSession();
	await session.setFolder(throwAway);
	await session.open(empty);
	const up = (await session.run({ kind: 'upgrade', target: 'head' }, () => undefined)).value;
	const down = (await session.run({ kind: 'downgrade', target: 'base' }, () => undefined)).value;
	expect([up.result.status, down.result.status]).toEqual(['applied', 'applied']);
	expect([...up.result.problems, ...down.result.problems]).toEqual([]);
	expect(down.state.schema.objects).toEqual([]);
});

describe('warming up', () => {
	beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
	afterEach(() => vi.useRealTimers());

	/** A warm-up around one call, and what its session is asked for. */
	function warming() {
		const asked: string[] = [];
		let runs = () => {};
		const session = {
			setFolder: async () => undefined,
			open: async () => undefined,
			run: ({ kind }: { kind: string }) => {
				asked.push(kind);
				return new Promise<void>((resolve) => (runs = resolve));
			},
			abort: () => {
				asked.push('abort');
				runs();
			},
			close: async () => void asked.push('close')
		} as unknown as EngineSession;
		const warmUp = new WarmUp(() => session);
		return { asked, warmUp, calls: warmUp.around({ state: async () => 'the state' }) };
	}

	/** Lets the promises that are under way come to their end. */
	const settled = () => new Promise((resolve) => setImmediate(resolve));

	test('begins when a while has gone by without a call, and ends at the next', async () => {
		const { asked, warmUp, calls } = warming();
		warmUp.opened(empty);
		expect(await calls.state()).toBe('the state');
		vi.advanceTimersByTime(300);
		await calls.state();
		vi.advanceTimersByTime(300);
		await settled();
		expect(asked).toEqual([]);
		vi.advanceTimersByTime(100);
		await settled();
		expect(asked).toEqual(['upgrade']);
		await calls.state();
		await settled();
		expect(asked.slice(1)).toEqual(['abort', 'close']);
	});

	test('does not begin before a database is open', async () => {
		const { asked, calls } = warming();
		await calls.state();
		vi.advanceTimersByTime(1000);
		await settled();
		expect(asked).toEqual([]);
	});
});
