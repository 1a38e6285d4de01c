import { resolve } from '$app/paths';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Wheel } from '../python/python.ts';
import type { Project, ProjectSummary } from './project.ts';
import { restoreProject, toRecord, type ProjectRecord } from './record.ts';
import { StorageError, storageError } from './storage-error.ts';

/** A project as it comes out of the store. */
export interface StoredProject {
	readonly project: Project;
	/** The database as it was saved; undefined where none was, so that it starts empty. */
	readonly image: Uint8Array | undefined;
	/** What had to be mended while loading, in sentences. */
	readonly repairs: readonly string[];
}

/** How much room there is, in bytes, as far as the browser says. */
export interface StorageEstimate {
	readonly used: number;
	readonly available: number;
	/** True where the browser has promised not to clear it by itself. */
	readonly persisted: boolean;
}

/** The user's projects, kept in this browser. Every method rejects with `StorageError` where the browser refuses. */
export interface ProjectStore {
	/** The newest first. A damaged project is listed too, so that it can be removed. */
	list(): Promise<readonly ProjectSummary[]>;
	/** Undefined where there is no such project. A damaged record rejects with what is wrong, and is left as it is. */
	load(id: string): Promise<StoredProject | undefined>;
	/** All or nothing, on disk when it resolves. Without an image the one saved before stays. */
	save(project: Project, image?: Uint8Array): Promise<void>;
	remove(id: string): Promise<void>;
	lastOpened(): Promise<string | undefined>;
	setLastOpened(id: string | undefined): Promise<void>;
	estimate(): Promise<StorageEstimate | undefined>;
	/** Asks the browser not to clear what is kept; worth calling after the first real edit. */
	persist(): Promise<boolean>;
	close(): void;
}

interface Tables extends DBSchema {
	projects: { key: string; value: ProjectRecord };
	images: { key: string; value: Uint8Array };
	wheels: { key: string; value: readonly Wheel[] };
	settings: { key: string; value: unknown };
}

/**
 * Opens the store of this site. `namespace`, the folder the site is served from, keeps apart sites that share an
 * origin, as those below one `github.io` name do. Rejects with `StorageError` where storage is blocked; there is no silent stand-in.
 */
export async function openStore(namespace: string = resolve('/')): Promise<ProjectStore> {
	let database: IDBPDatabase<Tables>;
	try {
		database = await openDB<Tables>(`updown ${namespace}`, 2, {
			upgrade(fresh, version) {
				if (version < 1) {
					fresh.createObjectStore('projects', { keyPath: 'id' });
					fresh.createObjectStore('images');
					fresh.createObjectStore('settings');
				}
				fresh.createObjectStore('wheels');
			},
			// A newer version of Updown in another tab waits for this connection; it must not wait for ever.
			blocking(_current, _next, event) {
				(event.target as IDBDatabase).close();
			}
		});
	} catch (cause) {
		throw storageError(cause, 'open');
	}
	return storeOver(database);
}

