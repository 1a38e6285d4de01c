import { readName, readParts, type ParsedPart } from './parse-table.ts';
import { TokenReader, type Range } from './token-reader.ts';
import { nextToken, type Token } from './tokens.ts';

export interface ParsedIndex {
	readonly name: Range;
	/** The table it is on, as written. */
	readonly table: string;
	readonly unique: boolean;
	readonly parts: readonly ParsedPart[];
	readonly where?: Range;
}

export interface ParsedView {
	readonly name: Range;
	/** The names of its columns, where it gives them. */
	readonly columns: readonly string[];
	readonly query: Range;
}

export interface ParsedTrigger {
	readonly name: Range;
	/** The table or view it watches, as written. */
	readonly table: string;
	/** All after the name. */
	readonly definition: Range;
}

/** Reads the text of an index as `sqlite_schema` keeps it. */
export function parseIndex(sql: string): ParsedIndex {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	const unique = reader.accept('UNIQUE');
	reader.accept('INDEX');
	const name = readName(reader);
	reader.accept('ON');
	const table = reader.name();
	const parts = readParts(reader);
	if (!reader.accept('WHERE')) return { name, table, unique, parts };
	return { name, table, unique, parts, where: { start: reader.start, end: sql.length } };
}

/** Reads the text of a view as `sqlite_schema` keeps it. */
export function parseView(sql: string): ParsedView {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	if (!reader.accept('TEMP')) reader.accept('TEMPORARY');
	reader.accept('VIEW');
	const name = readName(reader);
	const columns: string[] = [];
	if (reader.acceptOperator('(')) {
		while (!reader.done && !reader.acceptOperator(')')) {
			const column = reader.name();
			if (column === '') reader.at++;
			else columns.push(column);
		}
	}
	reader.accept('AS');
	return { name, columns, query: { start: reader.start, end: sql.length } };
}

/** Reads the text of a trigger as `sqlite_schema` keeps it. */
export function parseTrigger(sql: string): ParsedTrigger {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	if (!reader.accept('TEMP')) reader.accept('TEMPORARY');
	reader.accept('TRIGGER');
	const name = readName(reader);
	const definition = { start: reader.start, end: sql.length };
	while (!reader.done && !reader.accept('ON')) reader.at++;
	return { name, table: reader.name(), definition };
}

/** What a statement of `sqlite_schema` makes. */
export interface Entry {
	readonly kind: 'table' | 'index' | 'view' | 'trigger';
	readonly name: string;
	/** The table of an index or a trigger; the name itself otherwise. */
	readonly table: string;
	/** The same in lower case, which is how SQLite tells names apart. */
	readonly tableKey: string;
	readonly isVirtual: boolean;
	readonly sql: string;
}

/** Tells from a statement of `sqlite_schema` what it makes. */
export function entryOf(sql: string): Entry {
	const [, virtual, word] = /^CREATE (?:UNIQUE )?(VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER)/i.exec(sql) ?? [];
	const kind = word?.toLowerCase();
	const isVirtual = virtual !== undefined;
	const reader = new TokenReader(sql, leadingTokens(sql));
	while (!reader.done && reader.word() !== word?.toUpperCase()) reader.at++;
	reader.at++;
	const name = reader.name();
	const entry = (made: Entry['kind'], table: string): Entry => {
		return { kind: made, name, table, tableKey: table.toLowerCase(), isVirtual, sql };
	};
	if (kind === 'index') return entry(kind, parseIndex(sql).table);
	if (kind === 'trigger') return entry(kind, parseTrigger(sql).table);
	return entry(kind === 'view' ? kind : 'table', name);
}

/** The first few tokens: a table's name stands among them, however long the table is. */
function leadingTokens(sql: string): Token[] {
	const tokens: Token[] = [];
	let token = nextToken(sql, 0);
	while (token !== undefined && tokens.length < 6) {
		if (token.kind !== 'comment') tokens.push(token);
		token = nextToken(sql, token.end);
	}
	return tokens;
}
