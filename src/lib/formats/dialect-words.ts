import type { DialectName } from '../engine/dialects/dialect.ts';

/** What file names call each dialect, the usual word first. */
export const dialectWords: Readonly<Record<DialectName, readonly string[]>> = {
	sqlite: ['sqlite3', 'sqlite'],
	postgres: ['postgres', 'postgresql', 'pg', 'pgx', 'pgx5']
};

/** What people call each dialect. */
export const dialectTitles: Readonly<Record<DialectName, string>> = {
	sqlite: 'SQLite',
	postgres: 'PostgreSQL'
};

/** Every dialect there is. */
export const dialectNames = Object.keys(dialectWords) as readonly DialectName[];

/** The dialect of that name, where it is one; for names read from a file. */
export function dialectNamed(name: unknown): DialectName | undefined {
	return Object.keys(dialectWords).find((known): known is DialectName => known === name);
}
