import type { Column, Schema, Table } from '../../schema/model.ts';
import { affinityOf } from './affinity.ts';
import { identifier } from './identifier.ts';
import { keysOf } from './keys-apart.ts';
import { childrenOf, columnsIn, type Passage } from './passage.ts';

/** A column as it is in a table. */
type Placed = readonly [column: Column, table: Table];

/** Whether values that go from one column to the other may be others afterwards. */
export function converts(...columns: readonly [Placed, Placed]): boolean {
	const [from, to] = columns.map(([{ type }, { options }]) => affinityOf(type, options.strict === true));
	return from !== to;
}

/** Whether a column's values, or what is alike among them, may be others afterwards. */
function changesValues(...columns: readonly [Placed, Placed]): boolean {
	const [[from], [to]] = columns;
	return (
		converts(...columns) ||
		from.collation !== to.collation ||
		from.generated?.expression !== to.generated?.expression ||
		(from.nullable && !to.nullable)
	);
}

/** Whether the table takes values of one type only in a column, and they were free to be of another before, or come anew. */
export function narrows(...[[from, before], [to, after]]: readonly [Placed, Placed]): boolean {
	if (after.options.strict !== true || to.type === 'ANY') return false;
	if (from.generated?.expression !== to.generated?.expression) return true;
	const same = affinityOf(from.type, true) === affinityOf(to.type, true) && from.type !== 'ANY';
	return before.options.strict !== true || !same;
}

/** The rules of a table and of those that point at it which hang on the values of a column. */
export interface RulesOn {
	readonly keys: readonly { readonly name: string; readonly parts: readonly string[] }[];
	readonly checks: readonly string[];
	/** Tables that the column points at. */
	readonly parents: readonly string[];
	/** Tables that point at the column. */
	readonly children: readonly string[];
}

/** What must hold of the values of a column. */
export function rulesOn(table: Table, column: Column, schema: Schema): RulesOn {
	const hangs = (sql: string) => columnsIn(table, sql).includes(column);
	const rules = table.constraints;
	return {
		keys: keysOf(table, schema).flatMap(({ name, parts, where }) => {
			const named = parts.map((part) => part.expression ?? identifier(part.column ?? ''));
			const words = parts.map((part) => part.column ?? part.expression ?? '');
			return hangs([...named, where ?? ''].join(' , ')) ? [{ name, parts: words }] : [];
		}),
		checks: rules.flatMap((rule) =>
			rule.kind === 'check' && hangs(rule.expression) ? [rule.expression] : []
		),
		parents: rules.flatMap((rule) =>
			rule.kind === 'foreignKey' && rule.columns.includes(column.name) ? [rule.table] : []
		),
		children: childrenOf(table, column, schema)
	};
}

/** Where a change of a column may fail on rows that are there, because of rules that stay. */
export function atStake(
	{ from, to, schemas }: Passage,
	old: Column,
	column: Column,
	foreignKeys: boolean
): readonly string[] {
	const columns = [
		[old, from],
		[column, to]
	] as const;
	const { name } = to;
	const isNarrow = narrows(...columns) && from.options.strict === true;
	const fitting = isNarrow ? [otherType(name, column)] : [];
	if (!changesValues(...columns)) return fitting;
	const { keys, checks, parents, children } = rulesOn(to, column, schemas.to);
	return [
		...fitting,
		...keys.map(({ parts }) => sameValues(name, parts)),
		...checks.map((check) => brokenCheck(name, check)),
		...parents.map((parent) => pointingNowhere(name, parent, foreignKeys)),
		...children.map((child) => pointingNowhere(child, name, foreignKeys))
	];
}

/** The warning of a value that is not of the one type its column takes. */
export function otherType(table: string, { name, type }: Column): string {
	return `This fails if \`${name}\` of ${table} is no ${type} in some row.`;
}

/** The warning of two rows that a key must tell apart. */
export function sameValues(table: string, parts: readonly string[]): string {
	return `This fails if two rows of ${table} have the same ${parts.map((part) => `\`${part}\``).join(', ')}.`;
}

/** The warning of a row that a check refuses. */
export function brokenCheck(table: string, expression: string): string {
	return `This fails if a row of ${table} breaks the check ${expression}.`;
}

/** The warning of a row that a foreign key refuses, or would where `foreignKeys` were enforced. */
export function pointingNowhere(table: string, parent: string, foreignKeys: boolean): string {
	const row = `if a row of ${table} points at a row of ${parent} that is not there`;
	return foreignKeys
		? `This fails ${row}.`
		: `This leaves rows that point nowhere ${row}, as foreign keys are not enforced.`;
}