function storeOver(database: IDBPDatabase<Tables>): ProjectStore {
	/** What lies in the store of the wheels of each project, so that they are written only when they are others. */
	const kept = new Map<string, readonly Wheel[]>();
	return {
		async list() {
			const records = await guard('read', () => database.getAll('projects'));
			return records.map(summaryOf).sort((a, b) => b.changedAt.localeCompare(a.changedAt));
		},

		async load(id) {
			const [record, image, wheels = []] = await guard('read', async () => {
				const reading = database.transaction(['projects', 'images', 'wheels']);
				return Promise.all([
					reading.objectStore('projects').get(id),
					reading.objectStore('images').get(id),
					reading.objectStore('wheels').get(id)
				]);
			});
			if (record === undefined) return undefined;
			const restored = restoreProject(record);
			const problem = restored.ok ? undefined : restored.problems[0];
			if (problem !== undefined) throw new StorageError(problem);
			if (!restored.ok) return undefined;
			const { project, hasImage, wheelFiles, repairs } = restored.value;
			const lost = hasImage && !(image instanceof Uint8Array);
			const missing = wheelFiles.filter((name) => !wheels.some(({ file }) => file === name));
			kept.set(id, wheels);
			return {
				project: { ...project, wheels },
				image: image instanceof Uint8Array ? image : undefined,
				repairs: [
					...repairs,
					...(lost
						? ['The database could not be read, so it starts empty. The files are whole: run Upgrade.']
						: []),
					...(missing.length > 0
						? [`Drop these in once more, they could not be read: ${missing.join(', ')}.`]
						: [])
				]
			};
		},

		save: (project, image) =>
			guard('save', async () => {
				const writing = database.transaction(['projects', 'images', 'wheels'], 'readwrite', {
					durability: 'strict'
				});
				const images = writing.objectStore('images');
				const { wheels } = project;
				await settled(writing, async () => {
					// One after the other, so that no request is left unawaited when one fails.
					if (image !== undefined) await images.put(image, project.id);
					const before = kept.get(project.id) ?? [];
					if (before !== wheels && before.length + wheels.length > 0)
						await writing.objectStore('wheels').put(wheels, project.id);
					const hasImage = (await images.count(project.id)) > 0;
					await writing.objectStore('projects').put(toRecord(project, hasImage));
				});
				kept.set(project.id, wheels);
			}),

		remove: (id) =>
			guard('remove', async () => {
				const writing = database.transaction(['projects', 'images', 'wheels', 'settings'], 'readwrite', {
					durability: 'strict'
				});
				const settings = writing.objectStore('settings');
				await settled(writing, async () => {
					await writing.objectStore('projects').delete(id);
					await writing.objectStore('images').delete(id);
					await writing.objectStore('wheels').delete(id);
					if ((await settings.get('lastOpened')) === id) await settings.delete('lastOpened');
				});
				kept.delete(id);
			}),

		async lastOpened() {
			const id = await guard('read', () => database.get('settings', 'lastOpened'));
			return typeof id === 'string' ? id : undefined;
		},

		setLastOpened: (id) =>
			guard('save', async () => {
				if (id === undefined) await database.delete('settings', 'lastOpened');
				else await database.put('settings', id, 'lastOpened');
			}),

		async estimate() {
			if (typeof navigator === 'undefined' || !('storage' in navigator)) return undefined;
			const { usage = 0, quota = 0 } = await navigator.storage.estimate();
			return {
				used: usage,
				available: Math.max(0, quota - usage),
				persisted: await navigator.storage.persisted()
			};
		},

		async persist() {
			if (typeof navigator === 'undefined' || !('storage' in navigator)) return false;
			return navigator.storage.persist();
		},

		close: () => database.close()
	};
}

/**
 * Does the work of a transaction and waits for its end. Where the work or the commit fails, nothing of it is
 * kept: without the explicit abort, what was put before the failing request would be committed.
 */
async function settled(
	writing: { readonly done: Promise<void>; abort(): void; readonly error: DOMException | null },
	work: () => Promise<void>
): Promise<void> {
	const done = writing.done.then(
		() => undefined,
		(cause: unknown) => (cause instanceof Error ? cause : new Error('The browser gave up writing.'))
	);
	try {
		await work();
	} catch (cause) {
		try {
			writing.abort();
		} catch {
			// It has aborted by itself, for the same reason.
		}
		await done;
		throw writing.error ?? cause;
	}
	const failed = await done;
	if (failed !== undefined) throw writing.error ?? failed;
}

async function guard<Value>(
	doing: Parameters<typeof storageError>[1],
	work: () => Promise<Value>
): Promise<Value> {
	try {
		return await work();
	} catch (cause) {
		throw storageError(cause, doing);
	}
}

function summaryOf(record: ProjectRecord): ProjectSummary {
	const restored = restoreProject(record);
	if (restored.ok) {
		const { id, name, dialect, changedAt } = restored.value.project;
		return { id, name, dialect, changedAt };
	}
	return { id: record.id, name: 'Damaged project', dialect: 'sqlite', changedAt: '' };
}
