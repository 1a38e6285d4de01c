import type { Change, Rename } from '../../engine/schema/change.ts';
import type { Constraint, KeyPart, SchemaObject } from '../../engine/schema/model.ts';
import { sameList } from '../../engine/schema/patch.ts';
import type { AlembicOp, LeftOut } from '../../python/autogenerate.ts';
import { aspectOf } from './aspects.ts';
import type { TableNames } from './names.ts';

/** Whether an operation of Alembic's is meant to make that change. */
export function matches(
	op: AlembicOp,
	change: Change,
	names: TableNames,
	renames: readonly Rename[]
): boolean {
	const table = tableOf(change);
	if (table === undefined || !names.same(table, named(op), renames)) return false;
	switch (change.kind) {
		case 'addObject':
			return change.object.kind === 'table'
				? op.kind === 'addTable'
				: op.kind === 'addIndex' && isNamed(change.object, op);
		case 'dropObject':
			return change.object.kind === 'table'
				? op.kind === 'dropTable'
				: op.kind === 'dropIndex' && isNamed(change.object, op);
		case 'replaceObject':
			return (op.kind === 'addIndex' || op.kind === 'dropIndex') && isNamed(change.to, op);
		case 'addColumn':
		case 'dropColumn':
			return op.kind === change.kind && op.column === change.column.name;
		case 'alterColumn': {
			const aspect = aspectOf(change);
			return (
				op.kind === 'alterColumn' &&
				op.column === change.to.name &&
				aspect !== undefined &&
				op.aspects.includes(aspect)
			);
		}
		case 'addConstraint':
		case 'dropConstraint':
			return op.kind === change.kind && isKey(change.constraint, op);
		case 'alterComment':
			return op.kind === 'comment';
		default:
			return false;
	}
}

/** Whether the project's `env.py` keeps what a change is about out of the comparison. */
export function isLeftOut(change: Change, refused: readonly LeftOut[], names: TableNames): boolean {
	const table = tableOf(change);
	return refused.some((one) => {
		if (one.kind === 'schema') return table !== undefined && names.pythonOf(table)?.schema === one.name;
		if (table === undefined || one.table === undefined) return false;
		if (!names.same(table, named(one), [])) return false;
		return one.kind === 'table' || partsOf(change).includes(one.name);
	});
}

/** What of a table a change is about. */
function partsOf(change: Change): readonly string[] {
	switch (change.kind) {
		case 'addObject':
		case 'dropObject':
			return [bare(change.object.name)];
		case 'replaceObject':
			return [bare(change.to.name)];
		case 'addColumn':
		case 'dropColumn':
			return [change.column.name];
		case 'alterColumn':
			return [change.to.name];
		case 'addConstraint':
		case 'dropConstraint':
			return change.constraint.name === undefined ? [] : [change.constraint.name];
		default:
			return [];
	}
}

function named({ schema, table }: { readonly schema?: string; readonly table?: string }) {
	return { ...(schema !== undefined && { schema }), table: table ?? '' };
}

/** The table that a change is about; undefined where it is about none. */
export function tableOf(change: Change): string | undefined {
	switch (change.kind) {
		case 'addObject':
		case 'dropObject':
			return ofObject(change.object);
		case 'replaceObject':
			return ofObject(change.to);
		case 'renameTable':
			return change.to;
		case 'renamePart':
			return undefined;
		default:
			return change.table;
	}
}

function ofObject(object: SchemaObject): string | undefined {
	return object.kind === 'table' ? object.name : 'table' in object ? object.table : undefined;
}

function isNamed(object: SchemaObject, { name }: AlembicOp): boolean {
	return object.kind === 'index' && name !== undefined && bare(object.name) === name;
}

/** A name without its schema and its quotes. */
function bare(name: string): string {
	return (/(?:^|\.)"((?:[^"]|"")*)"$/.exec(name)?.[1] ?? name.slice(name.lastIndexOf('.') + 1)).replaceAll(
		'""',
		'"'
	);
}

function isKey(constraint: Constraint, op: AlembicOp): boolean {
	if (op.name !== undefined && constraint.name === op.name) return true;
	if (op.columns.length === 0) return false;
	if (constraint.kind === 'foreignKey') return sameList(constraint.columns, op.columns, Object.is);
	if (constraint.kind !== 'unique' && constraint.kind !== 'primaryKey') return false;
	return sameList(
		constraint.parts.map(({ column }: KeyPart) => column ?? ''),
		op.columns,
		Object.is
	);
}
