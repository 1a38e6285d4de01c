import type { DialectName } from '../engine/dialects/dialect.ts';
import type { FolderEntry } from './entry.ts';

/** What only one database's SQL has, as signs in a text. Names of types are few among them: SQLite takes any. */
const signs: Readonly<Record<DialectName, RegExp>> = {
	sqlite:
		/\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b|\bPRAGMA\s+\w|\bsqlite_(?:master|schema|sequence)\b|\)\s*STRICT\b|\bdatetime\('now'\)|\bUSING\s+fts[345]\b/i,
	postgres:
		/\b(?:small|big)?serial\b|\bplpgsql\b|::\s*[a-z]|\$\w*\$|\bCREATE\s+(?:EXTENSION|TYPE|DOMAIN|SCHEMA|SEQUENCE|MATERIALIZED\s+VIEW)\b|\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b|\bUSING\s+(?:btree|gin|gist|brin)\b|\bALTER\s+COLUMN\b|\bCONCURRENTLY\b|\bgen_random_uuid\(|\bcharacter\s+varying\b|\bCOMMENT\s+ON\b/i
};

const comments = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/** A file made for one of several databases, by its name. */
const madeForOne = /\.(?:sqlite3?|postgres(?:ql)?|mysql|cockroach)\./i;

/**
 * The database that a folder's SQL is written for, by what only one of them has; undefined where nothing tells, where the
 * signs are as many for both, and where files made for one database each show that the folder serves several.
 */
export function guessDialect(entries: readonly FolderEntry[]): DialectName | undefined {
	const files = entries.filter(({ path }) => /\.sql$/i.test(path));
	if (files.some(({ path }) => madeForOne.test(path))) return undefined;
	const found: Record<DialectName, number> = { sqlite: 0, postgres: 0 };
	const decoder = new TextDecoder();
	for (const { bytes } of files) {
		const text = decoder.decode(bytes).replace(comments, ' ');
		if (signs.sqlite.test(text)) found.sqlite++;
		if (signs.postgres.test(text)) found.postgres++;
	}
	if (found.sqlite === found.postgres) return undefined;
	return found.sqlite > found.postgres ? 'sqlite' : 'postgres';
}
