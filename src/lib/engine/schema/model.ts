/**
 * A database's structure as plain values: no classes, no cycles, names as references. Equal structures
 * are deep-equal values, so a schema crosses a worker, becomes a fixture and diffs cleanly.
 *
 * Indexes and triggers stand beside their table, not inside it: they are made, dropped and named on their own.
 *
 * `name` identifies an object among those of its kind, as its database writes it. Where a database has schemas, kinds
 * that may share a name within a table, or functions that may share one, the name says all of it:
 * `app.orders`, `touch on app.orders`, `price(integer)`.
 */
export interface Schema {
	/** Sorted by `objectKey`, so equal schemas are equal arrays. The ledger is left out. */
	readonly objects: readonly SchemaObject[];
}

export type SchemaObject = Table | Index | View | MaterializedView | Trigger | Definition;

/** What any object may carry beside what it is. */
export interface Surroundings {
	/** What somebody has written about it in the database. */
	readonly comment?: string;
	/**
	 * Nodes that must be there before it (see a dialect's `nodes.ts`), as the database itself knows them; sorted. It follows from the rest
	 * and is never compared.
	 */
	readonly needs?: readonly string[];
}

export interface Table extends Surroundings {
	readonly kind: 'table';
	readonly name: string;
	readonly columns: readonly Column[];
	readonly constraints: readonly Constraint[];
	/** What only this dialect's tables have, e.g. `{ strict: true, withoutRowid: true }` or `{ module: 'fts3(…)' }`; off or default is absent. */
	readonly options: Readonly<Record<string, string | boolean>>;
	/** The statement that makes it, as the database keeps it: shown to people and kept in rebuilds, never compared. */
	readonly sql: string;
}

export interface Column extends Surroundings {
	/** What its default or its generating expression needs; `needs` is what its type needs. */
	readonly defaultNeeds?: readonly string[];
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

export type Constraint = PrimaryKey | Unique | ForeignKey | Check | Exclusion;

/** A column of a key or an index: a name or an expression, with how it is ordered. */
export interface KeyPart {
	readonly column?: string;
	readonly expression?: string;
	readonly collation?: string;
	readonly descending?: boolean;
	/** How an index compares the values, with parameters, where it is not the usual way for their type. */
	readonly operatorClass?: string;
	/** Where NULLs stand if it is not the usual place. */
	readonly nulls?: 'first' | 'last';
}

export interface PrimaryKey extends Surroundings {
	readonly kind: 'primaryKey';
	readonly name?: string;
	readonly parts: readonly KeyPart[];
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface Unique extends Surroundings {
	readonly kind: 'unique';
	readonly name?: string;
	readonly parts: readonly KeyPart[];
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface ForeignKey extends Surroundings {
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

export interface Check extends Surroundings {
	readonly kind: 'check';
	readonly name?: string;
	/** Normalised SQL, without the outer parentheses. */
	readonly expression: string;
	readonly options: Readonly<Record<string, string | boolean>>;
}

/** No two rows may be alike in the way `definition` says. */
export interface Exclusion extends Surroundings {
	readonly kind: 'exclusion';
	readonly name?: string;
	/** From `USING` on, normalised. */
	readonly definition: string;
	readonly options: Readonly<Record<string, string | boolean>>;
}

export interface Index extends Surroundings {
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

export interface View extends Query {
	readonly kind: 'view';
}

/** A view that keeps its rows. */
export interface MaterializedView extends Query {
	readonly kind: 'materializedView';
}

interface Query extends Surroundings {
	readonly name: string;
	readonly columns: readonly string[];
	/** The type of each column, where the database tells it; it follows from the query and is never compared. */
	readonly columnTypes?: readonly string[];
	/** The query, normalised; compared. */
	readonly query: string;
	readonly options: Readonly<Record<string, string | boolean>>;
	readonly sql: string;
}

export interface Trigger extends Surroundings {
	readonly kind: 'trigger';
	readonly name: string;
	/** The table or view it watches. */
	readonly table: string;
	/** All after the name, normalised; compared. */
	readonly definition: string;
	readonly options: Readonly<Record<string, string | boolean>>;
	readonly sql: string;
}

/** Part of a definition: plain JSON. */
export type Property =
	string | number | boolean | null | readonly Property[] | { readonly [name: string]: Property };

/** The kinds of objects that have nothing inside which is made or dropped on its own. */
export type DefinitionKind =
	| 'schema'
	| 'extension'
	| 'enum'
	| 'domain'
	| 'compositeType'
	| 'rangeType'
	| 'baseType'
	| 'collation'
	| 'sequence'
	| 'function'
	| 'procedure'
	| 'aggregate'
	| 'operator'
	| 'operatorFamily'
	| 'operatorClass'
	| 'cast'
	| 'conversion'
	| 'transform'
	| 'language'
	| 'accessMethod'
	| 'textSearchDictionary'
	| 'textSearchConfiguration'
	| 'textSearchParser'
	| 'textSearchTemplate'
	| 'statistics'
	| 'rule'
	| 'policy'
	| 'publication'
	| 'subscription'
	| 'eventTrigger'
	| 'foreignDataWrapper'
	| 'server'
	| 'userMapping';

/** An object that is made of named properties, e.g. an enum of its values; which ones there are depends on the kind. */
export interface Definition extends Surroundings {
	readonly kind: DefinitionKind;
	readonly name: string;
	/** The table or view it belongs to, for a policy and the like. */
	readonly table?: string;
	/** Normalised by the database; compared. Off or default is absent. */
	readonly properties: { readonly [name: string]: Property };
	/** The statement that makes it: shown to people, never compared. */
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
