import type { Column } from '../../schema/model.ts';
import type { CatalogColumn } from './catalog.ts';
import { normalizeDefault, normalizeExpression, normalizeType, type ExpressionScope } from './normalize.ts';
import type { ParsedColumn, ParsedConstraint } from './parse-definition.ts';

/** Columns that mean the same in every table, as nothing in them names another. */
const alikeEverywhere = new WeakMap<ParsedColumn, Column>();

/** A column of a table whose text tells all. */
export function writtenColumn(parsed: ParsedColumn, scope: ExpressionScope): Column {
	const known = alikeEverywhere.get(parsed);
	if (known !== undefined) return known;
	const { name, type } = parsed;
	const notNull = lastOf(parsed, 'notNull') !== undefined;
	const value = lastOf(parsed, 'default')?.expression ?? null;
	const column = columnOf({ name, type, notNull, default: value }, parsed, scope);
	if (column.generated === undefined) alikeEverywhere.set(parsed, column);
	return column;
}

type Of<Kind extends ParsedConstraint['kind']> = Extract<ParsedConstraint, { kind: Kind }>;

/** The constraint that counts, where a column has several of a kind. */
function lastOf<Kind extends ParsedConstraint['kind']>(
	column: ParsedColumn | undefined,
	kind: Kind
): Of<Kind> | undefined {
	return column?.constraints.findLast((constraint): constraint is Of<Kind> => constraint.kind === kind);
}

/** The collation a column declares, in capitals; undefined for the default. */
export function collationOf(column: ParsedColumn | undefined): string | undefined {
	const collation = lastOf(column, 'collate')?.collation.toUpperCase();
	return collation === 'BINARY' ? undefined : collation;
}

/** A column as the model has it. What the catalog tells is taken from there; the text adds the rest. */
export function columnOf(
	fact: CatalogColumn,
	parsed: ParsedColumn | undefined,
	scope: ExpressionScope
): Column {
	const notNull = lastOf(parsed, 'notNull');
	const generated = lastOf(parsed, 'generated');
	const collation = collationOf(parsed);
	const value = fact.default === null || generated !== undefined ? 'NULL' : normalizeDefault(fact.default);
	const type = normalizeType(fact.type);
	// Comments between these two words make SQLite take them for a part of the type.
	const runsOn = generated !== undefined && /^GENERATED/i.test(generated.text);
	const options: Record<string, string | boolean> = {};
	if (notNull?.name !== undefined) options.notNullName = notNull.name;
	if (notNull !== undefined && !['', 'ABORT'].includes(notNull.conflict)) {
		options.notNullConflict = notNull.conflict;
	}
	return {
		name: fact.name,
		type: runsOn ? type.replace(/ ?\bGENERATED( ALWAYS)?$/, '') : type,
		nullable: !fact.notNull,
		// To have NULL for a default is to have none.
		...(value === 'NULL' ? {} : { default: value }),
		...(generated === undefined
			? {}
			: {
					generated: {
						expression: normalizeExpression(generated.expression, scope),
						stored: generated.stored
					}
				}),
		...(collation === undefined ? {} : { collation }),
		options
	};
}
