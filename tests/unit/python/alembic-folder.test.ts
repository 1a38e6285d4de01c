import { describe, expect, it } from 'vitest';
import { readAlembicFile } from '../../../src/lib/python/alembic-file.ts';
import { readAlembicFolder, versionFiles } from '../../../src/lib/python/alembic-folder.ts';
import { toldAfter } from '../../../src/lib/python/alembic-settings.ts';
import { ledgerOf } from '../../../src/lib/python/version-table.ts';

const env = { name: 'migrations/env.py', text: '' };

function version(name: string, text: string) {
	return { name: `migrations/versions/${name}.py`, text };
}

function revision(id: string, parents: string) {
	return version(
		id,
		`"""step ${id}"""\nrevision = '${id}'\ndown_revision = ${parents}\n\ndef upgrade():\n    pass\n`
	);
}

describe('the revision files of a project', () => {
	const placed = (settings: Readonly<Record<string, string>>, ...names: readonly string[]) =>
		versionFiles([
			...Object.entries(settings).map(([name, text]) => ({ name, text })),
			...names.map((name) => ({ name, text: '' }))
		]).map(({ name }) => name);
	const names = ['db/versions/a.py', 'db/versions/sub/b.py', 'db/more versions/c d.py', 'old/e.py'];

	it.each([
		['lie in versions beside env.py where no setting says more', 'script_location = db', [0]],
		[
			'lie where version_locations says, one folder a line',
			'script_location = %(here)s/db\npath_separator = newline\nversion_locations =\n    %(here)s/db/versions\n    # more\n    db/more versions\n',
			[2, 0]
		],
		[
			'lie in folders with a space or a comma between where no separator is named',
			'script_location: ./db\nversion_locations = old, db/versions',
			[0, 3]
		],
		[
			'lie in folders with a colon between, as the older setting says',
			'script_location = db\nversion_path_separator = :\nversion_locations = db/more versions:old',
			[2, 3]
		],
		[
			'lie below too where the folders are looked into',
			'script_location = db\nrecursive_version_locations = true',
			[0, 1]
		]
	])('%s', (_, options, found) => {
		const ini = `[loggers]\nkeys = root\n\n[alembic]\n# where\n${options}\n\n[post_write_hooks]\nhooks =\n`;
		expect(placed({ 'alembic.ini': ini, 'db/env.py': '' }, ...names)).toEqual(found.map((at) => names[at]));
	});

	it('lie where pyproject.toml says', () => {
		const toml =
			'[project]\nname = "x"\n\n[tool.alembic]\nscript_location = "app:db"\nversion_locations = [\n  "%(here)s/old",\n  "app/db/versions",\n]\n';
		const all = ['app/db/versions/a.py', 'old/e.py', 'b/c.py'];
		expect(placed({ 'pyproject.toml': toml, 'app/db/env.py': '' }, ...all)).toEqual(all.slice(0, 2));
	});

	it('lie where the settings of Flask-Migrate say, which stand beside env.py', () => {
		const ini = '[alembic]\nversion_locations = migrations/versions old\n';
		const all = ['migrations/versions/a.py', 'old/e.py'];
		expect(placed({ 'migrations/alembic.ini': ini, 'migrations/env.py': '' }, ...all)).toEqual(all);
	});
});

describe('where Alembic itself says that it looks', () => {
	const files = [
		env,
		{ name: 'migrations/alembic.ini', text: '[alembic]\n' },
		{ name: 'migrations/versions/a.py', text: '' },
		{ name: 'shared/b.py', text: '' }
	];
	const told = (...folders: readonly string[]) => [
		{ home: 'migrations/', folders: folders.map((folder) => ({ folder, isDeep: false })) }
	];

	it('goes before the settings of its folder', () => {
		expect(versionFiles(files, told('shared/')).map(({ name }) => name)).toEqual(['shared/b.py']);
	});

	it('is remembered only while no file says it, and until it says otherwise', () => {
		const inCode = toldAfter([], told('shared/'), files);
		expect(inCode).toEqual(told('shared/'));
		expect(toldAfter(inCode, told('shared/'), files)).toBe(inCode);
		expect(toldAfter(inCode, [], files)).toBe(inCode);
		expect(toldAfter(inCode, told('migrations/versions/'), files)).toEqual([]);
		expect(toldAfter(inCode, [], files.slice(1))).toEqual([]);
	});
});

