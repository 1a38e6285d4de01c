import { textOf, utf8 } from '../../text/utf8.ts';

/** A column of a reply. `type` is the OID of its type. */
export interface ReplyColumn {
	readonly name: string;
	readonly type: number;
}

/** The fields of an error or a notice by their letter: `M` message, `C` SQLSTATE, `D` detail, `H` hint, `P` position. */
export type Fields = Readonly<Record<string, string>>;

/** What PostgreSQL answered to one statement. */
export interface Reply {
	/** Where it returned rows. */
	readonly columns?: readonly ReplyColumn[];
	readonly rows: readonly (readonly (string | null)[])[];
	/** How many rows there were, also those beyond the limit. */
	readonly rowCount: number;
	/** The command tag, e.g. `INSERT 0 3`; empty where nothing ran. */
	readonly tag: string;
	readonly error?: Fields;
	readonly notices: readonly Fields[];
	/** Whether PostgreSQL came to the end of the statement and is ready for the next one; else it has broken off, and never answers again. */
	readonly whole: boolean;
}

/** The simple query: one statement, run as a client without parameters runs it. */
export function simpleQuery(sql: string): Uint8Array {
	return message('Q', utf8(sql), zero);
}

/** One statement with parameters as text; their types are PostgreSQL's to find out. */
export function parameterQuery(sql: string, params: readonly (string | null)[]): Uint8Array {
	const values = params.flatMap((param) => {
		if (param === null) return [int32(-1)];
		const bytes = utf8(param);
		return [int32(bytes.length), bytes];
	});
	return joined([
		message('P', zero, utf8(sql), zero, int16(0)),
		message('B', zero, zero, int16(0), int16(params.length), ...values, int16(0)),
		message('D', utf8('P'), zero),
		message('E', zero, int32(0)),
		message('S')
	]);
}

/** Reads the replies to one statement, keeping at most `maxRows` rows. */
export function readReply(bytes: Uint8Array, maxRows: number): Reply {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const rows: (string | null)[][] = [];
	const notices: Fields[] = [];
	let columns: ReplyColumn[] | undefined;
	let error: Fields | undefined;
	let tag = '';
	let rowCount = 0;
	let [ended, ready] = [false, false];
	for (let at = 0; at + 5 <= bytes.length;) {
		const body = at + 5;
		const end = at + 1 + view.getInt32(at + 1);
		switch (bytes[at] ?? 0) {
			case kinds.rowDescription:
				columns = readColumns(bytes, view, body);
				// A rule can make a statement answer twice; the last answer is the statement's own.
				rows.length = rowCount = 0;
				break;
			case kinds.dataRow:
				if (rowCount++ < maxRows) rows.push(readRow(bytes, view, body));
				break;
			case kinds.commandComplete:
				tag = textOf(bytes.subarray(body, end - 1));
				ended = true;
				break;
			case kinds.emptyQuery:
				ended = true;
				break;
			case kinds.error:
				error ??= readFields(bytes, body, end);
				ended = true;
				break;
			case kinds.notice:
				notices.push(readFields(bytes, body, end));
				break;
			case kinds.readyForQuery:
				ready = true;
				break;
		}
		at = end;
	}
	return {
		...(columns && { columns }),
		rows,
		rowCount,
		tag,
		...(error && { error }),
		notices,
		whole: ended && ready
	};
}

const kinds = {
	rowDescription: 84,
	dataRow: 68,
	commandComplete: 67,
	error: 69,
	notice: 78,
	readyForQuery: 90,
	emptyQuery: 73
} as const;

function readColumns(bytes: Uint8Array, view: DataView, body: number): ReplyColumn[] {
	const columns: ReplyColumn[] = [];
	let at = body + 2;
	for (let left = view.getInt16(body); left > 0; left--) {
		const close = bytes.indexOf(0, at);
		// After the name come the table's OID (4 bytes) and the column's number (2), then the type's OID.
		columns.push({ name: textOf(bytes.subarray(at, close)), type: view.getUint32(close + 7) });
		at = close + 19;
	}
	return columns;
}

function readRow(bytes: Uint8Array, view: DataView, body: number): (string | null)[] {
	const cells: (string | null)[] = [];
	let at = body + 2;
	for (let left = view.getInt16(body); left > 0; left--) {
		const length = view.getInt32(at);
		at += 4;
		cells.push(length === -1 ? null : textOf(bytes.subarray(at, at + length)));
		if (length > 0) at += length;
	}
	return cells;
}

function readFields(bytes: Uint8Array, body: number, end: number): Fields {
	const fields: Record<string, string> = {};
	for (let at = body; at < end && bytes[at] !== 0;) {
		const close = bytes.indexOf(0, at + 1);
		fields[String.fromCharCode(bytes[at] ?? 0)] = textOf(bytes.subarray(at + 1, close));
		at = close + 1;
	}
	return fields;
}

const zero = Uint8Array.of(0);

function int16(value: number): Uint8Array {
	return Uint8Array.of((value >> 8) & 255, value & 255);
}

function int32(value: number): Uint8Array {
	return Uint8Array.of((value >> 24) & 255, (value >> 16) & 255, (value >> 8) & 255, value & 255);
}

function message(kind: string, ...parts: readonly Uint8Array[]): Uint8Array {
	const length = parts.reduce((sum, part) => sum + part.length, 4);
	return joined([Uint8Array.of(kind.charCodeAt(0)), int32(length), ...parts]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}
