import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openStore, type ProjectStore } from '../../../src/lib/projects/store.ts';
import { StorageError } from '../../../src/lib/projects/storage-error.ts';
import { project } from './project.ts';

const open: ProjectStore[] = [];
let stores = 0;

/** A store nobody has used, or the one called `name`. */
async function store(name = `test ${++stores}`): Promise<ProjectStore> {
	const opened = await openStore(name);
	open.push(opened);
	return opened;
}

async function problemOf(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (cause) {
		if (cause instanceof StorageError) return cause.problem.code;
		throw cause;
	}
	return 'none';
}

/** What the browser does on each `put` of a test that makes it fail. */
const put = Reflect.get(IDBObjectStore.prototype, 'put') as (
	this: IDBObjectStore,
	value: unknown,
	key?: IDBValidKey
) => IDBRequest<IDBValidKey>;

/** Writes past the store, as damage would. */
async function tamper(name: string, table: string, value: unknown, key?: string): Promise<void> {
	const { openDB } = await import('idb');
	const database = await openDB(`updown ${name}`);
	await database.put(table, value, key);
	database.close();
}

afterEach(() => {
	vi.restoreAllMocks();
	for (const opened of open.splice(0)) opened.close();
});

describe('saving and loading', () => {
	test('a project and its database come back whole, also from another connection', async () => {
		const image = new Uint8Array([1, 2, 3]);
		await (await store('again')).save(project(), image);
		expect(await (await store('again')).load('p1')).toEqual({ project: project(), image, repairs: [] });
	});

	test('a project’s wheels come back byte for byte, and are written only when they are others', async () => {
		const wheels = [{ file: 'wheels/a-1-py3-none-any.whl', bytes: new Uint8Array([80, 75, 0, 255]) }];
		const kept = await store('with wheels');
		await kept.save(project({ wheels }));
		const puts = vi.spyOn(IDBObjectStore.prototype, 'put');
		await kept.save(project({ wheels, name: 'Animals' }));
		expect(puts).toHaveBeenCalledTimes(1);
		expect((await (await store('with wheels')).load('p1'))?.project.wheels).toEqual(wheels);
		await kept.save(project({ wheels: [] }));
		expect((await kept.load('p1'))?.project.wheels).toEqual([]);
	});

	test('a wheel that cannot be read any more is named, and the rest of the project is there', async () => {
		const kept = await store('a lost wheel');
		await kept.save(
			project({ wheels: [{ file: 'wheels/a-1-py3-none-any.whl', bytes: new Uint8Array([1]) }] })
		);
		await tamper('a lost wheel', 'wheels', [], 'p1');
		expect((await kept.load('p1'))?.repairs).toEqual([
			'Drop these in once more, they could not be read: wheels/a-1-py3-none-any.whl.'
		]);
	});

	test('an unknown id is undefined, not an error', async () => {
		expect(await (await store()).load('nobody')).toBeUndefined();
	});

	test('saving without an image keeps the one from before and does not write it again', async () => {
		const kept = await store();
		await kept.save(project(), new Uint8Array([9]));
		const puts = vi.spyOn(IDBObjectStore.prototype, 'put');
		await kept.save(project({ name: 'Animals' }));
		expect(puts).toHaveBeenCalledTimes(1);
		const loaded = await kept.load('p1');
		expect(loaded?.project.name).toBe('Animals');
		expect(loaded?.image).toEqual(new Uint8Array([9]));
	});

	test('the list shows the newest first', async () => {
		const kept = await store();
		await kept.save(project({ id: 'old', changedAt: '2026-01-01T00:00:00.000Z' }));
		await kept.save(project({ id: 'new', changedAt: '2026-02-01T00:00:00.000Z' }));
		expect((await kept.list()).map(({ id }) => id)).toEqual(['new', 'old']);
	});

	test('removing a project removes its database and forgets that it was open', async () => {
		const kept = await store();
		await kept.save(project(), new Uint8Array([1]));
		await kept.setLastOpened('p1');
		await kept.remove('p1');
		expect(await kept.load('p1')).toBeUndefined();
		expect(await kept.lastOpened()).toBeUndefined();
		await kept.save(project());
		expect((await kept.load('p1'))?.image).toBeUndefined();
	});

	test('two sites below one origin do not see each other', async () => {
		await (await store('/a')).save(project());
		expect(await (await store('/b')).list()).toEqual([]);
	});
});

describe('when the browser fails', () => {
	test('a save that runs out of room keeps what was saved before, files and database together', async () => {
		const kept = await store();
		await kept.save(project(), new Uint8Array([1]));
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
			if (this.name === 'images') throw new DOMException('No room.', 'QuotaExceededError');
			return put.call(this, value, key);
		});
		expect(await problemOf(kept.save(project({ name: 'New' }), new Uint8Array([2])))).toBe('storage-full');
		vi.restoreAllMocks();
		const loaded = await kept.load('p1');
		expect([loaded?.project.name, loaded?.image]).toEqual(['Pets', new Uint8Array([1])]);
	});

	test('a transaction that the browser aborts is reported, not waited for', async () => {
		const kept = await store();
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
			const request = put.call(this, value, key);
			this.transaction.abort();
			return request;
		});
		expect(await problemOf(kept.save(project()))).toBe('storage-not-saved');
		vi.restoreAllMocks();
		expect(await kept.list()).toEqual([]);
	});

	test('storage that cannot be opened is said, with no stand-in', async () => {
		vi.spyOn(indexedDB, 'open').mockImplementation(() => {
			throw new DOMException('Blocked.', 'SecurityError');
		});
		expect(await problemOf(openStore('blocked'))).toBe('storage-unusable');
	});

	test('a damaged project is explained, listed, left as it is, and can be removed', async () => {
		const kept = await store('damaged');
		await tamper('damaged', 'projects', { id: 'p1', format: 1, files: 7 });
		expect(await problemOf(kept.load('p1'))).toBe('project-damaged');
		expect((await kept.list()).map(({ name }) => name)).toEqual(['Damaged project']);
		await kept.remove('p1');
		expect(await kept.list()).toEqual([]);
	});

	test('a database that is no longer there is told, and the files are kept', async () => {
		const kept = await store('half');
		await kept.save(project(), new Uint8Array([1]));
		await tamper('half', 'images', 'not bytes', 'p1');
		const loaded = await kept.load('p1');
		expect(loaded?.image).toBeUndefined();
		expect(loaded?.project).toEqual(project());
		expect(loaded?.repairs).toEqual([expect.stringContaining('run Upgrade')]);
	});
});
