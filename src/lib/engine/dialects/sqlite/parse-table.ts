import { readColumn, readConstraints, startsTableConstraint } from './parse-definition.ts';
import type { ParsedColumn, ParsedConstraint } from './parse-definition.ts';
import { TokenReader, type Range } from './token-reader.ts';
import { endOfItem } from './tokens.ts';

/** A `CREATE TABLE` as `sqlite_schema` keeps it. */
export interface ParsedTable {
	/** The place of the table's name. */
	readonly name: Range;
	readonly columns: readonly ParsedColumn[];
	/** Constraints that stand on their own after the columns. */
	readonly constraints: readonly ParsedConstraint[];
	readonly strict: boolean;
	readonly withoutRowid: boolean;
	/** Whether all of the text was understood; where not, only the catalog tells which columns there are. */
	readonly isClear: boolean;
	/** What follows `USING` of a virtual table. */
	readonly module?: string;
}

/** Columns by the text of their definitions: much of a schema is written many times. */
export type Definitions = Map<string, ParsedColumn>;

/**
 * Reads the text of a table, virtual or not. Trusts that SQLite has accepted it. The definitions that are `known` are
 * not read again, and the others become known.
 */
export function parseTable(sql: string, known: Definitions = new Map()): ParsedTable {
	const head = new TokenReader(sql);
	head.accept('CREATE');
	if (!head.accept('TEMP')) head.accept('TEMPORARY');
	const virtual = head.accept('VIRTUAL');
	head.accept('TABLE');
	stepToName(head);
	const { start } = head;
	head.name();
	const name = { start, end: head.end };
	const columns: ParsedColumn[] = [];
	const constraints: ParsedConstraint[] = [];
	if (virtual) {
		head.accept('USING');
		const module = sql.slice(head.start).trim();
		return { name, columns, constraints, strict: false, withoutRowid: false, isClear: false, module };
	}
	let isClear = head.acceptOperator('(');
	let at = head.end;
	for (let more = true; more; at++) {
		const end = endOfItem(sql, at);
		const item = sql.slice(at, end);
		const column = known.get(item) ?? readItem(item, columns.length > 0 ? constraints : undefined);
		if (column !== undefined) {
			known.set(item, column);
			columns.push(column);
			isClear &&= column.isClear;
		}
		at = end;
		more = sql[end] === ',';
	}
	const { strict, withoutRowid } = readOptions(sql, at);
	return { name, columns, constraints, strict, withoutRowid, isClear };
}

/** What follows the `)` of a table. */
function readOptions(sql: string, at: number): Pick<ParsedTable, 'strict' | 'withoutRowid'> {
	let strict = false;
	let withoutRowid = false;
	if (at < sql.length) {
		const reader = new TokenReader(sql, at);
		while (!reader.done) {
			if (reader.accept('STRICT')) strict = true;
			else if (reader.accept('WITHOUT', 'ROWID')) withoutRowid = true;
			else reader.at++;
		}
	}
	return { strict, withoutRowid };
}

/** A column; undefined where it was constraints of the table, now among `constraints`, which cannot come first. */
function readItem(item: string, constraints: ParsedConstraint[] | undefined): ParsedColumn | undefined {
	const reader = new TokenReader(item);
	if (constraints === undefined || !startsTableConstraint.has(reader.word())) return readColumn(reader);
	readConstraints(reader, undefined, constraints);
	return undefined;
}

/** Steps over what may stand before the name of a thing that is made. */
export function stepToName(reader: TokenReader): void {
	reader.accept('IF', 'NOT', 'EXISTS');
	if (reader.text(1) === '.') reader.at += 2;
}
