import type { QueryResult, Value } from '../../database.ts';
import type { Reply, ReplyColumn } from './protocol.ts';

type Reader = (text: string) => Value;

/**
 * Types that JavaScript has too, by OID. All others are what PostgreSQL prints: a numeric, a moment or an array
 * would lose something on the way into a number, a Date or a list.
 */
const readers: ReadonlyMap<number, Reader> = new Map<number, Reader>([
	[16, (text) => text === 't'],
	[17, bytesOf],
	[20, integerOf],
	[21, Number],
	[23, Number],
	[26, Number],
	// `NaN`, `Infinity` and `-Infinity` are JavaScript's words as well.
	[700, Number],
	[701, Number]
]);

/** The rows of a reply. A statement that returns none has no columns. */
export function resultOf({ columns = [], rows }: Reply): QueryResult {
	return { columns: columns.map(({ name }) => name), rows: rowsOf(columns, rows) };
}

function rowsOf(columns: readonly ReplyColumn[], rows: Reply['rows']): readonly (readonly Value[])[] {
	const reads = columns.map(({ type }) => readers.get(type));
	return rows.map((row) =>
		row.map((text, at) => {
			const read = reads[at];
			return text === null || read === undefined ? text : read(text);
		})
	);
}

/** `Value` as the text of a parameter; PostgreSQL reads it as the type it expects there. */
export function paramOf(value: Value): string | null {
	if (value === null) return null;
	if (value instanceof Uint8Array) {
		return `\\x${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
	}
	// -0 would be written as 0.
	return Object.is(value, -0) ? '-0' : String(value);
}

/** Rows inserted, updated, deleted, merged or copied in, as the command's tag tells; 0 for any other command. */
export function rowsChangedBy(tag: string): number {
	return Number(/^(?:INSERT \d+|UPDATE|DELETE|MERGE|COPY) (\d+)$/.exec(tag)?.[1] ?? 0);
}

/** Rows put into a table by the statement that made it, whose tag is that of its query; it returns none. */
export function rowsMadeBy(tag: string): number {
	return Number(/^SELECT (\d+)$/.exec(tag)?.[1] ?? 0);
}

/** An integer of 64 bits: a bigint only where a number would not hold it exactly. */
function integerOf(text: string): Value {
	const number = Number(text);
	return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** `bytea_output` is `hex` unless a session changes it; then each byte that is no plain character is `\ooo`. */
function bytesOf(text: string): Uint8Array {
	if (text.startsWith('\\x')) {
		return Uint8Array.from({ length: (text.length - 2) / 2 }, (_, at) =>
			Number.parseInt(text.slice(2 + 2 * at, 4 + 2 * at), 16)
		);
	}
	const bytes: number[] = [];
	for (const [, octal, plain] of text.matchAll(/\\(\d{3}|\\)|([^])/g)) {
		if (octal === undefined) bytes.push(plain?.charCodeAt(0) ?? 0);
		else bytes.push(octal === '\\' ? 92 : Number.parseInt(octal, 8));
	}
	return Uint8Array.from(bytes);
}
