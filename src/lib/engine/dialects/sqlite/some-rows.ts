import { DatabaseError } from '../../database.ts';
import type { Database, Value } from '../../database.ts';
import type { RowCounts, RowSides } from '../../rows/rows.ts';
import { markedFates, tableFates, withoutMarks } from '../../rows/table-fates.ts';
import type { TableFates } from '../../rows/table-fates.ts';
import { inBoth, marksOf, mostMarked, type ValueMarks } from '../../rows/value-marks.ts';
import type { Rename } from '../../schema/change.ts';
import type { Column } from '../../schema/model.ts';
import { attachedTo, openConnection } from './connection.ts';
import { identifier } from './identifier.ts';
import type { RowNumbers } from '../../rows/row-numbers.ts';
import { holdsNull, keyWords, rowidWords } from './row-identity.ts';
import { rowSource } from './row-source.ts';
import type { RowSource } from './row-source.ts';
import { sideBySide } from './rows.ts';
import type { Part } from './touched-tables.ts';

/** How many rows stand for a table of which none was written, or all came or went. */
const sample = 5;

/** What is known of a step apart from the tables it touched. */
interface Known {
	readonly counts: RowNumbers;
	/** What it gave another name. */
	readonly renames: readonly Rename[];
	readonly lost: RowSides['lost'];
}

/**
 * Compares tables by some of their rows: those that were written, or the first few. These are copied to two databases of
 * their own, before and after, and the rest is counted.
 */
export class SomeRows {
	readonly #database: Database;
	readonly #parts: readonly Part[];
	readonly #counts: RowNumbers;
	readonly #renames: readonly Rename[];
	readonly #lost: RowSides['lost'];
	#before: Database | undefined;
	#after: Database | undefined;
	/** How many rows of each table were copied from before. */
	readonly #copied = new Map<Part, number>();
	/** What became of tables of which no row that was there was written. */
	readonly #fresh: TableFates[] = [];
	/** The tables that are still to be compared. */
	#others: readonly Part[];

	constructor(database: Database, parts: readonly Part[], known: Known) {
		this.#database = database;
		this.#parts = parts;
		this.#others = parts.filter((part) => !isFresh(part));
		this.#counts = known.counts;
		this.#renames = known.renames;
		this.#lost = known.lost;
	}

