import type { Change } from '../../schema/change.ts';
import type { Schema, Table } from '../../schema/model.ts';
import { foreignKeysOf } from '../../schema/order.ts';
import { isRowidName } from './rowid.ts';
import { partsOf } from './schema-parts.ts';

/** Old names of columns to new ones, for each table by its name afterwards. */
export type NamesByTable = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface ColumnRenames {
	/** What ALTER TABLE renames. */
	readonly altered: NamesByTable;
	/** What gets its new name while the rows of its table are copied. */
	readonly copied: NamesByTable;
	/** Tables whose foreign keys name such columns, and would not follow by themselves. */
	readonly pointing: ReadonlySet<string>;
}

/**
 * How columns get their new names. A table is made anew where SQLite refuses: for a column from or to one of the names of the
 * rowid, and for one of which it forgets a place. `from` is what the renames lead to.
 */
export function columnRenames(changes: readonly Change[], from: Schema, to: Schema): ColumnRenames {
	const all = new Map<string, Map<string, string>>();
	for (const change of changes) {
		if (change.kind !== 'renameColumn') continue;
		all.set(change.table, new Map(all.get(change.table)).set(change.from, change.to));
	}
	const isCopied = ([table, names]: readonly [string, ReadonlyMap<string, string>]) =>
		[...names].some((pair) => pair.some(isRowidName)) ||
		from.objects.some(
			(object) =>
				object.kind === 'table' &&
				object.name === table &&
				[...names.values()].some((column) => isForgotten(column, object))
		);
	const copied = new Map([...all].filter(isCopied));
	const pointing = [...copied].flatMap(([table, renamed]) => {
		const key = table.toLowerCase();
		const names = [...renamed.values()].map((name) => name.toLowerCase());
		const children = [...(partsOf(to).children.get(key) ?? [])].filter((child) =>
			foreignKeysOf(child).some(
				({ table: parent, references }) =>
					parent.toLowerCase() === key && references.some((column) => names.includes(column.toLowerCase()))
			)
		);
		return children.map(({ name }) => name);
	});
	return {
		altered: new Map([...all].filter((entry) => !isCopied(entry))),
		copied,
		pointing: new Set(pointing)
	};
}

/** Whether a rename would not reach all places: without rowid, a unique constraint of several columns, one of them of the key. */
function isForgotten(column: string, { options, constraints }: Table): boolean {
	const keys = constraints.filter(
		(rule) => 'parts' in rule && rule.parts.some((part) => part.column === column)
	);
	return (
		options.withoutRowid === true &&
		keys.some(({ kind }) => kind === 'primaryKey') &&
		keys.some((rule) => rule.kind === 'unique' && rule.parts.length > 1)
	);
}
