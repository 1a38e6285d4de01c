/** Takes a folder through the page of the playground: all the way up, then down as far as its downs go. */

import type { Page } from '@playwright/test';
import { dialectOf } from '../../src/lib/engine/dialects/registry.ts';
import { emptySchema, objectKey, type SchemaObject } from '../../src/lib/engine/schema/model.ts';
import { expect } from '../e2e/support.ts';
import type { PeerFolder } from './folders.ts';
import {
	downgradeAll,
	importZip,
	keeps,
	said,
	stored,
	timed,
	upgradeAll,
	type Stored
} from './playground.ts';

/** What came of it. */
export interface BrowserJourney {
	readonly folder: PeerFolder;
	/** Milliseconds from the click until the page said that all was applied. */
	readonly upgradeMs: number;
	readonly atHead: Stored;
	readonly atEnd: Stored;
	/** What the page said of each version whose down was refused. */
	readonly refusals: ReadonlyMap<string, string>;
}

/** Types a line into the terminal, which it opens first. */
async function type(page: Page, line: string): Promise<void> {
	const prompt = page.getByRole('region', { name: 'Terminal' }).first().locator('input');
	if (!(await prompt.isVisible())) await page.keyboard.press('Control+`');
	await prompt.fill(line);
	await prompt.press('Enter');
}

/**
 * A down that is wrong as published is stamped past, as a person would do, and the way goes on below it. The page has a
 * project open whose database the folder is for, where the folder does not say.
 */
export async function upAndDown(page: Page, folder: PeerFolder): Promise<BrowserJourney> {
	await importZip(page, folder);
	const steps = folder.versions.length;
	const upgradeMs = await timed(page, upgradeAll(page), /Upgraded [\d,]+ steps?, to/);
	await keeps(page, steps);
	const atHead = await stored(page);
	const refusals = new Map<string, string>();
	let gone = 0;
	for (;;) {
		await downgradeAll(page).click();
		await expect(said(page)).toContainText(/Downgraded [\d,]+ steps?, to base|failed:/, {
			timeout: 300_000
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
	return { folder, upgradeMs, atHead, atEnd: await stored(page), refusals };
}

/** The objects of the schema after each frame, by the patches the frames hold. */
function* schemasOf({ project }: Stored): Generator<readonly SchemaObject[]> {
	const { objects } = dialectOf(project.dialect).fresh ?? emptySchema;
	const now = new Map(objects.map((object) => [objectKey(object), object]));
	for (const { patch } of project.frames) {
		for (const key of patch.unset) now.delete(key);
		for (const object of patch.set) now.set(objectKey(object), object);
		yield [...now.values()];
	}
}

/** An outcome a step of the way through the folder: what `see` makes of the schema it led to, or why it was refused. */
export function outcomesOf<Seen>(
	{ folder, atEnd, refusals }: BrowserJourney,
	see: (objects: readonly SchemaObject[]) => Seen
): (Seen | { readonly ok: false; readonly message: string })[] {
	const frames = [...schemasOf(atEnd)].map(see);
	const steps = folder.versions.length;
	const down = frames.slice(steps);
	return [
		...frames.slice(0, steps),
		...folder.versions.toReversed().map(({ version }) => {
			const message = refusals.get(version);
			return message === undefined ? down.shift()! : { ok: false as const, message };
		})
	];
}
