import { objectKey, type MaterializedView, type View } from '../../../schema/model.ts';
import { commentStep } from '../comments.ts';
import { identifier } from '../identifier.ts';
import { columnNode } from '../nodes.ts';
import { bareName } from '../object-names.ts';
import { rankOf, type Step } from '../step.ts';
import type { PlanContext } from './kind.ts';
import { asideNode, columnsOf, freeName, inUse, keysBetween, neededMeanwhile, old } from './rebuild-type.ts';

/**
 * Steps that put a view in the place of one whose rows are values in columns: `make` makes the new one. The old one is renamed
 * aside, and goes when the columns have been brought over. Undefined where no column has such values.
 */
export function rebuiltView(
	from: View | MaterializedView,
	to: View | MaterializedView,
	context: PlanContext,
	make: readonly Step[]
): readonly Step[] | undefined {
	const key = objectKey(from);
	if (!inUse(key, context)) return undefined;
	const needs = from.needs ?? [];
	const columns = columnsOf(key, context);
	const aside = freeName(to.name, context);
	const word = from.kind === 'view' ? 'VIEW' : 'MATERIALIZED VIEW';
	return [
		{
			sql: [
				`ALTER ${word} ${from.name} RENAME TO ${bareName(aside)}`,
				...(from.kind === 'view' ? emptied(from, aside) : [])
			].join(';\n'),
			rank: rankOf.drop,
			drops: [key],
			creates: [asideNode(key)],
			before: from.kind === 'view' ? needs : [],
			frees: [`relation ${from.name}`, `type ${from.name}`],
			forces: keysBetween(columns, context)
		},
		...make,
		...(to.comment === undefined ? [] : [commentStep(to, to.comment)]),
		{
			sql: `DROP ${word} ${aside}`,
			rank: rankOf.change,
			drops: [old(key)],
			before: needs
				.map((node) => neededMeanwhile(node, context))
				.filter((node) => from.kind !== 'view' || !node.startsWith('column ')),
			after: [asideNode(key), ...columns.map(({ table, column }) => columnNode(table.name, column.name))]
		}
	];
}

/** Statements that leave nothing of a view but the types of its columns, so that all else it needs may go or change. */
function emptied(view: View, aside: string): readonly string[] {
	const columns = view.columns.map(identifier);
	const types = view.columnTypes ?? [];
	return [
		`CREATE OR REPLACE VIEW ${aside} AS\nSELECT ${columns.map((column, at) => `NULL::${types[at] ?? 'text'} AS ${column}`).join(', ')}`,
		...columns
			.filter((column) => view.options[`default ${column}`] !== undefined)
			.map((column) => `ALTER VIEW ${aside} ALTER COLUMN ${column} DROP DEFAULT`)
	];
}
