/**
 * A schema as the laws draw it: plain values that know each other by numbers, so that whatever gets another name is still
 * the same thing. What the database makes of it is written by `write.ts`.
 */
export interface Model {
	readonly tables: readonly ModelTable[];
	readonly standing: readonly Standing[];
	readonly enums: readonly ModelEnum[];
	/** The next number nobody has. */
	readonly next: number;
}

export interface ModelTable {
	readonly id: number;
	readonly name: string;
	readonly columns: readonly ModelColumn[];
	readonly rules: readonly Rule[];
	/** Words of the dialect, e.g. `STRICT`. */
	readonly options: readonly string[];
	readonly comment?: string;
}

export interface ModelColumn {
	readonly id: number;
	readonly name: string;
	/** As the dialect writes it; an enum by its name. */
	readonly type: string;
	readonly notNull: boolean;
	readonly default?: string;
	readonly collation?: string;
	/** Computed from another column: `write.ts` asks the dialect how. */
	readonly computed?: { readonly of: number; readonly way: number; readonly stored: boolean };
	/** The database counts: `ALWAYS`, `BY DEFAULT` or `serial`. */
	readonly counted?: string;
	readonly comment?: string;
}

export type Rule =
	| {
			readonly kind: 'key';
			readonly id: number;
			readonly primary: boolean;
			readonly columns: readonly number[];
			readonly name?: string;
			/** Words of the dialect behind the key. */
			readonly words: string;
	  }
	| {
			readonly kind: 'check';
			readonly id: number;
			readonly column: number;
			readonly other: number;
			readonly test: number;
			readonly name?: string;
	  }
	| {
			readonly kind: 'foreign';
			readonly id: number;
			readonly columns: readonly number[];
			readonly table: number;
			readonly references: readonly number[];
			/** Words behind the reference, e.g. `ON DELETE CASCADE`. */
			readonly words: string;
			readonly name?: string;
	  };

/** What stands on a table. */
export type Standing =
	| {
			readonly kind: 'index';
			readonly id: number;
			readonly name: string;
			readonly table: number;
			readonly columns: readonly number[];
			readonly unique: boolean;
			/** How the first column stands in it: a way of the dialect. */
			readonly way: number;
			readonly partial: boolean;
	  }
	| {
			readonly kind: 'view';
			readonly id: number;
			readonly name: string;
			readonly table: number;
			readonly columns: readonly number[];
			/** Looks at this view over the same table instead of at the table. */
			readonly over?: number;
			readonly filtered: boolean;
	  }
	| {
			readonly kind: 'trigger';
			readonly id: number;
			readonly name: string;
			readonly table: number;
			readonly event: number;
			/** What it does, and to which column of which table. */
			readonly action: number;
			readonly target: number;
			readonly column: number;
	  };

export interface ModelEnum {
	readonly id: number;
	readonly name: string;
	readonly labels: readonly string[];
}

export const nothing: Model = { tables: [], standing: [], enums: [], next: 1 };

export function tableOf(model: Model, id: number): ModelTable | undefined {
	return model.tables.find((table) => table.id === id);
}

export function columnOf(table: ModelTable | undefined, id: number): ModelColumn | undefined {
	return table?.columns.find((column) => column.id === id);
}

/** The model with one table changed. */
export function withTable(model: Model, table: ModelTable): Model {
	return { ...model, tables: model.tables.map((other) => (other.id === table.id ? table : other)) };
}

/** The keys of a table that a foreign key may point at. */
export function keysOf(table: ModelTable): readonly (readonly number[])[] {
	return table.rules.flatMap((rule) => (rule.kind === 'key' ? [rule.columns] : []));
}

/** Without what has lost what it needs: rules of columns that are gone, keys to keys that are gone, views of nothing. */
export function tidied(model: Model): Model {
	const tables = model.tables.map((table): ModelTable => {
		const has = (id: number) => columnOf(table, id) !== undefined;
		const columns = table.columns.filter(({ computed }) => {
			const base = computed && columnOf(table, computed.of);
			return computed === undefined || (base !== undefined && base.computed === undefined);
		});
		const rules = table.rules.filter((rule) => {
			if (rule.kind === 'check') return has(rule.column) && has(rule.other);
			return rule.columns.every(has);
		});
		const keys = new Set<string>();
		const apart = rules.filter((rule) => {
			// SQLite takes two keys over the same columns for one.
			if (rule.kind !== 'key') return true;
			const columns = String(rule.columns);
			return !keys.has(columns) && keys.add(columns);
		});
		return { ...table, columns, rules: apart };
	});
	const pointed = tables.map((table): ModelTable => {
		const rules = table.rules.filter((rule) => {
			if (rule.kind !== 'foreign') return true;
			const parent = tables.find(({ id }) => id === rule.table);
			return parent !== undefined && keysOf(parent).some((key) => String(key) === String(rule.references));
		});
		return { ...table, rules };
	});
	const lost = pointed.some((table, at) => table.columns.length !== model.tables[at]?.columns.length);
	const inner = {
		...model,
		tables: pointed.filter(({ columns }) => columns.some(({ computed }) => !computed))
	};
	if (lost || inner.tables.length < pointed.length) return tidied(inner);
	return { ...inner, standing: stillStanding(inner) };
}

function stillStanding(model: Model): readonly Standing[] {
	const kept: Standing[] = [];
	for (const one of model.standing) {
		const table = tableOf(model, one.table);
		if (table === undefined) continue;
		if (one.kind === 'trigger') {
			if (columnOf(tableOf(model, one.target), one.column) !== undefined) kept.push(one);
			continue;
		}
		const columns = one.columns.filter((id) => columnOf(table, id) !== undefined);
		if (columns.length === 0 || (one.kind === 'index' && columns.length < one.columns.length)) continue;
		if (one.kind === 'index') kept.push(one);
		else {
			const below = kept.find((other) => other.id === one.over);
			const { over, ...plain } = one;
			const isThere = below?.kind === 'view' && columns.every((id) => below.columns.includes(id));
			kept.push({ ...plain, columns, ...(isThere && over !== undefined && { over }) });
		}
	}
	return kept;
}
