import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { axeViolations, expect as hasty, test } from './support.ts';

// Fifteen megabytes of Python come first.
const expect = hasty.configure({ timeout: 90_000 });

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

test.skip(missing !== undefined, `The site was built without Python: ${missing}`);
test.setTimeout(300_000);

const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const bar = (page: Page) => page.getByRole('region', { name: 'Two developers' });
const ways = (page: Page) => page.getByRole('dialog', { name: 'Two developers, one folder' });
const pulling = (page: Page) => page.getByRole('dialog', { name: /^Pull from/ });
const log = (page: Page) => page.getByRole('log');

/** Types a line into the terminal and waits for its end. */
async function type(page: Page, line: string): Promise<void> {
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	await prompt.fill(line);
	await prompt.press('Enter');
	await expect(log(page).locator('.entry').last()).not.toContainText('running…');
}

/** Presses a button by the keyboard, once it can be pressed. */
async function press(button: Locator): Promise<void> {
	await expect(button).toBeEnabled();
	await button.press('Enter');
}

/** Performs a command by its words in the palette. */
async function perform(page: Page, words: string): Promise<void> {
	await page.keyboard.press('ControlOrMeta+k');
	await expect(page.getByRole('dialog', { name: 'Search everything' }).getByRole('combobox')).toBeFocused();
	await page.keyboard.type(words);
	await page.keyboard.press('Enter');
}

/** Writes a revision that adds a column to the users, as a developer would with Flask-Migrate. */
async function write(page: Page, id: string, column: string): Promise<void> {
	await type(page, `flask db revision -m ${column} --rev-id ${id}`);
	const up = `op.add_column(\\"users\\", sa.Column(\\"${column}\\", sa.String(40)))`;
	const down = `op.drop_column(\\"users\\", \\"${column}\\")`;
	await type(
		page,
		`python -c "from pathlib import Path; file = next(Path('migrations/versions').glob('${id}*')); file.write_text(file.read_text().replace('pass', '${up}', 1).replace('pass', '${down}', 1))"`
	);
	await expect(stop(page, id)).toBeVisible();
}

test('two developers of a Flask application: fork, two heads, a rebase rehearsed by the real tools, one undo, and a merge', async ({
	page
}) => {
	await page.goto('play/?sample=flask-blog');
	await type(page, 'flask db upgrade');
	await type(page, 'python seed.py');

	// The second developer writes a revision, and does not even run it.
	await perform(page, 'fork as a second');
	const forking = page.getByRole('dialog', { name: 'Fork as a second developer' });
	await forking.getByRole('textbox').fill('Bo');
	await page.keyboard.press('Enter');
	await expect(bar(page)).toContainText('You: Bo');
	await write(page, 'c1', 'town');
	await expect(page.locator('header .saved')).toHaveText('Saved');

	// So does the first, who runs it and types a value in.
	await page.keyboard.press('Alt+o');
	await expect(bar(page)).not.toContainText('You: Bo');
	await expect(stop(page, 'c1')).toHaveCount(0);
	await write(page, 'b1', 'nick');
	await type(page, 'flask db upgrade');
	await expect(stop(page, 'b1')).toHaveAttribute('aria-current', 'step');

	// The pull brings the file; the line and the bar say what stands between both.
	await page.keyboard.press('Alt+Shift+O');
	await expect(pulling(page)).toContainText('c1_town.py is new.');
	await press(pulling(page).getByRole('button', { name: 'Pull 1 file' }));
	await expect(bar(page)).toContainText('Two heads: your line ends at b1, theirs at c1');
	await expect(stop(page, 'b1')).toContainText('second head');
	await expect(stop(page, 'b1')).toContainText('yours');
	await expect(stop(page, 'c1')).toContainText('theirs');

	// The ways out, each really gone by the tools.
	await perform(page, 'ways out between');
	await expect(ways(page)).toContainText('No table or column is changed by both.');
	const merge = ways(page).getByRole('region', { name: 'Merge revision' });
	const rebase = ways(page).getByRole('region', { name: 'Rebase yours onto their head' });
	await expect(merge).toContainText('flask db merge -m "merge b1 and c1" heads');
	await expect(merge).toContainText('2 steps would work, and nothing would be lost.');
	await expect(rebase).toContainText('revises c1 instead of 2b7c');
	await expect(rebase).toContainText('Take back b1 now, and run everything in the new order.');
	await expect(rebase).toContainText('Alembic’s table knows only the head');
	await expect(rebase).toContainText('3 steps would work, and nothing would be lost.');
	// What was disabled until now takes its colours back in a moment.
	await expect.poll(() => axeViolations(page)).toEqual([]);
	await press(rebase.getByRole('button', { name: 'Rebase mine' }));

	// The terminal shows what really ran; one undo takes all of it back.
	await expect(log(page)).toContainText('flask db downgrade b1@2b7c');
	await expect(log(page)).toContainText('Running downgrade b1 -> 2b7c, nick');
	await expect(stop(page, '2b7c')).toHaveAttribute('aria-current', 'step');
	await expect(bar(page).getByRole('button', { name: 'Ways out…' })).toHaveCount(0);
	await page.getByRole('region', { name: 'Editor' }).press('Escape');
	await page.keyboard.press('Alt+h');
	await page.keyboard.press('ControlOrMeta+z');
	await expect(stop(page, 'b1')).toHaveAttribute('aria-current', 'step');
	await expect(stop(page, 'c1')).not.toHaveAttribute('aria-current', 'step');
	await expect(bar(page)).toContainText('Two heads');

	// The same can be typed.
	await type(page, 'updown rebase');
	await expect(log(page)).toContainText('All of it was undone: files and database are as they were.');
	await type(page, 'updown rebase --keep');
	await expect(log(page)).toContainText('theirs would never run here');

	// Merged instead, theirs run beside mine, and there is one head.
	await perform(page, 'ways out between');
	await expect(merge).toContainText('2 steps would work, and nothing would be lost.');
	await press(merge.getByRole('button', { name: 'Write the merge revision' }));
	await expect(log(page)).toContainText('merge_b1_and_c1.py ...  done');
	await type(page, 'flask db upgrade');
	await expect(log(page)).toContainText('Running upgrade b1, c1 ->');
	await expect(bar(page).getByRole('button', { name: 'Ways out…' })).toHaveCount(0);
	await type(page, 'cat migrations/versions/b1_nick.py');
	await expect(log(page)).toContainText("down_revision = '2b7c'");
});
