import type { Column, Constraint, SchemaObject, Table } from './model.ts';

/**
 * One difference between two schemas, as data. A list of them describes a migration; `[]` means equal.
 * `from` is the earlier side and `to` the later one throughout.
 */
export type Change =
	| { readonly kind: 'addObject'; readonly object: SchemaObject }
	| { readonly kind: 'dropObject'; readonly object: SchemaObject }
	/** A view, trigger or index that keeps its name and means something else. */
	| { readonly kind: 'replaceObject'; readonly from: SchemaObject; readonly to: SchemaObject }
	| { readonly kind: 'renameTable'; readonly from: string; readonly to: string }
	| { readonly kind: 'addColumn'; readonly table: string; readonly column: Column }
	| { readonly kind: 'dropColumn'; readonly table: string; readonly column: Column }
	| { readonly kind: 'renameColumn'; readonly table: string; readonly from: string; readonly to: string }
	/** A value of an enum, or an attribute of a composite type. */
	| {
			readonly kind: 'renamePart';
			readonly part: TypePart;
			readonly type: string;
			readonly from: string;
			readonly to: string;
	  }
	/** Type, nullability, default, collation, generation or options differ; the name is the same. */
	| { readonly kind: 'alterColumn'; readonly table: string; readonly from: Column; readonly to: Column }
	| { readonly kind: 'addConstraint'; readonly table: string; readonly constraint: Constraint }
	| { readonly kind: 'dropConstraint'; readonly table: string; readonly constraint: Constraint }
	| {
			readonly kind: 'alterOptions';
			readonly table: string;
			readonly from: Table['options'];
			readonly to: Table['options'];
	  }
	/** What is written about a table differs; that of a column is part of the column. */
	| { readonly kind: 'alterComment'; readonly table: string; readonly from?: string; readonly to?: string };

/** What types are made of and has a name: the values of an enum, the attributes of a composite type. */
export type TypePart = 'value' | 'attribute';

/**
 * Something the user says was renamed, not dropped and added. For a column, `table` is the table's name after the change. A type
 * has one name, before and after; its parts are spelled as in the schema.
 */
export type Rename =
	| { readonly kind: 'table'; readonly from: string; readonly to: string }
	| { readonly kind: 'column'; readonly table: string; readonly from: string; readonly to: string }
	| { readonly kind: TypePart; readonly type: string; readonly from: string; readonly to: string };

/** A dropped and an added thing that may be one thing renamed: worth asking about, never assumed. */
export interface RenameSuggestion {
	readonly rename: Rename;
	/** From 0 (unlike) to 1 (alike but for the name). */
	readonly likeness: number;
}
