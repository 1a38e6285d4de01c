import { failure, success, type Outcome } from '../engine/problem.ts';
import { textIfUtf8 } from '../engine/text/utf8.ts';

/** What a zip's own list says about one entry. Nothing of it is believed until it is checked. */
export interface ListedEntry {
	readonly path: string;
	readonly isFolder: boolean;
	/** The file type bits of Unix, e.g. `0o120000` for a symbolic link; 0 where none are given. */
	readonly fileType: number;
	readonly encrypted: boolean;
	readonly method: number;
	readonly crc: number;
	readonly packedSize: number;
	readonly size: number;
	/** Where its local header stands. */
	readonly offset: number;
}

const endMark = 0x06054b50;
const end64Mark = 0x06064b50;
const end64PlaceMark = 0x07064b50;
const listMark = 0x02014b50;
const localMark = 0x04034b50;

/**
 * Reads the list at the end of a zip file (its central directory), Zip64 included. Nothing is unpacked.
 * Layout: PKWARE's APPNOTE, sections 4.3.12 to 4.3.16.
 */
export function readDirectory(bytes: Uint8Array, mostEntries: number): Outcome<readonly ListedEntry[]> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = findEnd(view);
	if (end === undefined) return notAZip(bytes);
	const { count, start } = placeOfList(view, end);
	if (count > mostEntries) {
		return failure({
			code: 'zip-too-many-entries',
			severity: 'error',
			message: `The zip lists ${count} files; at most ${mostEntries} are read.`,
			hint: 'Zip only the migrations folder and try again.'
		});
	}
	const entries: ListedEntry[] = [];
	for (let index = 0, at = start; index < count; index++) {
		if (at + 46 > end || view.getUint32(at, true) !== listMark)
			return damaged('its list of files is cut off');
		const nameLength = view.getUint16(at + 28, true);
		const extraLength = view.getUint16(at + 30, true);
		const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
		if (next > end) return damaged('its list of files is cut off');
		entries.push(readListed(bytes, view, at, nameLength, extraLength));
		at = next;
	}
	return success(entries);
}

/** The packed bytes of an entry, or undefined where its place lies outside the file. */
export function packedBytes(bytes: Uint8Array, entry: ListedEntry): Uint8Array | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== localMark) return undefined;
	const start =
		entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
	if (start + entry.packedSize > bytes.length) return undefined;
	return bytes.subarray(start, start + entry.packedSize);
}

/** The end record stands last, with a comment of at most 65,535 bytes behind it. */
function findEnd(view: DataView): number | undefined {
	const earliest = Math.max(0, view.byteLength - 22 - 0xffff);
	for (let at = view.byteLength - 22; at >= earliest; at--) {
		if (view.getUint32(at, true) === endMark && at + 22 + view.getUint16(at + 20, true) === view.byteLength) {
			return at;
		}
	}
	return undefined;
}

function placeOfList(view: DataView, end: number): { readonly count: number; readonly start: number } {
	const plain = { count: view.getUint16(end + 10, true), start: view.getUint32(end + 16, true) };
	if (plain.count !== 0xffff && plain.start !== 0xffffffff) return plain;
	const place = end - 20;
	if (place < 0 || view.getUint32(place, true) !== end64PlaceMark) return plain;
	const end64 = Number(view.getBigUint64(place + 8, true));
	if (end64 + 56 > view.byteLength || view.getUint32(end64, true) !== end64Mark) return plain;
	return {
		count: Number(view.getBigUint64(end64 + 32, true)),
		start: Number(view.getBigUint64(end64 + 48, true))
	};
}

function readListed(
	bytes: Uint8Array,
	view: DataView,
	at: number,
	nameLength: number,
	extraLength: number
): ListedEntry {
	const nameStart = at + 46;
	const path = readName(bytes.subarray(nameStart, nameStart + nameLength));
	const size = view.getUint32(at + 24, true);
	const packedSize = view.getUint32(at + 20, true);
	const offset = view.getUint32(at + 42, true);
	const wide = wideFields(view, nameStart + nameLength, extraLength);
	const field = (value: number) => (value === 0xffffffff ? (wide.shift() ?? value) : value);
	return {
		path: path.endsWith('/') ? path.slice(0, -1) : path,
		isFolder: path.endsWith('/'),
		fileType: (view.getUint32(at + 38, true) >>> 16) & 0o170000,
		encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
		method: view.getUint16(at + 10, true),
		crc: view.getUint32(at + 16, true),
		// The order of Zip64's fields: size, packed size, offset; only those that did not fit are there.
		size: field(size),
		packedSize: field(packedSize),
		offset: field(offset)
	};
}

/** The 64-bit numbers of the Zip64 extra field (id 1), in their order. */
function wideFields(view: DataView, start: number, length: number): number[] {
	for (let at = start; at + 4 <= start + length;) {
		const size = view.getUint16(at + 2, true);
		const stop = Math.min(at + 4 + size, start + length);
		if (view.getUint16(at, true) === 1) {
			const fields: number[] = [];
			for (let field = at + 4; field + 8 <= stop; field += 8)
				fields.push(Number(view.getBigUint64(field, true)));
			return fields;
		}
		at += 4 + size;
	}
	return [];
}

/** Names are UTF-8 in any zip of this century; in an older one each byte gives one letter. */
function readName(bytes: Uint8Array): string {
	return textIfUtf8(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

const otherArchives: readonly (readonly [name: string, ...firstBytes: number[]])[] = [
	['gzip (.gz, .tgz)', 0x1f, 0x8b],
	['7-Zip (.7z)', 0x37, 0x7a, 0xbc, 0xaf],
	['RAR (.rar)', 0x52, 0x61, 0x72, 0x21],
	['xz (.xz)', 0xfd, 0x37, 0x7a, 0x58],
	['bzip2 (.bz2)', 0x42, 0x5a, 0x68],
	['Zstandard (.zst)', 0x28, 0xb5, 0x2f, 0xfd]
];

function notAZip(bytes: Uint8Array): Outcome<never> {
	const other = otherArchives.find(([, ...first]) => first.every((byte, index) => bytes[index] === byte));
	const cut = bytes[0] === 0x50 && bytes[1] === 0x4b;
	return failure({
		code: 'not-a-zip',
		severity: 'error',
		message: other
			? `The file is packed as ${other[0]}, not as a zip.`
			: cut
				? 'The zip is cut off: its end is missing.'
				: 'The file is not a zip.',
		hint:
			cut && !other
				? 'Download or copy it again.'
				: 'Unpack it and drop the folder itself, or pack the folder as .zip.'
	});
}

function damaged(why: string): Outcome<never> {
	return failure({
		code: 'zip-damaged',
		severity: 'error',
		message: `The zip is damaged: ${why}.`,
		hint: 'Download or pack it again.'
	});
}
