/**
 * A database's structure as plain values: no classes, no cycles, names as references. Equal structures
 * are deep-equal values, so a schema crosses a worker, becomes a fixture and diffs cleanly.
 *
 * Indexes and triggers stand beside their table, not inside it: they are made, dropped and named on their own.
 */
export interface Schema {
	/** Sorted by `objectKey`, so equal schemas are equal arrays. The ledger is left out. */
	readonly objects: readonly SchemaObject[];
}

export type SchemaObject = Table | Index | View | Trigger;

export interface Table {
	readonly kind: 'table';
	readonly name: string;
	readonly columns: readonly Column[];
	readonly constraints: readonly Constraint[];
	/** What only this dialect's tables have, e.g. `{ strict: true, withoutRowid: true }` or `{ module: 'fts3(…)' }`; off or default is absent. */
	readonly options: Readonly<Record<string, string | boolean>>;
	/** The statement that makes it, as the database keeps it: shown to people and kept in rebuilds, never compared. */
	readonly sql: string;
}

export interface Column {
	readonly name: string;
	/** The type as declared, white space normalised; empty where SQLite has none. */
	readonly type: string;
	readonly nullable: boolean;
	/** The default as a normalised SQL expression; absent where there is none. */
	readonly default?: string;
	readonly generated?: { readonly expression: string; readonly stored: boolean };
	readonly collation?: string;
	/** What only this dialect's columns have, e.g. `{ autoincrement: true, notNullConflict: 'IGNORE' }`. */
	readonly options: Readonly<Record<string, string | boolean>>;
}

export type Constraint = PrimaryKey | Unique | ForeignKey | Check;

/** A column of a key or an index: a name or an expression, with how it is ordered. */
export interface KeyPart {
	readonly column?: string;
	readonly expression?: string;
	readonly collation?: string;
	readonly descending?: boolean;
}

export interface PrimaryKey {
	readonly kind: 'primaryKey';
	readonly name?: string;
	readonly parts: readonly KeyPart[];
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface Unique {
	readonly kind: 'unique';
	readonly name?: string;
	readonly parts: readonly KeyPart[];
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface ForeignKey {
	readonly kind: 'foreignKey';
	readonly name?: string;
	readonly columns: readonly string[];
	readonly table: string;
	/** Empty where the key points at the other table's primary key without naming it. */
	readonly references: readonly string[];
	/** `NO ACTION` is the default and is written out. */
	readonly onDelete: string;
	readonly onUpdate: string;
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface Check {
	readonly kind: 'check';
	readonly name?: string;
	/** Normalised SQL, without the outer parentheses. */
	readonly expression: string;
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface Index {
	readonly kind: 'index';
	readonly name: string;
	readonly table: string;
	readonly unique: boolean;
	readonly parts: readonly KeyPart[];
	/** The condition of a partial index, normalised. */
	readonly where?: string;
	readonly options: Readonly<Record<string, string | boolean>>;
	readonly sql: string;
}

export interface View {
	readonly kind: 'view';
	readonly name: string;
	readonly columns: readonly string[];
	/** The query, normalised; compared. */
	readonly query: string;
	readonly options: Readonly<Record<string, string | boolean>>;
	readonly sql: string;
}

export interface Trigger {
	readonly kind: 'trigger';
	readonly name: string;
	/** The table or view it watches. */
	readonly table: string;
	/** All after the name, normalised; compared. */
	readonly definition: string;
	readonly options: Readonly<Record<string, string | boolean>>;
	readonly sql: string;
}

/** What identifies an object in a schema: kind and name, e.g. `table users`. */
export function objectKey(object: { readonly kind: SchemaObject['kind']; readonly name: string }): string {
	return `${object.kind} ${object.name}`;
}

/** The objects that differ between two schemas, enough to make the later from the earlier. */
export interface SchemaPatch {
	readonly set: readonly SchemaObject[];
	/** Keys (`objectKey`) of objects that are gone. */
	readonly unset: readonly string[];
}

/** The patch that changes nothing. */
export const emptyPatch: SchemaPatch = { set: [], unset: [] };

/** The schema with nothing in it. */
export const emptySchema: Schema = { objects: [] };
