import { Inflate, zipSync, type Zippable } from 'fflate';
import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import { crc32 } from './crc32.ts';
import type { FolderEntry } from './entry.ts';
import { foldedPath, whyUnsafe } from './safe-path.ts';
import { largestWheel } from './wheel-limits.ts';
import { packedBytes, readDirectory, type ListedEntry } from './zip-directory.ts';

export type { FolderEntry };

/** How large a zip may be. */
export interface ZipLimits {
	/** The bytes of one file, unpacked. */
	readonly file: (path: string) => number;
	/** The bytes of all of them, unpacked. */
	readonly total: number;
	readonly entries: number;
}

/** What a project may have. */
const projectLimits: ZipLimits = {
	file: (path) => (path.endsWith('.whl') ? largestWheel : 5_000_000),
	total: 100_000_000,
	entries: 5000
};

/** SQL packs about tenfold, a long list of equal rows perhaps fiftyfold; a trap packs a thousandfold. */
const highestRatio = 200;
const ratioCountsFrom = 100_000;
const mostProblems = 20;

/**
 * The files of a zip, sorted by path. Nothing is unpacked before everything the zip says about itself is within
 * bounds, and nothing is unpacked beyond what it said. One unsound entry refuses the whole zip, with a problem for
 * each. What systems add by themselves (`__MACOSX`, `.DS_Store`) is left out. Never throws.
 */
export function readZip(
	bytes: Uint8Array,
	limits: ZipLimits = projectLimits
): Outcome<readonly FolderEntry[]> {
	const directory = readDirectory(bytes, limits.entries);
	if (!directory.ok) return directory;
	const listed = directory.value.filter((entry) => !isLitter(entry.path));
	const problems = [
		...listed.flatMap((entry) => entryProblems(entry, limits)),
		...clashes(listed),
		...totalProblems(listed, limits)
	];
	if (problems.length > 0) return refused(problems);

	const entries: FolderEntry[] = [];
	for (const entry of listed) {
		if (entry.isFolder) continue;
		const unpacked = unpack(bytes, entry);
		if (unpacked) entries.push({ path: entry.path, bytes: unpacked });
		else problems.push(problem('zip-damaged', entry, 'is damaged', 'Download or pack the zip again.'));
	}
	return problems.length > 0
		? refused(problems)
		: success(entries.toSorted((a, b) => compare(a.path, b.path)));
}

