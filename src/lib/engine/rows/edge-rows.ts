import { DatabaseError, type Database } from '../database.ts';
import type { Check, Column, ForeignKey, Index, Schema, Table } from '../schema/model.ts';
import { parentsFirst, tablesOf } from '../schema/parents-first.ts';
import { namesIn } from '../schema/text-names.ts';

/** The rows that were put into one table. */
export interface PlantedRows {
	readonly table: string;
	readonly rows: number;
	/** What the database said, where it took none. */
	readonly refused?: string;
}

/** In one table, so that a wide one does not take minutes. */
const mostRows = 24;
const mostTries = 80;

/**
 * Puts rows that try the edges of each column into the tables that these statements name and those that point at them: NULL, nothing, the greatest
 * and the least, letters that few think of, and what their checks mention. Parents are filled before children. What the
 * database refuses is left out. Must be called outside a transaction.
 */
export async function plantEdgeRows(
	database: Database,
	schema: Schema,
	sql: string
): Promise<readonly PlantedRows[]> {
	const words = namesIn(sql);
	// Where the database has schemas, the last part of a name is the table's own.
	const ownName = (name: string) => [...namesIn(database.dialect.relation(name))].at(-1) ?? '';
	const isNamed = (name: string) => words.has(ownName(name));
	const touched = [...tablesOf(schema).values()].filter(
		(table) => isNamed(table.name) || keysOf(table).some((key) => isNamed(key.table))
	);
	const planted: PlantedRows[] = [];
	for (const table of parentsFirst(schema, touched))
		planted.push(await new Planting(database, schema, table).fill());
	return planted;
}

function keysOf({ constraints }: Table): readonly ForeignKey[] {
	return constraints.filter((each): each is ForeignKey => each.kind === 'foreignKey');
}

/** What is put into a column; undefined leaves it to the database. */
type Choice = string | undefined;

/** Fills one table. */
class Planting {
	readonly #database: Database;
	readonly #schema: Schema;
	readonly #table: Table;
	readonly #columns: readonly Column[];
	/** Names, in lower case, of the columns whose values nobody may repeat. */
	readonly #unique: ReadonlySet<string>;
	/** What each can be tried with, the most ordinary first. */
	readonly #candidates: ReadonlyMap<Column, readonly string[]>;
	#rows = 0;
	#tries = 0;
	#refused: string | undefined;

