import type { Problem } from '../engine/problem.ts';
import type { FolderEntry } from './entry.ts';

/** Tools whose folders are known by sight but not read. */
const others: readonly { readonly title: string; readonly sign: (entry: FolderEntry) => boolean }[] = [
	{ title: 'Alembic', sign: ({ path }) => /(^|\/)(alembic\.ini|script\.py\.mako)$/.test(path) },
	{ title: 'Django', sign: ({ path }) => /(^|\/)migrations\/[0-9]{4}_\w+\.py$/.test(path) },
	{ title: 'Rails', sign: ({ path }) => /(^|\/)db\/migrate\/[0-9]+_\w+\.rb$/.test(path) },
	{ title: 'Prisma', sign: ({ path }) => /(^|\/)migrations\/[^/]+\/migration\.sql$/.test(path) },
	{ title: 'Sqitch', sign: ({ path }) => /(^|\/)sqitch\.plan$/.test(path) },
	{ title: 'Flyway', sign: ({ path }) => /(^|\/)[VUR][0-9._]*__[^/]+\.sql$/.test(path) },
	{ title: 'Diesel', sign: ({ path }) => /(^|\/)[^/]+\/(up|down)\.sql$/.test(path) },
	{ title: 'goose', sign: (entry) => /\.sql$/.test(entry.path) && startsWith(entry, '-- +goose') },
	{ title: 'sql-migrate', sign: (entry) => /\.sql$/.test(entry.path) && startsWith(entry, '-- +migrate') },
	{ title: 'Liquibase', sign: (entry) => startsWith(entry, '--liquibase formatted sql') },
	{
		title: 'Knex or node-pg-migrate',
		sign: ({ path }) => /(^|\/)migrations\/[0-9]+[_-][^/]+\.[cm]?[jt]s$/.test(path)
	}
];

/** The problem of a folder no format can read: what was found in it, and what would be understood. */
export function nothingFits(
	entries: readonly FolderEntry[],
	looksLike: readonly string[],
	folder: string | undefined
): Problem {
	const inside = folder === undefined ? entries : entries.filter(({ path }) => path.startsWith(`${folder}/`));
	const other = others.find(({ sign }) => inside.some(sign));
	const understood = `Updown reads ${looksLike.join('; ')}.`;
	if (inside.length === 0) {
		return {
			code: 'nothing-to-import',
			severity: 'error',
			message: 'There are no files in it.',
			hint: understood
		};
	}
	return {
		code: 'nothing-to-import',
		severity: 'error',
		message: other
			? `These look like migrations of ${other.title}, which are not read here.`
			: `There are no migrations among ${describe(inside)}.`,
		hint: understood
	};
}

function describe(entries: readonly FolderEntry[]): string {
	const sql = entries.filter(({ path }) => path.endsWith('.sql'));
	const all = entries.length === 1 ? 'the one file' : `the ${entries.length} files`;
	if (sql.length === 0) return `${all}; none of them ends with “.sql”`;
	const example = sql[0]?.path ?? '';
	return sql.length === 1
		? `${all}: “${example}” has no “-- migrate:up” line and is not one of a pair`
		: `${all}: none of the ${sql.length} “.sql” files, such as “${example}”, has a “-- migrate:up” line or is one of a pair`;
}

function startsWith(entry: FolderEntry, text: string): boolean {
	const head = new TextDecoder().decode(entry.bytes.subarray(0, 2000));
	return head.split(/\r\n?|\n/).some((line) => line.toLowerCase().startsWith(text.toLowerCase()));
}
