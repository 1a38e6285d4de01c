import { identifier } from './identifier.ts';
import type { RowSource } from './row-source.ts';

/**
 * Joins terms by an operator, half and half: a chain of as many terms as a table may have columns would be deeper
 * than SQLite reads.
 */
export function balanced(terms: readonly string[], operator: string): string {
	const [only] = terms;
	if (only !== undefined && terms.length === 1) return only;
	const middle = terms.length >> 1;
	return `(${balanced(terms.slice(0, middle), operator)} ${operator} ${balanced(terms.slice(middle), operator)})`;
}

/**
 * The rows of `source` with what `columns` hold as one exact text (`fingerprint`), a number for each of several that
 * hold the same (`copy`), and one for each row (`place`).
 */
export function numberedRows(source: RowSource, columns: readonly string[]): string {
	const cells = columns.map((name) => exactText(identifier(name)));
	const fingerprint = cells.length > 0 ? balanced(cells, " || ',' || ") : "''";
	return `(SELECT *, row_number() OVER (PARTITION BY fingerprint ORDER BY place) AS copy
		FROM (SELECT *, ${fingerprint} AS fingerprint, row_number() OVER () AS place FROM ${source.from}))`;
}

/** A text that two cells share only where they hold the same; 1 and 1.0 do, as they do to a comparison. */
function exactText(cell: string): string {
	// quote() would end at the first NUL of a text.
	return `CASE typeof(${cell}) WHEN 'text' THEN 't' || hex(${cell})
		WHEN 'real' THEN quote(iif(CAST(${cell} AS INTEGER) = ${cell}, CAST(${cell} AS INTEGER), ${cell}))
		ELSE quote(${cell}) END`;
}
