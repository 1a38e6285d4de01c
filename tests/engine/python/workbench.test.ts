import { describe, expect, it } from 'vitest';
import { restoreProject, toRecord } from '../../../src/lib/projects/record.ts';
import type { App } from '../../../src/lib/workbench/commands/command.ts';
import { whyNoStep } from '../../../src/lib/workbench/commands/why-no-step.ts';
import { noSteps } from '../../../src/lib/workbench/next-steps.ts';
import { standingWays } from '../../../src/lib/workbench/ways-out.ts';
import { blankProject } from '../../../src/lib/workbench/blank.ts';
import { restoreCheckpoint } from '../../../src/lib/workbench/plug/pull-plug.ts';
import { runToolAsButton } from '../../../src/lib/workbench/python/run-with-tools.ts';
import { Workbench } from '../../../src/lib/workbench/workbench.svelte.ts';
import { whyNoPython } from './node-python.ts';
import { client, opened } from './typed-workbench.ts';

describe.skipIf(whyNoPython !== undefined)('the workbench of a Python project', () => {
	it('a button whose command fails before a migration runs says why, and marks the file', async () => {
		const { workbench, said } = await opened('flask-blog');
		workbench.saveFile({ name: 'models.py', text: 'x = (\n' });
		await runToolAsButton(workbench, { kind: 'upgrade', target: '+1' });
		expect(said()).toBe("`flask db upgrade +1` failed: SyntaxError: '(' was never closed");
		expect(workbench.notice).toMatchObject({
			tone: 'bad',
			problem: { file: 'models.py', span: { start: { line: 1 } } }
		});
		expect(workbench.failedFile).toBe('models.py');
		workbench.saveFile({ name: 'models.py', text: 'x = ()\n' });
		expect(workbench.failedFile).toBeUndefined();
	});

	it('a command of the terminal that fails says so in the status line, and one that goes well ends that', async () => {
		const { said, type } = await opened('flask-blog');
		await type('rm nothing.py');
		expect(said()).toBe("rm: cannot remove 'nothing.py': No such file or directory");
		await type('cat nothing.py');
		expect(said()).toBe('cat: nothing.py: No such file or directory');
		await type('ls');
		expect(said()).toBeUndefined();
	});

	it('a command of Alembic that fails says why, as it prints it', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		workbench.saveFile({ name: 'alembic.ini', text: '[alembic]\nscript_location = alembic\n' });
		await type('alembic upgrade head');
		expect(said()).toContain('failed: FAILED: ');
		expect(said()).not.toContain('exit code');
	});

	it('a command that only prints SQL says that it ran nothing, and there is nothing to undo', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		expect(await type('flask db upgrade --sql')).toContain('CREATE TABLE users');
		expect(said()).toBe('It printed SQL and ran nothing: the database is as it was.');
		expect(workbench.undos.latest).toBeUndefined();
		expect(workbench.project.frames).toEqual([]);
	});

	it('what a command said is over with the next one', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		await type('flask db upgrade');
		expect(said()).toContain('Upgraded 2 steps');
		await type('flask db current');
		expect(said()).toBeUndefined();
		await type('flask db upgrade nowhere');
		expect(said()).toContain('`flask db upgrade nowhere` failed: ');
		await type('rm seed.py');
		expect(said()).toBe('Deleted `seed.py`.');
		await workbench.undo();
		await type('flask db heads');
		expect(said()).toBeUndefined();
	});

	it('what a migration that failed on SQLite has left is told until it is undone, beside the line that failed', async () => {
		const { workbench, type } = await opened('flask-blog');
		await type('flask db revision -m half --rev-id 3c8d');
		const file = workbench.files.find(({ name }) => name.endsWith('3c8d_half.py'))!;
		const text = file.text.replace(
			'def upgrade():\n    pass',
			"def upgrade():\n    op.create_table('t1', sa.Column('id', sa.Integer))\n    op.create_table('users', sa.Column('id', sa.Integer))"
		);
		workbench.saveFile({ ...file, text });
		await type('flask db upgrade');
		expect(workbench.project.leftover).toMatchObject({
			revision: '3c8d',
			direction: 'upgrade',
			stayed: ['Created table t1 with `id`.']
		});
		expect(workbench.failure?.problem).toMatchObject({
			message: expect.stringContaining('table users already exists') as unknown,
			hint: expect.stringContaining('version table has not moved') as unknown
		});
		workbench.saveFile({ ...file, text: file.text });
		await type('flask db current');
		expect(workbench.project.leftover).toBeDefined();
		await workbench.undo();
		expect(workbench.project.leftover).toBeUndefined();
	});

	/** A migration that fails after some of it has been kept, and after an UPDATE that is lost. */
	const half = `revision = '3c'
down_revision = '2b7c'

import sqlalchemy as sa
from alembic import op


def upgrade():
    op.create_table('half', sa.Column('id', sa.Integer, primary_key=True))
    op.add_column('users', sa.Column('age', sa.Integer))
    op.execute("UPDATE users SET age = 3")
    op.execute("INSERT INTO nowhere VALUES (1)")
`;

	async function halfDone() {
		const page = await opened('flask-blog');
		await page.type('flask db upgrade');
		page.workbench.saveFile({ name: 'migrations/versions/3c.py', text: half });
		await page.type('flask db upgrade');
		return page;
	}

	it('what has stayed of a migration is what the database holds, not what ran', async () => {
		const { workbench } = await halfDone();
		const { stayed } = workbench.project.leftover!;
		expect(stayed).toEqual(['Created table half with `id`.', 'Added `age` to users.']);
		expect(workbench.failure?.problem.hint).toContain(`This is still there: ${stayed.join(' ')}`);
		const { answers } = await workbench.console('SELECT count(age) FROM users', 10);
		expect(answers).toMatchObject([{ rows: [[0]] }]);
	});

	it('what has stayed is told until a way out was taken, also after a second try, a reload and without the file', async () => {
		const { workbench, type } = await halfDone();
		const { leftover } = workbench.project;
		expect(await type('flask db upgrade')).toContain('table half already exists');
		expect(workbench.project.leftover).toEqual(leftover);
		await type('rm migrations/versions/3c.py');
		expect(workbench.project.leftover).toEqual(leftover);
		const saved = restoreProject(toRecord({ ...workbench.project, id: 'blog' }, true));
		const again = new Workbench(client);
		await again.show(saved.ok ? saved.value.project : blankProject, workbench.image);
		expect(again.project.leftover).toEqual(leftover);
		await restoreCheckpoint(again, leftover!.checkpoint);
		expect(again.project.leftover).toBeUndefined();
		expect(Object.keys(again.database.rowCounts)).not.toContain('half');
	});

	it('what has stayed is told no more once it is taken away by hand, or stamped', async () => {
		const byHand = await halfDone();
		for (const sql of ['DROP TABLE half', 'ALTER TABLE users DROP COLUMN age']) {
			expect(byHand.workbench.project.leftover).toBeDefined();
			const { state } = await byHand.workbench.console(sql, 10);
			byHand.workbench.settled(state, 'the SQL pane');
		}
		expect(byHand.workbench.project.leftover).toBeUndefined();
		const stamped = await halfDone();
		await stamped.type('flask db stamp 3c');
		expect(stamped.workbench.project.leftover).toBeUndefined();
	});

	it('a database at a version whose file is gone is shown there, no step is offered, and the file can be brought back', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		await type('flask db upgrade');
		const name = 'migrations/versions/2b7c_who_follows_whom.py';
		const { text } = workbench.file(name)!;
		await type(`rm ${name}`);
		expect(workbench.here).toEqual(['2b7c']);
		expect(workbench.next).toEqual(noSteps);
		expect(whyNoStep({ workbench } as App, 'down')).toContain('its file is gone');
		// The database has changed, and with it all that is known of it is read anew.
		await type('python seed.py');
		expect(workbench.here).toEqual(['2b7c']);
		await type('flask db downgrade');
		expect(said()).toContain("Can't locate revision identified by '2b7c'");
		const [way] = workbench.notice?.ways ?? [];
		expect(way?.label).toBe('Bring the file back');
		expect(standingWays(workbench)).toMatchObject([{ label: 'Bring the file back' }]);
		way?.run();
		expect(workbench.file(name)?.text).toBe(text);
		expect(workbench.next.down).toBeDefined();
	});

	it('the row in which Alembic keeps its place is none of the user’s', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		await type('flask db upgrade +1');
		expect(said()).toContain('Created table posts');
		expect(said()).not.toContain('row');
		await workbench.undo();
		await type('flask db upgrade');
		await type('flask db downgrade base');
		expect(said()).toBe('Downgraded 2 steps, to base.');
		expect(workbench.project.losses).toEqual([]);
	});

	it('ls names a file that is there, and env tells what was exported', async () => {
		const { type } = await opened('flask-blog');
		expect(await type('ls app.py ./config.py')).toBe('app.py\n./config.py');
		expect(await type('ls gone.py')).toBe("ls: cannot access 'gone.py': No such file or directory");
		expect(await type('ls -l migrations/versions/')).toBe(
			'1a2f_users_and_posts.py\n2b7c_who_follows_whom.py'
		);
		expect(await type('ls')).toContain('migrations/');
		await type('export SHOP=corner');
		expect(await type('env')).toBe('SHOP=corner');
		expect(await type(`env SHOP=big python -c "import os; print(os.environ['SHOP'])"`)).toBe('big');
	});

	it('a project whose application only manage.py knows, by Flask-Script, is run by its buttons', async () => {
		const { workbench, type } = await opened('lecture');
		const manage = `from flask import Flask
from flask_migrate import Migrate, MigrateCommand
from flask_script import Manager
from flask_sqlalchemy import SQLAlchemy

application = Flask(__name__)
application.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///site.db'
db = SQLAlchemy(application)
Migrate(application, db)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


manager = Manager(application)
manager.add_command('db', MigrateCommand)

if __name__ == '__main__':
    manager.run()
`;
		workbench.change({ files: [{ name: 'manage.py', text: manage }] });
		await type('python manage.py db init');
		await type('python manage.py db migrate -m users');
		await runToolAsButton(workbench, { kind: 'upgrade', target: '+1' });
		expect(workbench.log.at(-1)).toMatchObject({
			command: 'flask --app manage db upgrade +1',
			exitCode: 0
		});
		await runToolAsButton(workbench, { kind: 'downgrade', target: '-1' });
		expect(workbench.log.at(-1)?.exitCode).toBe(0);
		expect(workbench.database.current).toEqual([]);
	});

	it('the line of versions follows where code or the command line has Alembic look for revision files', async () => {
		const { workbench, type } = await opened('flask-blog');
		const app = workbench.file('app.py')!;
		const inCode = `

@migrate.configure
def look_there_too(config):
    config.set_main_option('version_locations', 'migrations/versions shared')
    return config
`;
		workbench.saveFile({ name: app.name, text: app.text + inCode });
		await type('flask db revision -m shared --rev-id 3c8d --head 2b7c --version-path shared');
		expect(workbench.file('shared/3c8d_shared.py')).toBeDefined();
		expect(workbench.folder.graph.heads).toEqual(['3c8d']);
		expect(workbench.place.openFile).toBe('shared/3c8d_shared.py');
		await runToolAsButton(workbench, { kind: 'upgrade', target: 'head' });
		expect(workbench.standing.current).toEqual(['3c8d']);
		expect(await workbench.client.roundTrip()).toMatchObject({ trips: [{}, {}, { revision: '3c8d' }] });
		workbench.saveFile(app);
		expect(await type('flask db history')).not.toContain('3c8d');
		expect(workbench.folder.graph.heads).toEqual(['2b7c']);
	});

	it('undo names the line that was typed, or that the button shows', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		await type('flask db upgrade head');
		await workbench.undo();
		expect(said()).toBe('Undid `flask db upgrade head`.');
		await runToolAsButton(workbench, { kind: 'upgrade', target: '+1' });
		await workbench.undo();
		expect(said()).toBe('Undid `flask db upgrade +1`.');
	});
});
