import type { Schema, SchemaObject } from '../../schema/model.ts';
import { keyPlace, withRelationNames, type Aligned, type Relation } from './aligned-names.ts';
import { besides, inBetween, namePartsOf } from './object-names.ts';
import { isKey } from './objects/constraint-kind.ts';
import { countedIn, identitySequence } from './objects/identity.ts';
import { ownerOf } from './objects/serial.ts';

/** An index, sequence or the like with the table that it goes along with, if any. */
interface Part extends Omit<Relation, 'to'> {
	readonly name: string;
	readonly of: string;
}

/**
 * Gives indexes and sequences other names for a while where a table is to get the name of one, or would take one along to a schema in which
 * something has that name. Changes `taken`, the names of relations, accordingly.
 */
export function withWayMade(from: Schema, tables: ReadonlyMap<string, string>, taken: Set<string>): Aligned {
	const wanted = new Set(tables.values());
	const before = new Set(taken);
	const relations = new Map<string, Relation>();
	for (const { name, of, ...part } of from.objects.flatMap(partsOf)) {
		const later = tables.get(of);
		const home = later !== undefined && namePartsOf(later).schema !== namePartsOf(of).schema ? later : name;
		const carried = besides(home, namePartsOf(name).name);
		if (!wanted.has(name) && !wanted.has(carried) && (carried === name || !taken.has(carried))) continue;
		const to = free(name, home, taken);
		relations.set(name, { ...part, to });
		taken.delete(name);
		taken.add(to);
	}
	return withRelationNames(from, relations, before);
}

/** A name in between that nothing has, neither where it is now nor where it goes. */
function free(name: string, home: string, taken: ReadonlySet<string>, count = 0): string {
	const bare = inBetween(namePartsOf(name).name, count);
	const spare = besides(name, bare);
	return taken.has(spare) || taken.has(besides(home, bare)) ? free(name, home, taken, count + 1) : spare;
}

function partsOf(object: SchemaObject): readonly Part[] {
	if (object.kind === 'index') return [{ name: object.name, of: object.table, word: 'INDEX' }];
	if (object.kind === 'sequence')
		return [{ name: object.name, of: ownerOf(object)?.table ?? '', word: 'SEQUENCE' }];
	if (object.kind !== 'table') return [];
	const { name: of } = object;
	return [
		...countedIn(object).map((column) => ({ name: identitySequence(of, column), of, word: 'SEQUENCE' })),
		...object.constraints
			.filter(isKey)
			.map(({ name = '' }) => ({ name: besides(of, name), of, place: keyPlace(object, name) }))
	];
}
