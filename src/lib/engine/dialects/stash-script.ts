import type { Column } from '../schema/model.ts';
import type {
	ChangedColumns,
	DroppedColumns,
	LostRows,
	Parent,
	StashScript,
	TableStash,
	WholeTable
} from '../schema/stash.ts';

/** What the dialects write differently. */
export interface StashWords {
	readonly identifier: (name: string) => string;
	readonly relation: (name: string) => string;
	/** A column's value as it is put aside. */
	readonly kept: (column: Column, value: string) => string;
	/** What was put aside as a value of the column again. */
	readonly restored: (column: Column, value: string) => string;
	/** Whether two values of a column are the same, NULLs too. */
	readonly same: (column: Column, one: string, other: string) => string;
	/** Between the columns and the SELECT of an INSERT, for columns that usually give their own values. */
	readonly overriding: (columns: readonly Column[]) => string;
	/** Statements after a column got its values back. */
	readonly afterwards: (table: string, columns: readonly Column[]) => readonly string[];
	/** How the number that a table gave last is put aside in another one and brought back; absent where tables do not count. */
	readonly count?: (table: string, aside: string) => Counting;
}

export interface Counting {
	/** The number, or no row where none was given yet. */
	readonly query: string;
	/** Statements that bring back what the query gave. */
	readonly back: readonly string[];
}

/**
 * Writes the statements that put aside what a downgrade would lose and bring it back. `stashes` come with parents before
 * children. Every statement works where nothing was put aside, as on a database that is new.
 */
export function writeStash(words: StashWords, stashes: readonly TableStash[]): StashScript {
	const writer = new StashWriter(words);
	const each = (write: (stash: TableStash) => readonly string[]) => stashes.flatMap(write);
	const isInserted = (stash: TableStash) => stash.kind === 'table' || stash.kind === 'rows';
	const rowsFirst = [...stashes.filter(isInserted), ...stashes.filter((stash) => !isInserted(stash))];
	return {
		beforeDown: each((stash) => writer.putAside(stash)),
		afterDown: each((stash) => writer.noteWhatIsLeft(stash)),
		beforeUp: each((stash) => writer.leaveOutWhatChanged(stash)),
		afterUp: rowsFirst.flatMap((stash) => writer.bringBack(stash))
	};
}

/** What no key can tell: whether it is still the same row, and why one is not there. */
const remarks = {
	table: 'A row that the upgrade makes stays, also where it had been deleted before the downgrade.',
	columns: 'A new row that has taken the key of a deleted one gets the values of that one.',
	rows: 'Where a new row has taken the key of one that was put aside, the new one stays.'
} as const;

class StashWriter {
	readonly #words: StashWords;

	constructor(words: StashWords) {
		this.#words = words;
	}

	putAside(stash: TableStash): readonly string[] {
		return [
			`CREATE TABLE ${stash.stash} AS\n\tSELECT ${this.#kept(stash)}\n\tFROM ${this.#of(stash)};`,
			...this.#counting(stash).map(({ aside, query }) => `CREATE TABLE ${aside} AS\n\t${query};`)
		];
	}

	noteWhatIsLeft(stash: TableStash): readonly string[] {
		if (stash.kind === 'rows') {
			const there = `SELECT 1 FROM ${this.#later(stash)} AS t WHERE ${this.#sameLaterKey(stash, stash.stash)}`;
			const deleted = `DELETE FROM ${stash.stash}\n\tWHERE EXISTS (${there});`;
			if (stash.gone === undefined) return [deleted];
			const keys = this.#names(stash.key);
			return [deleted, `CREATE TABLE ${stash.gone} AS\n\tSELECT ${keys}\n\tFROM ${stash.stash};`];
		}
		if (stash.kind !== 'changed') return [];
		return [
			`CREATE TABLE ${stash.left} AS\n\tSELECT ${this.#leftList(stash)}\n\tFROM ${this.#later(stash)};`
		];
	}

