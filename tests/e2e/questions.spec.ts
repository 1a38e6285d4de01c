import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('.status').first();
const folder = (page: Page) => page.getByRole('navigation', { name: 'Folder' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'New migration' });
const schemaSql = (page: Page) => page.getByRole('textbox', { name: 'schema.sql' });

/** An empty project on a database, with these statements run on it and this `schema.sql`. */
async function openProject(page: Page, database: string, sql: string, schema: string): Promise<void> {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await page.getByRole('button', { name: /^Project:/ }).click();
	const empty = `New empty project${database === 'PostgreSQL' ? ' on PostgreSQL' : ''}`;
	await page.getByRole('menuitem', { name: empty, exact: true }).click();
	await expect(dialogOf(page)).toBeVisible({ timeout: 60_000 });
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: `Database: ${database}` })).toBeVisible();
	await page.getByRole('tab', { name: 'SQL' }).click();
	await page.getByRole('textbox', { name: /SQL/ }).click();
	await page.keyboard.insertText(sql);
	await page.keyboard.press('Control+Enter');
	await folder(page).getByRole('button', { name: 'schema.sql', exact: true }).click();
	await schemaSql(page).click();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText(schema);
	await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
}

const rows = (count: number) =>
	Array.from({ length: count }, (_, at) => `(${at + 1}, 'name ${at + 1}', 'mail${at + 1}@x')`).join(', ');