	/**
	 * Takes down the rows from before and those that are all new, when all statements have run; false where one of the
	 * tables can only be compared whole.
	 */
	async seal(): Promise<boolean> {
		// Inside the transaction, as each question after it would open the file anew.
		for (const part of this.#others) {
			const fates = await this.#grownFates(part);
			if (!fates) continue;
			this.#fresh.push(fates);
			this.#others = this.#others.filter((other) => other !== part);
		}
		const copied = this.#parts.filter((part) => isFresh(part) || this.#others.includes(part));
		const there = copied.filter(({ was }) => was !== undefined && this.#counts.of(was) > 0);
		if (there.length > 0 && !(await this.#copyBefore(there))) return false;
		for (const part of this.#parts.filter(isFresh)) this.#fresh.push(await this.#freshFates(part));
		return true;
	}

	/** What became of these tables; the step must stand. */
	async fates(): Promise<readonly TableFates[]> {
		const others = this.#others;
		const there = others.filter(({ table }) => table !== undefined);
		if (there.length === 0 && !this.#before) return [...others.map(withoutRows), ...this.#fresh];
		return [...(await this.#compared(others, there)), ...this.#fresh];
	}

	async #copyBefore(parts: readonly Part[]): Promise<boolean> {
		this.#before = await this.#open();
		return this.#copy(this.#before, parts, async (to, part) => {
			const table = part.was ?? '';
			const copied = await copyRows(to, table, part.written?.rowids ?? this.#shown(part));
			if (copied === undefined) return false;
			this.#copied.set(part, copied);
			return !part.written || (await holdsAll(to, table, part.written.updated));
		});
	}

	async #compared(parts: readonly Part[], there: readonly Part[]): Promise<readonly TableFates[]> {
		const before = (this.#before ??= await this.#open());
		const after = (this.#after = await this.#open());
		const isCopied = await this.#copy(after, there, async (to, part) => {
			const { table = '', written } = part;
			return (await copyRows(to, table, written?.rowids ?? this.#shown(part))) !== undefined;
		});
		if (!isCopied) return parts.map(unknown);
		const names = {
			before: new Set(parts.flatMap(({ was }) => was ?? [])),
			after: new Set(parts.flatMap(({ table }) => table ?? []))
		};
		const whole: TableFates[] = [];
		const sides = { before, after, renames: this.#renames, ...(this.#lost && { lost: this.#lost }) };
		const found = await sideBySide(sides, () => tableFates(sides, names));
		for (const fates of found) {
			const part = parts.find(({ was, table }) => (table ?? was) === fates.table);
			if (part) whole.push(await this.#whole(part, fates));
		}
		return whole;
	}

	async end(): Promise<void> {
		await this.#before?.close();
		await this.#after?.close();
	}

	/** How many rows stand for a table of which none was written: more where they are to be recognised. */
	#shown({ all, was = '', table = '' }: Part): number {
		if (!this.#lost) return sample;
		const isMarked = all ? this.#counts.of(was) <= mostMarked : this.#isExpected(table);
		return isMarked ? mostMarked : sample;
	}

	#isExpected(name: string): boolean {
		return this.#lost?.some(({ table }) => table === name) === true;
	}

	#open(): Promise<Database> {
		return openConnection(this.#database.dialect, {});
	}

	/** Does `copy` for each part with the database within reach; false where SQLite refuses one or it says so itself. */
	async #copy(
		to: Database,
		parts: readonly Part[],
		copy: (to: Database, part: Part) => Promise<boolean>
	): Promise<boolean> {
		try {
			// What is there is there, whether it holds to the table's rules or not.
			await to.execute('PRAGMA ignore_check_constraints = ON');
			return await attachedTo(to, this.#database, 'live', async () => {
				for (const part of parts) if (!(await copy(to, part))) return false;
				return true;
			});
		} catch (error) {
			if (error instanceof DatabaseError) return false;
			throw error;
		}
	}

	/** A table all of whose rows are new. */
	async #freshFates(part: Part): Promise<TableFates> {
		const from = `main.${identifier(part.table ?? '')}`;
		try {
			const added = part.inserted ?? (await this.#count(from));
			if (added === 0) return withoutRows(part);
			const { columns, rows } = await this.#database.query(`SELECT * FROM ${from} LIMIT ${sample}`);
			const fates = { ...none, added };
			const back = this.#lost && (await this.#back(part.table ?? '', added));
			return {
				...withoutRows(part),
				rows: fates,
				identity: part.was === undefined ? 'the table is new' : hadNoRows,
				examples: addedRows(columns, rows, fates),
				...markedFates(undefined, back)
			};
		} catch (error) {
			// What cannot be read, as a generated column that overflows, is no reason for the step to fail.
			if (error instanceof DatabaseError) return unknown(part);
			throw error;
		}
	}

	/** A table to which rows only came: those that were there need not be looked at. Undefined where that is not sure. */
	async #grownFates(part: Part): Promise<TableFates | undefined> {
		const { was, table = '', written, added } = part;
		if (was !== table || !written?.onlyCame || added.length > 0 || this.#isExpected(table)) return undefined;
		try {
			const source = await rowSource(this.#database, 'main', table);
			return source?.rowid === undefined ? undefined : await this.#cameTo(part, source, written.rowids);
		} catch (error) {
			if (error instanceof DatabaseError) return undefined;
			throw error;
		}
	}

	async #cameTo(part: Part, source: RowSource, rowids: ReadonlySet<bigint>): Promise<TableFates | undefined> {
		const listed = `[${[...rowids].join(',')}]`;
		const came = `${source.from} WHERE ${source.rowid ?? ''} IN (SELECT value FROM json_each(?))`;
		const { rows: counted } = await this.#database.query(`SELECT count(*) FROM ${came}`, [listed]);
		if (Number(counted[0]?.[0]) !== rowids.size) return undefined;
		// A comparison would find them by their key.
		const isKeyed =
			source.key.length > 0 && (source.keyIsRowid || !(await holdsNull(this.#database, source, listed)));
		const order = isKeyed ? source.key.map(identifier).join(', ') : source.rowid;
		const { columns, rows } = await this.#database.query(
			`SELECT * FROM ${came} ORDER BY ${order ?? ''} LIMIT ${sample}`,
			[listed]
		);
		const kept = this.#counts.of(part.table ?? '');
		const fates = { ...none, kept, added: rowids.size };
		return {
			...withoutRows(part),
			rows: fates,
			identity: kept === 0 ? hadNoRows : isKeyed ? keyWords(source.key) : rowidWords,
			examples: addedRows(columns, rows, fates)
		};
	}

	/** Those of its rows, all of them new, that had been lost. */
	async #back(table: string, added: number): Promise<ValueMarks | undefined> {
		if (added > mostMarked || !this.#isExpected(table)) return undefined;
		const source = await rowSource(this.#database, 'main', table);
		const columns = source?.columns ?? [];
		const { rows } = await this.#database.query(
			`SELECT ${columns.map(identifier).join(', ')} FROM main.${identifier(table)}`
		);
		return inBoth(marksOf(table, { columns, rows, cells: [], tooMany: false }), this.#lost ?? []);
	}

	async #count(from: string): Promise<number> {
		const { rows } = await this.#database.query(`SELECT count(*) FROM ${from}`);
		return Number(rows[0]?.[0]);
	}

	/** What the rows that were copied tell, for all of the table. */
	async #whole(part: Part, fates: TableFates): Promise<TableFates> {
		const before = part.was === undefined ? 0 : this.#counts.of(part.was);
		if (before === 0 && part.was !== undefined && part.table !== undefined)
			return { ...fates, identity: hadNoRows };
		if (part.all) {
			const rows = { ...fates.rows, lost: before };
			const known = before > mostMarked ? withoutMarks(fates) : fates;
			return { ...known, rows, examples: { ...fates.examples, total: before, fates: rows } };
		}
		const rows = { ...fates.rows, kept: fates.rows.kept + before - (this.#copied.get(part) ?? 0) };
		const columns = [...fates.columns];
		for (const [at, column] of columns.entries()) {
			const added = part.added.find(({ name }) => name === column.name);
			if (added && !part.written)
				columns[at] = { ...column, gained: await this.#gained(part, added, before) };
		}
		const total = part.written ? fates.examples.total : before;
		return { ...fates, rows, columns, examples: { ...fates.examples, total, fates: rows } };
	}

	/** How many values a table got with a column. */
	async #gained({ table = '' }: Part, column: Column, rows: number): Promise<number> {
		if (!column.generated) return column.default === undefined || /^null$/i.test(column.default) ? 0 : rows;
		const { rows: counted } = await this.#database.query(
			`SELECT count(${identifier(column.name)}) FROM main.${identifier(table)}`
		);
		return Number(counted[0]?.[0]);
	}
}

/** The first of the rows that were added. */
function addedRows(
	columns: readonly string[],
	rows: readonly (readonly Value[])[],
	fates: RowCounts['counts']
): TableFates['examples'] {
	return {
		columns: columns.map((name) => ({ name, fate: 'kept' })),
		rows: rows.map((values) => ({ values, fate: 'added' })),
		total: fates.added,
		fates
	};
}

/** Whether all rows that it has now are new. */
function isFresh({ all, table }: Part): boolean {
	return all === true && table !== undefined;
}

const hadNoRows = 'the table had no rows';

const none = { kept: 0, changed: 0, added: 0, lost: 0 };

function withoutRows({ was, table }: Part): TableFates {
	const fate = was === undefined ? 'added' : table === undefined ? 'lost' : 'kept';
	return {
		table: table ?? was ?? '',
		...(was !== undefined && table !== undefined && was !== table && { was }),
		fate,
		rows: none,
		columns: [],
		identity: '',
		examples: { columns: [], rows: [], total: 0 }
	};
}

function unknown(part: Part): TableFates {
	return { ...withoutRows(part), notKept: 'What became of its rows could not be read.' };
}

/**
 * Makes a table of `live` in `to` with those of its rows, or with the first so many; returns how many there were, or undefined
 * where its rows have no number.
 */
async function copyRows(
	to: Database,
	table: string,
	which: ReadonlySet<bigint> | number
): Promise<number | undefined> {
	const source = await rowSource(to, 'live', table);
	const rowids = typeof which === 'number' ? undefined : which;
	if (!source || (rowids && source.rowid === undefined)) return undefined;
	const { rows } = await to.query(
		`SELECT sql FROM live.sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE`,
		[table]
	);
	await to.execute(String(rows[0]?.[0]));
	const { rows: columns } = await to.query(
		`SELECT name FROM pragma_table_xinfo(?, 'live') WHERE hidden = 0 ORDER BY cid`,
		[table]
	);
	const cells = [
		...(source.rowid ? [source.rowid] : []),
		...columns.map(([name]) => identifier(String(name)))
	];
	const chosen = rowids
		? `WHERE ${source.rowid ?? ''} IN (SELECT value FROM json_each(?))`
		: `LIMIT ${Number(which)}`;
	const { rowsChanged } = await to.query(
		`INSERT INTO main.${identifier(table)} (${cells.join(', ')}) SELECT ${cells.join(', ')} FROM ${source.from} ${chosen}`,
		rowids ? [`[${[...rowids].join(',')}]`] : []
	);
	return rowsChanged;
}

async function holdsAll(to: Database, table: string, rowids: ReadonlySet<bigint>): Promise<boolean> {
	if (rowids.size === 0) return true;
	const source = await rowSource(to, 'main', table);
	const { rows } = await to.query(
		`SELECT count(*) FROM ${source?.from ?? ''} WHERE ${source?.rowid ?? ''} IN (SELECT value FROM json_each(?))`,
		[`[${[...rowids].join(',')}]`]
	);
	return Number(rows[0]?.[0]) === rowids.size;
}
