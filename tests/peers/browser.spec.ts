import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
import type { Project } from '../../src/lib/projects/project.ts';
import { expect, test } from '../e2e/support.ts';
import { compareWithNative, report } from './compare.ts';
import { got, peerFolders, readPeerFolder, type PeerFolder } from './folders.ts';
import { schemaQuery, schemaText, type NativeResult, type SchemaRow, type SchemaText } from './native.ts';

const sqlite3 = got('tool', 'sqlite3');

/** The folder as a person would have it: packed, in a folder of its own. */
function zipOf(folder: PeerFolder): Buffer {
	const files = Object.fromEntries(
		folder.entries.map(({ path, bytes }) => [`${folder.name}/${path}`, bytes])
	);
	return Buffer.from(zipSync(files));
}

/** The open project and its database as the browser keeps them. */
async function stored(page: Page): Promise<{ project: Project; image: Uint8Array }> {
	const { project, image } = await page.evaluate(async () => {
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
		const bytes = wait(reading.objectStore('images').get(id) as IDBRequest<Uint8Array>);
		const [project, image] = await Promise.all([found, bytes]);
		database.close();
		return { project, image: Array.from(image) };
	});
	return { project, image: Uint8Array.from(image) };
}

/** Waits until the browser keeps a project with this many frames. */
async function keeps(page: Page, frames: number): Promise<void> {
	await expect
		.poll(async () => (await stored(page)).project.frames.length, { timeout: 180_000, intervals: [500] })
		.toBe(frames);
}

/** The schema after each frame, by the patches the frames hold. */
function schemasOf(project: Project): SchemaText[] {
	const objects = new Map<string, string>();
	return project.frames.map(({ patch }) => {
		for (const key of patch.unset) objects.delete(key);
		for (const object of patch.set) {
			const table = object.kind === 'table' || object.kind === 'view' ? object.name : object.table;
			objects.set(
				`${object.kind} ${object.name}`,
				`${object.kind} ${object.name} on ${table}: ${object.sql}`
			);
		}
		return [...objects.values()].sort();
	});
}