	constructor(database: Database, schema: Schema, table: Table) {
		this.#database = database;
		this.#schema = schema;
		this.#table = table;
		this.#columns = table.columns.filter(({ generated }) => generated === undefined);
		this.#unique = uniqueColumns(table, schema);
		const checks = table.constraints.filter((each): each is Check => each.kind === 'check');
		this.#candidates = new Map(
			this.#columns.map((column) => {
				const values = database.dialect.edgeValues.of(column, table, schema);
				const [usual, ...others] = [...mentioned(column, checks), ...values];
				const nothing = column.nullable ? ['NULL'] : [];
				return [column, usual === undefined ? nothing : [usual, ...nothing, ...others]];
			})
		);
	}

	async fill(): Promise<PlantedRows> {
		const { name } = this.#table;
		const most = Math.max(1, ...[...this.#candidates.values()].map(({ length }) => length));
		let ordinary: number | undefined;
		for (let at = 0; at < most && ordinary === undefined; at++) {
			if (await this.#plant(() => at)) ordinary = at;
		}
		if (ordinary === undefined) {
			return { table: name, rows: 0, ...(this.#refused !== undefined && { refused: this.#refused }) };
		}
		const usual = ordinary;
		for (let edge = 0; edge < most && this.#hasRoom; edge++) {
			if (edge === usual || (await this.#plant(() => edge))) continue;
			// Where a whole row of edges is refused, each column may still take its own.
			for (const column of this.#columns) {
				if (!this.#hasRoom || edge >= (this.#candidates.get(column)?.length ?? 0)) continue;
				await this.#plant((each) => (each === column ? edge : usual));
			}
		}
		return { table: name, rows: this.#rows };
	}

	get #hasRoom(): boolean {
		return this.#rows < mostRows && this.#tries < mostTries;
	}

	/** Puts in a row whose columns hold the candidates of these numbers; false where it is refused. */
	async #plant(numberOf: (column: Column) => number): Promise<boolean> {
		this.#tries++;
		const { dialect } = this.#database;
		const chosen = this.#columns.map((column) => [column, this.#choice(column, numberOf(column))] as const);
		const given = chosen.filter((each): each is readonly [Column, string] => each[1] !== undefined);
		const names = given.map(([{ name }]) => dialect.identifier(name)).join(', ');
		const values = given.map(([, value]) => value).join(', ');
		const what = given.length === 0 ? 'DEFAULT VALUES' : `(${names}) VALUES (${values})`;
		// A transaction for each row: where another is open around it, a refusal would spoil that.
		await dialect.transactions.begin(this.#database);
		let taken = false;
		try {
			const { rowsChanged } = await this.#database.query(
				`INSERT INTO ${dialect.relation(this.#table.name)} ${what}`
			);
			await dialect.transactions.commit(this.#database);
			taken = true;
			this.#rows += rowsChanged;
			return rowsChanged > 0;
		} catch (error) {
			if (!(error instanceof DatabaseError)) throw error;
			this.#refused = error.message;
			return false;
		} finally {
			if (!taken) await dialect.transactions.rollback(this.#database);
		}
	}

	#choice(column: Column, at: number): Choice {
		const key = keysOf(this.#table).find(({ columns }) => columns.some((name) => isSame(name, column.name)));
		if (key) return this.#pointer(key, column, at);
		if (this.#unique.has(column.name.toLowerCase())) {
			const { edgeValues } = this.#database.dialect;
			return edgeValues.fresh(column, this.#table, this.#schema, this.#tries);
		}
		const values = this.#candidates.get(column) ?? [];
		return values[at % values.length];
	}

	/** A row of the parent, another for each number; NULL now and then, where it may be. */
	#pointer(key: ForeignKey, column: Column, at: number): Choice {
		if (column.nullable && at % 3 === 2) return 'NULL';
		const { dialect } = this.#database;
		const parent = [...tablesOf(this.#schema).values()].find(({ name }) => isSame(name, key.table));
		const place = key.columns.findIndex((name) => isSame(name, column.name));
		const primary = parent?.constraints.find(({ kind }) => kind === 'primaryKey');
		const parts = primary?.kind === 'primaryKey' ? primary.parts.map((part) => part.column ?? '') : [];
		const references = key.references.length > 0 ? key.references : parts;
		const target = references[place];
		if (parent === undefined || target === undefined) return column.nullable ? 'NULL' : undefined;
		const order = references.map((name) => dialect.identifier(name)).join(', ');
		const from = `FROM ${dialect.relation(parent.name)}`;
		const count = `(SELECT CASE count(*) WHEN 0 THEN 1 ELSE count(*) END ${from})`;
		return `(SELECT ${dialect.identifier(target)} ${from} ORDER BY ${order} LIMIT 1 OFFSET ${at} % ${count})`;
	}
}

function isSame(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

function uniqueColumns({ name: table, constraints }: Table, schema: Schema): ReadonlySet<string> {
	const keys = constraints.flatMap((each) =>
		each.kind === 'primaryKey' || each.kind === 'unique' ? [each.parts] : []
	);
	const indexes = schema.objects.filter(
		(object): object is Index => object.kind === 'index' && object.unique && object.table === table
	);
	const parts = [...keys, ...indexes.map((index) => index.parts)].flat();
	return new Set(parts.flatMap(({ column }) => (column === undefined ? [] : [column.toLowerCase()])));
}

const literals = /'(?:[^']|'')*'|(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/g;

/** The values that a column's checks speak of, and those beside the numbers. */
function mentioned({ name }: Column, checks: readonly Check[]): readonly string[] {
	const found = new Set<string>();
	for (const { expression } of checks) {
		if (!namesIn(expression).has(name.toLowerCase())) continue;
		for (const [value] of expression.matchAll(literals)) {
			found.add(value);
			if (/^-?\d+$/.test(value)) for (const step of [1n, -1n]) found.add(String(BigInt(value) + step));
		}
	}
	return [...found];
}
