import type { Model, ModelColumn, ModelTable } from './model.ts';

/** What the schemas of one dialect are drawn from. The plainest of everything stands first: a failing trial shrinks to it. */
export interface Vocabulary {
	readonly tableNames: readonly string[];
	readonly columnNames: readonly string[];
	/** For indexes, views, triggers, constraints and types. */
	readonly otherNames: readonly string[];
	/** Whether two names are one to the database. */
	readonly sameName: (a: string, b: string) => boolean;
	/** The types that a column of this table may have. */
	types(table: Pick<ModelTable, 'options'>, model: Model): readonly string[];
	/** Values for a column of the type, as SQL; some of them may not fit. */
	values(type: string, model: Model): readonly string[];
	/** Defaults for a column of the type; some give another value each time. */
	defaults(type: string, table: Pick<ModelTable, 'options'>, model: Model): readonly string[];
	readonly collations: (type: string) => readonly string[];
	/** What a table may be, all at once. */
	readonly options: readonly (readonly string[])[];
	/** What stands before TABLE and at the end of its statement for these options. */
	tableWords(options: readonly string[]): readonly [before: string, after: string];
	/** Words behind a key over these columns. */
	keyWords(primary: boolean, columns: readonly ModelColumn[], table: ModelTable): readonly string[];
	readonly referenceWords: readonly string[];
	/** How the database may count a column. */
	readonly counted: readonly string[];
	/** Conditions that rows may keep, over one or two columns by their names. */
	readonly tests: readonly ((column: string, other: string) => string)[];
	/** How a column can be computed from another: its type and the expression. */
	ways(type: string): readonly { readonly type: string; readonly expression: (column: string) => string }[];
	/** Whether computed columns may be stored, read, or both. */
	readonly computedStored: readonly boolean[];
	/** How a column stands in an index. */
	indexWays(type: string): readonly ((column: string) => string)[];
	readonly events: readonly string[];
	/** The trigger as statements; the last one makes it, so that dropping it leaves the others. */
	trigger(parts: TriggerParts): readonly string[];
	readonly actions: number;
	readonly comments: boolean;
	readonly enums: readonly (readonly string[])[];
	/** Whether foreign keys stand in the CREATE TABLE, and tables may come in any order. */
	readonly foreignKeysInside: boolean;
}

/** Names are quoted already. */
export interface TriggerParts {
	readonly name: string;
	readonly event: string;
	readonly table: string;
	readonly action: number;
	readonly target: string;
	readonly column: string;
	/** The target is the table it stands on. */
	readonly own: boolean;
}

export function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
