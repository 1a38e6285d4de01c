import type { Column, Constraint, Schema, SchemaObject } from '../../../src/lib/engine/schema/model.ts';
import { objectKey } from '../../../src/lib/engine/schema/model.ts';

/**
 * A schema in a few characters: `users(id int pk, name text!, org int > orgs.id, age int = 0, code text unique)`, `index by_name
 * on users(name)`, `view names: SELECT name FROM users`, `trigger t on users: AFTER INSERT`, parted by line breaks or `;`.
 * `!` is NOT NULL.
 */
export function schema(text: string): Schema {
	const objects = text
		.split(/[;\n]/)
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map(object)
		.sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
	return { objects };
}

function object(line: string): SchemaObject {
	const common = { options: {}, sql: line };
	const index = /^(unique )?index (\w+) on (\w+)\((.*)\)$/.exec(line);
	if (index) {
		const [, unique, name = '', table = '', parts = ''] = index;
		const columns = parts.split(', ').map((column) => ({ column }));
		return { kind: 'index', name, table, unique: unique !== undefined, parts: columns, ...common };
	}
	const view = /^view (\w+): (.*)$/.exec(line);
	if (view) return { kind: 'view', name: view[1] ?? '', columns: [], query: view[2] ?? '', ...common };
	const trigger = /^trigger (\w+) on (\w+): (.*)$/.exec(line);
	if (trigger) {
		const [, name = '', table = '', definition = ''] = trigger;
		return { kind: 'trigger', name, table, definition, ...common };
	}
	const [, name = '', inner = ''] = /^(\w+)\((.*)\)$/.exec(line) ?? [];
	const constraints: Constraint[] = [];
	const columns = inner.split(', ').map((part) => column(part, constraints));
	return { kind: 'table', name, columns, constraints, ...common };
}

function column(part: string, constraints: Constraint[]): Column {
	const [, name = '', type = '', required, value, key, table, reference] =
		/^(\w+)(?: (\w+))?(!)?(?: = (\S+))?(?: (pk|unique))?(?: > (\w+)(?:\.(\w+))?)?$/.exec(part) ?? [];
	if (key === 'pk') constraints.push({ kind: 'primaryKey', parts: [{ column: name }], options: {} });
	if (key === 'unique') constraints.push({ kind: 'unique', parts: [{ column: name }], options: {} });
	if (table !== undefined) {
		constraints.push({
			kind: 'foreignKey',
			columns: [name],
			table,
			references: reference === undefined ? [] : [reference],
			onDelete: 'NO ACTION',
			onUpdate: 'NO ACTION',
			options: {}
		});
	}
	return {
		name,
		type: type.toUpperCase(),
		nullable: required === undefined,
		...(value === undefined ? {} : { default: value }),
		options: {}
	};
}
