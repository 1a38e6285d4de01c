import { TokenReader, type Range } from './token-reader.ts';
import { nameOf, type Token } from './tokens.ts';

/** A `CREATE TABLE` as `sqlite_schema` keeps it, with the places of its parts. */
export interface ParsedTable {
	/** The place of the table's name. */
	readonly name: Range;
	readonly columns: readonly ParsedColumn[];
	/** Constraints that stand on their own after the columns. */
	readonly constraints: readonly ParsedConstraint[];
	readonly strict: boolean;
	readonly withoutRowid: boolean;
	/** What follows `USING` of a virtual table. */
	readonly module?: string;
}

export interface ParsedColumn {
	readonly name: string;
	/** From the name to the last token of the definition. */
	readonly range: Range;
	readonly nameRange: Range;
	/** The type as written, in capitals. */
	readonly type: string;
	readonly constraints: readonly ParsedConstraint[];
}

/** A key's column as written. */
export interface ParsedPart {
	/** The expression without `COLLATE`, `ASC` and `DESC`. */
	readonly range: Range;
	readonly column?: string;
	readonly collation?: string;
	readonly descending: boolean;
}

export type ParsedConstraint = { readonly name?: string; readonly range: Range } & (
	| {
			readonly kind: 'primaryKey';
			readonly parts: readonly ParsedPart[];
			readonly conflict: string;
			readonly autoincrement: boolean;
	  }
	| { readonly kind: 'unique'; readonly parts: readonly ParsedPart[]; readonly conflict: string }
	| { readonly kind: 'notNull'; readonly conflict: string }
	| { readonly kind: 'check'; readonly expression: Range }
	| { readonly kind: 'default'; readonly expression: Range }
	| { readonly kind: 'collate'; readonly collation: string }
	| { readonly kind: 'generated'; readonly expression: Range; readonly stored: boolean }
	| {
			readonly kind: 'foreignKey';
			readonly columns: readonly string[];
			readonly table: string;
			readonly references: readonly string[];
			readonly deferred: boolean;
	  }
	| { readonly kind: 'null' }
);

const startsColumnConstraint = new Set(
	'CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS'.split(' ')
);
const startsTableConstraint = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']);

/** Reads the text of a table, virtual or not. Trusts that SQLite has accepted it. */
export function parseTable(sql: string): ParsedTable {
	const reader = new TokenReader(sql);
	reader.accept('CREATE');
	if (!reader.accept('TEMP')) reader.accept('TEMPORARY');
	const virtual = reader.accept('VIRTUAL');
	reader.accept('TABLE');
	const name = readName(reader);
	if (virtual) {
		reader.accept('USING');
		const module = sql.slice(reader.start).trim();
		return { name, columns: [], constraints: [], strict: false, withoutRowid: false, module };
	}
	const columns: ParsedColumn[] = [];
	const constraints: ParsedConstraint[] = [];
	if (reader.acceptOperator('(')) {
		while (!reader.done && !reader.isOperator(')')) {
			const before = reader.at;
			if (columns.length > 0 && startsTableConstraint.has(reader.word())) {
				constraints.push(...readConstraint(reader, undefined));
			} else {
				columns.push(readColumn(reader));
			}
			reader.acceptOperator(',');
			// SQLite would not have kept such a text; step on all the same, so that reading ends.
			if (reader.at === before) reader.at++;
		}
		reader.acceptOperator(')');
	}
	let strict = false;
	let withoutRowid = false;
	while (!reader.done) {
		if (reader.accept('STRICT')) strict = true;
		else if (reader.accept('WITHOUT', 'ROWID')) withoutRowid = true;
		else reader.at++;
	}
	return { name, columns, constraints, strict, withoutRowid };
}

/** Steps over `schema.name` or `name` and returns the place of the name itself. */
export function readName(reader: TokenReader): Range {
	reader.accept('IF', 'NOT', 'EXISTS');
	if (reader.tokens[reader.at + 1] && reader.text(1) === '.') reader.at += 2;
	const start = reader.start;
	reader.name();
	return { start, end: reader.end };
}

function readColumn(reader: TokenReader): ParsedColumn {
	const start = reader.start;
	const name = reader.name();
	const nameRange = { start, end: reader.end };
	while (!reader.done && !startsColumnConstraint.has(reader.word())) {
		if (reader.isOperator(',') || reader.isOperator(')')) break;
		if (reader.isOperator('(')) reader.parentheses();
		else reader.at++;
	}
	const type = reader.sql.slice(nameRange.end, reader.end).trim().toUpperCase();
	const constraints: ParsedConstraint[] = [];
	while (startsColumnConstraint.has(reader.word())) constraints.push(...readConstraint(reader, name));
	return { name, range: { start, end: reader.end }, nameRange, type, constraints };
}

