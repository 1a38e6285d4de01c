/** A piece of SQL for the eye: enough to set it, no judgement of what is valid. */
export interface SqlToken {
	readonly kind: 'space' | 'comment' | 'text' | 'name' | 'number' | 'keyword' | 'word' | 'mark';
	readonly text: string;
}

// Doubled quotes inside quotes are part of them; a quote or a comment without an end runs to the end.
const token =
	/(?<space>\s+)|(?<comment>--[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<text>[xX]?'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?<number>\d[\d.]*(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<mark>[^])/gu;

const keywords = new Set(
	(
		'ABORT ACTION ADD AFTER ALL ALTER ALWAYS AND AS ASC AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CHECK ' +
		'COLLATE COLUMN CONFLICT CONSTRAINT CREATE CROSS DEFAULT DEFERRABLE DEFERRED DELETE DESC DISTINCT DROP EACH ' +
		'ELSE END EXCEPT EXISTS FAIL FOR FOREIGN FROM FULL GENERATED GLOB GROUP HAVING IF IGNORE IN INDEX INITIALLY ' +
		'INNER INSERT INSTEAD INTERSECT INTO IS JOIN KEY LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NULL OF ' +
		'OFFSET ON OR ORDER OUTER OVER PARTITION PRIMARY RAISE RECURSIVE REFERENCES RENAME REPLACE RESTRICT RIGHT ' +
		'ROLLBACK ROW ROWID SELECT SET STORED STRICT TABLE TEMP TEMPORARY THEN TO TRIGGER UNION UNIQUE UPDATE USING ' +
		'VALUES VIEW VIRTUAL WHEN WHERE WITH WITHOUT'
	).split(' ')
);

/** `sql` as tokens; joined, they are `sql` again. */
export function sqlTokens(sql: string): SqlToken[] {
	return Array.from(sql.matchAll(token), (match): SqlToken => {
		const text = match[0];
		const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
		if (kind === 'word' && keywords.has(text.toUpperCase())) return { kind: 'keyword', text };
		return { kind: kind as SqlToken['kind'], text };
	});
}
