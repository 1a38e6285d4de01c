import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axeViolations, expect as hasty, test } from './support.ts';

// Fifteen megabytes of Python come first.
const expect = hasty.configure({ timeout: 90_000 });

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

test.skip(missing !== undefined, `The site was built without Python: ${missing}`);

async function openSample(page: Page, slug: string) {
	await page.goto(`play/?sample=${slug}`);
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('app.py');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	await expect(prompt).toBeVisible();
	const log = page.getByRole('log');
	return {
		log,
		prompt,
		status: page.getByRole('status'),
		type: async (line: string) => {
			await prompt.fill(line);
			await prompt.press('Enter');
			await expect(log.locator('.entry').last()).toContainText(line);
			await expect(log.locator('.entry').last()).not.toContainText('running…');
		}
	};
}

test('the lecture’s commands are answered by the real Flask-Migrate, and the line of versions follows', async ({
	page
}) => {
	const { type, log, prompt } = await openSample(page, 'lecture');
	await type('flask db init');
	await prompt.fill('cat migr');
	await prompt.press('Tab');
	await expect(prompt).toHaveValue('cat migrations/');
	await prompt.pressSequentially('en');
	await prompt.press('Tab');
	await expect(prompt).toHaveValue('cat migrations/env.py ');
	await expect(log).toContainText('Generating /project/migrations/env.py ...  done');
	await type('flask db migrate -m "create users"');
	await expect(log).toContainText("Detected added table 'users'");
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('create_users.py');
	await type('flask db upgrade');
	await expect(log).toContainText('create users');
	await expect(page.locator('body')).toContainText('you are here');
	await type('python seed.py');
	await expect(log).toContainText('3 users');
	await expect(page.getByRole('grid')).toContainText('Grace');
	await type('python manage.py db current');
	await expect(log).toContainText('(head)');
	await type('flask db downgrade -1');
	await expect(log).toContainText("No such option '-1'");
	await expect(log).toContainText('exit 2');
});

test('buttons run the same commands, a rehearsal shows what would be lost, and undo takes a step back', async ({
	page
}) => {
	const { type, log } = await openSample(page, 'flask-blog');
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(log).toContainText('flask db upgrade +1');
	await expect(log).toContainText('Running upgrade  -> 1a2f, users and posts');
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(log).toContainText('Running upgrade 1a2f -> 2b7c, who follows whom');
	await type('python seed.py');
	await page.keyboard.press('Alt+Shift+r');
	await expect(page.getByRole('dialog')).toContainText('followers');
	await expect(page.getByRole('dialog')).toContainText('4 rows are lost with it.');
	await page.keyboard.press('Escape');
	await type('flask db downgrade');
	await expect(log).toContainText('Running downgrade 2b7c -> 1a2f');
	await page.getByRole('button', { name: 'Undo' }).first().click();
	await expect(page.locator('body')).toContainText('Undid');
	await type(
		'python -c "from app import *; from models import *; ctx = app.app_context(); ctx.push(); print(User.query.count(), db.session.query(followers).count())"'
	);
	await expect(log).toContainText('5 4');
});

test('a traceback leads to the line of the open file, and a program without end can be stopped', async ({
	page
}) => {
	const { type, log, prompt } = await openSample(page, 'flask-blog');
	await type('touch wrong.py');
	await type('edit wrong.py');
	const editor = page.getByRole('textbox', { name: 'wrong.py' });
	await expect(editor).toBeVisible();
	await editor.click();
	await page.keyboard.insertText('x = 1\ny = x / 0\n');
	await type('python wrong.py');
	await expect(log).toContainText('ZeroDivisionError: division by zero');
	await expect(page.getByRole('region', { name: 'Editor' })).toContainText(
		'ZeroDivisionError: division by zero'
	);
	await prompt.fill('python -c "while True: pass"');
	await prompt.press('Enter');
	await expect(log).toContainText('running…');
	await prompt.press('Control+c');
	await expect(log).toContainText('Stopped. The database is as it was before the command.');
	await type('python -c "print(6 * 7)"');
	await expect(log).toContainText('42');
});

