import type { TableFates } from '../rows/table-fates.ts';
import type { ColumnFates } from '../rows/rows.ts';
import { earlierNames } from '../schema/earlier-names.ts';
import type { Column, Schema, Table } from '../schema/model.ts';
import { parentsFirst, tablesOf } from '../schema/parents-first.ts';
import { stashName, type OtherKey, type Parent, type StashSuffix, type TableStash } from '../schema/stash.ts';
import type { ThereAndBack } from './there-and-back.ts';

/** What is to be put aside, and what cannot be, in sentences. */
export interface StashPlan {
	/** Parents before children. */
	readonly stashes: readonly TableStash[];
	readonly notes: readonly string[];
}

/**
 * What a downgrade takes, and how to put it aside. A dropped table or column that holds nothing yet, or only what the upgrade
 * fills in by itself, is taken along: it may hold something else when the time has come.
 */
export function planStash(revision: string, seen: ThereAndBack): StashPlan {
	const planner = new Planner(revision, seen);
	const stashes = parentsFirst(seen.before).flatMap((table) => planner.stashesOf(table));
	return { stashes, notes: planner.notes };
}

/** What a table that stays loses. */
interface Losses {
	/** Columns that are gone below. */
	readonly dropped: readonly Column[];
	/** Columns that hold something else. */
	readonly changed: readonly Column[];
	/** Whether rows are lost. */
	readonly rows: boolean;
	/** Whether anything is lost that is there today. */
	readonly isHeld: boolean;
	/** Whether the upgrade makes some of the rows again that the downgrade deletes. */
	readonly areMadeAgain: boolean;
	/** What a column is below; undefined where it is gone. */
	readonly later: (column: Column) => Column | undefined;
	/** Whether a column tells below as well which row is which. */
	readonly stays: (column: Column) => boolean;
}

const noKeyStays = 'it has no key that stays through the downgrade, so nothing says which row is which';

class Planner {
	readonly notes: string[] = [];
	readonly #revision: string;
	readonly #seen: ThereAndBack;
	readonly #before: ReadonlyMap<string, Table>;
	readonly #below: ReadonlyMap<string, Table>;
	readonly #again: ReadonlyMap<string, Table> | undefined;
	/** A table's name below, by its name before. */
	readonly #later = new Map<string, string>();

