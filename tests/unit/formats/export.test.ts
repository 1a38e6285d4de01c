import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';
import { exportZip, importFolder, type ExportedProject } from '../../../src/lib/formats/registry.ts';
import { readZip } from '../../../src/lib/formats/zip.ts';
import { anyFolder, filesOf } from '../migration/folder-dsl.ts';

const project: ExportedProject = {
	name: 'Shop',
	dialect: 'sqlite',
	foreignKeys: true,
	files: filesOf('0001 <', '0002 < 0001'),
	schemaSql: 'CREATE TABLE t (a);\n'
};

function entriesOf(exported: ExportedProject) {
	const read = readZip(exportZip(exported));
	if (!read.ok) throw new Error(read.problems[0]!.message);
	return read.value;
}

function textsOf(exported: ExportedProject): Readonly<Record<string, string>> {
	return Object.fromEntries(
		entriesOf(exported).map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)])
	);
}

function again(exported: ExportedProject) {
	const back = importFolder(entriesOf(exported), { dialect: 'sqlite', fallbackName: 'other' });
	if (!back.ok) throw new Error(back.problems[0]!.message);
	return back.value;
}

describe('an exported project', () => {
	it('is a folder dbmate knows, with words on how to run it', () => {
		const texts = textsOf(project);
		expect(Object.keys(texts)).toEqual([
			'README.md',
			'migrations/0001_x.sql',
			'migrations/0002_x.sql',
			'schema.sql',
			'updown.json'
		]);
		expect(texts['migrations/0001_x.sql']).toBe(project.files[0]?.text);
		expect(texts['README.md']).toContain(
			'npx dbmate --url "sqlite:database.sqlite3" --migrations-dir ./migrations --no-dump-schema up'
		);
	});

	it('for PostgreSQL says how dbmate finds a server, and nothing of what only SQLite does', () => {
		const readme = textsOf({ ...project, dialect: 'postgres' })['README.md'];
		expect(readme).toContain(
			'npx dbmate --url "postgres://postgres@127.0.0.1:5432/migrated?sslmode=disable" --migrations-dir ./migrations --no-dump-schema up'
		);
		expect(readme).toContain('`migrated` on a PostgreSQL server');
		expect(readme).not.toContain('SQLite');
		expect(readme).not.toContain('the file');
	});

	it('takes along the version it must run on, and the extensions it needs', () => {
		const chosen = {
			...project,
			dialect: 'postgres',
			target: '15',
			extensions: ['pg_trgm', 'uuid-ossp']
		} as const;
		expect(again(chosen)).toMatchObject({ target: '15', extensions: ['pg_trgm', 'uuid-ossp'] });
		expect(textsOf(chosen)['README.md']).toContain('CREATE EXTENSION IF NOT EXISTS "uuid-ossp";');
		expect(textsOf(chosen)['README.md']).toContain('PostgreSQL 15 and newer');
		expect(Object.keys(JSON.parse(textsOf(project)['updown.json']!) as object)).toEqual([
			'name',
			'dialect',
			'foreignKeys'
		]);
	});

	it('has the same bytes each time', () => {
		expect(exportZip(project)).toEqual(exportZip({ ...project }));
	});

	it('comes back as it was, whatever its files hold', () => {
		const scraps = fc.constantFrom(
			'-- migrate:up\n',
			'-- migrate:down\n',
			'SELECT 1;',
			'\n',
			'\r\n',
			'\r',
			"'",
			'\ufeff',
			'é',
			'-- a'
		);
		const file = fc.record({
			name: fc.stringMatching(/^[0-9]{1,6}_[a-z]{1,6}\.sql$/),
			text: fc.array(scraps, { maxLength: 10 }).map((parts) => parts.join(''))
		});
		fc.assert(
			fc.property(
				fc.uniqueArray(file, { selector: ({ name }) => name, minLength: 1 }),
				fc.boolean(),
				fc.string(),
				(files, foreignKeys, schemaSql) => {
					const ups = files.filter(({ text }) => text.split('-- migrate:up\n').length < 3);
					const downs = ups.filter(({ text }) => text.split('-- migrate:down\n').length < 3);
					const sorted = downs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
					const wellFormed = schemaSql.isWellFormed() && !schemaSql.includes('\0');
					const before = { ...project, files: sorted, foreignKeys, schemaSql: wellFormed ? schemaSql : '' };
					expect(again(before)).toMatchObject({ ...before, format: 'native', startAt: undefined });
				}
			),
			{ numRuns: 100 }
		);
	});

	it('comes back with the same graph', () => {
		fc.assert(
			fc.property(anyFolder, (lines) => {
				const before = { ...project, files: filesOf(...lines) };
				expect(parseFolder(again(before).files)).toEqual(parseFolder(before.files));
			}),
			{ numRuns: 50 }
		);
	});

	it('with no migrations yet comes back too', () => {
		expect(again({ ...project, files: [] })).toMatchObject({
			name: 'Shop',
			files: [],
			schemaSql: project.schemaSql
		});
	});

	it.each([['-- migrate:up\nA\n'], ['-- migrate:up\nA'], ['-- migrate:up\nA\r']])(
		'gives a file without a way back one for dbmate, says so, and takes it off again: %j',
		(text) => {
			const one = { ...project, files: [{ name: '1_a.sql', text }] };
			const texts = textsOf(one);
			expect(texts['migrations/1_a.sql']).toMatch(/\n-- migrate:down\n-- Updown added this section/);
			expect(texts['README.md']).toContain('These files have no SQL that takes them back.');
			expect(again(one).files).toEqual(one.files);
		}
	);

	it('warns where dbmate would run in another order, and where foreign keys differ', () => {
		const reversed = { ...project, files: filesOf('0001 < 0002', '0002 <') };
		expect(textsOf(reversed)['README.md']).toContain(
			'dbmate runs `0001_x.sql` where Updown runs `0002_x.sql`'
		);
		const off = {
			...project,
			files: [{ name: '1_a.sql', text: '-- migrate:up foreign_keys:false\nA\n-- migrate:down\nB\n' }]
		};
		expect(textsOf(off)['README.md']).toContain('dbmate does not know `foreign_keys:false`');
		expect(textsOf(project)['README.md']).toContain('dbmate does not ask');
	});

	it.each([
		['not JSON', '{', 'is not JSON'],
		['no settings', '3', 'holds no settings'],
		['another database', '{"dialect":"oracle"}', '"oracle"'],
		['values of other kinds', '{"name":5,"foreignKeys":"yes","withoutDown":{}}', undefined]
	])('with settings that are %s is read without them', (_, settings, note) => {
		const bytes = (text: string) => new TextEncoder().encode(text);
		const back = importFolder(
			[
				{ path: 'updown.json', bytes: bytes(settings) },
				{ path: 'migrations/1_a.sql', bytes: bytes('-- migrate:up\nA\n') }
			],
			{ dialect: 'sqlite', fallbackName: 'other' }
		);
		expect(back).toMatchObject({ ok: true, value: { name: 'other', dialect: 'sqlite', foreignKeys: false } });
		if (back.ok && note !== undefined) expect(back.value.notes.join()).toContain(note);
	});

	it('names no file a disk could not keep', () => {
		const odd = {
			...project,
			files: [{ name: '1_a/../b:c.sql', text: '-- migrate:up\nA\n-- migrate:down\nB\n' }]
		};
		expect(Object.keys(textsOf(odd))).toContain('migrations/1_a_.._b_c.sql');
	});
});