	leaveOutWhatChanged(stash: TableStash): readonly string[] {
		if (stash.kind === 'rows' && stash.gone !== undefined) {
			const { gone } = stash;
			const there = `SELECT 1 FROM ${this.#later(stash)} AS t WHERE ${this.#sameLaterKey(stash, gone)}`;
			return [
				`CREATE TABLE IF NOT EXISTS ${gone} AS\n\tSELECT ${this.#laterKeys(stash).join(', ')}\n\tFROM ${this.#later(stash)} WHERE FALSE;`,
				`DELETE FROM ${gone}\n\tWHERE EXISTS (${there});`
			];
		}
		if (stash.kind !== 'changed') return [];
		const { left, leftColumns } = stash;
		const same = leftColumns.map((column, at) => {
			const note = `${left}.${this.#name(stash.columns[at]!)}`;
			return this.#words.same(column, `t.${this.#name(column)}`, note);
		});
		const unchanged = [this.#sameLaterKey(stash, left), ...same].join(' AND ');
		return [
			`CREATE TABLE IF NOT EXISTS ${left} AS\n\tSELECT ${this.#leftList(stash)}\n\tFROM ${this.#later(stash)} WHERE FALSE;`,
			`DELETE FROM ${left}\n\tWHERE NOT EXISTS (SELECT 1 FROM ${this.#later(stash)} AS t WHERE ${unchanged});`
		];
	}

	bringBack(stash: TableStash): readonly string[] {
		const made = `CREATE TABLE IF NOT EXISTS ${stash.stash} AS\n\tSELECT ${this.#kept(stash)}\n\tFROM ${this.#of(stash)} WHERE FALSE;`;
		return [
			made,
			...this.#back(stash),
			...this.#words.afterwards(stash.table.name, remade(stash)),
			...this.#counting(stash).flatMap(({ aside, query, back }) => [
				`CREATE TABLE IF NOT EXISTS ${aside} AS\n\t${query} AND FALSE;`,
				...back,
				`DROP TABLE ${aside};`
			]),
			...(stash.kind === 'changed' ? [`DROP TABLE ${stash.left};`] : []),
			...(stash.kind === 'rows' && stash.gone !== undefined ? [`DROP TABLE ${stash.gone};`] : []),
			`DROP TABLE ${stash.stash};`
		];
	}

	#back(stash: TableStash): readonly string[] {
		switch (stash.kind) {
			case 'table':
				return this.#insertAll(stash);
			case 'rows':
				return this.#insertLost(stash);
			case 'columns':
				return [`-- ${remarks.columns}\n${this.#update(stash)}`];
			case 'changed':
				return [this.#update(stash)];
		}
	}

	#counting(stash: TableStash): readonly (Counting & { readonly aside: string })[] {
		const aside = stash.kind === 'table' ? stash.counted : undefined;
		const counting = aside === undefined ? undefined : this.#words.count?.(stash.table.name, aside);
		return aside === undefined || counting === undefined ? [] : [{ ...counting, aside }];
	}

	/** The upgrade may have put rows into the table itself, today or when there is something for it to find. */
	#insertAll(stash: WholeTable): readonly string[] {
		const insert = this.#insert(stash);
		if (stash.key.length === 0) {
			return [
				`DELETE FROM ${this.#of(stash)} WHERE EXISTS (SELECT 1 FROM ${stash.stash});`,
				`${insert}${this.#where(this.#parents(stash.parents))};`
			];
		}
		// Without a WHERE, SQLite takes ON for the beginning of a join.
		const parents = this.#parents(stash.parents);
		const note = stash.isSeeded ? `-- ${remarks.table}\n` : '';
		return [
			...this.#makeWay(stash, parents),
			`${note}${insert}${this.#where(parents.length === 0 ? ['TRUE'] : parents)}${this.#orUpdate(stash)};`
		];
	}

	/** A row that the upgrade has made, where another one had what no two rows may have alike. */
	#makeWay(stash: WholeTable, parents: readonly string[]): readonly string[] {
		const alike = this.#alikeElsewhere(stash);
		if (alike === undefined) return [];
		const taken = `EXISTS (SELECT 1 FROM ${stash.stash} AS s${this.#where([alike, ...parents])})`;
		return [`DELETE FROM ${this.#of(stash)} AS t\n\tWHERE ${taken};`];
	}

	/** Whether `t` and `s` are two rows that some other key does not keep apart. */
	#alikeElsewhere({ key, others }: WholeTable | LostRows): string | undefined {
		if (others.length === 0) return undefined;
		const same = (columns: readonly Column[]) =>
			columns
				.map((column) => this.#sameKey(column, `t.${this.#name(column)}`, `s.${this.#name(column)}`))
				.join(' AND ');
		return `(${others.map(same).join(' OR ')}) AND NOT (${same(key)})`;
	}

	#insertLost(stash: LostRows): readonly string[] {
		const alike = this.#alikeElsewhere(stash);
		const free =
			alike === undefined ? [] : [`NOT EXISTS (SELECT 1 FROM ${this.#of(stash)} AS t WHERE ${alike})`];
		const parents = [...free, ...this.#parents(stash.parents)];
		const insert = this.#insert(stash);
		const { gone } = stash;
		if (gone !== undefined) {
			const same = stash.key.map((column) => `g.${this.#name(column)} = s.${this.#name(column)}`);
			const still = `EXISTS (SELECT 1 FROM ${gone} AS g WHERE ${same.join(' AND ')})`;
			const note = alike === undefined ? '' : `-- ${remarks.rows}\n`;
			return [`${note}${insert}${this.#where([still, ...parents])}${this.#orUpdate(stash)};`];
		}
		const same = stash.key.map((column) =>
			this.#sameKey(column, `t.${this.#name(column)}`, `s.${this.#name(column)}`)
		);
		const there = `NOT EXISTS (SELECT 1 FROM ${this.#of(stash)} AS t WHERE ${same.join(' AND ')})`;
		return [`-- ${remarks.rows}\n${insert}${this.#where([there, ...parents])};`];
	}

	/** For rows that the upgrade has just made. */
	#orUpdate({ key, columns }: WholeTable | LostRows): string {
		const set = columns.map((column) => `${this.#name(column)} = excluded.${this.#name(column)}`);
		const action = set.length === 0 ? 'NOTHING' : `UPDATE SET ${set.join(', ')}`;
		return `\n\tON CONFLICT (${this.#names(key)}) DO ${action}`;
	}

	#insert(stash: WholeTable | LostRows): string {
		const all = [...stash.key, ...stash.columns];
		const values = all.map((column) => this.#words.restored(column, `s.${this.#name(column)}`));
		const overriding = this.#words.overriding(all);
		return `INSERT INTO ${this.#of(stash)} (${this.#names(all)})${overriding}\n\tSELECT ${values.join(', ')}\n\tFROM ${stash.stash} AS s`;
	}

	#update(stash: DroppedColumns | ChangedColumns): string {
		const set = stash.columns.map(
			(column) => `${this.#name(column)} = ${this.#words.restored(column, `s.${this.#name(column)}`)}`
		);
		const same = stash.key.map((column) =>
			this.#sameKey(column, `t.${this.#name(column)}`, `s.${this.#name(column)}`)
		);
		const left = stash.kind === 'changed' ? `, ${stash.left} AS l` : '';
		const unchanged =
			stash.kind === 'changed'
				? stash.key.map((column) => `l.${this.#name(column)} = s.${this.#name(column)}`)
				: [];
		return `UPDATE ${this.#of(stash)} AS t SET ${set.join(', ')}\n\tFROM ${stash.stash} AS s${left}\n\tWHERE ${[...same, ...unchanged].join(' AND ')};`;
	}

	/** Rows that point at what is no longer there would be refused, and everything with them. */
	#parents(parents: readonly Parent[]): readonly string[] {
		return parents.map(({ columns, table, references }) => {
			const none = columns.map((column) => `s.${this.#name(column)} IS NULL`);
			const same = columns.map((column, at) =>
				this.#sameKey(column, `p.${this.#words.identifier(references[at]!)}`, `s.${this.#name(column)}`)
			);
			const found = `EXISTS (SELECT 1 FROM ${this.#words.relation(table)} AS p WHERE ${same.join(' AND ')})`;
			return `(${[...none, found].join(' OR ')})`;
		});
	}

	#where(conditions: readonly string[]): string {
		return conditions.length === 0 ? '' : `\n\tWHERE ${conditions.join('\n\tAND ')}`;
	}

	#kept({ key, columns }: TableStash): string {
		return [...key, ...columns].map((column) => this.#as(column, column)).join(', ');
	}

	/** What the downgrade left, under the names from before it. */
	#leftList(stash: ChangedColumns): string {
		const left = stash.leftColumns.map((column, at) => this.#as(column, stash.columns[at]!));
		return [...this.#laterKeys(stash), ...left].join(', ');
	}

	#laterKeys({ key, later }: LostRows | ChangedColumns): readonly string[] {
		return key.map((column, at) => this.#as({ ...column, name: later.key[at]! }, column));
	}

	#as(column: Column, name: Column): string {
		const value = this.#words.kept(column, this.#name(column));
		return value === this.#name(name) ? value : `${value} AS ${this.#name(name)}`;
	}

	#sameLaterKey({ key, later }: LostRows | ChangedColumns, where: string): string {
		return key
			.map((column, at) =>
				this.#sameKey(column, `t.${this.#words.identifier(later.key[at]!)}`, `${where}.${this.#name(column)}`)
			)
			.join(' AND ');
	}

	/** `there` is a value of the table, `aside` the one that was put aside. */
	#sameKey(column: Column, there: string, aside: string): string {
		return `${this.#words.kept(column, there)} = ${aside}`;
	}

	#of({ table }: TableStash): string {
		return this.#words.relation(table.name);
	}

	#later({ later }: LostRows | ChangedColumns): string {
		return this.#words.relation(later.table);
	}

	#name({ name }: Column): string {
		return this.#words.identifier(name);
	}

	#names(columns: readonly Column[]): string {
		return columns.map((column) => this.#name(column)).join(', ');
	}
}

/** The columns that the upgrade has made anew. */
function remade({ kind, key, columns }: TableStash): readonly Column[] {
	if (kind === 'table') return [...key, ...columns];
	return kind === 'columns' ? columns : [];
}
