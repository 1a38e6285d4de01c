import type { Change } from '../../engine/schema/change.ts';
import type { Column, Table } from '../../engine/schema/model.ts';
import type { StructureFate } from './object-pairs.ts';

export type KeySign = 'primary' | 'foreign' | 'unique';

/** A column as the diagram and its table twin show it. */
export interface DiagramColumn {
	readonly name: string;
	readonly type: string;
	readonly nullable: boolean;
	readonly default?: string;
	readonly keys: readonly KeySign[];
	readonly fate: StructureFate;
	/** What differs from before, in words: `was INTEGER`, `was called name`. */
	readonly was?: string;
}

/** The columns of a table in order, dropped ones as ghosts at the end. */
export function columnRows(table: Table, changes: readonly Change[]): DiagramColumn[] {
	const rows = table.columns.map((column): DiagramColumn => {
		const was: string[] = [];
		let fate: StructureFate = 'kept';
		for (const change of changes) {
			if (change.kind === 'addColumn' && change.column.name === column.name) fate = 'added';
			if (change.kind === 'alterColumn' && change.to.name === column.name) {
				fate = 'changed';
				was.push(...differences(change.from, change.to));
			}
			if (change.kind === 'renameColumn' && change.to === column.name) {
				fate = 'changed';
				was.push(`was called ${change.from}`);
			}
		}
		return drawColumn(table, column, fate, was.join(', '));
	});
	const ghosts = changes.flatMap((change) =>
		change.kind === 'dropColumn' ? [drawColumn(table, change.column, 'lost', '')] : []
	);
	return [...rows, ...ghosts];
}

/**
 * At most `limit` columns of a table for the picture: what the step touched first, then keys, then the
 * others from the top, all in their own order. The rest is in the table twin.
 */
export function pictured(
	columns: readonly DiagramColumn[],
	limit: number
): { readonly columns: readonly DiagramColumn[]; readonly hidden: number } {
	if (columns.length <= limit) return { columns, hidden: 0 };
	const rank = (column: DiagramColumn) => (column.fate !== 'kept' ? 0 : column.keys.length > 0 ? 1 : 2);
	// One line is needed to say how many are missing.
	const chosen = new Set(columns.toSorted((left, right) => rank(left) - rank(right)).slice(0, limit - 1));
	return {
		columns: columns.filter((column) => chosen.has(column)),
		hidden: columns.length - chosen.size
	};
}

function drawColumn(table: Table, column: Column, fate: StructureFate, was: string): DiagramColumn {
	return {
		name: column.name,
		type: column.type,
		nullable: mayBeNull(table, column),
		...(column.default === undefined ? {} : { default: column.default }),
		keys: keysOf(table, column.name),
		fate,
		...(was === '' ? {} : { was })
	};
}

/**
 * Whether a row can be without a value here. A key of its own of type INTEGER never is, though a database may
 * list it as if it could be.
 */
export function mayBeNull(table: Table, column: Column): boolean {
	const key = table.constraints.find((constraint) => constraint.kind === 'primaryKey');
	const alone = key?.kind === 'primaryKey' && key.parts.length === 1 && key.parts[0]?.column === column.name;
	return column.nullable && !(alone && column.type.toUpperCase() === 'INTEGER');
}

function keysOf(table: Table, name: string): KeySign[] {
	const keys = new Set<KeySign>();
	for (const constraint of table.constraints) {
		if (constraint.kind === 'foreignKey' && constraint.columns.includes(name)) keys.add('foreign');
		const parts = constraint.kind === 'primaryKey' || constraint.kind === 'unique' ? constraint.parts : [];
		if (!parts.some((part) => part.column === name)) continue;
		if (constraint.kind === 'primaryKey') keys.add('primary');
		else if (parts.length === 1) keys.add('unique');
	}
	return (['primary', 'foreign', 'unique'] as const).filter((key) => keys.has(key));
}

function differences(from: Column, to: Column): string[] {
	const words: string[] = [];
	if (from.type !== to.type) words.push(`was ${from.type === '' ? 'without a type' : from.type}`);
	if (from.nullable !== to.nullable) words.push(from.nullable ? 'could be null' : 'could not be null');
	if (from.default !== to.default) {
		words.push(from.default === undefined ? 'had no default' : `default was ${from.default}`);
	}
	return words.length > 0 ? words : ['was defined otherwise'];
}
