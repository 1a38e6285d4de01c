import type { Column, Constraint, Table } from '../../../schema/model.ts';
import { columnConstraints, columnText, type Omitted } from '../column-text.ts';
import { constraintText, keyOfOneColumn } from '../constraint-text.ts';
import { identifier } from '../identifier.ts';
import { clausePlace, listPlace } from '../script.ts';

/** Which columns are written whole in CREATE TABLE: those that come from a parent or a type are not. */
export function isWritten({ options }: Table, column: Column): boolean {
	return column.options.inherited !== true && options.ofType === undefined;
}

/** CREATE TABLE with its columns and, where it takes any, a place for further clauses. */
export function createText(
	table: Table,
	omittedIn: (column: Column) => Omitted,
	key: Constraint | null = keyOfOneColumn(table) ?? null
): string {
	const { name, options } = table;
	const typed =
		options.ofType === undefined
			? []
			: table.columns.flatMap((column) => typedLine(table, column, omittedIn(column)));
	const lines = table.columns
		.filter((column) => isWritten(table, column))
		.map((column) => {
			const above = column.options.notNullInherited === true && { notNull: true };
			const omitted = { ...omittedIn(column), ...above };
			if (key === null || !('parts' in key) || key.parts[0]?.column !== column.name) {
				return `\n\t${columnText(name, column, omitted)}`;
			}
			const notNull =
				omitted.usualNotNull === undefined &&
				column.options.notNullName === undefined &&
				column.options.notNullNoInherit !== true;
			return `\n\t${columnText(name, column, { ...omitted, ...(notNull && { notNull }) })} PRIMARY KEY`;
		});
	return `CREATE ${kindWords(table)} ${name}${head(table, [...typed, ...lines])}${tail(options)}`;
}

/** What a table of a type says of a column beyond what the type says. */
function typedLine(
	{ name }: Table,
	{ collation: _, ...column }: Column,
	omitted: Omitted
): readonly string[] {
	const words = columnConstraints(name, column, omitted);
	return words === '' ? [] : [`\n\t${identifier(column.name)}${words}`];
}

function kindWords({ options }: Table): string {
	if (options.server !== undefined) return 'FOREIGN TABLE';
	return options.unlogged === true ? 'UNLOGGED TABLE' : 'TABLE';
}

function head(table: Table, lines: readonly string[]): string {
	const { options } = table;
	if (typeof options.partitionOf === 'string') {
		return ` PARTITION OF ${options.partitionOf}${listPlace}\n\t${String(options.bound)}`;
	}
	const of = typeof options.ofType === 'string' ? ` OF ${options.ofType}` : '';
	if (of !== '' && lines.length === 0) return `${of}${listPlace}`;
	return `${of} (${lines.join(',')}${clausePlace}\n)`;
}

function tail({
	inherits,
	partitionBy,
	accessMethod,
	with: storage,
	tablespace,
	server,
	foreignOptions
}: Table['options']): string {
	const words = [
		...(typeof inherits === 'string' ? [`INHERITS (${inherits})`] : []),
		...(typeof partitionBy === 'string' ? [`PARTITION BY ${partitionBy}`] : []),
		...(typeof accessMethod === 'string' ? [`USING ${accessMethod}`] : []),
		...(typeof storage === 'string' ? [`WITH (${storage})`] : []),
		...(typeof tablespace === 'string' ? [`TABLESPACE ${tablespace}`] : []),
		...(typeof server === 'string' ? [`SERVER ${server}`] : []),
		...(typeof foreignOptions === 'string' ? [`OPTIONS (${foreignOptions})`] : [])
	];
	return words.map((word) => ` ${word}`).join('');
}

/** The table as one statement, for people. */
export function tableText(table: Table): string {
	const key = keyOfOneColumn(table);
	const clauses = table.constraints
		.filter((constraint) => constraint !== key && constraint.options.inherited !== true)
		.map((constraint) => `\n\t${constraintText(table.name, constraint)}`);
	const text = createText(table, () => ({}));
	const comma = text.includes(`(${clausePlace}`) || clauses.length === 0 ? '' : ',';
	if (text.includes(listPlace)) {
		return text.replace(listPlace, () => (clauses.length === 0 ? '' : ` (${clauses.join(',')}\n)`));
	}
	return text.replace(clausePlace, () => `${comma}${clauses.join(',')}`).replace('(\n)', '()');
}
