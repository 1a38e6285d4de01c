import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlembicFile } from '../../../src/lib/python/alembic-file.ts';
import { rewriteAlembic } from '../../../src/lib/python/rewrite-alembic.ts';

/** As `flask db migrate` writes it today. */
const written = `"""add nick

Revision ID: b2
Revises: a1
Create Date: 2026-11-27 16:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'b2'
down_revision = 'a1'
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE x SET down_revision = 'a1'")


def downgrade():
    pass
`;

const place = { revision: 'b2', downRevision: ['c3'], dependsOn: [] };

describe('a revision file with another parent', () => {
	it('says so in its assignment and in its docstring, and stays to the byte but for that', () => {
		expect(rewriteAlembic(written, place)).toBe(
			written
				.replace('Revises: a1', 'Revises: c3')
				.replace("down_revision = 'a1'\n", "down_revision = 'c3'\n")
		);
	});

	it('keeps the line ends of another system', () => {
		const text = written.replaceAll('\n', '\r\n');
		expect(rewriteAlembic(text, place)).toBe(rewriteAlembic(written, place).replaceAll('\n', '\r\n'));
	});

	it.each([
		["down_revision: Union[str, None] = 'a1'", "down_revision: Union[str, None] = 'c3'"],
		[
			'down_revision: Union[str, Sequence[str], None] = "a1"  # before',
			'down_revision: Union[str, Sequence[str], None] = "c3"  # before'
		],
		["down_revision = ('a1',)", "down_revision = ('c3',)"],
		["down_revision = (\n    'a1',  # 'one'\n)", "down_revision = (\n    'c3',  # 'one'\n)"],
		['down_revision = None', "down_revision = 'c3'"],
		['down_revision = ("a1", "a2")', "down_revision = 'c3'"]
	])('is written as it was: %s', (before, after) => {
		const text = `revision = 'b2'\n${before}\n\ndef upgrade():\n    pass\n`;
		expect(rewriteAlembic(text, place)).toBe(text.replace(before, after));
	});

	it('has the quotes of the file, also for several parents, and None for none', () => {
		const text = 'revision: str = "b2"\ndown_revision: Union[str, None] = "a1"\n';
		expect(rewriteAlembic(text, { ...place, downRevision: ['c3', 'd4'] })).toContain('= ("c3", "d4")\n');
		expect(rewriteAlembic(text, { ...place, downRevision: [] })).toContain('= None\n');
	});

	it('says in the docstring of a merge which two it follows, and nothing after a root', () => {
		const [two, none] = [['c3', 'd4'], []].map((downRevision) =>
			rewriteAlembic(written, { ...place, downRevision })
		);
		expect(two).toContain('\nRevises: c3, d4\n');
		expect(none).toContain('\nRevises: \n');
		expect(rewriteAlembic(none!, place)).toBe(rewriteAlembic(written, place));
	});

	it('leaves a line of the docstring alone into which somebody has written words', () => {
		const text = written.replace('Revises: a1', 'Revises: a1 (see the ticket)');
		expect(rewriteAlembic(text, place)).toContain('Revises: a1 (see the ticket)\n');
	});

	it('leaves a text without a docstring, and what is no plain value, as they are', () => {
		const text = "revision = 'b2'\ndown_revision = parent()\n";
		expect(rewriteAlembic(text, place)).toBe(text);
	});
});

it('a revision file with another id names it in both places, and whatever it needs by its new name', () => {
	const text = written.replace('depends_on = None', "depends_on = ('x1', 'x2')");
	expect(rewriteAlembic(text, { revision: 'f6', downRevision: ['a1'], dependsOn: ['x1', 'y2'] })).toBe(
		text
			.replace('Revision ID: b2', 'Revision ID: f6')
			.replace("revision = 'b2'", "revision = 'f6'")
			.replace("'x2'", "'y2'")
	);
});

it('whatever the place, the file is read again with it, and rewritten back it is what it was', () => {
	const ids = fc.stringMatching(/^[a-z0-9]{2,12}$/);
	const places = fc.record({
		revision: ids,
		downRevision: fc.uniqueArray(ids, { maxLength: 3 }),
		dependsOn: fc.uniqueArray(ids, { maxLength: 2 })
	});
	fc.assert(
		fc.property(places, (other) => {
			const { migration, problems } = readAlembicFile({ name: 'x.py', text: rewriteAlembic(written, other) });
			expect(problems).toEqual([]);
			expect(migration).toMatchObject({
				revision: other.revision,
				revises: other.downRevision,
				dependsOn: other.dependsOn
			});
			const back = { revision: 'b2', downRevision: ['a1'], dependsOn: [] };
			expect(rewriteAlembic(rewriteAlembic(written, other), back)).toBe(written);
		})
	);
});
