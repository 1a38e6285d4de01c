import { readParts, type ParsedPart } from './parse-definition.ts';
import { stepToName } from './parse-table.ts';
import { TokenReader, type Range } from './token-reader.ts';

export interface ParsedIndex {
	readonly name: string;
	/** The table it is on, as written. */
	readonly table: string;
	readonly unique: boolean;
	readonly parts: readonly ParsedPart[];
	/** The condition of a partial index. */
	readonly where?: string;
}

export interface ParsedView {
	readonly name: string;
	/** The names of its columns, where it gives them. */
	readonly columns: readonly string[];
	readonly query: Range;
}

export interface ParsedTrigger {
	readonly name: string;
	/** The table or view it watches, as written. */
	readonly table: string;
	/** What it waits for: `INSERT`, `UPDATE` or `DELETE`. */
	readonly event: string;
	/** All after the name. */
	readonly definition: Range;
}

/** Reads the text of an index as `sqlite_schema` keeps it. */
export function parseIndex(sql: string): ParsedIndex {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	const unique = reader.accept('UNIQUE');
	reader.accept('INDEX');
	stepToName(reader);
	const name = reader.name();
	reader.accept('ON');
	const table = reader.name();
	const parts = readParts(reader);
	if (!reader.accept('WHERE')) return { name, table, unique, parts };
	return { name, table, unique, parts, where: sql.slice(reader.start) };
}

/** Reads the text of a view as `sqlite_schema` keeps it. */
export function parseView(sql: string): ParsedView {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	if (!reader.accept('TEMP')) reader.accept('TEMPORARY');
	reader.accept('VIEW');
	stepToName(reader);
	const name = reader.name();
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

const triggerEvents = new Set(['INSERT', 'UPDATE', 'DELETE']);

/** Reads the text of a trigger as `sqlite_schema` keeps it. */
export function parseTrigger(sql: string): ParsedTrigger {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	if (!reader.accept('TEMP')) reader.accept('TEMPORARY');
	reader.accept('TRIGGER');
	stepToName(reader);
	const name = reader.name();
	const definition = { start: reader.start, end: sql.length };
	while (!reader.done && !triggerEvents.has(reader.word())) reader.at++;
	const event = reader.word();
	while (!reader.done && !reader.accept('ON')) reader.at++;
	return { name, table: reader.name(), event, definition };
}

/** What a statement of `sqlite_schema` makes. */
export type Entry = {
	readonly name: string;
	/** The table of an index or a trigger; the name itself otherwise. */
	readonly table: string;
	/** The same in lower case, which is how SQLite tells names apart. */
	readonly tableKey: string;
	readonly isVirtual: boolean;
	readonly sql: string;
} & (
	{ readonly kind: 'table' | 'view' | 'trigger' } | { readonly kind: 'index'; readonly parsed: ParsedIndex }
);

const makes = /CREATE (?:UNIQUE )?(VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER)/iy;

/** Tells from a statement of `sqlite_schema` what it makes. */
export function entryOf(sql: string): Entry {
	makes.lastIndex = 0;
	const [, virtual, word] = makes.exec(sql) ?? [];
	const isVirtual = virtual !== undefined;
	const entry = <Kind extends Entry['kind']>(made: Kind, name: string, table: string) => {
		return { kind: made, name, table, tableKey: table.toLowerCase(), isVirtual, sql };
	};
	const kind = word?.toLowerCase();
	if (kind === 'index') {
		const parsed = parseIndex(sql);
		return { ...entry(kind, parsed.name, parsed.table), parsed };
	}
	if (kind === 'trigger') {
		const { name, table } = parseTrigger(sql);
		return entry(kind, name, table);
	}
	if (kind === 'view') {
		const { name } = parseView(sql);
		return entry(kind, name, name);
	}
	const reader = new TokenReader(sql, makes.lastIndex);
	stepToName(reader);
	const name = reader.name();
	return entry('table', name, name);
}
