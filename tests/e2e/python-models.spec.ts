import { readFileSync } from 'node:fs';
import { axeViolations, expect as hasty, test } from './support.ts';

// Fifteen megabytes of Python come first.
const expect = hasty.configure({ timeout: 90_000 });

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

test.skip(missing !== undefined, `The site was built without Python: ${missing}`);

/** Another name for a column, and a check. */
const edit = `s = open('models.py').read()
s = s.replace('email = db.Column', 'mail = db.Column')
check = "db.CheckConstraint('length(title) > 0', name='titled')"
s = s.replace("'posts'", f"'posts'; __table_args__ = ({check},)")
open('models.py', 'w').write(s)
`;

test('what Alembic misses of the models is marked, added as op code where it is ticked, and a rename is asked about', async ({
	page
}) => {
	await page.goto('play/?sample=flask-blog');
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('app.py');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	const last = page.getByRole('log').locator('.entry').last();
	const type = async (line: string) => {
		await prompt.fill(line);
		await prompt.press('Enter');
		await expect(last).toContainText(line);
		await expect(last).not.toContainText('running…');
	};
	await type('flask db upgrade');
	await type('python seed.py');
	await type('touch edit.py');
	await type('edit edit.py');
	await page.getByRole('textbox', { name: 'edit.py' }).click();
	await page.keyboard.insertText(edit);
	await type('python edit.py');
	await page.keyboard.press('Alt+m');
	const dialog = page.getByRole('dialog', { name: 'A migration from the models' });
	await expect(dialog).toContainText('Was the column email of users renamed to mail?');
	await expect(dialog).toContainText('5 values kept');
	await expect(dialog).toContainText('Answer the question first.');
	await dialog.getByRole('radio', { name: /^Renamed:/ }).check();
	await expect(dialog).toContainText("new_column_name='mail'");
	const row = dialog.getByRole('row').filter({ hasText: 'length(title) > 0' });
	await expect(row).toContainText('only Updown');
	await expect(row).toContainText('Alembic missed it.');
	await row.getByRole('checkbox').check();
	await expect(dialog).toContainText("create_check_constraint('titled'");
	await expect(dialog).toContainText('Tried on your rows, up and down, and undone.');
	expect(await axeViolations(page)).toEqual([]);
	await dialog.getByLabel('What does it do?').fill('titles and mail');
	await dialog.getByRole('button', { name: 'Save migration' }).click();
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('titles_and_mail.py');
	await expect(last).toContainText('As you decided: the column email is renamed to mail');
	await expect(last).toContainText('what Alembic missed is added.');
	await type('flask db upgrade');
	await type(
		'python -c "from app import app; from models import User; app.app_context().push(); print(User.query.first().mail)"'
	);
	await expect(last).toContainText('ada@example.org');
});

test('a Python project is travelled there and back, and compared with what its folder makes', async ({
	page
}) => {
	await page.goto('play/?sample=flask-blog');
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('app.py');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	const last = page.getByRole('log').locator('.entry').last();
	for (const line of ['flask db upgrade', 'python seed.py', 'updown round-trip', 'updown drift']) {
		await prompt.fill(line);
		await prompt.press('Enter');
		await expect(last).toContainText(line);
		await expect(last).not.toContainText('running…');
	}
	await expect(last).toContainText('No drift: the database is what the folder makes.');
	await page.keyboard.press('Alt+d');
	await expect(page.getByRole('dialog')).toContainText('No drift.');
});
