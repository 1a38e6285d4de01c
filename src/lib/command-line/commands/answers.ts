import type { Rename } from '../../engine/schema/change.ts';
import type { Fill } from '../../engine/schema/fill.ts';
import type { Arguments } from '../command.ts';
import type { OutputLine } from '../host.ts';
import { line } from '../lines.ts';

/** What the words of a line answer to the questions of autogenerate. */
export interface Answers {
	readonly renames: readonly Rename[];
	readonly fills: readonly Fill[];
}

/** The option that gives a value in each direction. */
export const fillOptions = { upgrade: '--fill', downgrade: '--fill-down' } as const;

/** The answers of a command line, or what is wrong with the first that is none. */
export function readAnswers(args: Arguments): Answers | { readonly wrong: readonly OutputLine[] } {
	const renames: Rename[] = [];
	for (const word of (args.options['--rename'] ?? []).flatMap(renameWords)) {
		const rename = readRename(word);
		if (!rename) {
			const form =
				'A table is old:new, a column is table.old:new, e.g. --rename users.mail:email; a table of a schema is table:app.old:app.new, a value of an enum is value:type.old:new, an attribute of a type attribute:type.old:new.';
			return { wrong: mistake(`--rename ${word} is not a rename.`, form) };
		}
		renames.push(rename);
	}
	const fills: Fill[] = [];
	for (const direction of ['upgrade', 'downgrade'] as const) {
		const option = fillOptions[direction];
		// An expression may hold commas.
		for (const word of args.options[option] ?? []) {
			const fill = readFill(word);
			if (!fill) {
				const form = `It is table.column=expression, e.g. ${option} "users.status='new'".`;
				return { wrong: mistake(`${option} ${word} does not say what to fill.`, form) };
			}
			fills.push({ ...fill, direction });
		}
	}
	return { renames, fills };
}

function mistake(what: string, form: string): readonly OutputLine[] {
	return [line(`Error: ${what}`, 'error'), line(`  ${form}`, 'soft')];
}

/**
 * `people:users` or `users.mail:email` (`users.mail:users.email` too); outside of the usual schema `table:app.people:app.users` and
 * `app.users.mail:email`; of a type, `value:mood.sad:down` or
 * `attribute:address.street:road`, where what holds a point, a colon or a comma stands in `'…'`. Undefined where it is none.
 */
export function readRename(word: string): Rename | undefined {
	const [, kind, type, from = '', to = ''] = partForm.exec(word) ?? [];
	if ((kind === 'value' || kind === 'attribute') && type !== undefined)
		return { kind, type, from: unquoted(from), to: unquoted(to) };
	return readTableRename(word);
}

const partForm = /^(value|attribute):(.+)\.('(?:[^']|'')+'|[^'.:,]+):('(?:[^']|'')+'|[^'.:,]+)$/;

function unquoted(name: string): string {
	return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
}

function readTableRename(word: string): Rename | undefined {
	const said = word.startsWith(saidTable) ? word.slice(saidTable.length) : undefined;
	const [from, to, ...more] = (said ?? word).split(':');
	if (!from || !to || more.length > 0) return undefined;
	const dot = from.lastIndexOf('.');
	if (said !== undefined || (dot < 0 && !to.includes('.'))) return { kind: 'table', from, to };
	const table = from.slice(0, dot);
	const column = from.slice(dot + 1);
	const renamed = to.startsWith(`${table}.`) ? to.slice(table.length + 1) : to;
	if (dot <= 0 || column === '' || renamed === '' || renamed.includes('.')) return undefined;
	return { kind: 'column', table, from: column, to: renamed };
}

/** Goes before a table whose name holds a point, which would else be a column of its schema. */
const saidTable = 'table:';

/** The inverse of `readRename`. */
export function wordOf(rename: Rename): string {
	switch (rename.kind) {
		case 'table':
			return `${/\./.test(rename.from + rename.to) ? saidTable : ''}${rename.from}:${rename.to}`;
		case 'column':
			return `${rename.table}.${rename.from}:${rename.to}`;
		default: {
			const [from, to] = [rename.from, rename.to].map((name) =>
				/['.:,]/.test(name) ? `'${name.replaceAll("'", "''")}'` : name
			);
			return `${rename.kind}:${rename.type}.${from ?? ''}:${to ?? ''}`;
		}
	}
}

/** The renames of one option, parted by commas that do not stand in `'…'`. */
function renameWords(option: string): readonly string[] {
	return [...option.matchAll(/(?:'[^']*'|[^',]|')+/g)].map(([word]) => word);
}

/** `users.status='new'`: what is before the first `=` names the column, after the last point in it. */
export function readFill(word: string): Omit<Fill, 'direction'> | undefined {
	const [, table, column, expression] = /^([^=]+)\.([^=.]+)=([^]*)$/.exec(word) ?? [];
	if (table === undefined || column === undefined || expression === undefined) return undefined;
	return expression.trim() === '' ? undefined : { table, column, expression };
}
