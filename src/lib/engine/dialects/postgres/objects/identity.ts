import type { Column, Definition, Table } from '../../../schema/model.ts';
import { identifier, literal } from '../identifier.ts';
import { columnNode, defaultNode } from '../nodes.ts';
import { automaticName, besides, namePartsOf, suffixed } from '../object-names.ts';
import { parameterChanges, parametersIn, raisedMinimum } from '../sequence-parameters.ts';
import type { Step } from '../step.ts';
import { relationName } from './fallen.ts';
import type { Place } from './column-place.ts';
import { columnIn, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { nextOf, ownerOf, owning } from './serial.ts';
import { keptAsTable } from './sequence-persistence.ts';
import { sequenceText } from './sequence-text.ts';

type Action = Omit<Step, 'rank'>;

/** The sequence behind an identity column. */
export function identitySequence(table: string, { name, options }: Column): string {
	const own = options.identitySequence;
	return besides(table, typeof own === 'string' ? own : automaticName(namePartsOf(table).name, name, 'seq'));
}

/** The columns with an identity of their own; a partition counts with the table above it. */
export function countedIn({ columns, options }: Table): readonly Column[] {
	return options.partitionOf === undefined
		? columns.filter((column) => column.options.identity !== undefined)
		: [];
}

/** The column counted by a sequence of that name. */
export function countedBy(table: string, column: Column, sequence: string): Column {
	const { identitySequence: _, ...options } = column.options;
	const { name } = namePartsOf(sequence);
	const isUsual = name === automaticName(namePartsOf(table).name, column.name, 'seq');
	return { ...column, options: { ...options, ...(!isUsual && { identitySequence: name }) } };
}

/** A column that does not count by itself. */
export function withoutIdentity(column: Column): Column {
	const options = Object.entries(column.options).filter(([name]) => !name.startsWith('identity'));
	return { ...column, options: Object.fromEntries(options) };
}

/** What turns one identity into the other. */
export function identityChanges(from: Column, to: Column, table: string): readonly Action[] {
	const words = [
		...(from.options.identity === to.options.identity
			? []
			: [`SET GENERATED ${String(to.options.identity)}`]),
		...parameterChanges(
			parametersIn(from.options, 'identity'),
			parametersIn(to.options, 'identity'),
			to.type
		).map((word) => (word === 'RESTART' ? word : `SET ${word}`))
	];
	const alter = `ALTER TABLE ${table} ALTER COLUMN ${identifier(to.name)}`;
	const [old, now] = [identitySequence(table, from), identitySequence(table, to)];
	const raised = raisedMinimum(
		parametersIn(from.options, 'identity'),
		parametersIn(to.options, 'identity'),
		to.type
	);
	return [
		...(raised === undefined ? [] : [{ sql: raiseText(old, raised) }]),
		...(words.length === 0 ? [] : [{ sql: `${alter} ${words.join(' ')}` }]),
		...(old === now ? [] : [{ sql: `ALTER SEQUENCE ${old} RENAME TO ${identifier(namePartsOf(now).name)}` }])
	];
}

/** The statement that brings a sequence up to what will be its lowest number, if it stands below. */
export function raiseText(sequence: string, minimum: string): string {
	return `SELECT setval(${literal(sequence)}, greatest(last_value, ${minimum}), is_called AND last_value >= ${minimum}) FROM ${sequence}`;
}

/** The statement that lets a sequence go on behind the highest number in a column. */
export function goOn(
	table: string,
	column: string,
	sequence: string,
	options: { readonly [name: string]: unknown },
	prefix: string
): string {
	const { increment = '1', start = '1', minimum } = parametersIn(options, prefix);
	const name = identifier(column);
	const first = minimum !== undefined && start === '1' ? minimum : start;
	const [last, begun] = increment.startsWith('-')
		? [`min(${name})`, `<= ${start === '1' ? '-1' : start}`]
		: [`max(${name})`, `>= ${first}`];
	return `SELECT setval(${literal(sequence)}, ${last}) FROM ${table} HAVING ${last} ${begun}`;
}

/** The sequence of the other schema that fills a column by its default. */
function serialSequence(
	side: 'from' | 'to',
	table: Table,
	column: string,
	place: Place
): Definition | undefined {
	return place.context[side].objects.find(
		(object): object is Definition =>
			object.kind === 'sequence' && object.properties.ownedBy === owning(table.name, column)
	);
}

/**
 * The statements by which a column that already counts goes on counting where it is, as `identity` or by a sequence and
 * a default (`serial`); undefined where it did not count.
 */
export function numberedFrom(
	place: Place,
	to: Column,
	goal: 'identity' | 'serial',
	add?: string
): Action | undefined {
	const { from, to: table, context, fresh } = place;
	if (fresh === true || !from.columns.some(({ name }) => name === to.name)) return undefined;
	const alter = `ALTER TABLE ${table.name} ALTER COLUMN ${identifier(to.name)}`;
	const spare = (name: string) => suffixed(namePartsOf(name).name, '_before');
	if (goal === 'identity') {
		const now = identitySequence(table.name, to);
		const old = serialSequence('from', table, to.name, place);
		if (old === undefined || context.later(`sequence ${old.name}`) !== undefined) {
			const later = goOn(table.name, to.name, now, to.options, 'identity');
			return { sql: `${add ?? ''};\n${later}` };
		}
		const kept = besides(table.name, spare(old.name));
		return {
			sql: [
				`ALTER SEQUENCE ${old.name} RENAME TO ${identifier(spare(old.name))}`,
				add ?? '',
				`SELECT setval(${literal(now)}, last_value, is_called) FROM ${kept}`,
				`DROP SEQUENCE ${kept}`
			].join(';\n'),
			drops: [`sequence ${old.name}`],
			frees: [relationName(old.name)],
			before: [...(old.needs ?? [])]
		};
	}
	const now = serialSequence('to', table, to.name, place);
	const column = from.columns.find(({ name }) => name === to.name);
	if (now === undefined || column === undefined || context.before(`sequence ${now.name}`)) return undefined;
	const old = identitySequence(table.name, column);
	const asTable = keptAsTable(now, context);
	const kept = besides(table.name, spare(old));
	return {
		sql: [
			`ALTER SEQUENCE ${old} RENAME TO ${identifier(spare(old))}`,
			sequenceText(now),
			...(asTable === undefined ? [] : [asTable]),
			`SELECT setval(${literal(now.name)}, last_value, is_called) FROM ${kept}`,
			`${alter} DROP IDENTITY`,
			...(to.default === nextOf(now.name) ? [`${alter} SET DEFAULT ${to.default}`] : []),
			`ALTER SEQUENCE ${now.name} OWNED BY ${owning(table.name, to.name)}`
		].join(';\n'),
		creates: [`sequence ${now.name}`, defaultNode(table.name, to.name)],
		after: [columnNode(table.name, to.name)].filter(() => false)
	};
}

/** Whether the steps of a column make this sequence, or take it away. */
export function isMadeByColumn(sequence: Definition, side: 'from' | 'to', context: PlanContext): boolean {
	const owner = ownerOf(sequence);
	if (owner === undefined) return false;
	const [here, there] = side === 'from' ? [context.from, context.to] : [context.to, context.from];
	const column = columnIn(tableIn(here, owner.table), owner.column);
	const twin = columnIn(tableIn(there, owner.table), owner.column);
	return (
		column !== undefined && column.options.identity === undefined && twin?.options.identity !== undefined
	);
}
