import type { Change } from './change.ts';
import type { Column, Schema, SchemaObject, Table } from './model.ts';

/**
 * What a downgrade would lose of one table, and the table it is put aside in until the next upgrade. Columns and keys are by
 * their names before the downgrade, where nothing else is said.
 */
export type TableStash = WholeTable | LostRows | DroppedColumns | ChangedColumns;

interface Stash {
	readonly table: Table;
	/** Where it is put aside. */
	readonly stash: string;
	/** What is kept, the key's columns left out. */
	readonly columns: readonly Column[];
	/** By which a row is found again; empty where nothing says which is which. */
	readonly key: readonly Column[];
}

/** A stash whose rows are found again in a table that stays. */
interface Kept extends Stash {
	/** The table and its key's columns as the downgrade leaves them. */
	readonly later: { readonly table: string; readonly key: readonly string[] };
}

/** A table that the downgrade drops, with all its rows. */
export interface WholeTable extends Stash {
	readonly kind: 'table';
	/** Whether the upgrade itself puts rows into the table. */
	readonly refilled: boolean;
	readonly parents: readonly Parent[];
}

/** Rows that the downgrade deletes from a table that stays. */
export interface LostRows extends Kept {
	readonly kind: 'rows';
	/** Where it is noted which rows are gone, so that those the upgrade itself makes again are told from those of somebody else; absent where it makes none. */
	readonly gone?: string;
	readonly parents: readonly Parent[];
}

/** Values of columns that the downgrade drops. */
export interface DroppedColumns extends Kept {
	readonly kind: 'columns';
}

/** Values of columns that stay and hold something else after the downgrade. */
export interface ChangedColumns extends Kept {
	readonly kind: 'changed';
	/** Where it is noted what the downgrade left, so that what somebody changes after it is not overwritten. */
	readonly left: string;
	/** The columns as the downgrade leaves them, in the order of `columns`. */
	readonly leftColumns: readonly Column[];
}

/** Rows of another table that rows of this one point at, where the database insists on it. */
export interface Parent {
	readonly columns: readonly Column[];
	readonly table: string;
	readonly references: readonly string[];
}

/** Statements to be put around those of a migration's two sections; each may be empty. */
export interface StashScript {
	readonly beforeDown: readonly string[];
	readonly afterDown: readonly string[];
	readonly beforeUp: readonly string[];
	readonly afterUp: readonly string[];
}

const prefix = 'updown_stash_';

/** A name of a stash, as short as the databases need it. */
export function stashName(revision: string, table: string, suffix = ''): string {
	const word = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '_');
	const room = 60 - suffix.length;
	return `${prefix}${word(revision)}_${word(table)}`.slice(0, room) + suffix;
}

/** Whether an object is a stash or belongs to one. */
export function isStash(object: SchemaObject | { readonly kind: 'table'; readonly name: string }): boolean {
	return object.kind === 'table' && object.name.startsWith(prefix);
}

/** A schema without what downgrades have put aside: it belongs to no version. */
export function withoutStashes(schema: Schema): Schema {
	if (!schema.objects.some(isStash)) return schema;
	return { objects: schema.objects.filter((object) => !isStash(object)) };
}

/** Whether the changes of a downgrade say that what it takes of a table is put aside. */
export function isPutAside(revision: string, table: string, changes: readonly Change[]): boolean {
	const names = ['', '_rows', '_changed'].map((suffix) => stashName(revision, table, suffix));
	return changes.some((change) => change.kind === 'addObject' && names.includes(change.object.name));
}
