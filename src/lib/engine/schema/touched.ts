import { assertNever } from '../problem.ts';
import type { Change } from './change.ts';
import { typeKey } from './rename-kinds.ts';
import { objectKey, type Constraint, type SchemaObject } from './model.ts';

/** Something in a schema that a change makes, changes, takes away, or rests on. */
export interface Touched {
	/** From the whole to the part, e.g. `['table customers', 'column nick']`. */
	readonly path: readonly string[];
	/** `rests`: the change needs it as it is, and does nothing to it. `whole`: with it goes all that it holds. */
	readonly how: 'changes' | 'whole' | 'rests';
}

/** What a change touches. */
export function touchedBy(change: Change): readonly Touched[] {
	switch (change.kind) {
		case 'addObject':
			return [{ path: pathOf(change.object), how: 'changes' }, ...restsOf(change.object)];
		case 'dropObject':
			return [{ path: pathOf(change.object), how: 'whole' }];
		case 'replaceObject':
			return [{ path: pathOf(change.to), how: 'changes' }, ...restsOf(change.to)];
		case 'renameTable':
			return [
				{ path: [tableKey(change.from)], how: 'whole' },
				{ path: [tableKey(change.to)], how: 'changes' }
			];
		case 'addColumn':
		case 'dropColumn':
			return [{ path: columnPath(change.table, change.column.name), how: 'changes' }];
		case 'alterColumn':
			return [{ path: columnPath(change.table, change.to.name), how: 'changes' }];
		case 'renameColumn':
			return [change.from, change.to].map((name) => ({
				path: columnPath(change.table, name),
				how: 'changes'
			}));
		case 'renamePart':
			return [{ path: [typeKey(change)], how: 'changes' }];
		case 'addConstraint':
		case 'dropConstraint':
			return constraintTouches(change.table, change.constraint);
		case 'alterOptions':
			return [{ path: [tableKey(change.table), 'options'], how: 'changes' }];
		case 'alterComment':
			return [{ path: [tableKey(change.table), 'comment'], how: 'changes' }];
		default:
			return assertNever(change);
	}
}

/** Where two changes meet: what both touch and at least one of them changes; undefined where they do not. */
export function meeting(a: Change, b: Change): readonly string[] | undefined {
	for (const one of touchedBy(a)) {
		for (const other of touchedBy(b)) {
			if (one.how === 'rests' && other.how === 'rests') continue;
			if (same(one.path, other.path)) return one.path;
			// Who takes away a table takes away what the other does in it.
			if (one.how === 'whole' && begins(other.path, one.path)) return one.path;
			if (other.how === 'whole' && begins(one.path, other.path)) return other.path;
		}
	}
	return undefined;
}

function pathOf(object: SchemaObject): readonly string[] {
	return [objectKey(object)];
}

function tableKey(name: string): string {
	return objectKey({ kind: 'table', name });
}

function columnPath(table: string, column: string): readonly string[] {
	return [tableKey(table), `column ${column}`];
}

/** What an object that stands on tables needs of them. */
function restsOf(object: SchemaObject): readonly Touched[] {
	if (object.kind === 'index') {
		const columns = object.parts.flatMap(({ column }) => column ?? []);
		return columns.map((column) => ({ path: columnPath(object.table, column), how: 'rests' }));
	}
	if (object.kind === 'trigger') return [{ path: [tableKey(object.table)], how: 'rests' }];
	if (object.kind === 'table') {
		return object.constraints.flatMap((one) => (one.kind === 'foreignKey' ? referenced(one) : []));
	}
	return [];
}

function referenced({ table, references }: Constraint & { kind: 'foreignKey' }): readonly Touched[] {
	if (references.length === 0) return [{ path: [tableKey(table)], how: 'rests' }];
	return references.map((column) => ({ path: columnPath(table, column), how: 'rests' }));
}

function constraintTouches(table: string, constraint: Constraint): readonly Touched[] {
	const columns =
		constraint.kind === 'foreignKey'
			? constraint.columns
			: 'parts' in constraint
				? constraint.parts.flatMap(({ column }) => column ?? [])
				: [];
	const name = constraint.kind === 'primaryKey' ? 'primary key' : constraint.name;
	return [
		...(name === undefined
			? []
			: [{ path: [tableKey(table), `constraint ${name}`], how: 'changes' } as const]),
		...columns.map((column) => ({ path: columnPath(table, column), how: 'rests' }) as const),
		...(constraint.kind === 'foreignKey' ? referenced(constraint) : [])
	];
}

function same(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && begins(a, b);
}

function begins(path: readonly string[], start: readonly string[]): boolean {
	return start.every((part, at) => path[at] === part);
}
