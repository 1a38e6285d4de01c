import type { DialectName } from '../engine/dialects/dialect.ts';

/** What files call each dialect, the usual word first. */
export const dialectWords: Readonly<Record<DialectName, readonly string[]>> = {
	sqlite: ['sqlite3', 'sqlite']
};

/** The dialect of that name, where it is one; for names read from a file. */
export function dialectNamed(name: unknown): DialectName | undefined {
	return Object.keys(dialectWords).find((known): known is DialectName => known === name);
}