const users = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT); INSERT INTO users VALUES ${rows(1000)};`;

for (const database of ['SQLite', 'PostgreSQL']) {
	test(`on ${database} a rename shows first what each answer does to the rows`, async ({ page }) => {
		await openProject(
			page,
			database,
			users,
			'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, e_mail TEXT);'
		);
		const question = dialogOf(page).getByRole('group', { name: /column email of users renamed to e_mail/ });
		await expect(question).toBeVisible();
		await expect(question.getByRole('radio', { name: 'Renamed: 1,000 values kept' })).not.toBeChecked();
		const dropped = question.getByRole('radio', {
			name: 'Dropped, and another one added: 1,000 values lost'
		});
		await expect(dropped).not.toBeChecked();
		const sample = question.getByRole('table', { name: /first rows now, and after each answer/ });
		await expect(sample.getByRole('row')).toHaveCount(4);
		await expect(sample.getByRole('row').nth(1)).toContainText('mail1@x');
		expect(await axeViolations(page, '.dialog')).toEqual([]);
		await question.getByRole('radio', { name: /^Renamed/ }).focus();
		await page.keyboard.press('Space');
		await expect(dialogOf(page)).toContainText('RENAME COLUMN email TO e_mail');
		await expect(question.getByRole('radio', { name: 'Renamed: 1,000 values kept' })).toBeChecked();
		await page.keyboard.press('ArrowDown');
		await expect(dropped).toBeChecked();
		await expect(dialogOf(page)).toContainText('DROP COLUMN email');
	});

	test(`on ${database} a column that must have a value asks for it, and tries it`, async ({ page }) => {
		await openProject(
			page,
			database,
			users,
			'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, status TEXT NOT NULL);'
		);
		const dialog = dialogOf(page);
		const field = dialog.getByRole('textbox', {
			name: 'What does the new column status of users hold in 1,000 rows?'
		});
		await expect(field).toHaveAccessibleDescription(
			database === 'PostgreSQL'
				? /Left empty, rows get '', and the script says so\./
				: /Left empty, the script says where the value is missing, and is refused while there are rows\./
		);
		await expect(dialog).toContainText('must not be NULL and has no default');
		await dialog.getByLabel('What does it do?').fill('Add status');
		const save = dialog.getByRole('button', { name: 'Save migration' });
		await field.fill('nobody_knows');
		await expect(field).toHaveAccessibleDescription(/nobody_knows/);
		await expect(field).toHaveAttribute('aria-invalid', 'true');
		await expect(save).toHaveAccessibleDescription('Mend the value first.');
		expect(await axeViolations(page, '.dialog')).toEqual([]);
		await field.fill("'is ' || name");
		await expect(field).toHaveAccessibleDescription(/it fits/);
		await expect(dialog).not.toContainText('must not be NULL and has no default');
		await expect(save).not.toHaveAttribute('aria-disabled');
		await save.click();
		await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
		await expect(status(page)).toContainText('status');
		await page.getByRole('tab', { name: 'Rows' }).click();
		await expect(page.getByRole('region', { name: 'Database' })).toContainText('is name 1');
	});

	test(`on ${database} a large change is split with one click, and the count is said before`, async ({
		page
	}) => {
		await openProject(
			page,
			database,
			users,
			`CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER);
			CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id));
			CREATE INDEX pets_owner ON pets (owner);
			CREATE VIEW owners AS SELECT users.age, pets.id FROM users JOIN pets ON pets.owner = users.id;`
		);
		const dialog = dialogOf(page);
		await dialog.getByRole('checkbox', { name: 'One migration for each thing that changes' }).check();
		await expect(dialog).toContainText('4 migrations will be written');
		await expect(dialog.getByRole('button', { name: 'Created view owners' })).toBeVisible();
		await dialog.getByRole('button', { name: 'Created table pets' }).click();
		await expect(dialog.getByRole('button', { name: 'Created table pets' })).toHaveAttribute(
			'aria-current',
			'true'
		);
		await expect(dialog.getByRole('textbox', { name: /^Up/ })).toContainText('CREATE TABLE pets');
		await expect(dialog.getByRole('textbox', { name: /^Up/ })).not.toContainText('CREATE VIEW');
		expect(await axeViolations(page, '.dialog')).toEqual([]);
		await dialog.getByRole('button', { name: 'Save 4 migrations' }).click();
		await expect(status(page)).toContainText('Saved 4 migrations');
		await page.getByRole('button', { name: 'Upgrade all the way to head', exact: true }).click();
		await expect(page.getByRole('button', { name: 'Upgrade', exact: true })).toBeDisabled();
		await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
		await expect(dialogOf(page)).toContainText('Nothing to do:');
		await expect(dialogOf(page).getByRole('button', { name: 'Save migration' })).toHaveAccessibleDescription(
			'There is nothing to save.'
		);
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Downgrade all the way to base', exact: true }).click();
		await expect(page.getByRole('button', { name: 'Downgrade', exact: true })).toBeDisabled();
	});
}

test('a project says the oldest SQLite it must run on, and SQL that needs a newer one is marked', async ({
	page
}) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await folder(page).getByRole('button', { name: 'schema.sql', exact: true }).click();
	await schemaSql(page).click();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText(
		"-- STRICT here is a comment\nCREATE TABLE t (a INTEGER, b TEXT DEFAULT 'STRICT') STRICT;\n"
	);
	const mark = page.locator('.cm-lintRange-warning');
	await expect(mark).toHaveText('STRICT');
	const editor = page.getByRole('region', { name: 'Editor' });
	await expect(editor).toContainText(
		'Line 2, column 53: STRICT needs SQLite 3.37, and this must run on 3.35.'
	);
	await page.getByRole('button', { name: 'Database: SQLite' }).click();
	await page.getByRole('menuitem', { name: /Project settings/ }).click();
	const settings = page.getByRole('dialog', { name: 'Project settings' });
	const target = settings.getByLabel('The oldest SQLite it must run on');
	await expect(target).toHaveValue('3.35');
	expect(await axeViolations(page, '.dialog')).toEqual([]);
	await target.selectOption('3.37');
	await settings.getByRole('button', { name: 'Done' }).click();
	await expect(mark).toHaveCount(0);
	await expect(editor).not.toContainText('needs SQLite');
	await page.reload();
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await page.getByRole('button', { name: 'Database: SQLite' }).click();
	await expect(page.getByRole('menuitem', { name: /Project settings/ })).toContainText(
		'SQLite 3.37 and newer'
	);
});

test('extensions are switched on for a project, and stay where something needs them', async ({ page }) => {
	await openProject(page, 'PostgreSQL', 'SELECT 1', '-- nothing');
	await expect(dialogOf(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Database: PostgreSQL' }).click();
	await page.getByRole('menuitem', { name: /Project settings/ }).click();
	const settings = page.getByRole('dialog', { name: 'Project settings' });
	await settings.getByRole('searchbox', { name: 'Find an extension' }).fill('keys and values');
	const hstore = settings.getByRole('checkbox', { name: /^hstore/ });
	await hstore.check();
	await expect(hstore).toBeChecked();
	expect(await axeViolations(page, '.dialog')).toEqual([]);
	await settings.getByRole('button', { name: 'Done' }).click();
	await page.getByRole('textbox', { name: /SQL/ }).click();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText('CREATE TABLE bags (things hstore);');
	await page.keyboard.press('Control+Enter');
	await expect(page.getByRole('region', { name: 'Database' })).toContainText('CREATE TABLE bags');
	await folder(page).getByRole('button', { name: 'schema.sql', exact: true }).click();
	await schemaSql(page).click();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText('CREATE TABLE bags (things hstore);');
	await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
	await expect(dialogOf(page)).toContainText('Nothing to do:');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Database: PostgreSQL' }).click();
	await page.getByRole('menuitem', { name: /Project settings/ }).click();
	await settings.getByRole('checkbox', { name: /^hstore/ }).click();
	await expect(settings.getByRole('alert')).toContainText('hstore');
	await expect(settings.getByRole('checkbox', { name: /^hstore/ })).toBeChecked();
});

test('a value of an enum that may have got another name shows first what each answer does to the rows', async ({
	page
}) => {
	const moods = (sad: string) => `CREATE TYPE mood AS ENUM ('ok', '${sad}');
		CREATE TABLE people (id int PRIMARY KEY, feels mood);`;
	const rows =
		"INSERT INTO people SELECT n, CASE WHEN n % 2 = 0 THEN 'sad' ELSE 'ok' END::mood FROM generate_series(1, 1000) n;";
	await openProject(page, 'PostgreSQL', moods('sad') + rows, moods('down'));
	const question = dialogOf(page).getByRole('group', { name: /value sad of mood renamed to down/ });
	await expect(question).toBeVisible();
	const renamed = question.getByRole('radio', { name: 'Renamed: 500 rows keep it' });
	const dropped = question.getByRole('radio', {
		name: 'Dropped, and another one added: 500 rows still hold it, and the upgrade fails'
	});
	await expect(renamed).not.toBeChecked();
	await expect(dropped).not.toBeChecked();
	const sample = question.getByRole('table', { name: /first rows now, and after each answer/ });
	await expect(sample.getByRole('row').nth(1)).toHaveText(/2\s*sad.*kept\s*down.*refused/);
	expect(await axeViolations(page, '.dialog')).toEqual([]);
	await renamed.check();
	await expect(dialogOf(page)).toContainText("RENAME VALUE 'sad' TO 'down'");
	await dropped.check();
	await expect(dialogOf(page)).toContainText('Tried on the rows that are there, this fails.');
});
