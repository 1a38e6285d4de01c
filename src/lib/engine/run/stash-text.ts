import type { Dialect } from '../dialects/dialect.ts';
import { withSection } from '../migration/edit.ts';
import { printDocument } from '../migration/document.ts';
import type { FolderFile } from '../migration/migration.ts';
import { readMigration } from '../migration/read.ts';
import type { StashScript } from '../schema/stash.ts';

const mark = 'updown:stash';

/** What begins a comment in SQL. */
const sqlComment = '--';

/** What each group of statements is for, for whoever reads the file. */
const words: Readonly<Record<keyof StashScript, string>> = {
	beforeDown: 'Put aside what this downgrade loses, so that the next upgrade can bring it back.',
	afterDown: 'Note what the downgrade has left.',
	beforeUp: 'Rows that somebody has changed since the downgrade keep what they hold now.',
	afterUp: 'Bring back what a downgrade has put aside. On a database without that, this changes nothing.'
};

/** The file with the statements of `script` around those of its two sections. It must have both. */
export function withStash(file: FolderFile, script: StashScript, dialect: Dialect): FolderFile {
	const { document, migration } = readMigration(file);
	if (!migration?.down) throw new Error(`${file.name} has no two sections.`);
	const newline = /\r\n/.test(file.text) ? '\r\n' : '\n';
	const around = (before: keyof StashScript, sql: string, after: keyof StashScript): string => {
		// The empty lines before the next directive stay there.
		const tail = /(?<=\n)[ \t\r\n]*$/.exec(sql)?.[0] ?? '';
		const body = finished(sql.slice(0, sql.length - tail.length), newline, dialect);
		const [first, last] = [before, after].map((which) => block(which, script).replaceAll('\n', newline));
		return `${first}${body}${last}${tail}`;
	};
	const down = around('beforeDown', migration.down.sql, 'afterDown');
	const up = around('beforeUp', migration.up.sql, 'afterUp');
	const text = printDocument(withSection(withSection(document, 'downgrade', down), 'upgrade', up));
	return { ...file, text };
}

/** Lines that `withoutStash` takes away again, with what they are for above them; `comment` begins a comment in the language of the file. */
export function stashLines(
	which: keyof StashScript,
	lines: readonly string[],
	comment: string = sqlComment
): readonly string[] {
	return lines.length === 0
		? []
		: [`${comment} ${mark}: ${words[which]}`, ...lines, `${comment} ${mark} end`];
}

/** The file without the statements that were put there to make its downgrade safe; everything else stays. */
export function withoutStash(file: FolderFile, comment: string = sqlComment): FolderFile {
	const [start, end] = [`${comment} ${mark}`, `${comment} ${mark} end`];
	if (!file.text.includes(start)) return file;
	const kept: string[] = [];
	let inside = false;
	for (const line of file.text.split(/(?<=\n)/)) {
		const text = line.trim();
		if (text === end) inside = false;
		else if (text.startsWith(start)) inside = true;
		else if (!inside) kept.push(line);
	}
	// Without its end, nobody can tell what somebody has written behind it.
	return inside ? file : { ...file, text: kept.join('') };
}

function block(which: keyof StashScript, script: StashScript): string {
	return stashLines(which, script[which])
		.map((line) => `${line}\n`)
		.join('');
}

/** The statements with the last one ended, so that others can follow. */
function finished(sql: string, newline: string, dialect: Dialect): string {
	const last = dialect.split(sql).at(-1);
	const isOpen =
		last !== undefined && !last.sql.trimEnd().endsWith(';') && !/^\s*;/.test(sql.slice(last.end));
	const closed = isOpen ? `${sql.slice(0, last.end).trimEnd()};${sql.slice(last.end)}` : sql;
	return closed === '' || closed.endsWith('\n') ? closed : `${closed}${newline}`;
}
