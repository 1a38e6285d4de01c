import type { Database } from '../../database.ts';
import { leadingWords, split } from './split.ts';

/**
 * Settings of a connection, not of the database file, that decide what later statements do or whether they run.
 * Left out are those that only cost or save time, and those that cannot be put back.
 */
const settings = [
	'automatic_index',
	'cell_size_check',
	'count_changes',
	'empty_result_callbacks',
	'foreign_keys',
	'full_column_names',
	'ignore_check_constraints',
	'legacy_alter_table',
	'max_page_count',
	'query_only',
	'recursive_triggers',
	'reverse_unordered_selects',
	'short_column_names',
	'trusted_schema',
	'writable_schema'
];

/** The one setting that can be set but not asked for: it shows in what LIKE does. */
const caseSensitiveLike = 'case_sensitive_like';

const names = [...settings, caseSensitiveLike];

const present = `SELECT ${settings.map((name) => `(SELECT ${name} FROM pragma_${name})`).join(', ')}, 'a' NOT LIKE 'A'`;

/** Without this word nothing sets a setting: `pragma_query_only` and its like are functions that only read. */
const mayChange = /\bpragma\b/i;

/**
 * Remembers the settings of a connection on which `sql` is about to run, and returns what puts them back. The
 * first `ran` statements have run earlier, perhaps on another connection: what they set is set again.
 */
export async function keepSettings(
	database: Database,
	sql: string,
	ran: number
): Promise<() => Promise<void>> {
	if (!mayChange.test(sql)) return async () => {};
	const before = await settingsOf(database);
	for (const statement of ran > 0 ? split(sql).slice(0, ran) : []) {
		if (setsSetting(statement.sql)) await database.execute(statement.sql);
	}
	return async () => {
		const after = await settingsOf(database);
		for (const [index, name] of names.entries()) {
			const value = before[index];
			if (value !== after[index]) await database.execute(`PRAGMA ${name} = ${String(value)}`);
		}
	};
}

async function settingsOf(database: Database) {
	const { rows } = await database.query(present);
	return rows[0] ?? [];
}

function setsSetting(statement: string): boolean {
	const words = leadingWords(statement, 0, 7);
	if (words[0] !== 'pragma') return false;
	const { name, value } = settingOf(words);
	return value !== undefined && names.includes(name);
}

/**
 * `PRAGMA name = value`, `PRAGMA schema.name = value` and `PRAGMA name(value)`, given by their first words, as
 * name and value. Without a value the statement only asks.
 */
export function settingOf(words: readonly string[]): {
	readonly name: string;
	readonly value: string | undefined;
} {
	const rest = words[2] === '.' ? words.slice(3) : words.slice(1);
	const [name = '', sign, value] = rest;
	const set = sign === '=' || sign === '(';
	return { name: unquoted(name), value: set && value !== undefined ? unquoted(value) : undefined };
}

function unquoted(word: string): string {
	return word.replace(/^['"`[](.*)['"`\]]$/s, '$1');
}
