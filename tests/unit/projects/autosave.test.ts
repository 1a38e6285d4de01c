import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startAutosave, type SaveState } from '../../../src/lib/projects/autosave.ts';
import type { Project } from '../../../src/lib/projects/project.ts';
import { project } from './project.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function setUp(save: (project: Project, image?: Uint8Array) => Promise<void> = () => Promise.resolve()) {
	const saves: [string, Uint8Array | undefined][] = [];
	const states: SaveState['kind'][] = [];
	const work = { name: 'one', image: undefined as Uint8Array | undefined };
	const page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { hidden: false }) };
	const autosave = startAutosave({
		store: {
			save: async (saved, image) => {
				await save(saved, image);
				saves.push([saved.name, image]);
			}
		},
		current: () => ({ project: project({ name: work.name }), image: work.image }),
		onState: ({ kind }) => states.push(kind),
		delayMs: 400,
		longestMs: 3000,
		page
	});
	return { autosave, saves, states, work, page };
}

describe('autosave', () => {
	test('saves once, a moment after the last of many changes', async () => {
		const { autosave, saves, states } = setUp();
		for (let change = 0; change < 5; change++) {
			autosave.touch();
			await vi.advanceTimersByTimeAsync(300);
		}
		expect(saves).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(100);
		expect(saves).toHaveLength(1);
		expect(states).toEqual(['unsaved', 'saving', 'saved']);
	});

	test('does not let steady typing put off a save for ever', async () => {
		const { autosave, saves } = setUp();
		for (let change = 0; change < 11; change++) {
			autosave.touch();
			await vi.advanceTimersByTimeAsync(300);
		}
		expect(saves).toHaveLength(1);
	});

	test('saves at once when the page is hidden or left', async () => {
		const { autosave, saves, page } = setUp();
		autosave.touch();
		page.document.dispatchEvent(new Event('visibilitychange'));
		await vi.advanceTimersByTimeAsync(0);
		expect(saves).toHaveLength(0);
		page.document.hidden = true;
		page.document.dispatchEvent(new Event('visibilitychange'));
		await vi.advanceTimersByTimeAsync(0);
		expect(saves).toHaveLength(1);
		autosave.touch();
		page.window.dispatchEvent(new Event('pagehide'));
		await vi.advanceTimersByTimeAsync(0);
		expect(saves).toHaveLength(2);
	});

	test('writes the database only when it is another one', async () => {
		const { autosave, saves, work } = setUp();
		work.image = new Uint8Array([1]);
		autosave.touch();
		await autosave.flush();
		autosave.touch();
		await autosave.flush();
		work.image = new Uint8Array([1]);
		autosave.touch();
		await autosave.flush();
		expect(saves.map(([, image]) => image !== undefined)).toEqual([true, false, true]);
	});

	test('saves again what changes during a save, and flush waits for that too', async () => {
		let release = (): void => undefined;
		const { autosave, saves, work } = setUp(() => new Promise((resolve) => (release = resolve)));
		autosave.touch();
		const flushed = autosave.flush();
		work.name = 'two';
		autosave.touch();
		release();
		await vi.advanceTimersByTimeAsync(0);
		release();
		await flushed;
		expect(saves.map(([name]) => name)).toEqual(['one', 'two']);
		expect(autosave.state).toEqual({ kind: 'saved' });
	});

	test('says that a save failed and tries again at the next change, database and all', async () => {
		let full = true;
		const { autosave, saves, work } = setUp(() =>
			full ? Promise.reject(new DOMException('No room.', 'QuotaExceededError')) : Promise.resolve()
		);
		work.image = new Uint8Array([1]);
		autosave.touch();
		await autosave.flush();
		expect(autosave.state).toMatchObject({ kind: 'failed', problem: { code: 'storage-full' } });
		full = false;
		autosave.touch();
		await vi.advanceTimersByTimeAsync(400);
		expect(autosave.state).toEqual({ kind: 'saved' });
		expect(saves).toEqual([['one', work.image]]);
	});

	test('saves what is left when it stops, and nothing when there is nothing', async () => {
		const { autosave, saves } = setUp();
		await autosave.flush();
		autosave.touch();
		await autosave.stop();
		expect(saves).toHaveLength(1);
	});

	test('saves nothing more once it has stopped', async () => {
		const { autosave, saves } = setUp();
		await autosave.stop();
		autosave.touch();
		await vi.advanceTimersByTimeAsync(5000);
		await autosave.flush();
		expect(saves).toEqual([]);
	});

	test('saves nothing more once it is abandoned', async () => {
		const { autosave, saves, page } = setUp();
		autosave.touch();
		autosave.abandon();
		page.window.dispatchEvent(new Event('pagehide'));
		await vi.advanceTimersByTimeAsync(5000);
		autosave.touch();
		await autosave.stop();
		expect(saves).toEqual([]);
	});
});
