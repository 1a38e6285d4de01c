import { codeSections } from './code.ts';
import { miscellaneousSections } from './miscellaneous.ts';
import { operatorSections } from './operators.ts';
import { relationSections } from './relations.ts';
import { isNeeded, type Section } from './section.ts';
import { tableSections } from './tables.ts';
import { typeSections } from './types.ts';

/** What is needed of a database: a PGlite is one. */
export interface Queryable {
	exec(sql: string): Promise<readonly { readonly rows: readonly Record<string, unknown>[] }[]>;
}

const sections: readonly Section[] = [
	...tableSections,
	...relationSections,
	...typeSections,
	...codeSections,
	...operatorSections,
	...miscellaneousSections
];

/** Everything that changes how the catalog prints itself. */
const settings = {
	search_path: 'pg_catalog',
	DateStyle: 'ISO, YMD',
	IntervalStyle: 'postgres',
	TimeZone: 'UTC',
	bytea_output: 'hex',
	extra_float_digits: '1',
	quote_all_identifiers: 'off',
	standard_conforming_strings: 'on'
} as const;

/** Sets them until the transaction ends, which may be one that was open before. */
function set(values: Readonly<Record<string, string>>): string {
	return `SELECT ${Object.entries(values)
		.map(([name, value]) => `set_config('${name}', '${value.replaceAll("'", "''")}', true)`)
		.join()}`;
}

const probe = `SELECT ARRAY[${sections.map((section) => isNeeded(section)).join()}]::text AS needed,
	${Object.keys(settings)
		.map((name) => `current_setting('${name}') AS "${name}"`)
		.join()}`;

/**
 * What PostgreSQL's own catalog says of a database, as sorted lines to be compared: written for judging generated
 * scripts and sharing nothing with the engine, so that a mistake of its inspection cannot hide itself. Columns of
 * tables go by name. Left out are the system's schemas, what extensions own, owners and privileges, where sequences
 * stand, what lives as long as the session, and the ledger.
 */
export async function postgresFingerprint(database: Queryable): Promise<string> {
	const { needed, ...before } = ((await database.exec(probe))[0]?.rows[0] ?? {}) as Record<string, string>;
	const wanted = (needed ?? '').replace(/[{}]/g, '').split(',');
	const queries = sections.filter((_, n) => wanted[n] === 't').map(({ sql }) => sql);
	const results = await database.exec([set(settings), ...queries, set(before)].join(';\n'));
	return results
		.slice(1, -1)
		.flatMap(({ rows }) => rows.map(({ fact }) => oneLine(fact)))
		.sort()
		.join('\n');
}

function oneLine(fact: unknown): string {
	if (typeof fact !== 'string') throw new Error(`A fact is ${String(fact)}: some part of it was null.`);
	return fact.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}
