import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { lossesOf, putAsideBy } from '../../../src/lib/engine/run/index.ts';
import { whyNoPython } from './node-python.ts';
import { grounds, openPeopleWithNicks } from './people-project.ts';
import { revision } from './revision-file.ts';
import { TypedProject } from './typed-project.ts';

const file = 'migrations/versions/b2_step.py';

describe.skipIf(whyNoPython !== undefined).each(grounds)(
	'a safe downgrade of a Python migration, on $name',
	({ dialect }) => {
		const project = new TypedProject();
		const { session } = project;

		afterAll(() => session.close());

		beforeEach(() => openPeopleWithNicks(project, dialect));

		/** Writes the text that was proposed, as the page does. */
		async function makeSafe(of = 'b2') {
			const { value } = await session.safeDowngrade(of);
			if (value.kind !== 'written') throw new Error(JSON.stringify(value));
			project.texts.set(value.file.name, value.file.text);
			await project.send();
			return value;
		}

		it('puts values aside with op.execute, and the real upgrade brings them back', async () => {
			const written = await makeSafe();
			expect(written).toMatchObject({ applied: false, left: [], unseen: [], notes: [] });
			expect(written.words).toEqual([
				expect.stringContaining('The values of `nick` of people are put aside')
			]);
			expect(written.file.text).toContain(`def downgrade():
    # updown:stash: Put aside what this downgrade loses, so that the next upgrade can bring it back.
    op.execute(
        """
        CREATE TABLE updown_stash_b2_people AS
            SELECT id, nick
            FROM people
        """
    )
    # updown:stash end
    op.drop_column('people', 'nick')
`);
			expect(await project.rows('SELECT name, nick FROM people ORDER BY id')).toEqual([
				['Ada', 'A'],
				['Bo', null]
			]);
			const down = await project.run('flask db downgrade');
			const [step] = down.steps;
			if (step?.status !== 'applied') throw new Error(JSON.stringify(down.steps));
			expect(lossesOf(step.frame)).toEqual([]);
			expect(putAsideBy(step.frame)).toMatchObject([{ table: 'people' }]);
			expect((await session.drift({})).value).toEqual({ kind: 'none' });
			await project.run('flask db upgrade b2');
			expect(await project.rows('SELECT name, nick FROM people ORDER BY id')).toEqual([
				['Ada', 'A'],
				['Bo', null]
			]);
			expect((await session.drift({})).value).toEqual({ kind: 'none' });
			expect((await session.safeDowngrade('b2')).value).toEqual({ kind: 'safe' });
		});

		it('takes whole tables, on a new database does nothing, and is written anew where it is not enough any more', async () => {
			await makeSafe('a1');
			await project.run('flask db downgrade base');
			await project.run('flask db upgrade a1');
			expect(await project.rows('SELECT id, name FROM people ORDER BY id')).toEqual([
				[1, 'Ada'],
				[2, 'Bo']
			]);
			const text = project.texts
				.get(file)!
				.replace("'nick', sa.String(80)", "'nick', sa.String(80), server_default='none'");
			project.texts.set(file, text);
			await project.send();
			await project.run('flask db upgrade b2');
			await session.console("UPDATE people SET nick = 'A' WHERE id = 1", 10);
			const first = await makeSafe();
			const again = first.file.text.replace(
				"op.drop_column('people', 'nick')",
				"op.execute('DELETE FROM people WHERE id = 2')\n    op.drop_column('people', 'nick')"
			);
			project.texts.set(file, again);
			await project.send();
			const second = await makeSafe();
			expect(second.words).toHaveLength(2);
			expect(second.file.text.match(/updown:stash: Put aside/g)).toHaveLength(1);
			await project.run('flask db downgrade');
			await project.run('flask db upgrade b2');
			expect(await project.rows('SELECT id, nick FROM people ORDER BY id')).toEqual([
				[1, 'A'],
				[2, 'none']
			]);
		});

		it('keeps every line of a file with a docstring, text at the margin and ends of lines as on Windows', async () => {
			const text = revision('b2', 'a1', "op.add_column('people', sa.Column('nick', sa.String(80)))", '')
				.replace('def upgrade():\n', 'def upgrade():\n    """Everybody gets\na nick."""\n')
				.replace(
					/def downgrade\(\):\n {4}\n/,
					'def downgrade():\n    # Nobody keeps it.\n    op.drop_column(\'people\', \'nick\')\n    op.execute("""\nUPDATE people SET name = name\n""")  # the last\n\n\n# A word after it\nafter = 1'
				)
				.replaceAll('\n', '\r\n');
			project.texts.set(file, text);
			await project.send();
			const { file: written } = await makeSafe();
			const lines = written.text.split('\r\n');
			expect(written.text.replaceAll('\r\n', '')).not.toContain('\n');
			const old = text.split('\r\n');
			let at = 0;
			for (const line of lines) if (line === old[at]) at++;
			expect(at).toBe(old.length);
			expect(lines.findIndex((line) => line.includes('CREATE TABLE updown_stash'))).toBeGreaterThan(
				lines.indexOf('a nick."""')
			);
		});

		it('finds names that must be quoted, and those that look like values to come', async () => {
			const names = ['nick:name', 'half "50%"', ' :odd'];
			const columns = (way: (name: string) => string) => names.map(way).join('\n    ');
			const text = revision(
				'c3',
				'b2',
				columns((name) => `op.add_column('people', sa.Column('${name}', sa.String(80)))`),
				columns((name) => `op.drop_column('people', '${name}')`)
			);
			project.texts.set('migrations/versions/c3_step.py', text);
			await project.send();
			await project.run('flask db upgrade c3');
			await session.console(`UPDATE people SET "nick:name" = 'a', "half ""50%""" = 'b', " :odd" = 'c'`, 10);
			expect(await makeSafe('c3')).toMatchObject({ left: [], unseen: [], notes: [] });
			await project.run('flask db downgrade');
			await project.run('flask db upgrade c3');
			const [row] = await project.rows('SELECT * FROM people ORDER BY id');
			expect(row).toEqual([1, 'Ada', 'A', 'a', 'b', 'c']);
		});

		it('is not written where nobody can tell what runs last, and says why', async () => {
			for (const [down, why] of [
				["op.drop_column('people', 'nick')\n    return", 'has a `return`'],
				["op.drop_column('people', 'nick')", 'on the line of its `def`']
			] as const) {
				const text = revision('b2', 'a1', "op.add_column('people', sa.Column('nick', sa.String(80)))", down);
				project.texts.set(
					file,
					why.includes('def') ? text.replace('downgrade():\n    ', 'downgrade(): ') : text
				);
				await project.send();
				const { value } = await session.safeDowngrade('b2');
				expect(value).toMatchObject({ kind: 'failed', problem: { file } });
				expect(value.kind === 'failed' && value.problem.message).toContain(why);
			}
		});
	}
);
