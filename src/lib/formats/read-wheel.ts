import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import { textIfUtf8 } from '../engine/text/utf8.ts';
import type { Wheel } from '../python/python.ts';
import type { FolderEntry } from './entry.ts';
import { largestWheel } from './wheel-limits.ts';
import { readZip } from './zip.ts';

/** A wheel that is sound and pure, with what it says of itself. */
export interface ReadWheel extends Wheel {
	/** As its makers write it, e.g. `zope.interface`. */
	readonly name: string;
	readonly version: string;
}

/** The folder of a project's wheels. */
export const wheelFolder = 'wheels/';

/** Code for one kind of machine. WebAssembly is not: Python imports none of that name, it is what a package's own pages load. */
const compiled = /\.(so|pyd|dylib|dll|a|lib)(\.\d+)*$/i;

const limits = { file: () => 60_000_000, total: 150_000_000, entries: 20_000 } as const;

/**
 * Reads a wheel, `name` being that of its file, as PEP 427 describes one: a sound zip, whose tags, which stand in its name and
 * in its file `WHEEL`, say that it is for any system, and in which nothing is compiled. Otherwise the problem says what stops it
 * and what to do. Never throws.
 */
export function readWheel(fileName: string, bytes: Uint8Array): Outcome<ReadWheel> {
	const named = partsOf(fileName);
	if (!named) {
		return refused(
			fileName,
			'its name is not that of a wheel, which is name-version-python-abi-platform.whl',
			'Give it the name back that it was made with: pip goes by it.'
		);
	}
	const forOthers = whyNotAnywhere(named.tags);
	if (forOthers !== undefined) return refused(fileName, forOthers, pureWheelHint(named.name));
	if (bytes.length > largestWheel) {
		const size = (bytes.length / 1_000_000).toFixed(1);
		return refused(
			fileName,
			`it has ${size} MB, and a wheel may have ${largestWheel / 1_000_000} MB here`,
			'Put the folder of it that the migrations import into the project instead.'
		);
	}
	const read = readZip(bytes, limits);
	if (!read.ok) {
		const [problem] = read.problems;
		return refused(
			fileName,
			`it is no sound zip. ${problem?.message ?? ''}`.replace(/\.$/, ''),
			'Get it once more: pip downloads it whole or not at all.'
		);
	}
	const entries = read.value;
	const stops = entries.find(({ path }) => compiled.test(path));
	if (stops)
		return refused(fileName, `it is not pure: ${stops.path} is compiled code`, pureWheelHint(named.name));
	return described(fileName, named, bytes, entries);
}

function described(
	fileName: string,
	named: NamedWheel,
	bytes: Uint8Array,
	entries: readonly FolderEntry[]
): Outcome<ReadWheel> {
	const infos = entries.filter(({ path }) => /^[^/]+\.dist-info\/WHEEL$/.test(path));
	const [wheelFile] = infos;
	if (!wheelFile || infos.length > 1) {
		return refused(
			fileName,
			wheelFile ? 'it holds several packages' : 'there is no WHEEL file in it',
			'Make it by `pip wheel`, or get it by `pip download`.'
		);
	}
	const home = wheelFile.path.slice(0, -'WHEEL'.length);
	const about = headersOf(wheelFile);
	if (!/^1\.\d+$/.test(about.get('wheel-version')?.[0] ?? '')) {
		return refused(
			fileName,
			`it is of version ${about.get('wheel-version')?.[0] ?? 'unknown'} of the format, and 1 is read here`,
			'Make it by an older `pip wheel`.'
		);
	}
	const tags = about.get('tag') ?? [];
	const forOthers = tags.length === 0 ? 'its WHEEL file names no tag' : whyNotAnywhere(tags);
	if (forOthers !== undefined) return refused(fileName, forOthers, pureWheelHint(named.name));
	if (about.get('root-is-purelib')?.[0]?.toLowerCase() !== 'true') {
		return refused(
			fileName,
			'its WHEEL file says that it is not pure (Root-Is-Purelib is not true)',
			pureWheelHint(named.name)
		);
	}
	const metadata = entries.find(({ path }) => path === `${home}METADATA`);
	const facts = metadata ? headersOf(metadata) : new Map<string, readonly string[]>();
	const [name] = facts.get('name') ?? [];
	const [version] = facts.get('version') ?? [];
	if (name === undefined || version === undefined) {
		return refused(
			fileName,
			`its METADATA does not say its ${name === undefined ? 'name' : 'version'}`,
			'Make it by `pip wheel`, or get it by `pip download`.'
		);
	}
	if (normalName(name) !== normalName(named.name)) {
		return refused(
			fileName,
			`it holds ${name} and not ${named.name}`,
			'Give it the name back that it was made with: pip goes by it.'
		);
	}
	return success({ file: `${wheelFolder}${fileName}`, bytes, name, version });
}

