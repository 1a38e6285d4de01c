import type { Dialect } from '../dialects/dialect.ts';

/** Queries that one version of an app asks, under a name: statements one after another, each with a comment above that names it. */
export interface QuerySet {
	readonly name: string;
	readonly sql: string;
}

/** One query of a set. */
export interface NamedQuery {
	readonly name: string;
	readonly sql: string;
}

/** The queries of a set; one without a comment above it is called by its first words. */
export function queriesIn({ sql }: QuerySet, dialect: Dialect): readonly NamedQuery[] {
	let from = 0;
	return dialect.split(sql).map((statement) => {
		const above = sql.slice(from, statement.start);
		from = statement.end;
		const bare = statement.sql.replace(/^(?:\s|--[^\n]*(?:\n|$))+/, '');
		const comments = `${above}${statement.sql.slice(0, statement.sql.length - bare.length)}`;
		const named = [...comments.matchAll(/--[ \t]*(\S[^\n]*)/g)].at(-1)?.[1]?.trim();
		return { name: named ?? firstWords(bare), sql: bare.trim() };
	});
}

const longest = 40;

function firstWords(sql: string): string {
	const line = sql.replace(/\s+/g, ' ').replace(/;\s*$/, '').trim();
	return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
