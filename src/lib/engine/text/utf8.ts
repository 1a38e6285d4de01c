/** The two classes that every host of JavaScript has and the language's own types do not. */
interface Coders {
	readonly TextEncoder: new () => { encode(text: string): Uint8Array };
	readonly TextDecoder: new (
		label: 'utf-8',
		options?: { readonly fatal: boolean; readonly ignoreBOM: boolean }
	) => { decode(bytes: Uint8Array): string };
}

const { TextEncoder, TextDecoder } = globalThis as unknown as Coders;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8');
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of `text`; half of a surrogate pair becomes U+FFFD. */
export function utf8(text: string): Uint8Array {
	return encoder.encode(text);
}

/** The text of `bytes`. */
export function textOf(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

/** The text of these bytes, with a byte-order mark where it has one; undefined where they are not UTF-8. */
export function textIfUtf8(bytes: Uint8Array): string | undefined {
	try {
		return strict.decode(bytes);
	} catch {
		return undefined;
	}
}

/** The same, and undefined too where they hold a NUL: that is no text somebody wrote. */
export function plainText(bytes: Uint8Array): string | undefined {
	const text = textIfUtf8(bytes);
	return text?.includes('\0') ? undefined : text;
}

/** The first bytes of a text, without half of a character at the end. */
export function clipped(text: string, bytes: number): string {
	const all = utf8(text);
	return all.length <= bytes ? text : textOf(all.slice(0, bytes)).replace(/\uFFFD$/, '');
}

/**
 * Turns ascending places counted in bytes of UTF-8 into places counted in UTF-16 code units, reading `text` once.
 * The returned function must be asked for places in ascending order.
 */
export function byteOffsets(text: string): (bytes: number) => number {
	let offset = 0;
	let passed = 0;
	return (bytes) => {
		while (passed < bytes && offset < text.length) {
			const code = text.codePointAt(offset) ?? 0;
			passed += bytesOf(code);
			offset += code > 0xffff ? 2 : 1;
		}
		return offset;
	};
}

function bytesOf(code: number): number {
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}

/** The offset in UTF-16 code units of the character number `index`, counted from 0. */
export function characterOffset(text: string, index: number): number {
	let offset = 0;
	for (let passed = 0; passed < index && offset < text.length; passed++) {
		offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
	}
	return offset;
}
