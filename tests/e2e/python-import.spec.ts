import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { expect as hasty, test } from './support.ts';

// Fifteen megabytes of Python come first.
const expect = hasty.configure({ timeout: 90_000 });

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

test.skip(missing !== undefined, `The site was built without Python: ${missing}`);

/** A project of Alembic without Flask: its settings at the top, models in a module, revisions in a folder of their own. */
const library = {
	'alembic.ini':
		'[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\nsqlalchemy.url = sqlite:///library.db\n',
	'models.py': `from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = 'books'

    id = Column(Integer, primary_key=True)
    title = Column(String(100), nullable=False)
    isbn = Column(String(20))
`,
	'alembic/env.py': `from alembic import context
from sqlalchemy import create_engine

from models import Base

with create_engine(context.config.get_main_option('sqlalchemy.url')).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
`,
	'alembic/script.py.mako': `"""\${message}"""
from alembic import op
import sqlalchemy as sa

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`,
	'alembic/versions/a1_books.py': `"""books"""
from alembic import op
import sqlalchemy as sa

revision = 'a1'
down_revision = None


def upgrade():
    op.create_table(
        'books',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('title', sa.String(100), nullable=False),
    )
    op.execute("INSERT INTO books (title) VALUES ('Sketches'), ('Notes')")


def downgrade():
    op.drop_table('books')
`
};

test('a folder of Alembic without Flask is imported, told its own commands, and runs up and down', async ({
	page
}) => {
	const zip = zipSync(
		Object.fromEntries(
			Object.entries(library).map(([name, text]) => [`library/${name}`, new TextEncoder().encode(text)])
		)
	);
	await page.goto('play/');
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	await page
		.locator('input[type=file]')
		.first()
		.setInputFiles({ name: 'library.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) });
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('models.py');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	const log = page.getByRole('log');
	await expect(log).toContainText(
		'Type alembic upgrade head, alembic revision --autogenerate -m "…" or help.'
	);
	const last = log.locator('.entry').last();
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(last).toContainText('alembic upgrade +1');
	await expect(last).toContainText('exit 0');
	await expect(page.getByRole('grid')).toContainText('Sketches');
	await prompt.fill('alembic revision --autogenerate -m isbn --rev-id b2');
	await prompt.press('Enter');
	await expect(last).toContainText('Generating /project/alembic/versions/b2_isbn.py ...  done');
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(page.locator('div.status')).toContainText('Added isbn to books.');
	await page.getByRole('button', { name: 'Downgrade', exact: true }).click();
	await expect(page.locator('div.status')).toContainText('Dropped isbn from books.');
	await prompt.fill('flask db upgrade');
	await prompt.press('Enter');
	await expect(last).toContainText('This project is of Alembic alone');
});