test('what stops Alembic is seen where one looks, and led out of: a mistake in the models, a half migration, a file that is gone', async ({
	page
}) => {
	test.setTimeout(240_000);
	const { type, prompt, log } = await openSample(page, 'flask-blog');
	const status = page.locator('div.status');
	const folder = page.getByRole('navigation', { name: 'Folder' });
	const write = async (name: string, text: string) => {
		await type(`edit ${name}`);
		await page.getByRole('textbox', { name }).click();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.insertText(text);
	};
	const models = readFileSync(
		new URL('../../content/samples/flask-blog/project/models.py', import.meta.url),
		'utf8'
	);
	await write('models.py', 'x = (');
	await page.getByRole('button', { name: /Terminal$/ }).click();
	await expect(prompt).toHaveCount(0);
	await folder.getByRole('button', { name: 'app.py', exact: true }).click();
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(status).toContainText("flask db upgrade +1 failed: SyntaxError: '(' was never closed");
	await expect(folder.getByRole('button', { name: /^failed ?models\.py$/ })).toBeVisible();
	await status.getByRole('button', { name: 'Show' }).click();
	await expect(page.getByRole('region', { name: 'Editor' })).toContainText('Line 1, column 5');
	await status.getByRole('button', { name: 'Terminal' }).click();
	await expect(prompt).toBeVisible();
	await write('models.py', models);

	await type('flask db upgrade');
	await type('flask db revision -m half --rev-id 3c8d');
	await write(
		'migrations/versions/3c8d_half.py',
		"revision = '3c8d'\ndown_revision = '2b7c'\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    op.create_table('t1', sa.Column('id', sa.Integer))\n    op.create_table('users', sa.Column('id', sa.Integer))\ndef downgrade():\n    pass\n"
	);
	await type('flask db upgrade');
	const fold = log.locator('.entry').last().locator('details').last();
	await expect(fold.locator('summary')).toContainText('table users already exists');
	await expect(fold.locator('p').first()).toBeHidden();
	await fold.locator('summary').press('Enter');
	await expect(fold.locator('p').first()).toHaveText('Traceback (most recent call last):');
	await expect(fold.locator('p').first()).toBeVisible();
	const bar = page.getByRole('region', { name: 'What a failed step has left' });
	await expect(bar).toContainText(
		'The upgrade of 3c8d failed midway, and this stayed: Created table t1. alembic_version has not moved'
	);
	await expect(bar.getByRole('button', { name: 'Stamp it as applied' })).toBeVisible();
	expect(await axeViolations(page)).toEqual([]);
	await bar.getByRole('button', { name: 'Undo the command' }).click();
	await expect(status).toContainText('Undid flask db upgrade.');
	await expect(bar).toHaveCount(0);

	await type('rm migrations/versions/3c8d_half.py migrations/versions/2b7c_who_follows_whom.py');
	await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('you are here, file missing');
	await expect(folder.getByRole('button', { name: /^you are here/ })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Downgrade', exact: true })).toBeDisabled();
	await page.getByRole('button', { name: 'Downgrade', exact: true }).click({ force: true });
	await expect(status).toContainText('2b7c is applied, but its file is gone');
	await expect(status.getByRole('button', { name: 'Bring the file back' })).toBeVisible();
	await folder.getByRole('button', { name: /^missing/ }).click();
	await page
		.getByRole('region', { name: 'Editor' })
		.getByRole('button', { name: 'Bring the file back' })
		.click();
	await expect(
		page.getByRole('textbox', { name: 'migrations/versions/2b7c_who_follows_whom.py' })
	).toBeVisible();
	await expect(page.getByRole('button', { name: 'Downgrade', exact: true })).toBeEnabled();
});

test.describe('a command that ends Python', () => {
	// Pyodide says in the console what it died of.
	test.use({ expectedErrors: /Pyodide has suffered|cause of the fatal error|Maximum call stack/ });

	test('a program that ends Python itself ends alone: the next command finds Python and the database', async ({
		page
	}) => {
		test.setTimeout(240_000);
		const { type, log } = await openSample(page, 'flask-blog');
		const last = log.locator('.entry').last();
		await type('flask db upgrade');
		await type('python -c "import os; os._exit(4)"');
		await expect(last.locator('.exit')).toHaveText('exit 4');
		await type(
			'python -c "import functools; print(functools.reduce(lambda one, _: [one], range(5000), []))"'
		);
		await expect(last).toContainText('Python itself ran out of stack');
		await type('flask db current');
		await expect(last).toContainText('2b7c (head)');
	});
});

test('the workbench of a Python project has no accessibility violation, and survives a reload with what was exported', async ({
	page
}) => {
	const { type, log } = await openSample(page, 'flask-blog');
	await type('mv app.py shop.py');
	await type('export FLASK_APP=shop');
	await type('flask db upgrade');
	await page.keyboard.press('Alt+Shift+r');
	await expect(page.getByRole('dialog')).toContainText('followers');
	await page.keyboard.press('Escape');
	expect(await axeViolations(page)).toEqual([]);
	await page.getByText('Saved', { exact: true }).waitFor();
	await page.reload();
	await expect(page.locator('body')).toContainText('2 of 2 applied');
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('who_follows_whom.py');
	await type('updown drift');
	await expect(log).toContainText('No drift');
});

test('queries of the app are run at every version that flask db reaches, and warn of the step that breaks one', async ({
	page
}) => {
	test.setTimeout(240_000);
	const { type } = await openSample(page, 'flask-blog');
	await type('flask db upgrade');
	await page.keyboard.press('Alt+q');
	const dialog = page.getByRole('dialog', { name: 'Queries of the app' });
	await dialog.getByRole('button', { name: 'Add a set' }).click();
	const queries = dialog.getByRole('textbox', { name: 'Queries of app v1' });
	await expect(queries).toHaveValue(/SELECT id, name, email FROM users;/);
	await expect(queries).not.toHaveValue(/alembic_version/);
	await queries.fill('-- names\nSELECT name FROM users;\n-- follow\nSELECT follower_id FROM followers;');
	await dialog.getByRole('button', { name: 'Run them at every version' }).click();
	const row = (name: string) => dialog.getByRole('row', { name });
	await expect(row('names')).toContainText(/fails.*works.*works/);
	await expect(row('follow')).toContainText(/fails.*fails.*works/);
	expect(await axeViolations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);

	await page.keyboard.press('Alt+Comma');
	const warning = page.getByRole('dialog', { name: 'This downgrade breaks 1 query of your app' });
	await expect(warning).toContainText('app v1: follow');
	await warning.getByRole('button', { name: 'Downgrade all the same' }).click();
	await expect(page.getByRole('log')).toContainText('Running downgrade 2b7c -> 1a2f');
});

test('a downgrade that has lost rows is done safely, by statements that Alembic itself runs', async ({
	page
}) => {
	test.setTimeout(240_000);
	const { type, log } = await openSample(page, 'flask-blog');
	await type('flask db upgrade');
	await type('python seed.py');
	await page.getByRole('button', { name: 'Downgrade', exact: true }).click();
	await page.getByRole('button', { name: 'Do it safely…' }).click();
	const dialog = page.getByRole('dialog', { name: /^A safe downgrade of/ });
	await expect(dialog).toContainText('every row and value comes back');
	await expect(dialog.getByRole('textbox')).toContainText(
		'CREATE TABLE IF NOT EXISTS updown_stash_2b7c_followers'
	);
	expect(await axeViolations(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Write it and downgrade' }).click();
	await expect(page.locator('div.status')).toContainText('Put aside');
	await expect(page.getByRole('button', { name: /^Loss ledger/ })).toHaveCount(0);
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(log).toContainText('Running upgrade 1a2f -> 2b7c');
	await type(
		'python -c "from app import *; from models import *; ctx = app.app_context(); ctx.push(); print(db.session.query(followers).count(), \'followers\')"'
	);
	await expect(log).toContainText('4 followers');
	await type('updown safe-downgrade');
	await expect(log).toContainText('Nothing to do: down and up again, 2b7c brings back every row and value');
});

test('a copy of the lecture runs on PostgreSQL, with the same commands', async ({ page }) => {
	await openSample(page, 'lecture');
	await page.getByRole('button', { name: 'Database: SQLite' }).click();
	await page.getByRole('menuitem', { name: /PostgreSQL/ }).click();
	await expect(page.locator('body')).toContainText(
		'Its database is now postgresql://localhost/app in config.py.'
	);
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	const last = page.getByRole('log').locator('.entry').last();
	for (const [line, said] of [
		['flask db init', 'env.py ...  done'],
		['flask db migrate -m users', "Detected added table 'users'"],
		['flask db upgrade', 'Will assume transactional DDL.'],
		['python seed.py', '3 users']
	] as const) {
		await prompt.fill(line);
		await prompt.press('Enter');
		await expect(last).toContainText(line);
		await expect(last).toContainText(said);
		await expect(last).not.toContainText('running…');
	}
	await expect(page.getByRole('grid')).toContainText('Grace');
});