/** What native `sqlite3` reads in a database file that the browser wrote. */
function nativelyRead(image: Uint8Array): SchemaText {
	const folder = mkdtempSync(join(tmpdir(), 'updown-image-'));
	try {
		const file = join(folder, 'image.db');
		writeFileSync(file, image);
		const query = `PRAGMA integrity_check; SELECT json_group_array(json_array(type, name, tbl_name, sql)) FROM (${schemaQuery});`;
		const { stdout } = spawnSync(sqlite3!, ['-batch', '-noheader', '-list', file, query], {
			encoding: 'utf8',
			maxBuffer: 1 << 28
		});
		const [integrity, rows] = stdout.trim().split('\n');
		expect(integrity).toBe('ok');
		return schemaText(JSON.parse(rows!) as SchemaRow[]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The sentence on what just happened. */
const said = (page: Page) => page.getByRole('status').first();

async function importZip(page: Page, folder: PeerFolder): Promise<void> {
	await page.goto('play/');
	// The address names the project once one is open.
	await page.waitForURL(/#./);
	const before = page.url();
	await page
		.getByLabel('Import a folder or zip')
		.setInputFiles({ name: `${folder.name}.zip`, mimeType: 'application/zip', buffer: zipOf(folder) });
	await expect(page).not.toHaveURL(before);
	await expect(said(page)).toContainText(`Imported ${folder.versions.length} migrations`);
}

const upgradeAll = (page: Page) => page.getByRole('button', { name: 'Upgrade all the way to head' });
const downgradeAll = (page: Page) => page.getByRole('button', { name: 'Downgrade all the way to base' });

/** Clicks, and says how long it was from there until `words` stood on the screen. */
async function timed(page: Page, button: ReturnType<typeof upgradeAll>, words: RegExp): Promise<number> {
	await page.evaluate((source) => {
		const expected = new RegExp(source);
		const latest = performance.now() + 120_000;
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

/** Types a line into the terminal, which it opens first. */
async function type(page: Page, line: string): Promise<void> {
	const prompt = page.getByRole('region', { name: 'Terminal' }).first().locator('input');
	if (!(await prompt.isVisible())) await page.keyboard.press('Control+`');
	await prompt.fill(line);
	await prompt.press('Enter');
}

/** Milliseconds that raw sql.js needs in this page for the same files, each in a transaction of its own. */
async function rawSqlJs(page: Page, folder: PeerFolder): Promise<number> {
	const require = createRequire(import.meta.url);
	await page.evaluate(readFileSync(require.resolve('sql.js/dist/sql-wasm-browser.js'), 'utf8'));
	const wasm = readFileSync(require.resolve('sql.js/dist/sql-wasm-browser.wasm')).toString('base64');
	return page.evaluate(
		async ([binary, parts]) => {
			const { initSqlJs } = globalThis as unknown as {
				initSqlJs: (
					options: object
				) => Promise<{ Database: new () => { run(sql: string): void; close(): void } }>;
			};
			const { Database } = await initSqlJs({
				wasmBinary: Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0))
			});
			const database = new Database();
			const start = performance.now();
			for (const sql of parts) {
				database.run('BEGIN');
				database.run(sql);
				database.run('COMMIT');
			}
			const duration = performance.now() - start;
			database.close();
			return duration;
		},
		[wasm, folder.versions.map(({ up }) => up.sql)] as const
	);
}

for (const name of peerFolders) {
	test.describe(`the folder of ${name} in the browser`, () => {
		test.skip(sqlite3 === undefined || got('folder', name) === undefined, 'it could not be had here');

		test('goes up and down with the schema that native sqlite3 gives at every version', async ({ page }) => {
			const folder = readPeerFolder(name);
			await importZip(page, folder);
			const steps = folder.versions.length;
			const duration = await timed(page, upgradeAll(page), /Upgraded [\d,]+ steps?, to/);
			await keeps(page, steps);
			const atHead = await stored(page);
			expect(nativelyRead(atHead.image)).toEqual(schemasOf(atHead.project).at(-1));

			// A down that is wrong as published is stamped past, as a person would do, and the way goes on below it.
			const refusals = new Map<string, string>();
			let gone = 0;
			for (;;) {
				await downgradeAll(page).click();
				await expect(said(page)).toContainText(/Downgraded [\d,]+ steps?, to base|failed:/, {
					timeout: 120_000
				});
				const words = await said(page).innerText();
				if (!words.includes('failed:')) break;
				gone += Number(/([\d,]+) steps? before it stayed/.exec(words)?.[1] ?? 0);
				const failed = folder.versions[steps - 1 - gone - refusals.size]!;
				refusals.set(failed.version, words);
				const below = folder.versions[folder.versions.indexOf(failed) - 1];
				await type(page, `updown stamp ${below?.version ?? 'base'}`);
				await expect(said(page)).toContainText('The ledger now says');
			}
			await keeps(page, 2 * steps - refusals.size);
			const { project, image } = await stored(page);
			const schemas = schemasOf(project);
			expect(nativelyRead(image)).toEqual(schemas.at(-1));

			const outcomes: NativeResult[] = schemas
				.slice(0, steps)
				.map((schema) => ({ ok: true as const, schema }));
			const down = schemas.slice(steps);
			for (const { version } of folder.versions.toReversed()) {
				const message = refusals.get(version);
				outcomes.push(message === undefined ? { ok: true, schema: down.shift()! } : { ok: false, message });
			}
			const comparison = compareWithNative(sqlite3!, folder, outcomes);
			console.log(
				`${report(name, comparison)}\n  ${steps} upgrades from click to screen: ${Math.round(duration)} ms`
			);
			expect(comparison.different).toEqual([]);
		});
	});
}

test.describe('the folder of kratos', () => {
	test.skip(got('folder', 'kratos') === undefined, 'it could not be had here');

	// A figure, not a verdict: what a busy machine does to two timings would fail the build for nothing.
	test('goes up in the browser, timed beside raw sql.js in the same page', async ({ page }) => {
		const folder = readPeerFolder('kratos');
		for (let round = 0; round < 3; round++) {
			await importZip(page, folder);
			const raw = await rawSqlJs(page, folder);
			const ours = await timed(page, upgradeAll(page), /Upgraded [\d,]+ steps?, to/);
			await keeps(page, folder.versions.length);
			console.log(
				`kratos: ${Math.round(ours)} ms here, ${Math.round(raw)} ms raw sql.js, ${(ours / raw).toFixed(2)}×`
			);
		}
	});
});
