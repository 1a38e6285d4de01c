import { textOf } from '../../text/utf8.ts';

interface Host {
	readonly Response: new (body: unknown) => {
		readonly body: { pipeThrough(through: object): object };
		arrayBuffer(): Promise<ArrayBuffer>;
	};
	readonly DecompressionStream: new (format: 'gzip') => object;
}

/** The bytes as they are without gzip. */
export async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
	if (!isGzip(bytes)) return bytes;
	const { Response, DecompressionStream } = globalThis as unknown as Host;
	const stream = new Response(bytes).body.pipeThrough(new DecompressionStream('gzip'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A server may say that a file is encoded, and then the browser has unpacked it already; so its bytes are looked at. */
export function isGzip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The plain files of a tar: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export function* filesIn(tar: Uint8Array): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
	const field = (at: number, length: number) => textOf(tar.subarray(at, at + length)).replace(/\0[^]*/, '');
	for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
		const size = Number.parseInt(field(at + 124, 12), 8);
		const kind = tar[at + 156];
		const prefix = field(at + 345, 155);
		const name = field(at, 100);
		if (kind === 0 || kind === 48) {
			yield {
				name: prefix === '' ? name : `${prefix}/${name}`,
				bytes: tar.subarray(at + 512, at + 512 + size)
			};
		}
		at += 512 + Math.ceil(size / 512) * 512;
	}
}
