import type { Column } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { mentionedNames } from './mentions.ts';
import { standIn, valueNote } from './missing-values.ts';
import { orAbort } from './or-abort.ts';
import { parseTrigger } from './parse-object.ts';
import { childrenOf, type MissingValue, type Passage } from './passage.ts';
import { rowidAlias } from './rowid.ts';

/** Columns that rows are to have values in, each with the expression that is written. */
type Values = readonly (readonly [column: Column, value: string])[];

/**
 * The statements that write values into the rows there are: into these new columns, and where NULL is no longer allowed.
 * Undefined where an UPDATE would do something else than making the rows anew does.
 */
export function fillInPlace(
	passage: Passage,
	fresh: readonly Column[],
	missing: MissingValue
): readonly string[] | undefined {
	const { from, to, schemas } = passage;
	const added = fresh.flatMap((column) => valueOf(column, missing(column, passage)));
	const emptied = to.columns.flatMap((column) => {
		const old = from.columns.find(({ name }) => name === column.name);
		if (old === undefined || column.name === rowidAlias(to)) return [];
		return valueOf(column, standIn(old, column, passage));
	});
	const written = [...added, ...emptied];
	if (written.length === 0) return [];
	// A table that is made anew has no triggers yet, and its keys are looked at when all of it is done.
	const isWatched = schemas.from.objects.some(
		(object) =>
			object.kind === 'trigger' &&
			object.table.toLowerCase() === from.name.toLowerCase() &&
			parseTrigger(object.sql).event === 'UPDATE'
	);
	const isTied = written.some(([column]) =>
		[from, to].some(
			(table) =>
				table.constraints.some((rule) => rule.kind === 'foreignKey' && rule.columns.includes(column.name)) ||
				childrenOf(table, column, table === from ? schemas.from : schemas.to).length > 0
		)
	);
	if (isWatched || isTied || !readsOnce(written, emptied, passage)) return undefined;
	const update = `UPDATE${orAbort(from)} ${identifier(to.name)} SET`;
	const sets = added.map(([column, value]) => `${identifier(column.name)} = ${value}`);
	const notes = added.flatMap(([column, value]) => (value === 'NULL' ? [valueNote(column)] : []));
	return [
		...(sets.length === 0 ? [] : [[...notes, `${update} ${sets.join(', ')};`].join('\n')]),
		...emptied.map(([column, value]) => {
			const name = identifier(column.name);
			return `${update} ${name} = ${value} WHERE ${name} IS NULL;`;
		})
	];
}

function valueOf(column: Column, value: string | undefined): Values {
	return value === undefined ? [] : [[column, value]];
}

/**
 * Whether the expressions give the same one after another, row by row, as all at once. A query may read rows that have been
 * written already, and a window is more than one row.
 */
function readsOnce(written: Values, emptied: Values, { from, to }: Passage): boolean {
	const going = from.columns.filter(({ name }) => !to.columns.some((column) => column.name === name));
	const others = [...going, ...(emptied.length > 1 ? emptied.map(([column]) => column) : [])];
	const unsafe = new Set(['select', 'over', ...others.map(({ name }) => name.toLowerCase())]);
	return written.every(([, value]) => !mentionedNames({ sql: value }).some((name) => unsafe.has(name)));
}
