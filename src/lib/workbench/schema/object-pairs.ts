import type { Change } from '../../engine/schema/change.ts';
import { objectKey, type Schema, type SchemaObject } from '../../engine/schema/model.ts';
import type { SignName } from '../../look/signs.ts';
import { ddlLines } from './ddl-lines.ts';

/** What a step did to a thing of the structure. */
export type StructureFate = Extract<SignName, 'kept' | 'changed' | 'added' | 'lost'>;

/** One object on both sides of a step, as text. */
export interface ObjectPair {
	readonly key: string;
	readonly kind: SchemaObject['kind'];
	readonly name: string;
	/** The name before, where the step renamed it. */
	readonly was?: string;
	readonly fate: StructureFate;
	/** Statement text as the database keeps it; undefined on the side where the object does not exist. */
	readonly before: string | undefined;
	readonly after: string | undefined;
}

/** Every object of either side: what tables rest on, each table followed by what stands on it, views, and the rest. */
export function pairObjects(before: Schema, after: Schema, changes: readonly Change[]): ObjectPair[] {
	const renamed = new Map(
		changes.flatMap((change) => (change.kind === 'renameTable' ? [[change.to, change.from] as const] : []))
	);
	const earlier = new Map(before.objects.map((object) => [objectKey(object), object]));
	const pairs: { pair: ObjectPair; owner: string }[] = [];
	for (const object of after.objects) {
		const was = object.kind === 'table' ? renamed.get(object.name) : undefined;
		const key = objectKey({ kind: object.kind, name: was ?? object.name });
		const old = earlier.get(key);
		earlier.delete(key);
		pairs.push({
			owner: ownerOf(object),
			pair: {
				key: objectKey(object),
				kind: object.kind,
				name: object.name,
				...(was === undefined ? {} : { was }),
				fate: old === undefined ? 'added' : sameText(old, object) ? 'kept' : 'changed',
				before: old?.sql,
				after: object.sql
			}
		});
	}
	for (const object of earlier.values()) {
		pairs.push({
			owner: ownerOf(object),
			pair: {
				key: `before ${objectKey(object)}`,
				kind: object.kind,
				name: object.name,
				fate: 'lost',
				before: object.sql,
				after: undefined
			}
		});
	}
	return pairs.toSorted(inReadingOrder).map(({ pair }) => pair);
}

const kindOrder: readonly SchemaObject['kind'][] = [
	'table',
	'index',
	'trigger',
	'policy',
	'rule',
	'statistics'
];

/** What comes before the tables: they are made of it. */
const beneath: readonly SchemaObject['kind'][] = [
	'schema',
	'extension',
	'collation',
	'enum',
	'domain',
	'compositeType',
	'rangeType',
	'baseType',
	'sequence'
];

function shelfOf(kind: SchemaObject['kind']): number {
	if (beneath.includes(kind)) return 0;
	if (kindOrder.includes(kind)) return 1;
	return kind === 'view' || kind === 'materializedView' ? 2 : 3;
}

function inReadingOrder(
	left: { pair: ObjectPair; owner: string },
	right: { pair: ObjectPair; owner: string }
): number {
	return (
		shelfOf(left.pair.kind) - shelfOf(right.pair.kind) ||
		compareText(left.owner, right.owner) ||
		kindOrder.indexOf(left.pair.kind) - kindOrder.indexOf(right.pair.kind) ||
		compareText(left.pair.name, right.pair.name)
	);
}

function compareText(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

function ownerOf(object: SchemaObject): string {
	return 'table' in object && object.table !== undefined ? object.table : object.name;
}

function sameText(left: SchemaObject, right: SchemaObject): boolean {
	return left.sql === right.sql || ddlLines(left.sql).join('\n') === ddlLines(right.sql).join('\n');
}

/** The sign a change is shown with. */
export function fateOfChange(change: Change): StructureFate {
	switch (change.kind) {
		case 'addObject':
		case 'addColumn':
		case 'addConstraint':
			return 'added';
		case 'dropObject':
		case 'dropColumn':
		case 'dropConstraint':
			return 'lost';
		default:
			return 'changed';
	}
}
