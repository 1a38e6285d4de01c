import type { QuerySet } from '../../engine/run/query-sets.ts';
import { withoutOtherLedgers } from '../../engine/run/other-ledgers.ts';
import { emptySchema, type Schema } from '../../engine/schema/model.ts';

/** How many tables a new set asks. */
const most = 6;

/** A set to begin with: what the tables that are there could be asked by an app that knows their columns. */
export function firstSet(name: string, schema: Schema): QuerySet {
	const [{ objects }] = withoutOtherLedgers(schema, emptySchema);
	const tables = objects.flatMap((object) => (object.kind === 'table' ? [object] : [])).slice(0, most);
	const queries = tables.map(({ name: table, columns }) => {
		const list = columns.map((column) => quoted(column.name)).join(', ');
		return `-- ${table}\nSELECT ${list} FROM ${table.includes('"') || table.includes('.') ? table : quoted(table)};`;
	});
	return { name, sql: queries.length > 0 ? `${queries.join('\n\n')}\n` : '-- one\nSELECT 1;\n' };
}

function quoted(name: string): string {
	return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
