import { dialectWords } from '../dialect-words.ts';

/** A file name of golang-migrate, `{version}_{title}.up.sql`, with the parts Ory's tools put before the direction. */
export interface PairFileName {
	readonly version: string;
	readonly title: string;
	readonly direction: 'up' | 'down';
	/** The database the file is for, as written; undefined where it is for any. */
	readonly database: string | undefined;
	/** `.autocommit`: to be run outside a transaction. */
	readonly autocommit: boolean;
}

/** Words for databases, of this program or not: anything else between dots is part of the title. */
const databaseWords = new Set([
	...Object.values(dialectWords).flat(),
	...['postgres', 'postgresql', 'pg', 'pgx', 'cockroach', 'cockroachdb', 'crdb', 'yugabyte', 'redshift'],
	...['mysql', 'mariadb', 'mssql', 'sqlserver', 'oracle', 'clickhouse', 'snowflake', 'spanner', 'firebird']
]);

/** Reads a file name; undefined where it is not one of a pair. */
export function readFileName(name: string): PairFileName | undefined {
	const match = /^([0-9]+)_(.*)\.(up|down)\.sql$/.exec(name);
	if (!match) return undefined;
	const parts = (match[2] ?? '').split('.');
	let database: string | undefined;
	let autocommit = false;
	for (let last = parts.at(-1); parts.length > 1 && last !== undefined; last = parts.at(-1)) {
		if (last === 'autocommit' && !autocommit) autocommit = true;
		else if (databaseWords.has(last) && database === undefined) database = last;
		else break;
		parts.pop();
	}
	return {
		version: match[1] ?? '',
		title: parts.join('.'),
		direction: match[3] === 'up' ? 'up' : 'down',
		database,
		autocommit
	};
}
