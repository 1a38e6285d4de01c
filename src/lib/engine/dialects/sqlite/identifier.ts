import { reserved } from './keywords.ts';

/** `name` as it must be written in SQL: bare where SQLite would read it back unchanged, in `"…"` otherwise. */
export function identifier(name: string): string {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toUpperCase())) return name;
	return `"${name.replaceAll('"', '""')}"`;
}

/** `text` as an SQL string. */
export function stringLiteral(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
