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
	readonly parents: readonly Parent[];
	/** What else no two rows may have alike. */
	readonly others: readonly OtherKey[];
	/** Whether the upgrade makes rows in it: also those that somebody has deleted above. */
	readonly isSeeded: boolean;
	/** Where it is noted which number was given last; absent where the table does not count. */
	readonly counted?: string;
}

/** The columns of a key by which rows are not found again. */
export type OtherKey = readonly Column[];

/** Rows that the downgrade deletes from a table that stays. */
export interface LostRows extends Kept {
	readonly kind: 'rows';
	/** Where it is noted which rows are gone, so that those the upgrade itself makes again are told from those of somebody else; absent where it makes none. */
	readonly gone?: string;
	readonly parents: readonly Parent[];
	/** What else no two rows may have alike. */
	readonly others: readonly OtherKey[];
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

/** What the tables of one stash are told apart by; a dropped table and dropped columns have the name alone. */
const suffixes = ['', '_rows', '_changed', '_gone', '_left', '_counted'] as const;

export type StashSuffix = (typeof suffixes)[number];

/** A name of a stash, as short as the databases need it. No two tables or revisions share one. */
export function stashName(revision: string, table: string, suffix: StashSuffix = ''): string {
	const word = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '_');
	const name = `${word(revision)}_${word(table)}`;
	const room = 60 - prefix.length - Math.max(...suffixes.map(({ length }) => length));
	const isPlain =
		/^[a-z0-9]+$/.test(revision) &&
		/^[a-z0-9_]+$/.test(table) &&
		name.length <= room &&
		!suffixes.some((one) => one !== '' && table.endsWith(one));
	if (isPlain) return `${prefix}${name}${suffix}`;
	const mark = fingerprint(`${revision} ${table}`);
	return `${prefix}${name.slice(0, room - mark.length - 1)}_${mark}${suffix}`;
}

/** FNV-1a of 32 bits, over UTF-16 units. */
function fingerprint(text: string): string {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return (hash >>> 0).toString(16).padStart(8, '0');
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

/** What a downgrade has put aside of a table. */
export interface PutAside {
	/** All its rows, should it be gone. */
	readonly whole: boolean;
	/** The rows that are gone from it. */
	readonly rows: boolean;
	/** Columns by their names before, whose values are kept for the rows that stay. */
	readonly columns: ReadonlySet<string>;
}

/** What the changes of a downgrade say that it has put aside of a table, by the table's name before. */
export function putAside(revision: string, table: string, changes: readonly Change[]): PutAside {
	const made = (suffix: StashSuffix): Table | undefined => {
		const name = stashName(revision, table, suffix);
		for (const change of changes) {
			if (change.kind !== 'addObject' || change.object.kind !== 'table') continue;
			if (change.object.name === name) return change.object;
		}
		return undefined;
	};
	const [own, changed] = [made(''), made('_changed')];
	return {
		whole: own !== undefined,
		rows: made('_rows') !== undefined,
		columns: new Set([own, changed].flatMap((stash) => stash?.columns.map(({ name }) => name) ?? []))
	};
}