/** A zip of these files: sorted by path, every date 1 January 1980, so the same files give the same bytes anywhere. */
export function writeZip(entries: readonly FolderEntry[]): Uint8Array {
	const sorted = entries.toSorted((a, b) => compare(a.path, b.path));
	const files: Zippable = Object.fromEntries(sorted.map((entry) => [entry.path, entry.bytes]));
	return zipSync(files, {
		level: 9,
		// A zip holds local time, and so does this date: it reads the same in every time zone.
		mtime: new Date(1980, 0, 1, 12),
		os: 3,
		attrs: 0o100644 << 16
	});
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function isLitter(path: string): boolean {
	return /(^|\/)(__MACOSX(\/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(path);
}

function entryProblems(entry: ListedEntry, limits: ZipLimits): readonly Problem[] {
	const unsafe = whyUnsafe(entry.path);
	if (unsafe !== undefined) {
		return [problem('zip-unsafe-path', entry, unsafe, 'Rename the file and pack the folder again.')];
	}
	if (entry.fileType !== 0 && entry.fileType !== 0o100000 && entry.fileType !== 0o040000) {
		const what = entry.fileType === 0o120000 ? 'is a symbolic link' : 'is no ordinary file';
		return [problem('zip-link', entry, what, 'Put the file itself in its place, or leave it out.')];
	}
	if (entry.isFolder) return [];
	if (entry.encrypted)
		return [problem('zip-encrypted', entry, 'is encrypted', 'Pack the folder without a password.')];
	if (entry.method !== 0 && entry.method !== 8) {
		return [
			problem(
				'zip-method',
				entry,
				`is packed by method ${entry.method}`,
				'Pack the folder as an ordinary zip (deflate).'
			)
		];
	}
	const largestFile = limits.file(entry.path);
	if (entry.size > largestFile) {
		return [
			problem(
				'zip-file-too-large',
				entry,
				`is ${megabytes(entry.size)} MB; a file may have ${megabytes(largestFile)}`,
				'Zip only the migrations folder and try again.'
			)
		];
	}
	if (entry.size > ratioCountsFrom && entry.size > entry.packedSize * highestRatio) {
		return [
			problem(
				'zip-ratio',
				entry,
				`unpacks to more than ${highestRatio} times its size, as traps do`,
				'If the file is sound, drop the unpacked folder instead.'
			)
		];
	}
	return [];
}

/** Paths that are the same file on some disk, or a file and a folder at once. */
function clashes(listed: readonly ListedEntry[]): readonly Problem[] {
	const files = new Map<string, ListedEntry>();
	const problems: Problem[] = [];
	for (const entry of listed) {
		if (entry.isFolder) continue;
		const key = foldedPath(entry.path);
		const other = files.get(key);
		if (other) {
			problems.push(
				problem(
					'zip-duplicate',
					entry,
					other.path === entry.path
						? 'is in the zip twice'
						: `cannot be told from “${shown(other.path)}” on many disks`,
					'Keep one of them, or rename one.'
				)
			);
		} else files.set(key, entry);
	}
	const folders = new Set<string>();
	for (const entry of listed) {
		const parts = foldedPath(entry.path).split('/');
		for (let depth = 1; depth < parts.length + (entry.isFolder ? 1 : 0); depth++) {
			folders.add(parts.slice(0, depth).join('/'));
		}
	}
	for (const [key, entry] of files) {
		if (folders.has(key))
			problems.push(problem('zip-duplicate', entry, 'is a file and a folder at once', 'Rename one.'));
	}
	return problems;
}

function totalProblems(
	listed: readonly ListedEntry[],
	{ total: largestTotal }: ZipLimits
): readonly Problem[] {
	const total = listed.reduce((sum, entry) => sum + entry.size, 0);
	if (total <= largestTotal) return [];
	return [
		{
			code: 'zip-too-large',
			severity: 'error',
			message: `The zip unpacks to ${megabytes(total)} MB; at most ${megabytes(largestTotal)} are read.`,
			hint: 'Zip only the migrations folder and try again.'
		}
	];
}

/** Unpacks one entry into exactly the size it said; undefined where it is anything else, or its checksum differs. */
function unpack(bytes: Uint8Array, entry: ListedEntry): Uint8Array | undefined {
	const packed = packedBytes(bytes, entry);
	if (!packed) return undefined;
	const unpacked = entry.method === 0 ? packed.slice() : inflated(packed, entry.size);
	return unpacked?.length === entry.size && crc32(unpacked) === entry.crc ? unpacked : undefined;
}

class TooLong extends Error {}

/** Inflates piece by piece and stops at the first byte too many, so a lie about the size costs next to nothing. */
function inflated(packed: Uint8Array, size: number): Uint8Array | undefined {
	const out = new Uint8Array(size);
	let length = 0;
	const inflate = new Inflate((chunk) => {
		if (length + chunk.length > size) throw new TooLong();
		out.set(chunk, length);
		length += chunk.length;
	});
	try {
		const step = 16_384;
		for (let at = 0; at < packed.length; at += step) {
			inflate.push(packed.subarray(at, at + step), at + step >= packed.length);
		}
	} catch {
		// fflate throws for bytes that are no deflate stream; `TooLong` for too many of them.
		return undefined;
	}
	return length === size ? out : undefined;
}

function refused(problems: readonly Problem[]): Outcome<never> {
	const [first, ...others] = problems.slice(0, mostProblems);
	const more = problems.length - mostProblems;
	const rest: readonly Problem[] =
		more > 0
			? [
					{
						code: 'more-problems',
						severity: 'error',
						message: `${more} more like these.`,
						hint: 'Mend the first ones and try again.'
					}
				]
			: [];
	if (!first) throw new Error('A zip cannot be refused without a reason.');
	return failure(first, ...others, ...rest);
}

function problem(code: string, entry: ListedEntry, what: string, hint: string): Problem {
	return {
		code,
		severity: 'error',
		message: `In the zip, “${shown(entry.path)}” ${what}.`,
		hint,
		file: entry.path
	};
}

/** A path as it may be shown: control characters made visible, a very long one cut. */
function shown(path: string): string {
	const visible = path.replace(
		/[\p{Cc}\p{Cf}]/gu,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
	return visible.length > 120 ? `${visible.slice(0, 119)}…` : visible;
}

function megabytes(size: number): string {
	return (size / 1_000_000).toLocaleString('en-US', { maximumFractionDigits: 1 });
}
