import { constraintKey, sameMeaning } from '../../schema/compare.ts';
import {
	objectKey,
	type Constraint,
	type Definition,
	type Index,
	type Schema,
	type SchemaObject,
	type Table
} from '../../schema/model.ts';
import { sameList, sameValue } from '../../schema/patch.ts';
import { identifier } from './identifier.ts';
import { columnNode, constraintNode } from './nodes.ts';
import { besides, inBetween, namePartsOf } from './object-names.ts';
import { constraintRenamed } from './objects/constraint-rename.ts';
import { isKey } from './objects/constraint-kind.ts';
import { countedBy, countedIn, identitySequence } from './objects/identity.ts';
import { countAlike, drawingFrom, nextOf, ownerOf } from './objects/serial.ts';
import { inOrder } from './rename-order.ts';

/** Statements that rename, and the schema once they have run. */
export interface Aligned {
	readonly statements: readonly string[];
	readonly schema: Schema;
}

/**
 * Gives constraints, indexes and sequences the names they have in `to`, where they are there under another name and differ in
 * nothing else: nothing has to be built or checked again.
 */
export function alignedNames(from: Schema, to: Schema): Aligned {
	const later = new Map(to.objects.map((object) => [objectKey(object), object]));
	const before = new Map(from.objects.map((object) => [objectKey(object), object]));
	const constraints = new Map<string, Map<string, string>>();
	const relations = new Map<string, Relation>();
	for (const object of from.objects) {
		const now = later.get(objectKey(object));
		if (object.kind !== 'table' || now?.kind !== 'table') continue;
		const names = constraintNames(object, now);
		if (names.size > 0) constraints.set(object.name, names);
		for (const [old, name] of keysAmong(names, object)) {
			const place = keyPlace(object, old);
			relations.set(besides(object.name, old), { to: besides(object.name, name), place });
		}
		for (const column of countedIn(object)) {
			const [twin] = countedIn(now).filter(({ name }) => name === column.name);
			const [old, name] = [column, twin].map((one) => one && identitySequence(object.name, one));
			if (old !== undefined && name !== undefined && old !== name)
				relations.set(old, { to: name, word: 'SEQUENCE' });
		}
	}
	for (const object of from.objects) {
		const now = later.get(objectKey(object));
		if (object.kind === 'index' && now === undefined) {
			const twin = twinOf(object, to, before, relations);
			if (twin) relations.set(object.name, { to: twin.name, word: 'INDEX' });
		}
		if (object.kind === 'sequence' && now === undefined) {
			const twin = ownedTwin(object, to, before) ?? drawnTwin(object, { from, to, before }, relations);
			if (twin) relations.set(object.name, { to: twin.name, word: 'SEQUENCE' });
		}
	}
	if (constraints.size + relations.size === 0) return { statements: [], schema: from };
	const taken = new Set(from.objects.flatMap(relationNames));
	// A name that something else has and keeps is not free, nor one whose owner therefore keeps it.
	for (let blocked = true; blocked;) {
		blocked = false;
		for (const [name, { to: now, place }] of relations) {
			if (!taken.has(now) || relations.has(now)) continue;
			blocked = relations.delete(name);
			if (place) constraints.get(place.table)?.delete(place.constraint);
		}
	}
	const statements = [
		...[...constraints].flatMap(([table, names]) => {
			const own = before.get(`table ${table}`);
			if (own?.kind !== 'table') return [];
			const used = new Set(own.constraints.map(({ name }) => name ?? ''));
			const keys = keysAmong(names, own);
			const others = [...names].filter(([old]) => !keys.has(old));
			return inOrder(new Map(others), used, inBetween).map((step) =>
				constraintRenamed(own, step.from, step.to)
			);
		}),
		...renamedRelations(relations, taken)
	];
	if (statements.length === 0) return { statements, schema: from };
	return {
		statements,
		schema: { objects: from.objects.map((object) => renamed(object, constraints, relations)) }
	};
}

/** The schema with other names for indexes, keys and sequences, and the statements that give them; `taken` are the names of relations. */
export function withRelationNames(
	from: Schema,
	relations: ReadonlyMap<string, Relation>,
	taken: ReadonlySet<string>
): Aligned {
	if (relations.size === 0) return { statements: [], schema: from };
	const constraints = new Map<string, Map<string, string>>();
	for (const { to, place } of relations.values()) {
		if (place === undefined) continue;
		const names = constraints.get(place.table) ?? new Map<string, string>();
		constraints.set(place.table, names.set(place.constraint, namePartsOf(to).name));
	}
	return {
		statements: renamedRelations(relations, taken),
		schema: { objects: from.objects.map((object) => renamed(object, constraints, relations)) }
	};
}

/** What is renamed and has a name that no two relations may share. */
export interface Relation {
	readonly to: string;
	readonly word?: string;
	/** Where it is the index of a constraint, and is renamed with that. */
	readonly place?: KeyPlace;
}

