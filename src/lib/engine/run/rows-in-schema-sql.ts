import type { Dialect } from '../dialects/dialect.ts';
import { indexLines } from '../text/lines.ts';
import { names } from '../text/names.ts';

/** White space and comments before a statement. */
const before = /^(?:\s|--[^\r\n]*|\/\*[^]*?\*\/)*/;

const writing =
	/^(?:insert|replace|update|delete|merge|copy|truncate)\b|^with\b[^]*\b(?:insert\s+into|update|delete\s+from|merge\s+into)\b/i;

/**
 * A sentence about the statements of `schema.sql` that write rows: only the structure that it makes is compared. Those that name
 * one of `ledgers`, the tables of other tools, are none of the user's.
 */
export function rowsInSchemaSql(
	dialect: Dialect,
	sql: string,
	ledgers: readonly string[]
): readonly string[] {
	const index = indexLines(sql);
	const found = dialect.split(sql).flatMap((statement) => {
		const skipped = before.exec(statement.sql)?.[0].length ?? 0;
		const text = statement.sql.slice(skipped);
		if (!writing.test(text) || ledgers.some((name) => text.includes(name))) return [];
		return [String(index.placeAt(statement.start + skipped).line)];
	});
	if (found.length === 0) return [];
	const lines = [...new Set(found)];
	return [
		`schema.sql writes rows in line${lines.length === 1 ? '' : 's'} ${names(lines)}, which is passed over: only its structure is compared. Rows belong into a migration.`
	];
}
