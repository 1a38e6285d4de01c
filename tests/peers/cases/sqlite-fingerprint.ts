import type { Database } from 'sql.js';

/**
 * What SQLite's own catalog says of a database, as text to be compared: written for judging generated scripts and sharing
 * nothing with the engine, so that a mistake of its inspection cannot hide itself. Columns go by name.
 */
export function catalogFingerprint(database: Database): string {
	const rows = (sql: string) => database.exec(sql)[0]?.values ?? [];
	const facts: string[] = [];
	const objects = rows(
		`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`
	) as [string, string, string, string][];
	for (const [type, name, table, sql] of objects) {
		const title = `${type} ${name}`;
		if (type === 'index') continue;
		if (/^create\s+virtual/i.test(sql)) facts.push(`${title} ${squash(sql.replace(/^.*?\busing\b/is, ''))}`);
		if (type !== 'table') {
			facts.push(
				`${title} on ${table}: ${squash(sql.replace(/^create\s+\w+\s+("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|'[^']*'|[^\s(]+)/i, ''))}`
			);
			continue;
		}
		const id = `"${name.replaceAll('"', '""')}"`;
		for (const [, column, kind, notNull, value, key, hidden] of rows(`PRAGMA table_xinfo(${id})`)) {
			// To have NULL for a default is to have none.
			const written = value === null || /^null$/i.test(String(value)) ? 'none' : bare(squash(String(value)));
			facts.push(
				`${title} column ${String(column)} ${squash(String(kind))} ${String(notNull)} ${written} ${String(key)} ${String(hidden)}`
			);
		}
		const keys = new Map<unknown, string[]>();
		for (const [number, , parent, from, to, onUpdate, onDelete] of rows(`PRAGMA foreign_key_list(${id})`)) {
			const part =
				`${String(parent)}|${String(onUpdate)}|${String(onDelete)}|${String(from)}>${String(to)}`.toLowerCase();
			keys.set(number, [...(keys.get(number) ?? []), part]);
		}
		for (const parts of keys.values()) facts.push(`${title} key ${parts.join(', ')}`);
		for (const [, index, unique, origin, partial] of rows(`PRAGMA index_list(${id})`)) {
			const parts = rows(`PRAGMA index_xinfo("${String(index).replaceAll('"', '""')}")`)
				.filter((part) => part[5])
				.map(
					([, number, column, descending, collation]) =>
						`${String(column ?? number)} ${String(descending)} ${String(collation).toLowerCase()}`
				);
			const own = objects.find((object) => object[0] === 'index' && object[1] === index);
			const text = own === undefined ? '' : squash(withoutCollations(own[3].slice(own[3].indexOf('('))));
			facts.push(
				`${title} index ${origin === 'c' ? String(index) : ''} ${String(unique)} ${String(origin)} ${String(partial)} ${parts.join(', ')} ${text}`
			);
		}
		facts.push(...textFacts(sql).map((fact) => `${title} ${fact}`));
	}
	return facts.sort().join('\n');
}

/** The text of an index without the collations of its parts: the catalog tells which they have, written or not. */
function withoutCollations(text: string): string {
	const [parts = '', ...condition] = text.split(/(?=\)\s*where\b)/i);
	return parts.replace(/\bcollate\s+(?:"[^"]*"|`[^`]*`|\[[^\]]*\]|\w+)/gi, '') + condition.join('');
}

/** What only the text of a table tells: checks, generated columns, collations and a few words. */
function textFacts(sql: string): string[] {
	const text = squash(sql);
	const facts: string[] = [];
	for (const word of ['check(', 'as(']) {
		for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
			let depth = 0;
			let end = at + word.length - 1;
			do {
				if (text[end] === '(') depth++;
				if (text[end] === ')') depth--;
				end++;
			} while (depth > 0 && end < text.length);
			const [, name = ''] = /.*constraint([^,()]*)$/s.exec(text.slice(0, at)) ?? [];
			facts.push(`${name} ${word}${bare(text.slice(at + word.length - 1, end))}`);
		}
	}
	for (const word of ['autoincrement', 'initiallydeferred', 'withoutrowid', 'strict', 'usingfts', 'stored']) {
		facts.push(`${word} ${text.split(word).length - 1}`);
	}
	// Word by word: the clauses of a column may stand in any order.
	const code = sql.replace(
		/('(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])|--[^\n]*|\/\*[\s\S]*?\*\//g,
		(_, quoted?: string) => quoted ?? ' '
	);
	const names = /\bconstraint\s+("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|\w+)\s+(\w+)/gi;
	for (const [, name, kind] of code.matchAll(names)) {
		facts.push(`named ${squash(name ?? '')} ${(kind ?? '').toLowerCase()}`);
	}
	for (const item of itemsOf(code)) {
		const [, name = ''] = /^\s*("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^\s(]+)/.exec(item) ?? [];
		for (const [found] of item.matchAll(/\b(collate|on\s+conflict)\s+["`[]?\w+/gi))
			facts.push(`${squash(name)} ${squash(found)}`);
	}
	return facts;
}

/** The columns and constraints in the parentheses of a table, as they are written. */
function itemsOf(code: string): string[] {
	const items: string[] = [];
	let depth = 0;
	let start = 0;
	for (const { 0: token, index } of code.matchAll(
		/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[(),]/g
	)) {
		if (token === '(' && depth++ === 0) start = index + 1;
		const ends = (token === ',' && depth === 1) || (token === ')' && --depth === 0);
		if (!ends) continue;
		items.push(code.slice(start, index));
		start = index + 1;
	}
	return items;
}

/** A text without comments, white space and the quotes of names, in lower case but for strings. */
function squash(sql: string): string {
	return sql
		.replace(
			/('(?:[^']|'')*')|--[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"]|"")*)"|`([^`]*)`|\[([^\]]*)\]|(\s+)|([^'"`[\s/-]+)/g,
			(all, string?: string, double?: string, back?: string, bracket?: string, _?: string, plain?: string) =>
				string ??
				(
					double?.replaceAll('""', '"') ??
					back ??
					bracket ??
					plain ??
					(/^[-/]/.test(all) && all.length === 1 ? all : '')
				).toLowerCase()
		)
		.replace(/foreachrow/g, '');
}

/** A text without the parentheses around it all. */
function bare(text: string): string {
	if (!text.startsWith('(') || !text.endsWith(')')) return text;
	let depth = 0;
	for (let at = 0; at < text.length - 1; at++) {
		if (text[at] === '(') depth++;
		if (text[at] === ')') depth--;
		if (depth === 0) return text;
	}
	return bare(text.slice(1, -1));
}
