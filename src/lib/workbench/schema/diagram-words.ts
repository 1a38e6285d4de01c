import { count } from '../../look/numbers.ts';
import { signs } from '../../look/signs.ts';
import type { DiagramColumn } from './diagram-columns.ts';
import type { Diagram, DiagramEdge, DiagramTable } from './diagram.ts';

const keyNames = { primary: 'primary key', foreign: 'foreign key', unique: 'unique' } as const;

/** The short form drawn in the picture. */
export const keyLetters = { primary: 'PK', foreign: 'FK', unique: 'UQ' } as const;

/** What the step did to a table, in words; empty where it did nothing. */
export function tableFateWords(table: DiagramTable): string {
	if (table.missing) return 'does not exist';
	if (table.was !== undefined) return `was called ${table.was}`;
	return table.fate === 'kept' ? '' : table.fate;
}

/** A table's accessible name: what it is, what the step did to it, what it points at. */
export function tableName(table: DiagramTable, diagram: Diagram): string {
	const touched = table.columns
		.filter((column) => column.fate !== 'kept' && table.fate !== 'added' && table.fate !== 'lost')
		.map((column) => `column ${column.name} ${columnFateWords(column)}`);
	const out = diagram.edges.filter((edge) => edge.from === table.name).map((edge) => edge.to);
	const into = diagram.edges.filter((edge) => edge.to === table.name).map((edge) => edge.from);
	return [
		`table ${table.name}`,
		tableFateWords(table),
		count(table.columns.filter((column) => column.fate !== 'lost').length, 'column'),
		...touched,
		...table.notes.map((note) => `${note.text} ${note.fate}`),
		out.length > 0 ? `points at ${[...new Set(out)].join(', ')}` : '',
		into.length > 0 ? `pointed at by ${[...new Set(into)].join(', ')}` : ''
	]
		.filter((part) => part !== '')
		.join('; ');
}

/** What the step did to a column: `added`, `lost`, `changed, was INTEGER`. */
export function columnFateWords(column: DiagramColumn): string {
	if (column.fate === 'kept') return '';
	return column.was === undefined ? column.fate : `${column.fate}, ${column.was}`;
}

/** A column's part in keys, in words. */
export function keyWords(column: DiagramColumn): string {
	return column.keys.map((key) => keyNames[key]).join(', ');
}

/** A foreign key as a sentence: `user_id → users.id; each row may point at none; many may point at the same`. */
export function edgeWords(edge: DiagramEdge): string {
	const target = edge.references.length > 0 ? `${edge.to} (${edge.references.join(', ')})` : edge.to;
	return [
		`${edge.columns.join(', ')} → ${target}`,
		edge.optional ? 'may point at none' : 'always points at one',
		edge.single ? 'at most one row points at the same' : 'many rows may point at the same',
		...(edge.fate === 'kept' ? [] : [signs[edge.fate].word])
	].join('; ');
}
