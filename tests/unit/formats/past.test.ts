import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPast, writePast, type Past } from '../../../src/lib/formats/past.ts';
import { fromJson, toJson } from '../../../src/lib/formats/plain-json.ts';
import { exportZip, importFolder, type ExportedProject } from '../../../src/lib/formats/registry.ts';
import { readZip } from '../../../src/lib/formats/zip.ts';
import { pastOf } from '../../../src/lib/projects/past.ts';
import { startProject } from '../../../src/lib/projects/seed.ts';
import { project as storedProject } from '../projects/project.ts';
import { filesOf } from '../migration/folder-dsl.ts';

const [frame] = storedProject().frames;
const past: Past = { frames: [frame!], losses: [], queries: [{ name: 'v1', sql: 'SELECT 1;' }] };
const project: ExportedProject = {
	name: 'Shop',
	dialect: 'sqlite',
	foreignKeys: true,
	files: filesOf('0001 <', '0002 < 0001'),
	schemaSql: '',
	past
};

function entriesOf(exported: ExportedProject) {
	const read = readZip(exportZip(exported));
	if (!read.ok) throw new Error(read.problems[0]!.message);
	return read.value;
}

/** The project as it is imported again, with the file of its past put through `change`. */
function again(exported: ExportedProject, change: (text: string) => string = (text) => text) {
	const entries = entriesOf(exported).map(({ path, bytes }) =>
		path === 'updown-past.json'
			? { path, bytes: new TextEncoder().encode(change(new TextDecoder().decode(bytes))) }
			: { path, bytes }
	);
	const back = importFolder(entries, { dialect: 'sqlite', fallbackName: 'other' });
	if (!back.ok) throw new Error(back.problems[0]!.message);
	return back.value;
}

describe('the past of an exported project', () => {
	it('lies in one file outside of the migrations, and a project without a past has none', () => {
		const paths = (exported: ExportedProject) => entriesOf(exported).map(({ path }) => path);
		expect(paths(project)).toContain('updown-past.json');
		const { past: _, ...without } = project;
		expect(paths(without)).not.toContain('updown-past.json');
		expect(paths({ ...project, past: { frames: [], losses: [], queries: [] } })).toEqual(paths(without));
	});

	it('comes back, and a project that starts from it can look at it at once', () => {
		const back = again(project);
		expect(back.notes).toEqual([]);
		const brought = pastOf(back.saidPast!);
		expect(brought).toEqual({ past, notes: [] });
		const started = startProject({ ...back, ...brought }, { id: 'p2', now: '2026-11-27T00:00:00.000Z' });
		expect(started.frames).toEqual(past.frames);
		expect(started.queries).toEqual(past.queries);
	});

	it('is the same text for the same past, in whatever order its keys were written', () => {
		const turned = Object.fromEntries(Object.entries(frame!).toReversed()) as unknown as typeof frame;
		expect(writePast({ ...past, frames: [turned!] })).toEqual(writePast(past));
	});

	it('is not missed where an older export has none', () => {
		const entries = entriesOf(project).filter(({ path }) => path !== 'updown-past.json');
		const back = importFolder(entries, { dialect: 'sqlite', fallbackName: 'other' });
		expect(back).toMatchObject({ ok: true, value: { name: 'Shop', notes: [] } });
		expect(back.ok && back.value.saidPast).toBeUndefined();
	});

	it.each([
		['is no JSON', () => 'hello', 'is not a past that Updown has written'],
		['is empty', () => '', 'is not a past that Updown has written'],
		['is of another program', () => '{"frames":[]}', 'is not a past that Updown has written'],
		['was cut short', (text: string) => text.slice(0, -20), 'was changed or cut short'],
		['was edited', (text: string) => text.replace('SELECT 1', 'SELECT 2'), 'was changed or cut short'],
		['is newer', (text: string) => text.replace('"format":1', '"format":2'), 'was written by a newer Updown']
	])('that %s is left out with a note, and nothing else is lost', (_, change, note) => {
		const back = again(project, change);
		expect(back.saidPast).toBeUndefined();
		expect(back.notes.join()).toContain(`updown-past.json ${note}`);
		expect(back).toMatchObject({ name: 'Shop', files: project.files, foreignKeys: true });
	});

	it('with frames that nobody could show keeps the others, and says so', () => {
		const broken = [
			{ ...frame!, changes: [{ kind: 'never heard of' }] },
			{ ...frame!, statements: [{ sql: 1 }] },
			{ ...frame!, tables: [{ table: 'pets' }] },
			{ ...frame!, at: 'yesterday' },
			{ ...frame!, after: { objects: [] }, reverse: { set: [], unset: [{}] } }
		] as unknown as Past['frames'];
		for (const one of broken) {
			const brought = pastOf({ frames: [frame!, one], losses: [], queries: [{ name: 1 }] });
			expect(brought.past.frames, JSON.stringify(one)).toEqual([frame]);
			expect(brought.notes).toHaveLength(1);
		}
	});

	it('that would be too large for a later import goes without its oldest steps, and the README says so', () => {
		const sql = 'x'.repeat(1_000_000);
		const span = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } };
		const statement = { sql, span, durationMs: 1, rowsChanged: 0 };
		const frames = Array.from({ length: 6 }, (_, at) => ({
			...frame!,
			revision: String(at),
			statements: [{ ...statement, sql: sql + String(at) }]
		}));
		const written = writePast({ frames, losses: [], queries: [] });
		expect(written?.leftOut).toBe(2);
		const read = readPast(written?.text ?? '');
		expect(read.past?.frames).toEqual(frames.slice(2));
	});

	it('holds every schema object once, however many versions have it', () => {
		const object = { kind: 'table', name: 'a_long_name', sql: 'CREATE TABLE a_long_name (id)' };
		const after = { objects: [object] } as unknown as NonNullable<Past['frames'][number]['after']>;
		const frames = ['0001', '0002', '0003'].map((revision) => ({ ...frame!, revision, after }));
		const text = writePast({ frames, losses: [], queries: [] })?.text ?? '';
		expect(text.split('CREATE TABLE a_long_name')).toHaveLength(2);
		expect(readPast(text).past?.frames).toEqual(frames);
	});
});

describe('plain values as JSON', () => {
	const value = fc.letrec((tie) => ({
		any: fc.oneof(
			{ maxDepth: 4 },
			fc.bigInt(),
			fc.double(),
			fc.string(),
			fc.boolean(),
			fc.constant(null),
			fc.uint8Array(),
			fc.array(tie('any')),
			fc.dictionary(
				fc.oneof(
					fc.constantFrom('$bytes', '$integer', '$number', '$', '$$bytes'),
					fc.string().filter((key) => key !== '__proto__')
				),
				tie('any'),
				{ noNullPrototype: true }
			)
		)
	})).any;

	it('come back as they were', () => {
		fc.assert(
			fc.property(value, (before) => {
				expect(fromJson(JSON.parse(JSON.stringify(toJson(before))))).toEqual(before);
			}),
			{ numRuns: 300 }
		);
	});
});
