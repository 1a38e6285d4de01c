import type { Dialect } from '../../engine/dialects/dialect.ts';
import type { Rename } from '../../engine/schema/change.ts';
import type { KnownTable, PythonTable } from '../../python/autogenerate.ts';

/** The names of Python's tables as the engine's schemas write them, and back. */
export class TableNames {
	readonly #dialect: Dialect;
	readonly #usual: ReadonlySet<string>;
	readonly #known: ReadonlyMap<string, KnownTable>;

	constructor(dialect: Dialect, tables: readonly KnownTable[]) {
		this.#dialect = dialect;
		this.#usual = new Set(
			(dialect.fresh?.objects ?? []).flatMap(({ kind, name }) => (kind === 'schema' ? [name] : []))
		);
		this.#known = new Map(tables.map((table) => [this.sqlOf(table), table]));
	}

	/** How SQL names a table of Python's. */
	sqlOf({ schema, table }: PythonTable): string {
		const name = this.#dialect.identifier(table);
		if (schema === undefined || this.#usual.has(schema)) return name;
		return `${this.#dialect.identifier(schema)}.${name}`;
	}

	/** What Python calls the engine's table of that name; undefined where it knows none. */
	pythonOf(name: string): KnownTable | undefined {
		return this.#known.get(this.#dialect.relation(name));
	}

	/** Whether the engine's table of that name is that of Python's, by its later name where it was renamed. */
	same(name: string, table: PythonTable, renames: readonly Rename[]): boolean {
		const sql = this.sqlOf(table);
		if (this.#dialect.relation(name) === sql) return true;
		return renames.some(
			(rename) => rename.kind === 'table' && rename.to === name && this.#dialect.relation(rename.from) === sql
		);
	}
}