	constructor(revision: string, seen: ThereAndBack) {
		this.#revision = revision;
		this.#seen = seen;
		this.#before = tablesOf(seen.before);
		this.#below = tablesOf(seen.below);
		this.#again = seen.again && tablesOf(seen.again);
		const names = earlierNames(seen.renames.filter(({ kind }) => kind === 'table'));
		for (const name of this.#below.keys()) {
			const was = names.table(name);
			if (this.#before.has(was)) this.#later.set(was, name);
		}
	}

	stashesOf(table: Table): readonly TableStash[] {
		const below = this.#below.get(this.#later.get(table.name) ?? '');
		return below ? this.#inKept(table, below) : this.#ofDropped(table);
	}

	#ofDropped(table: Table): readonly TableStash[] {
		const down = this.#seen.down.find((fates) => fates.table === table.name && fates.fate === 'lost');
		const held = down === undefined || down.rows.lost > 0 || down.notKept !== undefined;
		const why =
			notStored(table) ?? (this.#isMadeAgain(table) ? undefined : 'its upgrade does not make it again');
		if (why !== undefined) {
			if (held) this.notes.push(`The rows of ${table.name} cannot be put aside: ${why}.`);
			return [];
		}
		const made = this.#again?.get(table.name) ?? table;
		const columns = storedIn(made, stored(table));
		const key = arbiterOf(keysOf(made, this.#schemaAgain), columns);
		return [
			{
				kind: 'table',
				table,
				stash: this.#name(table),
				key,
				columns: columns.filter((column) => !key.includes(column)),
				parents: this.#parentsOf(table),
				others: othersOf(made, this.#schemaAgain, key, columns),
				isSeeded: this.#isSeeded(table),
				...(counts(table) && counts(made) && { counted: this.#name(table, '_counted') })
			}
		];
	}

	#inKept(table: Table, below: Table): readonly TableStash[] {
		const losses = this.#lossesOf(table, below);
		const { dropped, changed, rows, isHeld } = losses;
		if (dropped.length + changed.length === 0 && !rows) return [];
		const keys = keysOf(table, this.#seen.before).filter(({ columns }) => columns.every(losses.stays));
		const key = keys.find(({ isArbiter }) => isArbiter) ?? keys[0];
		const why = notStored(table) ?? (key ? undefined : noKeyStays);
		if (key && why === undefined) return this.#stashesFor(table, below, losses, key);
		if (isHeld) {
			const names = [...dropped, ...changed].map(({ name }) => name).join(', ');
			this.notes.push(
				`The ${rows ? 'rows' : `values of ${names}`} of ${table.name} cannot be put aside: ${why ?? ''}.`
			);
		}
		return [];
	}

	#lossesOf(table: Table, below: Table): Losses {
		const down = this.#seen.down.find((fates) => fates.table === below.name && fates.fate === 'kept');
		const both = this.#seen.both ? this.#bothOf(table.name) : down;
		const names = earlierNames(this.#seen.renames);
		const later = (column: Column) =>
			below.columns.find(({ name }) => names.column(below.name, name) === column.name);
		const fatesOf = (fates: TableFates | undefined, name: string | undefined): ColumnFates | undefined =>
			fates?.columns.find((column) => column.name === name);
		const all = stored(table);
		const dropped = all.filter((column) => later(column) === undefined);
		const changed = all.filter((column) => {
			const now = later(column);
			return now !== undefined && (isOther(fatesOf(down, now.name)) || isOther(fatesOf(both, column.name)));
		});
		const [lostDown, lostBoth] = [down?.rows.lost ?? 0, both?.rows.lost ?? 0];
		// A row that goes and is made again by the upgrade may come back as another when the time has come.
		const rows = lostBoth > 0 || lostDown > 0;
		return {
			dropped,
			changed,
			rows,
			isHeld: lostBoth > 0 || [...changed, ...dropped].some((c) => isOther(fatesOf(both, c.name))),
			areMadeAgain: lostDown > lostBoth,
			later,
			stays: (column) => {
				const now = later(column);
				return now?.type === column.type && !isOther(fatesOf(down, now.name)) && !changed.includes(column);
			}
		};
	}

	#stashesFor(
		table: Table,
		below: Table,
		losses: Losses,
		{ columns: key, isArbiter }: Key
	): readonly TableStash[] {
		const later = { table: below.name, key: key.map((column) => losses.later(column)!.name) };
		const there = this.#again?.get(table.name) ?? table;
		this.#noteMissing(table, there, losses.dropped);
		const base = { table, key, later };
		const comingBack = (columns: readonly Column[]) =>
			storedIn(there, columns).filter((column) => !key.includes(column));
		const stashes: TableStash[] = [];
		if (losses.rows) {
			const columns = comingBack(stored(table));
			const parents = this.#parentsOf(table);
			const others = othersOf(there, this.#schemaAgain, key, [...key, ...columns]);
			const gone = isArbiter && losses.areMadeAgain ? { gone: this.#name(table, '_gone') } : {};
			const stash = this.#name(table, '_rows');
			stashes.push({ kind: 'rows', ...base, stash, ...gone, columns, parents, others });
		}
		const back = comingBack(losses.dropped);
		if (back.length > 0) stashes.push({ kind: 'columns', ...base, stash: this.#name(table), columns: back });
		const altered = comingBack(losses.changed);
		if (altered.length > 0) {
			const leftColumns = altered.map((column) => losses.later(column)!);
			const names = { stash: this.#name(table, '_changed'), left: this.#name(table, '_left') };
			stashes.push({ kind: 'changed', ...base, ...names, columns: altered, leftColumns });
		}
		return stashes;
	}

	#noteMissing(table: Table, there: Table, dropped: readonly Column[]): void {
		const missing = dropped.filter((column) => storedIn(there, [column]).length === 0);
		if (missing.length === 0) return;
		const names = missing.map(({ name }) => name).join(', ');
		this.notes.push(
			`The values of ${names} of ${table.name} cannot be put aside: its upgrade does not make ${missing.length === 1 ? 'that column' : 'these columns'} again.`
		);
	}

	/** Whether the upgrade alone puts rows into a table. */
	#isSeeded({ name }: Table): boolean {
		const rows = this.#bothOf(name)?.rows;
		return rows !== undefined && rows.kept + rows.changed + rows.added > 0;
	}

	get #schemaAgain(): Schema {
		return this.#seen.again ?? this.#seen.before;
	}

	#isMadeAgain({ name }: Table): boolean {
		return this.#again === undefined || this.#again.has(name);
	}

	#bothOf(table: string): TableFates | undefined {
		return this.#seen.both?.find((fates) => fates.table === table);
	}

	#parentsOf(table: Table): readonly Parent[] {
		if (!this.#seen.foreignKeys) return [];
		return table.constraints.flatMap((constraint): readonly Parent[] => {
			if (constraint.kind !== 'foreignKey' || constraint.table === table.name) return [];
			const parent = this.#before.get(constraint.table);
			const keyed = constraint.references.length > 0 ? constraint.references : parent && primaryKey(parent);
			const columns = constraint.columns.map((name) => table.columns.find((column) => column.name === name));
			if (!parent || keyed?.length !== columns.length) return [];
			if (columns.some((column) => column === undefined)) return [];
			return [{ columns: columns as readonly Column[], table: parent.name, references: keyed }];
		});
	}

	#name({ name }: Table, suffix: StashSuffix = ''): string {
		return stashName(this.#revision, name, suffix);
	}
}

/** The columns whose values somebody has written. */
function stored({ columns }: Table): readonly Column[] {
	return columns.filter(({ generated }) => generated === undefined);
}

/** Those of `columns` that a table takes values for, by name. */
function storedIn(table: Table, columns: readonly Column[]): readonly Column[] {
	const names = new Set(stored(table).map(({ name }) => name));
	return columns.filter(({ name }) => names.has(name));
}

function isOther(fates: ColumnFates | undefined): boolean {
	return fates !== undefined && fates.changed + fates.lost + fates.gained > 0;
}

/** Why a table's rows are not its own to be copied; undefined where they are. */
function notStored({ options }: Table): string | undefined {
	if (options.partitionBy !== undefined) return 'its rows lie in its partitions';
	if (options.module !== undefined) return 'it is a virtual table';
	if (options.server !== undefined) return 'its rows lie on another server';
	return undefined;
}

function primaryKey({ constraints }: Table): readonly string[] | undefined {
	const found = constraints.find(({ kind }) => kind === 'primaryKey');
	return found?.kind === 'primaryKey' ? found.parts.flatMap(({ column }) => column ?? []) : undefined;
}

/** What tells the rows of a table apart. */
interface Key {
	readonly columns: readonly Column[];
	/** Whether an INSERT can find by it the row that is there already: what is checked later does not do. */
	readonly isArbiter: boolean;
}

/** The keys of a table that tell every row apart, the primary key first. */
function keysOf(table: Table, schema: Schema): readonly Key[] {
	const [primary, unique] = allKeysOf(table, schema);
	return [...primary, ...unique.filter(({ columns }) => columns.every(({ nullable }) => !nullable))];
}

/** The primary key, if there is one, and what else no two rows may have alike. */
function allKeysOf(
	table: Table,
	{ objects }: Schema
): readonly [primary: readonly Key[], unique: readonly Key[]] {
	const columnsOf = (parts: readonly { readonly column?: string }[]): readonly Column[] | undefined => {
		const columns = parts.map(({ column }) => table.columns.find(({ name }) => name === column));
		return columns.every((column) => column !== undefined) ? columns : undefined;
	};
	const primary: Key[] = [];
	const unique: Key[] = [];
	for (const constraint of table.constraints) {
		if (constraint.kind !== 'primaryKey' && constraint.kind !== 'unique') continue;
		const columns = columnsOf(constraint.parts);
		const { deferrable, withoutOverlaps } = constraint.options;
		const isArbiter = deferrable === undefined && withoutOverlaps === undefined;
		if (columns) (constraint.kind === 'primaryKey' ? primary : unique).push({ columns, isArbiter });
	}
	for (const object of objects) {
		if (object.kind !== 'index' || !object.unique || object.table !== table.name) continue;
		const columns = object.where === undefined ? columnsOf(object.parts) : undefined;
		if (columns) unique.push({ columns, isArbiter: true });
	}
	return [primary, unique];
}

/** The keys beside `key` that are made of columns which come back. */
function othersOf(
	table: Table,
	schema: Schema,
	key: readonly Column[],
	columns: readonly Column[]
): readonly OtherKey[] {
	return allKeysOf(table, schema)
		.flat()
		.flatMap((other) => {
			const found = columns.filter(({ name }) => other.columns.some((column) => column.name === name));
			const isKey = found.length === key.length && found.every((column) => key.includes(column));
			return found.length === other.columns.length && !isKey ? [found] : [];
		});
}

/** Whether a number that was given once is never given again. */
function counts({ constraints }: Table): boolean {
	return constraints.some(({ options }) => options.autoincrement === true);
}

/** Those of `columns` that the first key has which an INSERT can find a row by; `[]` where there is none. */
function arbiterOf(keys: readonly Key[], columns: readonly Column[]): readonly Column[] {
	for (const key of keys) {
		const found = columns.filter(({ name }) => key.columns.some((column) => column.name === name));
		if (key.isArbiter && found.length === key.columns.length) return found;
	}
	return [];
}
