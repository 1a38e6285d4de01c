import type { Column, Table } from '../../schema/model.ts';

/** Arithmetic, a step into JSON, and a value that is read as one of another type than a text. */
const mayFail = / [-+*/%^] |->|\)::(?!(?:text|character varying|bpchar)\b(?!\())/;

/** What takes any value that is written as it is. */
const roomy = /^(?:text|character varying|boolean|jsonb?|bytea)(?:\[\])*$/;

/**
 * The warning of a generated column whose value may have no room in its type, or no value, for a row that is there: it is
 * computed at once, and one row for which that fails stops the change.
 */
export function computedDoubts(table: Table, column: Column): readonly string[] {
	const { generated, name, type } = column;
	if (generated === undefined || !generated.stored) return [];
	const { expression } = generated;
	if (!mayFail.test(expression) && (roomy.test(type) || isCopy(table, expression, type))) return [];
	return [`This fails if \`${name}\` of ${table.name} does not fit into ${type} for some row.`];
}

/** Whether the expression is another column of the same type. */
function isCopy({ columns }: Table, expression: string, type: string): boolean {
	const bare = expression.replace(/^\((.*)\)$/, '$1').replace(/^"(.*)"$/, '$1');
	return columns.some((other) => other.name === bare && other.type === type);
}