interface KeyPlace {
	readonly table: string;
	readonly constraint: string;
	/** In a table of a type PostgreSQL renames only the index itself, and the constraint along with it. */
	readonly typed: boolean;
}

/** Where the constraint of a key stands. */
export function keyPlace({ name, options }: Table, constraint: string): KeyPlace {
	return { table: name, constraint, typed: options.ofType !== undefined };
}

/** Those of a table's renamed constraints that have an index of their name. */
function keysAmong(names: ReadonlyMap<string, string>, table: Table): ReadonlyMap<string, string> {
	const keys = new Set(table.constraints.filter(isKey).map(({ name }) => name));
	return new Map([...names].filter(([old]) => keys.has(old)));
}

function renamedRelations(
	relations: ReadonlyMap<string, Relation>,
	taken: ReadonlySet<string>
): readonly string[] {
	const first = new Map<string, string>();
	return inOrder(new Map([...relations].map(([old, { to }]) => [old, to])), taken).map(({ from, to }) => {
		const origin = first.get(from) ?? from;
		first.set(to, origin);
		const { word, place } = relations.get(origin) ?? {};
		const [old, now] = [from, to].map((name) => identifier(namePartsOf(name).name));
		return place?.typed === false
			? `ALTER TABLE ${place.table} RENAME CONSTRAINT ${old ?? ''} TO ${now ?? ''}`
			: `ALTER ${word ?? 'INDEX'} ${from} RENAME TO ${now ?? ''}`;
	});
}

/** The names that an object takes of those that no two relations may share. */
export function relationNames(object: SchemaObject): readonly string[] {
	if (object.kind !== 'table') return alone.has(object.kind) ? [object.name] : [];
	return [
		object.name,
		...object.constraints.filter(isKey).map(({ name }) => besides(object.name, name ?? '')),
		...countedIn(object).map((column) => identitySequence(object.name, column))
	];
}

const alone = new Set(['index', 'sequence', 'view', 'materializedView', 'compositeType']);

/** What a constraint says, whatever it is called. */
function saying({ name: _, comment: __, ...constraint }: Constraint): string {
	const { indexComment: ___, partitionOf, ...options } = constraint.options;
	return constraintKey({
		...constraint,
		options: { ...options, ...(partitionOf !== undefined && { part: true }) }
	});
}

/** Constraints to be renamed: old name → new name. What comes from a parent is renamed there. */
function constraintNames(from: Table, to: Table): Map<string, string> {
	const names = new Map<string, string>();
	const isSame = (a: Constraint, b: Constraint) => sameValue(a, b, ['needs', 'comment']);
	if (sameList(from.constraints, to.constraints, isSame)) return names;
	const known = new Set(from.constraints.map(({ name }) => name));
	const left = to.constraints.filter(({ name }) => !known.has(name));
	for (const constraint of from.constraints) {
		const { name, options } = constraint;
		if (
			name === undefined ||
			to.constraints.some((other) => other.name === name && saying(other) === saying(constraint))
		)
			continue;
		if (options.inherited === true && !isKey(constraint)) continue;
		const at = left.findIndex((other) => saying(other) === saying(constraint));
		const [found] = at < 0 ? [] : left.splice(at, 1);
		if (found?.name !== undefined) names.set(name, found.name);
	}
	return names;
}

function twinOf(
	index: Index,
	to: Schema,
	before: ReadonlyMap<string, SchemaObject>,
	used: ReadonlyMap<string, { readonly to: string }>
): Index | undefined {
	const taken = takenBy(used);
	return to.objects.find(
		(object): object is Index =>
			object.kind === 'index' &&
			!before.has(objectKey(object)) &&
			!taken.has(object.name) &&
			namePartsOf(object.name).schema === namePartsOf(index.name).schema &&
			sameMeaning({ ...plain(index), name: object.name }, plain(object))
	);
}

function plain({ comment: _, ...index }: Index): Index {
	const { partitionOf, ...options } = index.options;
	return { ...index, options: { ...options, ...(partitionOf !== undefined && { part: true }) } };
}

/** The sequence that fills the same column later. */
function ownedTwin(
	sequence: Definition,
	to: Schema,
	before: ReadonlyMap<string, SchemaObject>
): Definition | undefined {
	if (ownerOf(sequence) === undefined) return undefined;
	return to.objects.find(
		(object): object is Definition =>
			object.kind === 'sequence' &&
			!before.has(objectKey(object)) &&
			object.properties.ownedBy === sequence.properties.ownedBy &&
			namePartsOf(object.name).schema === namePartsOf(sequence.name).schema
	);
}

/**
 * The sequence of its own that the same defaults draw from later, and that counts alike: where it stands must not be lost, as the
 * next row would get a number that is taken.
 */
