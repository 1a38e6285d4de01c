import type { PgQuery } from 'libpg-query/wasm/libpg-query.js';
import type { ReadFile } from '../open-options.ts';
import { byteOffsets, characterOffset } from '../../text/utf8.ts';

/** A node of PostgreSQL's parse tree: the kind of node, e.g. `CreateStmt`, and its fields. */
export type ParseNode = Readonly<Record<string, unknown>>;

/** A statement the parser found. It begins at its first word and ends before its semicolon or the end of the text. */
export interface ParsedStatement {
	/** The kind of statement, e.g. `CreateStmt`. */
	readonly kind: string;
	readonly node: ParseNode;
	readonly start: number;
	readonly end: number;
}

/** A text the parser took, or where and why it did not. */
export type Parsed =
	| { readonly ok: true; readonly statements: readonly ParsedStatement[] }
	| { readonly ok: false; readonly message: string; readonly at: number };

interface Host {
	readonly WebAssembly: {
		compile(bytes: Uint8Array): Promise<object>;
		instantiate(module: object, imports: object): Promise<object>;
	};
}

let parser: PgQuery | undefined;
let loading: Promise<void> | undefined;

/**
 * Loads PostgreSQL's own parser, of the same major version as PGlite. Every call in one worker or process gives
 * the same one, so `readFile` counts only at the first; a load that failed is tried again.
 */
export function loadParser(readFile?: ReadFile): Promise<void> {
	loading ??= load(readFile).catch((error: unknown) => {
		loading = undefined;
		throw error;
	});
	return loading;
}

async function load(readFile: ReadFile | undefined): Promise<void> {
	const { default: start } = await import('libpg-query/wasm/libpg-query.js');
	if (!readFile) {
		parser = await start();
		return;
	}
	const { WebAssembly } = globalThis as unknown as Host;
	const module = await WebAssembly.compile(await readFile('libpg-query.wasm'));
	parser = await new Promise<PgQuery>((resolve, reject) => {
		const instantiateWasm = (imports: object, done: (instance: object) => void) => {
			WebAssembly.instantiate(module, imports).then(done).catch(reject);
		};
		start({ instantiateWasm }).then(resolve, reject);
	});
}

/** How many texts are remembered: a section is taken apart for its conflicts, its statements and its settings. */
const remembered = 8;
const known = new Map<string, Parsed>();

/** Parses a whole text. Throws where the parser has not been loaded. */
export function parse(sql: string): Parsed {
	const before = known.get(sql);
	if (before) return before;
	const parsed = parseAnew(sql);
	// A long text is not worth keeping its tree.
	if (sql.length <= 262_144) {
		known.set(sql, parsed);
		if (known.size > remembered) known.delete(known.keys().next().value ?? '');
	}
	return parsed;
}

function parseAnew(sql: string): Parsed {
	if (!parser) throw new Error("PostgreSQL's parser is not loaded: await the dialect's `ready` first.");
	// A byte order mark would be read as the first letter of a name.
	if (sql.startsWith('\uFEFF')) return parseAnew(` ${sql.slice(1)}`);
	const room = parser.lengthBytesUTF8(sql) + 1;
	const text = parser._malloc(room);
	parser.stringToUTF8(sql, text, room);
	const result = parser._wasm_parse_query_raw(text);
	try {
		const error = parser.getValue(result + 8, 'i32');
		if (error === 0)
			return { ok: true, statements: statementsOf(sql, parser, parser.getValue(result, 'i32')) };
		const message = parser.UTF8ToString(parser.getValue(error, 'i32'));
		// A character counted from 1; 0 where there is no place.
		const cursor = parser.getValue(error + 16, 'i32');
		return { ok: false, message, at: cursor > 0 ? characterOffset(sql, cursor - 1) : sql.length };
	} finally {
		parser._free(text);
		parser._wasm_free_parse_result(result);
	}
}

interface RawTree {
	readonly stmts?: readonly {
		readonly stmt?: Readonly<Record<string, ParseNode>>;
		readonly stmt_location?: number;
		readonly stmt_len?: number;
	}[];
}

function statementsOf(sql: string, pgQuery: PgQuery, tree: number): readonly ParsedStatement[] {
	const { stmts = [] } = JSON.parse(pgQuery.UTF8ToString(tree)) as RawTree;
	const offsetOf = byteOffsets(sql);
	return stmts.map(({ stmt, stmt_location: location = 0, stmt_len: length = 0 }) => {
		const [[kind, node] = ['', {}]] = Object.entries(stmt ?? {});
		const start = offsetOf(location);
		return { kind, node, start, end: length > 0 ? offsetOf(location + length) : sql.length };
	});
}
