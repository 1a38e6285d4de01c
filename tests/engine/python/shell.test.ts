import { describe, expect, it } from 'vitest';
import { whyNoPython } from './node-python.ts';
import { opened } from './typed-workbench.ts';

describe('the files of a Python project in its terminal', () => {
	const names = ({ workbench }: Awaited<ReturnType<typeof opened>>) =>
		workbench.files.map(({ name }) => name);

	it.each(['edit ../x.py', 'touch /tmp/x', 'touch ~/x', 'mv app.py ../app.py', 'cp app.py /app.py'])(
		'%s makes nothing outside of the project, and says so',
		async (line) => {
			const project = await opened('lecture');
			const before = names(project);
			expect(await project.type(line)).toContain('a project keeps only what is in its own folder, /project');
			expect(names(project)).toEqual(before);
		}
	);

	it('no file takes the name of a folder, nor a folder that of a file', async () => {
		const project = await opened('flask-blog');
		const before = names(project);
		expect(await project.type('touch migrations migrations/')).toBe('');
		expect(await project.type('edit migrations')).toContain('Is a directory');
		expect(await project.type('edit app.py/x.py')).toContain('Not a directory');
		expect(await project.type('cp models.py app.py/x.py')).toContain('Not a directory');
		expect(names(project)).toEqual(before);
	});

	it('a path may be whole, or go up and down again', async () => {
		const { type } = await opened('flask-blog');
		expect(await type('ls /project/migrations/versions/..')).toContain('env.py');
		expect(await type('cat migrations/../requirements.txt')).toContain('Flask-Migrate');
		expect(await type('ls ..')).toContain("cannot access '..': a project keeps only");
	});

	it('mv takes a folder with all that is in it, and the editor goes along', async () => {
		const project = await opened('flask-blog');
		await project.type('edit migrations/env.py');
		await project.type('mv migrations old');
		expect(names(project)).toContain('old/versions/1a2f_users_and_posts.py');
		expect(names(project).some((name) => name.startsWith('migrations/'))).toBe(false);
		expect(project.workbench.place.openFile).toBe('old/env.py');
		await project.type('mv old/env.py old/script.py.mako old/versions');
		expect(names(project)).toContain('old/versions/env.py');
		expect(await project.type('mv old old/versions')).toContain('it is there already');
		await project.type('cp -r old migrations');
		expect(names(project)).toContain('migrations/versions/env.py');
		expect(names(project)).toContain('old/versions/env.py');
	});

	it('rm takes what it can, says what it cannot, and never the project itself', async () => {
		const project = await opened('flask-blog');
		expect(await project.type('rm *')).toBe("rm: cannot remove 'migrations': Is a directory");
		expect(names(project).every((name) => name.startsWith('migrations/'))).toBe(true);
		expect(await project.type('rm -rf .')).toContain('refusing');
		expect(await project.type('rm -f nothing.py')).toBe('');
		expect(await project.type('rm')).toBe('rm needs a file: rm old.py');
	});
});

describe.skipIf(whyNoPython !== undefined)('a line in the terminal of a Python project', () => {
	it('NAME=value before a command is for that command alone', async () => {
		const { type } = await opened('lecture');
		const look = `python -c "import os; print(os.environ.get('SHOP'), os.environ.get('PLACE'))"`;
		expect(await type(`SHOP='a b' PLACE=c=d ${look}`)).toBe('a b c=d');
		expect(await type(look)).toBe('None None');
		expect(await type(`env SHOP=here ${look}`)).toBe('here None');
		expect(await type('env PLACE=there')).toBe('PLACE=there');
		expect(await type('export 1X=2')).toContain('not a valid identifier');
		expect(await type('export PLACE=here')).toBe('');
		expect(await type('# nothing at all')).toBe('');
		expect(await type('$ env')).toBe('PLACE=here');
	});

	it.each([
		['flask db current && ls', '`&&` at column 18 belongs to a shell'],
		['flask db heads > heads.txt', 'goes to no file'],
		['flask db heads | grep a', 'goes to no other command'],
		['ls $HOME', 'A shell would put a value for $HOME; write the value itself'],
		['ls ${HOME}', 'A shell would put a value for ${HOME}'],
		['rm `ls`', 'between backticks is run by a shell'],
		['rm $(ls)', '`$(…)`'],
		['(flask db current)', 'Round brackets are for a shell'],
		['cd migrations', 'Every command runs in the project’s own folder'],
		['sudo flask db upgrade', 'without it'],
		['poetry run flask db upgrade', 'The packages are there already: `flask db upgrade`.'],
		['./manage.py db upgrade', '`python manage.py`'],
		['vim app.py', 'Here that is `edit`.'],
		['nonsense', 'nonsense: command not found']
	])('%s: what only a shell or another machine has is named, with what to do', async (line, words) => {
		const { type } = await opened('lecture');
		expect(await type(line)).toContain(words);
	});

	it('a program that is not for the project is told with the one that is', async () => {
		const { workbench, type } = await opened('flask-blog');
		expect(await type('alembic current')).toContain('type `flask db …` in place of `alembic …`');
		workbench.change({ files: [] });
		await type('alembic init db');
		expect(await type('flask db upgrade')).toContain('type `alembic …` in place of `flask db …`');
	});

	it('signs in quotes are what they are', async () => {
		const { type } = await opened('lecture');
		expect(await type(`python -c 'print("$HOME \`a\` (b) && c; d | e > f")'`)).toBe(
			'$HOME `a` (b) && c; d | e > f'
		);
	});
});
