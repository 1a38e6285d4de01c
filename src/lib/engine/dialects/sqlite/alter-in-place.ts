import type { Change } from '../../schema/change.ts';
import { constraintKey } from '../../schema/compare.ts';
import type { Column, Constraint } from '../../schema/model.ts';
import { since } from './abilities.ts';
import { addColumns, dropColumns, inlineConstraints } from './alter-columns.ts';
import { alterRules } from './alter-rules.ts';
import { fillInPlace } from './fill-in-place.ts';
import { parseTable } from './parse-table.ts';
import type { MissingValue, Passage } from './passage.ts';

type TableChange = Extract<Change, { table: string }>;

interface Circumstances {
	/** The oldest version of SQLite that must accept the statements. */
	readonly target: number;
	readonly missing: MissingValue;
}

/**
 * The statements that make these changes on the table as it stands, or undefined where SQLite cannot and the table must be
 * made anew. What ALTER TABLE may do, whatever rows there are: https://sqlite.org/lang_altertable.html
 */
export function alterInPlace(
	passage: Passage,
	changes: readonly TableChange[],
	{ target, missing }: Circumstances
): string[] | undefined {
	const { from, to, schemas } = passage;
	if (from.options.module !== undefined || to.options.module !== undefined) return undefined;
	const dropped: string[] = [];
	const added: string[] = [];
	const gone: Constraint[] = [];
	const come: Constraint[] = [];
	const altered: { readonly from: Column; readonly to: Column }[] = [];
	for (const change of changes) {
		if (change.kind === 'dropColumn') dropped.push(change.column.name);
		else if (change.kind === 'addColumn') added.push(change.column.name);
		else if (change.kind === 'dropConstraint') gone.push(change.constraint);
		else if (change.kind === 'addConstraint') come.push(change.constraint);
		else if (change.kind === 'alterColumn') altered.push(change);
		else if (change.kind !== 'renameColumn') return undefined;
	}
	// The text of the earlier table is from before renames.
	const before = { table: from, parsed: parseTable(from.sql) };
	const after = { table: to, parsed: parseTable(to.sql) };
	const alone = {
		gone: without(gone, inlineConstraints(before, dropped)),
		come: without(come, inlineConstraints(after, added))
	};
	if (alone.gone === undefined || alone.come === undefined) return undefined;
	const filled = to.columns.filter(
		(column) => added.includes(column.name) && missing(column, passage) !== undefined
	);
	if (dropped.length > 0 && target < since.dropColumn) return undefined;
	if (alone.gone.length + alone.come.length + altered.length + filled.length > 0) {
		if (target < since.alterRules) return undefined;
	}
	const rules = alterRules(before, after, { gone: alone.gone, come: alone.come, altered, filled });
	const drops = dropColumns(before, dropped, { gone: alone.gone, schema: schemas.to });
	const adds = addColumns(passage, after, { added, filled });
	const values = fillInPlace(passage, filled, missing);
	if (!rules || !drops || !adds || !values) return undefined;
	return [...rules.loosen, ...drops, ...adds, ...values, ...rules.tighten];
}

/** The constraints that are not among `some`, each counted once; undefined where one of these is missing. */
function without(all: readonly Constraint[], some: readonly Constraint[]): Constraint[] | undefined {
	const left = [...all];
	for (const constraint of some) {
		const at = left.findIndex((other) => constraintKey(other) === constraintKey(constraint));
		if (at < 0) return undefined;
		left.splice(at, 1);
	}
	return left;
}
