import { isName, type TokenReader } from './token-reader.ts';
import { nameOf } from './tokens.ts';

/** A column as its definition has it, wherever that stands. */
export interface ParsedColumn {
	readonly name: string;
	/** The definition, from the name to its last token. */
	readonly text: string;
	/** The part of it before its constraints: the name and the type, as written. */
	readonly head: string;
	/** The type as written, in capitals. */
	readonly type: string;
	readonly constraints: readonly ParsedConstraint[];
	/** Whether all of the definition was understood. */
	readonly isClear: boolean;
}

/** A key's column as written. */
export interface ParsedPart {
	/** The expression without `COLLATE`, `ASC` and `DESC`. */
	readonly expression: string;
	readonly column?: string;
	readonly collation?: string;
	readonly descending: boolean;
}

export type ParsedConstraint = { readonly name: string | undefined; readonly text: string } & (
	| {
			readonly kind: 'primaryKey';
			readonly parts: readonly ParsedPart[];
			readonly conflict: string;
			readonly autoincrement: boolean;
	  }
	| { readonly kind: 'unique'; readonly parts: readonly ParsedPart[]; readonly conflict: string }
	| { readonly kind: 'notNull'; readonly conflict: string }
	| { readonly kind: 'check'; readonly expression: string }
	| { readonly kind: 'default'; readonly expression: string }
	| { readonly kind: 'collate'; readonly collation: string }
	| { readonly kind: 'generated'; readonly expression: string; readonly stored: boolean }
	| {
			readonly kind: 'foreignKey';
			readonly columns: readonly string[];
			readonly table: string;
			readonly references: readonly string[];
			/** In capitals; `NO ACTION` where nothing is said. */
			readonly onDelete: string;
			readonly onUpdate: string;
	  }
	/** When the foreign key before it is checked. */
	| { readonly kind: 'deferral'; readonly deferred: boolean }
	| { readonly kind: 'null' }
);

const startsColumnConstraint = new Set(
	'CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES AS DEFERRABLE'.split(' ')
);
/** The words that begin a constraint of a table and no column. */
export const startsTableConstraint = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']);