/** What is said about a package whose wheel would not run here. */
export function pureWheelHint(name: string): string {
	return `Ask for a pure one: \`${pipDownload(name)}\`. Where pip finds none, the package needs code for one kind of machine, and cannot be imported here.`;
}

/** The command that gets a pure wheel of a package, on any machine with pip. */
export function pipDownload(requirement: string): string {
	const written = /[<>=~![\]]/.test(requirement) ? `"${requirement}"` : requirement;
	return `pip download --no-deps --only-binary=:all: --python-version 3.14 --implementation py --abi none --platform any ${written}`;
}

/** A name as packages are compared by it: PEP 503. */
export function normalName(name: string): string {
	return name.replace(/[-_.]+/g, '-').toLowerCase();
}

interface NamedWheel {
	readonly name: string;
	readonly version: string;
	/** `python-abi-platform`, each part perhaps several, joined by dots. */
	readonly tags: readonly string[];
}

/** What the name of a wheel's file says: PEP 427, with or without a build number. */
function partsOf(fileName: string): NamedWheel | undefined {
	const parts = /^([^-/\\]+)-([^-/\\]+)(?:-\d[^-/\\]*)?-([^-/\\]+-[^-/\\]+-[^-/\\]+)\.whl$/i.exec(fileName);
	if (!parts) return undefined;
	const [, name = '', version = '', tag = ''] = parts;
	return { name, version, tags: [tag] };
}

/** Why tags say that it does not run anywhere, as the end of a sentence; undefined where one of them says that it does. */
function whyNotAnywhere(tags: readonly string[]): string | undefined {
	const suits = tags.some((tag) => {
		const [python = '', abi = '', platform = ''] = tag.split('-');
		return (
			python.split('.').some((one) => /^py3\d*$/.test(one) && olderThanHere(one)) &&
			abi.split('.').includes('none') &&
			platform.split('.').includes('any')
		);
	});
	if (suits) return undefined;
	const [tag = ''] = tags;
	const [python = '', abi = '', platform = ''] = tag.split('-');
	if (platform !== 'any') return `it is not pure: it is made for ${platform} (${tag})`;
	if (abi !== 'none') return `it is not pure: it is made for the ABI ${abi} (${tag})`;
	return `it is made for ${python}, and here it is py3 up to py314 (${tag})`;
}

/** `py3`, or a version of it up to the one here. */
function olderThanHere(python: string): boolean {
	return python === 'py3' || Number(python.slice('py3'.length)) <= 14;
}

/** The headers of a file of a package: each name with its values, up to the first empty line. */
function headersOf({ bytes }: FolderEntry): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, readonly string[]>();
	for (const line of (textIfUtf8(bytes) ?? '').split(/\r\n?|\n/)) {
		if (line === '') break;
		const header = /^([\w-]+):\s*(.*)$/.exec(line);
		if (!header) continue;
		const [, name = '', value = ''] = header;
		const key = name.toLowerCase();
		found.set(key, [...(found.get(key) ?? []), value.trim()]);
	}
	return found;
}

function refused(fileName: string, why: string, hint: string): Outcome<never> {
	const problem: Problem = {
		code: 'wheel-refused',
		severity: 'error',
		message: `${fileName} was not added: ${why}.`,
		hint,
		file: fileName
	};
	return failure(problem);
}
