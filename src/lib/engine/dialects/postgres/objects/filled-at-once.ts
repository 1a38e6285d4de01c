import type { Column, Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { columnIn, descendantsOf, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { request, type Value } from './missing-values.ts';

/**
 * The statements that add a column with a value for the rows that are there without an UPDATE, which would fire triggers: by a
 * default that goes at once. Undefined where the value cannot be one, or where rows of tables below have theirs already.
 */
export function addedFilled(
	table: Table,
	column: Column,
	value: Value,
	text: (column: Column) => string,
	{ from, to }: Pick<PlanContext, 'from' | 'to'>
): readonly string[] | undefined {
	if (
		isThereBelow(table, column, { from, to }) ||
		value.numbered ||
		column.options.notNullNotValid === true ||
		!isForAll(value)
	)
		return undefined;
	const sql = plain.test(value.sql) ? value.sql : `(${value.sql})`;
	const add = `ALTER TABLE ${table.name} ADD COLUMN ${text({ ...column, default: sql })}`;
	return [
		value.given === true ? add : `${request(table.name, value)}\n${add}`,
		`ALTER TABLE ${table.name} ALTER COLUMN ${identifier(column.name)} DROP DEFAULT`
	];
}

/** Whether a table below has a column already that comes from this one from now on as well. */
export function isThereBelow(
	{ name }: Table,
	column: Column,
	{ from, to }: Pick<PlanContext, 'from' | 'to'>
): boolean {
	return descendantsOf(to, name).some(
		(heir) => columnIn(tableIn(from, heir.name), column.name) !== undefined
	);
}

const plain = /^(?:\d+(?:\.\d+)?|'(?:[^']|'')*'|\w+(?:\(\))?)$/;

/** Whether a value is found without a look at any row: no name in it could be that of a column. */
function isForAll({ sql }: Value): boolean {
	if (/\bselect\b/i.test(sql)) return false;
	return [...sql.matchAll(word)].every(
		([text, cast, name = '', call]) =>
			text.startsWith("'") || cast !== undefined || call !== undefined || constant.test(name)
	);
}

/** A string, or a name with what makes it that of a type or a function. */
const word = /'(?:[^']|'')*'|(::)?("(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)(\()?/gu;

const constant =
	/^(?:true|false|null|current_(?:date|time|timestamp|user|role)|session_user|localtime|localtimestamp)$/i;
