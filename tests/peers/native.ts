/** Runs SQL through the native `sqlite3` program, one version at a time, and keeps the schema at each. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativePart } from './folders.ts';

/** The schema as `sqlite_schema` holds it: one line an object, `kind name on table: SQL`, sorted. */
export type SchemaText = readonly string[];

/** A row of `sqlite_schema`: type, name, table, SQL. */
export type SchemaRow = readonly [type: string, name: string, table: string, sql: string];

/** The query that both sides ask; ledgers of the tools are left out. */
export const schemaQuery = `SELECT type, name, tbl_name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND name NOT IN ('updown_migrations', 'schema_migrations', 'version_unique') ORDER BY type, name`;

/** Rows of `schemaQuery` as text to compare. */
export function schemaText(rows: readonly SchemaRow[]): SchemaText {
	return rows.map(([type, name, table, sql]) => `${type} ${name} on ${table}: ${sql}`).sort();
}

export interface NativeStep {
	readonly part: NativePart;
}

/** What a step came to: the schema it led to, or why it was refused. */
export type NativeResult =
	{ readonly ok: true; readonly schema: SchemaText } | { readonly ok: false; readonly message: string };

function script(steps: readonly NativeStep[]): string {
	const parts = steps.map(({ part: { sql, transaction } }) => {
		// The bare semicolon ends a last statement that has none, as every tool lets it.
		const body = `${sql}\n;\n`;
		return `${transaction ? `BEGIN;\n${body}COMMIT;\n` : body}SELECT '--- ' || json_group_array(json_array(type, name, tbl_name, sql)) FROM (${schemaQuery});\n`;
	});
	return `PRAGMA synchronous = OFF;\n${parts.join('')}`;
}

/**
 * Runs every step in order, each in its own transaction. One that fails is undone and left out, and the next
 * goes on from where it stood; one process runs up to the next failure.
 */
export function runNatively(sqlite3: string, steps: readonly NativeStep[]): NativeResult[] {
	const folder = mkdtempSync(join(tmpdir(), 'updown-native-'));
	const results: NativeResult[] = [];
	try {
		while (results.length < steps.length) {
			const { stdout, stderr, error } = spawnSync(
				sqlite3,
				['-batch', '-bail', '-noheader', '-list', join(folder, 'native.db')],
				{ input: script(steps.slice(results.length)), encoding: 'utf8', maxBuffer: 1 << 30 }
			);
			if (error !== undefined) throw error;
			const before = results.length;
			for (const line of stdout.split('\n')) {
				if (!line.startsWith('--- ')) continue;
				results.push({ ok: true, schema: schemaText(JSON.parse(line.slice(4)) as SchemaRow[]) });
			}
			if (results.length < steps.length) {
				if (stderr.trim() === '') throw new Error(`sqlite3 ended early after step ${before}`);
				results.push({ ok: false, message: stderr.trim() });
			}
		}
		return results;
	} finally {
		rmSync(folder, { recursive: true });
	}
}
