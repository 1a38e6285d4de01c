import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect as hasty, test } from '../e2e/support.ts';
import { comparablePostgres } from './folders.ts';
import { isLong } from './long.ts';
import { withNativeDatabase } from './postgres-journey.ts';
import { differing, native, natively, type Shown } from './python/natively.ts';
import { scriptOn, type Move } from './python/script.ts';
import { shown } from './python/shown.ts';

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

const expect = hasty.configure({ timeout: 120_000 });

/** The script in the terminal of the built site, in an empty project of that database. */
async function inTheTerminal(page: Page, script: readonly Move[]): Promise<readonly Shown[]> {
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	const entries = page.getByRole('log').locator('.entry');
	let typed = 0;
	const type = async (line: string): Promise<Shown> => {
		await prompt.fill(line);
		await prompt.press('Enter');
		await expect(entries).toHaveCount(++typed);
		const entry = entries.last();
		await expect(entry.locator('.exit')).not.toHaveText('running…');
		const code = Number((await entry.locator('.exit').textContent())?.replace(/\D+/, ''));
		const lines = await entry.locator('p:not(.command, .aside)').allTextContents();
		const text = lines.map((one) => `${one}\n`).join('');
		return { line, code, text: shown(text, '/project', '/usr/local/lib/python3.14') };
	};
	await type('rm -r app.py config.py manage.py models.py requirements.txt seed.py');
	await type('export COLUMNS=80');
	const found: Shown[] = [];
	for (const move of script) {
		if ('write' in move) {
			await type(`edit ${move.write}`);
			const editor = page.getByRole('textbox', { name: move.write });
			await editor.click();
			await page.keyboard.press('Control+a');
			await page.keyboard.insertText(move.text);
		} else if ('remove' in move) await type(`rm ${move.remove}`);
		else found.push(await type(move.line));
	}
	return found;
}

test.describe('the Python tools in a page', () => {
	test.skip(!isLong, 'it takes many minutes: npm run test:peers -- --long');
	test.skip(native === undefined || missing !== undefined, 'they could not be had here');

	test('write in the terminal what the native ones write, on SQLite', async ({ page }) => {
		const script = scriptOn('sqlite:///app.db');
		const theirs = natively(native!, script);
		await page.goto('play/?sample=lecture');
		await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('app.py');
		report('SQLite', theirs, await inTheTerminal(page, script));
	});

	const server = comparablePostgres();

	test('write in the terminal what the native ones write, on PostgreSQL', async ({ page }) => {
		test.skip(server === undefined, 'there is no server to compare with');
		const { user, host, port } = server!;
		await withNativeDatabase(server!, async (_, name) => {
			const script = scriptOn(`postgresql+psycopg2://${user}@${host}:${port}/${name}`);
			const theirs = natively(native!, script);
			await page.goto('play/?sample=lecture');
			await page.getByRole('button', { name: 'Database: SQLite' }).click();
			await page.getByRole('menuitem', { name: /PostgreSQL/ }).click();
			await expect(page.locator('body')).toContainText('Its database is now postgresql://localhost/app');
			report('PostgreSQL', theirs, await inTheTerminal(page, script));
		});
	});
});

function report(title: string, theirs: readonly Shown[], ours: readonly Shown[]): void {
	// A terminal of lines shows no end of the last one, and no empty one before it.
	const plain = (all: readonly Shown[]) => all.map((one) => ({ ...one, text: one.text.trimEnd() }));
	const wrong = differing(plain(theirs), plain(ours));
	console.log(
		`Flask-Migrate in Chromium on ${title}: ${theirs.length - wrong.length} of ${theirs.length} commands answer as the native ones do`
	);
	expect(wrong).toEqual([]);
}
