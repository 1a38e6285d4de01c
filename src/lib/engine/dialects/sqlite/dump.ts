import { leadingWords, split } from './split.ts';

/**
 * What sqlite3's `.schema` and `.dump` write, without the tables SQLite keeps for itself (`sqlite_sequence`,
 * `sqlite_stat1`): SQLite makes those when it needs them and refuses to be told to. They become spaces, so that
 * everything else stays in its place.
 */
export function runnableDump(sql: string): string {
	if (!/\bsqlite_/i.test(sql)) return sql;
	let text = '';
	let copied = 0;
	for (const { start, end } of split(sql)) {
		if (!reserved.test(leadingWords(sql, start, 6).join(' '))) continue;
		text += sql.slice(copied, start) + sql.slice(start, end).replace(/[^\n]/g, ' ');
		copied = end;
	}
	return text + sql.slice(copied);
}

const reserved = /^create table (?:if not exists )?["'`[]?sqlite_/;
