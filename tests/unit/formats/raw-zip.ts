import { deflateSync } from 'fflate';
import { crc32 } from '../../../src/lib/formats/crc32.ts';

/** One entry of a zip written by hand, so that it can lie. */
export interface RawEntry {
	readonly path: string;
	readonly text?: string;
	/** The size it claims to have. */
	readonly size?: number;
	readonly packedSize?: number;
	readonly crc?: number;
	readonly method?: number;
	readonly flags?: number;
	/** Unix mode bits, e.g. 0o120777 for a symbolic link. */
	readonly mode?: number;
}

/** A zip of these entries, byte by byte. */
export function rawZip(entries: readonly RawEntry[]): Uint8Array {
	const parts: Uint8Array[] = [];
	const list: Uint8Array[] = [];
	let offset = 0;
	for (const entry of entries) {
		const name = Uint8Array.from(entry.path, (letter) => letter.charCodeAt(0));
		const bytes = new TextEncoder().encode(entry.text ?? '');
		const packed = entry.method === 0 ? bytes : deflateSync(bytes);
		const common = record(
			[20, 2],
			[entry.flags ?? 0, 2],
			[entry.method ?? 8, 2],
			[0, 4],
			[entry.crc ?? crc32(bytes), 4],
			[entry.packedSize ?? packed.length, 4],
			[entry.size ?? bytes.length, 4],
			[name.length, 2],
			[0, 2]
		);
		const local = joined(record([0x04034b50, 4]), common, name, packed);
		const mode = ((entry.mode ?? 0) << 16) >>> 0;
		list.push(
			joined(
				record([0x02014b50, 4], [0x0314, 2]),
				common,
				record([0, 2], [0, 2], [0, 2], [mode, 4], [offset, 4]),
				name
			)
		);
		parts.push(local);
		offset += local.length;
	}
	const directory = joined(...list);
	const end = record(
		[0x06054b50, 4],
		[0, 2],
		[0, 2],
		[entries.length, 2],
		[entries.length, 2],
		[directory.length, 4],
		[offset, 4],
		[0, 2]
	);
	return joined(...parts, directory, end);
}

function record(...fields: readonly (readonly [value: number, size: number])[]): Uint8Array {
	return Uint8Array.from(
		fields.flatMap(([value, size]) =>
			Array.from({ length: size }, (_, byte) => Math.floor(value / 256 ** byte) % 256)
		)
	);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