/** One constraint, of `column` or, where that is undefined, of the table. Empty where only a name stands there. */
function readConstraint(reader: TokenReader, column: string | undefined): ParsedConstraint[] {
	const start = reader.start;
	const name = reader.accept('CONSTRAINT') ? reader.name() : undefined;
	const body = readConstraintBody(reader, column);
	if (body === undefined) return [];
	return [{ ...body, ...(name === undefined ? {} : { name }), range: { start, end: reader.end } }];
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'name' | 'range'> : never;

function readConstraintBody(
	reader: TokenReader,
	column: string | undefined
): WithoutPlace<ParsedConstraint> | undefined {
	if (reader.accept('PRIMARY', 'KEY')) {
		const parts = column === undefined ? readParts(reader) : [ownPart(reader, column)];
		// AUTOINCREMENT stands inside the parentheses of a table constraint, after ON CONFLICT of a column's.
		let autoincrement = column === undefined && parts.some((part) => part.autoincrement);
		const conflict = readConflict(reader);
		if (reader.accept('AUTOINCREMENT')) autoincrement = true;
		return { kind: 'primaryKey', parts, conflict, autoincrement };
	}
	if (reader.accept('UNIQUE')) {
		const parts = column === undefined ? readParts(reader) : [ownPart(reader, column)];
		return { kind: 'unique', parts, conflict: readConflict(reader) };
	}
	if (reader.accept('NOT', 'NULL')) return { kind: 'notNull', conflict: readConflict(reader) };
	if (reader.accept('NULL')) {
		readConflict(reader);
		return { kind: 'null' };
	}
	if (reader.accept('CHECK')) {
		const expression = reader.parentheses();
		readConflict(reader);
		return { kind: 'check', expression };
	}
	if (reader.accept('DEFAULT')) return { kind: 'default', expression: readDefault(reader) };
	if (reader.accept('COLLATE')) return { kind: 'collate', collation: reader.name() };
	if (reader.accept('GENERATED', 'ALWAYS', 'AS') || reader.accept('AS')) {
		const expression = reader.parentheses();
		const stored = reader.accept('STORED');
		if (!stored) reader.accept('VIRTUAL');
		return { kind: 'generated', expression, stored };
	}
	if (column !== undefined && reader.accept('REFERENCES')) return readReference(reader, [column]);
	if (reader.accept('FOREIGN', 'KEY')) {
		const columns = readNames(reader);
		reader.accept('REFERENCES');
		return readReference(reader, columns);
	}
	// A name without a constraint after it, which SQLite accepts and forgets.
	return undefined;
}

function readDefault(reader: TokenReader): Range {
	if (reader.isOperator('(')) return reader.parentheses();
	const start = reader.start;
	if (!reader.acceptOperator('-')) reader.acceptOperator('+');
	reader.at++;
	return { start, end: reader.end };
}

function readConflict(reader: TokenReader): string {
	return reader.accept('ON', 'CONFLICT') ? reader.name().toUpperCase() : '';
}

function readNames(reader: TokenReader): string[] {
	const names: string[] = [];
	if (!reader.acceptOperator('(')) return names;
	while (!reader.done && !reader.acceptOperator(')')) {
		const name = reader.name();
		if (name === '') reader.at++;
		else names.push(name);
	}
	return names;
}

function readReference(reader: TokenReader, columns: readonly string[]): WithoutPlace<ParsedConstraint> {
	const table = reader.name();
	const references = readNames(reader);
	let deferred = false;
	for (;;) {
		if (reader.accept('ON', 'DELETE') || reader.accept('ON', 'UPDATE')) {
			if (!reader.accept('SET', 'NULL') && !reader.accept('SET', 'DEFAULT') && !reader.accept('NO', 'ACTION'))
				reader.at++;
		} else if (reader.accept('MATCH')) reader.at++;
		else if (reader.accept('NOT', 'DEFERRABLE')) {
			if (reader.accept('INITIALLY')) reader.at++;
			deferred = false;
		} else if (reader.accept('DEFERRABLE')) {
			deferred = reader.accept('INITIALLY', 'DEFERRED');
			if (!deferred) reader.accept('INITIALLY', 'IMMEDIATE');
		} else return { kind: 'foreignKey', columns, table, references, deferred };
	}
}

type Part = ParsedPart & { readonly autoincrement: boolean };

/** The key made of the very column that carries the constraint. */
function ownPart(reader: TokenReader, column: string): Part {
	const descending = reader.accept('DESC');
	if (!descending) reader.accept('ASC');
	return { range: { start: reader.end, end: reader.end }, column, descending, autoincrement: false };
}

/** The parts of a key or an index, `(` to `)`. */
export function readParts(reader: TokenReader): Part[] {
	const parts: Part[] = [];
	if (!reader.acceptOperator('(')) return parts;
	while (!reader.done && !reader.acceptOperator(')')) {
		const first = reader.at;
		reader.listItem();
		parts.push(partOf(reader, first, reader.at));
		if (!reader.acceptOperator(',') && reader.at === first) reader.at++;
	}
	return parts;
}

/** Reads the tokens from `first` up to `last` as a part. What follows the expression is told from the end backwards. */
function partOf(reader: TokenReader, first: number, last: number): Part {
	const word = (at: number) => (at < first ? '' : reader.word(at - reader.at));
	let end = last;
	if (word(end - 2) === 'NULLS') end -= 2;
	const autoincrement = word(end - 1) === 'AUTOINCREMENT';
	if (autoincrement) end--;
	const descending = word(end - 1) === 'DESC';
	if (descending || word(end - 1) === 'ASC') end--;
	let collation: string | undefined;
	if (word(end - 2) === 'COLLATE') {
		collation = nameOf(reader.sql, reader.tokens[end - 1] as Token);
		end -= 2;
	}
	const start = reader.tokens[first];
	const range = { start: start?.start ?? 0, end: reader.tokens[end - 1]?.end ?? 0 };
	const named = start !== undefined && end === first + 1 && ['word', 'quoted', 'string'].includes(start.kind);
	return {
		range,
		descending,
		autoincrement,
		...(named ? { column: nameOf(reader.sql, start) } : {}),
		...(collation === undefined ? {} : { collation })
	};
}