function drawnTwin(
	sequence: Definition,
	{
		from,
		to,
		before
	}: { readonly from: Schema; readonly to: Schema; readonly before: ReadonlyMap<string, SchemaObject> },
	used: ReadonlyMap<string, Relation>
): Definition | undefined {
	if (ownerOf(sequence) !== undefined) return undefined;
	const placesIn = (schema: Schema, name: string) =>
		drawingFrom(name, schema).map(({ table, column }) => columnNode(table.name, column.name));
	const drawn = placesIn(from, sequence.name);
	if (drawn.length === 0) return undefined;
	const taken = takenBy(used);
	return to.objects.find(
		(object): object is Definition =>
			object.kind === 'sequence' &&
			!before.has(objectKey(object)) &&
			!taken.has(object.name) &&
			namePartsOf(object.name).schema === namePartsOf(sequence.name).schema &&
			countAlike(sequence, object) &&
			sameValue(placesIn(to, object.name).toSorted(), drawn.toSorted())
	);
}

/** The names that something is to get. */
function takenBy(relations: ReadonlyMap<string, { readonly to: string }>): ReadonlySet<string> {
	return new Set([...relations.values()].map(({ to: name }) => name));
}

function renamed(
	object: SchemaObject,
	constraints: ReadonlyMap<string, ReadonlyMap<string, string>>,
	relations: ReadonlyMap<string, { readonly to: string }>
): SchemaObject {
	const node = (name: string) => {
		const [kind, rest] = [name.slice(0, name.indexOf(' ')), name.slice(name.indexOf(' ') + 1)];
		if (kind === 'index' || kind === 'sequence') return `${kind} ${relations.get(rest)?.to ?? rest}`;
		if (kind !== 'constraint') return name;
		for (const [table, names] of constraints) {
			for (const [old, now] of names)
				if (name === constraintNode(table, old)) return constraintNode(table, now);
		}
		return name;
	};
	const nodes = (list: readonly string[] | undefined) => list?.map(node);
	const needs = object.needs && { needs: object.needs.map(node) };
	const name = relations.get(object.name)?.to ?? object.name;
	if (object.kind === 'sequence') return { ...object, ...needs, name };
	if (object.kind === 'index') {
		return { ...object, ...needs, name, options: withIndexAbove(object.options, constraints, relations) };
	}
	if (object.kind !== 'table') return { ...object, ...needs };
	const names = constraints.get(object.name);
	const named = (option: string | boolean | undefined) => {
		if (typeof option !== 'string') return option;
		const [word, bare] = option.startsWith('USING INDEX ')
			? ['USING INDEX ', option.slice(12)]
			: ['', option];
		const { name } = namePartsOf(bare);
		const now = relations.get(besides(object.name, name))?.to;
		return `${word}${identifier(names?.get(name) ?? (now === undefined ? name : namePartsOf(now).name))}`;
	};
	const { replicaIdentity, cluster, ...options } = object.options;
	const identity =
		named(replicaIdentity === 'FULL' || replicaIdentity === 'NOTHING' ? undefined : replicaIdentity) ??
		replicaIdentity;
	const clustered = named(cluster);
	return {
		...object,
		...needs,
		options: {
			...options,
			...(identity !== undefined && { replicaIdentity: identity }),
			...(clustered !== undefined && { cluster: clustered })
		},
		columns: object.columns.map((column) => {
			const filled = [...relations].find(([old]) => column.default === nextOf(old))?.[1].to;
			const [own, value] = [nodes(column.needs), nodes(column.defaultNeeds)];
			const counts =
				column.options.identity === undefined
					? undefined
					: relations.get(identitySequence(object.name, column))?.to;
			return {
				...(counts === undefined ? column : countedBy(object.name, column, counts)),
				...(filled !== undefined && { default: nextOf(filled) }),
				...(own && { needs: own }),
				...(value && { defaultNeeds: value })
			};
		}),
		constraints: object.constraints.map((constraint) => {
			const now = names?.get(constraint.name ?? '');
			return {
				...constraint,
				...(constraint.needs && { needs: constraint.needs.map(node) }),
				...(now !== undefined && { name: now }),
				options: withIndexAbove(constraint.options, constraints, relations)
			};
		})
	};
}

/** What an index is a part of, by the name that has now. */
function withIndexAbove(
	options: Index['options'],
	constraints: ReadonlyMap<string, ReadonlyMap<string, string>>,
	relations: ReadonlyMap<string, { readonly to: string }>
): Index['options'] {
	const { partitionOf } = options;
	if (typeof partitionOf !== 'string') return options;
	const keys = [...constraints].flatMap(([table, names]) =>
		[...names].map(([old, now]) => [besides(table, old), besides(table, now)] as const)
	);
	const now = relations.get(partitionOf)?.to ?? new Map(keys).get(partitionOf) ?? partitionOf;
	return { ...options, partitionOf: now };
}