describe('a revision file of Alembic', () => {
	it.each([
		[
			'as Flask-Migrate writes it',
			"revision = 'a1'\ndown_revision = None\nbranch_labels = None\ndepends_on = None\n",
			[]
		],
		[
			'with types, as Alembic writes it',
			'revision: str = "a1"\ndown_revision: Union[str, None] = "b2"\n',
			['b2']
		],
		['that merges', "revision = 'a1'\ndown_revision = ('b2', 'c3')\n", ['b2', 'c3']],
		[
			'that merges over several lines',
			"revision = 'a1'\ndown_revision = (\n    'b2',  # one\n    \"c3\",\n)\n",
			['b2', 'c3']
		]
	])('is read %s', (_, text, parents) => {
		const { migration, problems } = readAlembicFile(version('x', text));
		expect(problems).toEqual([]);
		expect(migration).toMatchObject({ revision: 'a1', revises: parents });
	});

	it('is called by the first line of its docstring', () => {
		const text = '"""add email to users\n\nRevision ID: a1\n"""\nrevision = "a1"\ndown_revision = None\n';
		expect(readAlembicFile(version('x', text)).migration?.message).toBe('add email to users');
	});

	it('says where its functions stand', () => {
		const text =
			"revision = 'a1'\ndown_revision = None\n\ndef upgrade() -> None:\n    pass\n\n\ndef downgrade():\n    pass\n";
		const { up, down } = readAlembicFile(version('x', text)).migration!;
		expect([up.span.start.line, down?.span.start.line]).toEqual([4, 8]);
	});

	it.each([
		['without a revision', 'x = 1\n', 'no-revision'],
		['without a parent', "revision = 'a1'\n", 'no-down-revision'],
		['whose parent is computed', "revision = 'a1'\ndown_revision = parent()\n", 'unread-assignment']
	])('%s is told with its place', (_, text, code) => {
		const { problems } = readAlembicFile(version('x', text));
		expect(problems).toMatchObject([{ code, severity: 'error', file: 'migrations/versions/x.py' }]);
	});
});

describe('the migrations of a Python project', () => {
	it('are the files in versions beside an env.py, and nothing else', () => {
		const files = [
			env,
			revision('a1', 'None'),
			{ name: 'migrations/versions/__init__.py', text: '' },
			{ name: 'other/versions/b.py', text: "revision = 'b'\n" },
			{ name: 'app.py', text: '' }
		];
		expect(versionFiles(files).map(({ name }) => name)).toEqual(['migrations/versions/a1.py']);
	});

	it('follow one another by their parents, not by their names', () => {
		const { graph, problems } = readAlembicFolder([env, revision('z9', 'None'), revision('a1', "'z9'")]);
		expect(problems).toEqual([]);
		expect(graph.migrations.map((one) => one.revision)).toEqual(['z9', 'a1']);
		expect(graph.heads).toEqual(['a1']);
	});

	it('are told of in the words of Alembic where something is wrong with them', () => {
		const hints = readAlembicFolder([
			env,
			revision('a1', 'None'),
			revision('b2', "'a1'"),
			revision('c3', "'a1'"),
			version('again', "revision = 'b2'\ndown_revision = 'a1'\n")
		]).problems.map(({ code, hint }) => `${code}: ${hint}`);
		expect(hints).toContainEqual(expect.stringMatching(/^several-heads: .*`flask db merge heads`/));
		expect(hints).toContainEqual(expect.stringMatching(/^duplicate-revision: .*another `revision`/));
	});

	it('give no advice about roots and heads that come of a missing parent', () => {
		const files = [env, revision('a1', 'None'), revision('b2', "'gone'")];
		const { problems } = readAlembicFolder(files);
		expect(problems.map(({ code }) => code)).toEqual(['missing-parent']);
		expect(problems[0]?.hint).toContain('Bring the file of gone back, or change `down_revision`');
	});

	it('are applied as far as Alembic’s table reaches, with all that lies below', () => {
		const { graph } = readAlembicFolder([
			env,
			revision('a1', 'None'),
			revision('b2', "'a1'"),
			revision('c3', "'b2'"),
			revision('c4', "'b2'")
		]);
		expect(ledgerOf(graph, ['c4']).map((entry) => entry.revision)).toEqual(['a1', 'b2', 'c4']);
		expect(ledgerOf(graph, ['gone']).map((entry) => entry.revision)).toEqual(['gone']);
		expect(ledgerOf(graph, [])).toEqual([]);
	});
});
