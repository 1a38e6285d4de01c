import { reserved } from './keywords.ts';

/**
 * `name` as it must be written in SQL: bare where PostgreSQL would read it back unchanged, in `"…"` otherwise.
 * A bare name is read in lower case, so one with capitals is quoted.
 */
export function identifier(name: string): string {
	if (/^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name)) return name;
	return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL string, right under either `standard_conforming_strings`. */
export function literal(text: string): string {
	const quoted = `'${text.replaceAll("'", "''")}'`;
	return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
