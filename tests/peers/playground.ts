/** What the peers' browser tests do on the page of the playground. */

import type { Page } from '@playwright/test';
import { gunzipSync, zipSync } from 'fflate';
import type { Project } from '../../src/lib/projects/project.ts';
import { expect } from '../e2e/support.ts';
import type { PeerFolder } from './folders.ts';

/** The folder as a person would have it: packed, in a folder of its own. */
function zipOf(folder: PeerFolder): Buffer {
	const files = Object.fromEntries(
		folder.entries.map(({ path, bytes }) => [`${folder.name}/${path}`, bytes])
	);
	return Buffer.from(zipSync(files));
}

/** A project and its database as the browser keeps them. */
export interface Stored {
	readonly project: Project;
	readonly image: Uint8Array;
}

/** How much the open project has as it is kept now and, where `whole`, all of it; a database may have many megabytes. */
async function kept(page: Page, whole: boolean) {
	return page.evaluate(async (whole) => {
		const wait = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((done, failed) => {
				request.onsuccess = () => done(request.result);
				request.onerror = () => failed(request.error ?? new Error('IndexedDB refused'));
			});
		const { name } = (await indexedDB.databases()).find((each) => each.name?.startsWith('updown ') === true)!;
		const database = await wait(indexedDB.open(name!));
		const id = location.hash.slice(1);
		const reading = database.transaction(['projects', 'images']);
		const found = wait(reading.objectStore('projects').get(id) as IDBRequest<Project>);
		const bytes = whole
			? wait(reading.objectStore('images').get(id) as IDBRequest<Uint8Array<ArrayBuffer>>)
			: Promise.resolve(new Uint8Array());
		const [project, image] = await Promise.all([found, bytes]);
		database.close();
		const frames = project.frames.length;
		if (!whole) return { frames, project: undefined, image: '' };
		const packed = await new Response(
			new Blob([image]).stream().pipeThrough(new CompressionStream('gzip'))
		).blob();
		const address = await new Promise<string>((done) => {
			const reader = new FileReader();
			reader.onload = () => done(reader.result as string);
			reader.readAsDataURL(packed);
		});
		return { frames, project, image: address.slice(address.indexOf(',') + 1) };
	}, whole);
}

/** The open project as it is kept now. */
export async function stored(page: Page): Promise<Stored> {
	const { project, image } = await kept(page, true);
	return { project: project!, image: gunzipSync(Buffer.from(image, 'base64')) };
}

/** Waits until the browser keeps a project with this many frames. */
export async function keeps(page: Page, frames: number): Promise<void> {
	await expect
		.poll(async () => (await kept(page, false)).frames, { timeout: 180_000, intervals: [500] })
		.toBe(frames);
}

/** The sentence on what just happened. */
export const said = (page: Page) => page.getByRole('status').first();

/** Opens a project of the database that the folder is for, where the folder does not say so itself. */
export async function openSample(page: Page, slug: string): Promise<void> {
	await page.goto(`play/?sample=${slug}`);
	await page.waitForURL(/#./);
}

/** Opens the folder as a project of its own. */
export async function importZip(page: Page, folder: PeerFolder): Promise<void> {
	// The address names the project once one is open.
	await page.waitForURL(/#./);
	const before = page.url();
	await page
		.getByLabel('Import a folder or zip')
		.setInputFiles({ name: `${folder.name}.zip`, mimeType: 'application/zip', buffer: zipOf(folder) });
	await expect(page).not.toHaveURL(before);
	await expect(said(page)).toContainText(`Imported ${folder.versions.length} migrations`);
}

export const upgradeAll = (page: Page) => page.getByRole('button', { name: 'Upgrade all the way to head' });
export const downgradeAll = (page: Page) =>
	page.getByRole('button', { name: 'Downgrade all the way to base' });

/** Clicks, and says how long it was from there until `words` stood on the screen. */
export async function timed(
	page: Page,
	button: ReturnType<typeof upgradeAll>,
	words: RegExp
): Promise<number> {
	await page.evaluate((source) => {
		const expected = new RegExp(source);
		const latest = performance.now() + 300_000;
		const status = document.querySelector('[role=status]')!;
		const found = new Promise<number>((done, failed) => {
			const look = () => {
				// Its text alone: reading what is shown would lay the page out once more in every frame.
				if (expected.test(status.textContent)) done(performance.now());
				else if (performance.now() > latest) failed(new Error(`The page never said ${source}`));
				else requestAnimationFrame(look);
			};
			document.addEventListener('click', () => look(), { once: true, capture: true });
		});
		Object.assign(globalThis, { clicked: 0, found });
		document.addEventListener('click', () => Object.assign(globalThis, { clicked: performance.now() }), {
			once: true,
			capture: true
		});
	}, words.source);
	await button.click();
	return page.evaluate(async () => {
		const { clicked, found } = globalThis as unknown as { clicked: number; found: Promise<number> };
		return (await found) - clicked;
	});
}
