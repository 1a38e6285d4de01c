import type { Value } from '../../engine/database.ts';
import { count } from '../../look/numbers.ts';

/** A piece of a shown value: text as it is, or a sign standing for something that cannot be seen. */
export interface ShownPart {
	readonly text: string;
	readonly sign?: true;
}

/** A value made ready for one line of a cell. */
export interface ShownValue {
	readonly kind: 'null' | 'number' | 'boolean' | 'text' | 'bytes';
	readonly parts: readonly ShownPart[];
	/** What the cell says beside the value, e.g. how long a blob is. */
	readonly note?: string;
	/** Whether the cell shows less than the value, or shows it by signs. */
	readonly cut: boolean;
}

const joiner = '\u200d';
/** How much of a text a cell holds; the rest is one key press away. */
const cellLimit = 120;
const bytesLimit = 12;
// Line ends, tabs, other control characters, and spaces that would be mistaken for an ordinary one.
const unseen = /[\p{Cc}\u00a0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Several emoji joined into one, such as 👩‍💻; the joiner between them is no stray character. */
const joined =
	/\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)+/uy;

/** The value as one line of at most about `limit` characters, telling apart NULL, an empty text and text that says "NULL". */
export function showValue(value: Value, limit = cellLimit): ShownValue {
	if (value === null) return { kind: 'null', parts: [], cut: false };
	if (value instanceof Uint8Array) {
		const cut = value.length > bytesLimit;
		const text = `x'${hex(cut ? value.subarray(0, bytesLimit) : value)}${cut ? '…' : ''}'`;
		return { kind: 'bytes', parts: [{ text }], note: count(value.length, 'byte'), cut };
	}
	if (typeof value === 'boolean') return { kind: 'boolean', parts: [{ text: String(value) }], cut: false };
	if (typeof value !== 'string') return { kind: 'number', parts: [{ text: numberText(value) }], cut: false };
	return showText(value, limit);
}

/** The whole value as text to read or to copy: NULL as `NULL`, a blob as the literal `x'…'`. */
export function wholeText(value: Value): string {
	if (value === null) return 'NULL';
	if (value instanceof Uint8Array) return `x'${hex(value)}'`;
	if (typeof value === 'number') return numberText(value);
	return String(value);
}

/** What a value is, in words: `text, 12 characters`, `blob, 16 bytes`, `number`, `no value (NULL)`. */
export function valueKind(value: Value): string {
	if (value === null) return 'no value (NULL)';
	if (value instanceof Uint8Array) return `blob, ${count(value.length, 'byte')}`;
	if (typeof value === 'string') {
		const length = characters(value);
		return length === 0 ? 'empty text' : `text, ${count(length, 'character')}`;
	}
	return typeof value === 'boolean' ? 'true or false' : 'number';
}

function showText(value: string, limit: number): ShownValue {
	if (value === '') return { kind: 'text', parts: [{ text: "''", sign: true }], note: 'empty', cut: false };
	let end = Math.min(value.length, limit);
	// Half of a surrogate pair is not a character, and neither is an emoji cut at its joiner.
	if (end < value.length && isHighSurrogate(value.charCodeAt(end - 1))) end--;
	while (end < value.length && value[end - 1] === joiner) end--;
	const parts: ShownPart[] = [];
	let plain = '';
	const shown = value.slice(0, end);
	for (let at = 0; at < end;) {
		joined.lastIndex = at;
		const emoji = joined.exec(shown)?.[0];
		const character = emoji ?? String.fromCodePoint(shown.codePointAt(at) ?? 0);
		at += character.length;
		if (emoji !== undefined || !unseen.test(character)) {
			plain += character;
			continue;
		}
		if (plain !== '') parts.push({ text: plain });
		plain = '';
		parts.push({ text: signFor(character), sign: true });
	}
	if (plain !== '') parts.push({ text: plain });
	if (end < value.length) parts.push({ text: '…', sign: true });
	const note = end < value.length ? count(characters(value), 'character') : undefined;
	return {
		kind: 'text',
		parts,
		...(note === undefined ? {} : { note }),
		cut: end < value.length || parts.some((part) => part.sign)
	};
}

function signFor(character: string): string {
	if (character === '\n') return '↵';
	if (character === '\t') return '⇥';
	if (character === '\u00a0') return '⍽';
	const code = character.codePointAt(0) ?? 0;
	// The control pictures block mirrors the first 32 control characters.
	if (code < 32) return String.fromCodePoint(0x2400 + code);
	return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function numberText(value: number | bigint): string {
	return Object.is(value, -0) ? '-0' : String(value);
}

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function characters(text: string): number {
	let length = 0;
	for (const _ of text) length++;
	return length;
}

function isHighSurrogate(code: number): boolean {
	return code >= 0xd800 && code <= 0xdbff;
}
