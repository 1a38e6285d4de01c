import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip, type FolderEntry } from '../../../src/lib/formats/zip.ts';
import { rawZip, type RawEntry } from './raw-zip.ts';

const entry = (path: string, text = ''): FolderEntry => ({ path, bytes: new TextEncoder().encode(text) });

function refusal(...entries: readonly RawEntry[]): readonly string[] {
	const read = readZip(rawZip(entries));
	return read.ok ? ['read'] : read.problems.map(({ code, file = '' }) => `${code} ${file}`.trim());
}

describe('a zip', () => {
	it('comes out as it went in, sorted by path', () => {
		const path = fc
			.array(fc.stringMatching(/^[a-z0-9_é-]{1,8}$/), { minLength: 1, maxLength: 3 })
			.map((parts) => `${parts.join('/')}.sql`);
		const files = fc.uniqueArray(fc.record({ path, bytes: fc.uint8Array({ maxLength: 200 }) }), {
			selector: (file) => file.path.normalize('NFC')
		});
		fc.assert(
			fc.property(files, (files) => {
				const read = readZip(writeZip(files));
				if (!read.ok) throw new Error(read.problems[0]!.message);
				expect(read.value).toEqual(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
			})
		);
	});

	it('of the same files has the same bytes, whatever their order', () => {
		const files = [entry('b.sql', 'B'), entry('a/c.sql', 'C'), entry('a.sql', 'A')];
		expect(writeZip(files)).toEqual(writeZip(files.toReversed()));
	});

	it('has the same bytes in every time zone', () => {
		const program = `
			import { zipSync } from 'fflate';
			const bytes = zipSync({ a: new Uint8Array([1]) }, { level: 9, mtime: new Date(1980, 0, 1, 12), os: 3 });
			process.stdout.write(Buffer.from(bytes).toString('hex'));
		`;
		const zoned = ['UTC', 'Pacific/Kiritimati', 'America/Anchorage', 'Africa/Monrovia'].map((zone) =>
			execFileSync(process.execPath, ['--input-type=module', '-e', program], {
				env: { ...process.env, TZ: zone },
				encoding: 'utf8'
			})
		);
		expect(new Set(zoned).size).toBe(1);
		expect(
			Buffer.from(writeZip([entry('a', '\u0001')]))
				.subarray(10, 14)
				.toString('hex')
		).toBe('00602100');
	});

	it('keeps folders, hidden litter of systems and empty files apart', () => {
		const read = readZip(
			rawZip([
				{ path: 'm/', text: '' },
				{ path: '__MACOSX/m/._a.sql', text: 'x' },
				{ path: 'm/.DS_Store', text: 'x' },
				{ path: 'm/empty.sql', text: '' },
				{ path: 'm/stored.sql', text: 'stored', method: 0 }
			])
		);
		expect(read).toMatchObject({ ok: true, value: [{ path: 'm/empty.sql' }, { path: 'm/stored.sql' }] });
	});
});

describe('a zip is refused, naming the entry', () => {
	it.each([
		['../evil.sql'],
		['a/../../evil.sql'],
		['./a.sql'],
		['/etc/passwd'],
		['C:/windows/a.sql'],
		['a\\b.sql'],
		['a\0.sql'],
		['a\n.sql'],
		['a\u007f.sql'],
		['a//b.sql'],
		['con'],
		['m/NUL.sql'],
		['m/com1.tar.gz'],
		['m/lpt9 .sql'],
		['m/a.sql.'],
		['m/a.sql '],
		['m/a:stream.sql'],
		[`${'d/'.repeat(300)}a.sql`],
		['../']
	])('for the path %j', (path) => {
		expect(refusal({ path: 'good.sql' }, { path })[0]).toMatch(/^zip-unsafe-path /);
	});

	it.each<[string, RawEntry, string]>([
		['a symbolic link', { path: 'a.sql', mode: 0o120777 }, 'zip-link'],
		['a device', { path: 'a.sql', mode: 0o020666 }, 'zip-link'],
		['an encrypted file', { path: 'a.sql', flags: 1 }, 'zip-encrypted'],
		['a packing of another kind', { path: 'a.sql', method: 12 }, 'zip-method'],
		['a file over 5 MB', { path: 'a.sql', size: 5_000_001, packedSize: 4_000_000 }, 'zip-file-too-large'],
		['one that unpacks a thousandfold', { path: 'a.sql', text: ' '.repeat(2_000_000) }, 'zip-ratio'],
		['one that is longer than it says', { path: 'a.sql', text: 'x'.repeat(1000), size: 10 }, 'zip-damaged'],
		['one that is shorter than it says', { path: 'a.sql', text: 'x', size: 10 }, 'zip-damaged'],
		['a wrong checksum', { path: 'a.sql', text: 'x', crc: 1 }, 'zip-damaged'],
		['packed bytes beyond the end', { path: 'a.sql', text: 'x', packedSize: 100_000 }, 'zip-damaged']
	])('for %s', (_, bad, code) => {
		expect(refusal(bad)).toEqual([`${code} a.sql`]);
	});

	it('for two files of one name, also where only case or accents tell them apart', () => {
		expect(refusal({ path: 'a.sql' }, { path: 'a.sql' })).toEqual(['zip-duplicate a.sql']);
		expect(refusal({ path: 'M/a.sql' }, { path: 'm/A.sql' })).toEqual(['zip-duplicate m/A.sql']);
		expect(refusal({ path: 'a' }, { path: 'a/b.sql' })).toEqual(['zip-duplicate a']);
		const accents = readZip(
			zipSync({ 'caf\u00e9.sql': new Uint8Array(), 'cafe\u0301.sql': new Uint8Array() })
		);
		expect(accents.ok).toBe(false);
	});

	it('for too many files, before any is looked at', () => {
		const many = Array.from({ length: 5001 }, (_, index) => ({ path: `${index}.sql` }));
		expect(refusal(...many)).toEqual(['zip-too-many-entries']);
	});

	it('for more than 100 MB in all, before anything is unpacked', () => {
		const large = Array.from({ length: 21 }, (_, index) => ({
			path: `${index}.sql`,
			size: 4_900_000,
			packedSize: 4_000_000
		}));
		expect(refusal(...large)).toEqual(['zip-too-large']);
	});

	it('with every reason, up to twenty', () => {
		const bad = Array.from({ length: 30 }, (_, index) => ({ path: `../${index}` }));
		const reasons = refusal(...bad);
		expect(reasons).toHaveLength(21);
		expect(reasons.at(-1)).toBe('more-problems');
	});
});

describe('what is no zip', () => {
	const said = (...bytes: readonly number[]) => {
		const read = readZip(Uint8Array.from(bytes));
		return read.ok ? '' : read.problems[0]!.message;
	};
	it('is told by its first bytes', () => {
		expect(said(0x1f, 0x8b, 8)).toContain('gzip');
		expect(said(0x37, 0x7a, 0xbc, 0xaf)).toContain('7-Zip');
		expect(said(0x50, 0x4b, 3, 4)).toContain('cut off');
		expect(said()).toContain('not a zip');
	});

	it('never makes it throw: any bytes, and any zip with bytes changed or cut off', () => {
		const sound = writeZip([entry('m/a.sql', 'SELECT 1;'.repeat(50)), entry('b.txt', 'hello')]);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.uint8Array(),
					fc
						.tuple(fc.nat({ max: sound.length }), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }))))
						.map(([cut, changes]) => {
							const bytes = sound.slice(
								cut % 5 === 0 ? 0 : cut % 3,
								sound.length - (cut % 7 === 0 ? cut : 0)
							);
							for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
							return bytes;
						})
				),
				(bytes) => {
					const read = readZip(bytes);
					if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
				}
			),
			{ numRuns: 500 }
		);
	});
});