/** What SQLite may take off a type. */
const changesInType = /GENERATED|ALWAYS|["'`[]/;

/** Reads one definition, which `reader` holds alone. */
export function readColumn(reader: TokenReader): ParsedColumn {
	const start = reader.start;
	const name = reader.name();
	const afterName = reader.end;
	while (!reader.done && !startsColumnConstraint.has(reader.word()) && !startsGenerated(reader)) {
		if (reader.isOperator('(')) reader.parentheses();
		else reader.at++;
	}
	const head = reader.sql.slice(start, reader.end);
	const type = reader.sql.slice(afterName, reader.end).trim().toUpperCase();
	const constraints: ParsedConstraint[] = [];
	readConstraints(reader, name, constraints);
	const isClear = reader.done && !changesInType.test(type);
	return { name, text: reader.sql.slice(start, reader.end), head, type, constraints, isClear };
}

/** `GENERATED` alone may be a part of the type. */
function startsGenerated(reader: TokenReader): boolean {
	return reader.word() === 'GENERATED' && reader.word(1) === 'ALWAYS' && reader.word(2) === 'AS';
}

/** The constraints that stand here one after another, of `column` or, where that is undefined, of the table. */
export function readConstraints(
	reader: TokenReader,
	column: string | undefined,
	found: ParsedConstraint[]
): void {
	for (let before = -1; before !== reader.at;) {
		before = reader.at;
		const constraint = readConstraint(reader, column);
		if (constraint !== undefined) found.push(constraint);
	}
}

/** Undefined where there is none, or only a name without a constraint after it, which SQLite accepts and forgets. */
function readConstraint(reader: TokenReader, column: string | undefined): ParsedConstraint | undefined {
	const { start } = reader;
	const name = reader.accept('CONSTRAINT') ? reader.name() : undefined;
	const text = () => reader.sql.slice(start, reader.end);
	if (reader.accept('NOT', 'NULL')) {
		const conflict = readConflict(reader);
		return { kind: 'notNull', conflict, name, text: text() };
	}
	if (reader.accept('DEFAULT')) {
		const expression = readDefault(reader);
		return { kind: 'default', expression, name, text: text() };
	}
	if (reader.accept('PRIMARY', 'KEY')) {
		const parts = column === undefined ? readParts(reader) : [ownPart(reader, column)];
		// AUTOINCREMENT stands inside the parentheses of a table constraint, after ON CONFLICT of a column's.
		let autoincrement = column === undefined && parts.some((part) => part.autoincrement);
		const conflict = readConflict(reader);
		if (reader.accept('AUTOINCREMENT')) autoincrement = true;
		return { kind: 'primaryKey', parts, conflict, autoincrement, name, text: text() };
	}
	if (reader.accept('UNIQUE')) {
		const parts = column === undefined ? readParts(reader) : [ownPart(reader, column)];
		const conflict = readConflict(reader);
		return { kind: 'unique', parts, conflict, name, text: text() };
	}
	if (reader.accept('NULL')) {
		readConflict(reader);
		return { kind: 'null', name, text: text() };
	}
	if (reader.accept('CHECK')) {
		const expression = reader.parentheses();
		readConflict(reader);
		return { kind: 'check', expression, name, text: text() };
	}
	if (reader.accept('COLLATE')) {
		const collation = reader.name();
		return { kind: 'collate', collation, name, text: text() };
	}
	if (reader.accept('GENERATED', 'ALWAYS', 'AS') || reader.accept('AS')) {
		const expression = reader.parentheses();
		const stored = reader.accept('STORED');
		if (!stored) reader.accept('VIRTUAL');
		return { kind: 'generated', expression, stored, name, text: text() };
	}
	if (column !== undefined && reader.accept('REFERENCES')) {
		const key = readReference(reader, [column]);
		return { ...key, name, text: text() };
	}
	if (reader.accept('FOREIGN', 'KEY')) {
		const columns = readNames(reader);
		reader.accept('REFERENCES');
		const key = readReference(reader, columns);
		return { ...key, name, text: text() };
	}
	const deferrable = !reader.accept('NOT', 'DEFERRABLE');
	if (deferrable && !reader.accept('DEFERRABLE')) return undefined;
	const deferred = reader.accept('INITIALLY', 'DEFERRED') && deferrable;
	if (!deferred) reader.accept('INITIALLY', 'IMMEDIATE');
	return { kind: 'deferral', deferred, name, text: text() };
}

function readDefault(reader: TokenReader): string {
	if (reader.isOperator('(')) return reader.parentheses();
	const start = reader.start;
	if (!reader.acceptOperator('-')) reader.acceptOperator('+');
	reader.at++;
	return reader.sql.slice(start, reader.end);
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

function readReference(reader: TokenReader, columns: readonly string[]) {
	const table = reader.name();
	const references = readNames(reader);
	let onDelete = 'NO ACTION';
	let onUpdate = 'NO ACTION';
	for (;;) {
		if (reader.accept('ON', 'DELETE')) onDelete = readAction(reader);
		else if (reader.accept('ON', 'UPDATE')) onUpdate = readAction(reader);
		// SQLite accepts it and forgets it.
		else if (reader.accept('ON', 'INSERT')) readAction(reader);
		else if (reader.accept('MATCH')) reader.at++;
		else return { kind: 'foreignKey', columns, table, references, onDelete, onUpdate } as const;
	}
}

/** What becomes of a row that points at one which goes: `CASCADE`, `SET NULL` and so on. */
function readAction(reader: TokenReader): string {
	const first = reader.word();
	const second = first === 'SET' || first === 'NO' ? ` ${reader.word(1)}` : '';
	reader.at += second === '' ? 1 : 2;
	return first + second;
}

type Part = ParsedPart & { readonly autoincrement: boolean };

/** The key made of the very column that carries the constraint. */
function ownPart(reader: TokenReader, column: string): Part {
	const descending = reader.accept('DESC');
	if (!descending) reader.accept('ASC');
	return { expression: '', column, descending, autoincrement: false };
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
	const tokenAt = (at: number) => reader.token(at - reader.at);
	const word = (at: number) => (at <= first ? '' : reader.word(at - reader.at));
	let end = last;
	if (word(end - 2) === 'NULLS') end -= 2;
	const autoincrement = word(end - 1) === 'AUTOINCREMENT';
	if (autoincrement) end--;
	const descending = word(end - 1) === 'DESC';
	if (descending || word(end - 1) === 'ASC') end--;
	let collation: string | undefined;
	if (word(end - 2) === 'COLLATE') {
		const token = tokenAt(end - 1);
		collation = token && nameOf(reader.sql, token);
		end -= 2;
	}
	const start = tokenAt(first);
	const named = start !== undefined && end === first + 1 && isName(start);
	return {
		expression: reader.sql.slice(start?.start, tokenAt(end - 1)?.end),
		descending,
		autoincrement,
		...(named ? { column: nameOf(reader.sql, start) } : {}),
		...(collation === undefined ? {} : { collation })
	};
}
