import { describe, expect, test, vi } from 'vitest';
import { startAutosave } from '../../../src/lib/projects/autosave.ts';
import { draftOf, openDrafts, withDraft } from '../../../src/lib/projects/draft.ts';
import { project } from './project.ts';

const saved = project();
const later = '2026-11-23T06:00:00.000Z';
const typed = project({
	files: [
		{ name: '0001_pets.sql', text: '-- mine\n' },
		{ name: '0002_new.sql', text: '-- new\n' }
	],
	changedAt: later
});

function memory() {
	const kept = new Map<string, string>();
	return {
		kept,
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	};
}

describe('a draft of what is not saved yet', () => {
	test('holds only the texts and settings that differ', () => {
		expect(draftOf(saved, typed)).toEqual({ changedAt: later, files: typed.files, gone: [], settings: {} });
		expect(draftOf(saved, { ...saved, place: { ...saved.place } })).toBeUndefined();
		expect(draftOf(saved, { ...saved, name: 'Other' })?.settings).toEqual({ name: 'Other' });
		expect(draftOf(saved, { ...saved, files: [] })?.gone).toEqual(['0001_pets.sql']);
	});

	test('gives the project as it was left, whatever had been written, added or taken out', () => {
		for (const left of [typed, { ...typed, files: [], schemaSql: '' }]) {
			const draft = draftOf(saved, left);
			expect(draft && withDraft(saved, draft)).toEqual(left);
		}
	});

	test('gives the settings as they were left, also those that were taken back to the usual ones', () => {
		const storage = memory();
		const drafts = openDrafts(() => storage, '/here/');
		const settled = { ...saved, target: '3.37' };
		const left = {
			...saved,
			name: 'Other',
			target: undefined,
			queries: [{ name: 'app', sql: 'SELECT 1' }],
			environment: { FLASK_APP: 'shop' },
			changedAt: later
		};
		drafts.keep(settled, left);
		expect(drafts.takenUp(settled)).toEqual(left);
	});

	test('is worth nothing where the store has something newer', () => {
		const newer = { ...saved, changedAt: '2026-11-24T00:00:00.000Z' };
		const draft = draftOf(saved, typed);
		expect(draft && withDraft(newer, draft)).toBe(newer);
	});

	test('is taken up at the next opening of the same project, and forgotten when told', () => {
		const storage = memory();
		const drafts = openDrafts(() => storage, '/here/');
		drafts.keep(saved, typed);
		expect(drafts.takenUp(saved)).toEqual(typed);
		expect(openDrafts(() => storage, '/elsewhere/').takenUp(saved)).toBe(saved);
		expect(drafts.takenUp({ ...saved, id: 'other' })).toEqual({ ...saved, id: 'other' });
		drafts.forget(saved.id);
		expect(drafts.takenUp(saved)).toBe(saved);
		expect(storage.kept.size).toBe(0);
	});

	test('is forgotten where the save at the end of the page came into the store after all', () => {
		const storage = memory();
		const drafts = openDrafts(() => storage, '/here/');
		drafts.keep(saved, typed);
		expect(drafts.takenUp(typed)).toBe(typed);
		expect(storage.kept.size).toBe(0);
	});

	test('is left out in silence where storage is full, refused or damaged', () => {
		const full = () => ({
			...memory(),
			setItem: () => {
				throw new DOMException('full', 'QuotaExceededError');
			}
		});
		expect(() => openDrafts(full, '/').keep(saved, typed)).not.toThrow();
		const refused = openDrafts(() => {
			throw new DOMException('no', 'SecurityError');
		}, '/');
		expect(() => refused.forget('p1')).not.toThrow();
		expect(refused.takenUp(saved)).toBe(saved);
		const damaged = memory();
		damaged.setItem('updown:draft:/:p1', '{"changedAt":"9","files":[{"name":1}],"gone":[]}');
		expect(openDrafts(() => damaged, '/').takenUp(saved)).toBe(saved);
	});

	test('is kept when the page is left before a save is done, and forgotten when it is', async () => {
		const page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { hidden: false }) };
		const drafts = { keep: vi.fn(), forget: vi.fn() };
		let finish = (): void => {};
		const autosave = startAutosave({
			store: { save: () => new Promise<void>((done) => (finish = done)) },
			current: () => ({ project: typed, image: undefined }),
			savedProject: saved,
			drafts,
			page
		});
		page.window.dispatchEvent(new Event('pagehide'));
		expect(drafts.keep).not.toHaveBeenCalled();
		autosave.touch();
		page.window.dispatchEvent(new Event('pagehide'));
		expect(drafts.keep).toHaveBeenCalledExactlyOnceWith(saved, typed);
		expect(drafts.forget).not.toHaveBeenCalled();
		finish();
		await autosave.flush();
		expect(drafts.forget).toHaveBeenCalledExactlyOnceWith('p1');
		await autosave.stop();
	});
});
