import type { Column, Table } from '../../schema/model.ts';
import { identifier, stringLiteral } from './identifier.ts';
import { standIn, valueNote } from './missing-values.ts';
import { orAbort } from './or-abort.ts';
import { parseTable } from './parse-table.ts';
import { sourceOf, type MissingValue, type Passage } from './passage.ts';
import { rowidAlias, rowidName } from './rowid.ts';
import { nameOf, significantTokens } from './tokens.ts';

/**
 * Makes a table anew as SQLite's documentation says (section 7 of https://sqlite.org/lang_altertable.html): a new
 * table under another name, the rows copied, the old table dropped, the new one given its name. The
 * caller has put away the views and triggers that name the table and makes its indexes again afterwards.
 *
 * Foreign keys must be off before the transaction begins, or DROP TABLE would delete or refuse the rows
 * that point here. `legacy_alter_table` stays as it is: nothing is left that a RENAME could rewrite
 * wrongly, since nothing refers to the name in between, and keys in other tables keep pointing at the old name.
 */
export function rebuild(passage: Passage, between: string, missing: MissingValue): string[] {
	const { from, to } = passage;
	const statements = [createAs(to, between), copyRows(passage, between, missing)];
	if (isAutoincrement(from) && isAutoincrement(to)) {
		// Numbers once given must not be given again, even if their rows are gone.
		const [old, now] = [stringLiteral(to.name), stringLiteral(between)];
		statements.push(
			`DELETE FROM sqlite_sequence WHERE name = ${now};`,
			`INSERT INTO sqlite_sequence (name, seq) SELECT ${now}, seq FROM sqlite_sequence WHERE name = ${old};`
		);
	}
	statements.push(
		`DROP TABLE ${identifier(to.name)};`,
		`ALTER TABLE ${identifier(between)} RENAME TO ${identifier(to.name)};`
	);
	return statements.filter((statement) => statement !== '');
}

/** The user's own statement with another name for the table, comments and all. */
function createAs(table: Table, name: string): string {
	const { sql } = table;
	const place = parseTable(sql).name;
	const tokens = significantTokens(sql);
	let text = '';
	let at = 0;
	tokens.forEach((token, i) => {
		const next = tokens[i + 1];
		const isTable = token.start === place.start;
		// `users.age` in a check names the table too.
		const isQualifier =
			(token.kind === 'word' || token.kind === 'quoted') &&
			next !== undefined &&
			sql.slice(next.start, next.end) === '.' &&
			nameOf(sql, token).toLowerCase() === table.name.toLowerCase();
		if (!isTable && !isQualifier) return;
		text += sql.slice(at, token.start) + identifier(name);
		at = token.end;
	});
	return `${text}${sql.slice(at)};`;
}

function copyRows(passage: Passage, between: string, missing: MissingValue): string {
	const { from, to, namesUntilThen } = passage;
	const targets: string[] = [];
	const sources: string[] = [];
	const notes: string[] = [];
	const rowid = rowidName(sourceOf(passage), to);
	const alias = rowidAlias(to);
	if (rowid !== undefined && alias === undefined) {
		targets.push(rowid);
		sources.push(rowid);
	}
	for (const column of to.columns) {
		if (column.generated !== undefined) continue;
		const old = from.columns.find((candidate) => candidate.name === column.name);
		let source: string | undefined;
		const name = identifier(namesUntilThen.get(column.name) ?? column.name);
		// NULL needs no stand-in where SQLite gives the row a number.
		if (old !== undefined) source = alias === column.name ? name : carried(old, column, { name, passage });
		else if (alias === column.name) source = rowid;
		else {
			source = missing(column, passage);
			if (source === 'NULL') notes.push(valueNote(column));
		}
		if (source === undefined) continue;
		targets.push(identifier(column.name));
		sources.push(source);
	}
	if (targets.length === 0) return '';
	const insert = `INSERT${orAbort(to)} INTO ${identifier(between)} (${targets.join(', ')})`;
	return [...notes, insert, `SELECT ${sources.join(', ')} FROM ${identifier(to.name)};`].join('\n');
}

/** A value taken over from the column `name`. Where NULL is no longer allowed, something may stand in for it. */
function carried(
	from: Column,
	to: Column,
	{ name, passage }: { readonly name: string; readonly passage: Passage }
): string {
	const value = standIn(from, to, passage);
	return value === undefined ? name : `coalesce(${name}, ${value})`;
}

function isAutoincrement(table: Table): boolean {
	return table.constraints.some(
		(constraint) => constraint.kind === 'primaryKey' && constraint.options.autoincrement === true
	);
}
