import type { SchemaObject } from '../../../schema/model.ts';
import { aggregates } from './aggregates.ts';
import { casts } from './type-casts.ts';
import { collations } from './collations.ts';
import { compositeTypes } from './composite-types.ts';
import { conversions } from './conversions.ts';
import { domains } from './domains.ts';
import { enums } from './enums.ts';
import { eventTriggers } from './event-triggers.ts';
import { extensions } from './extensions.ts';
import { foreignDataWrappers, servers, userMappings } from './foreign-data.ts';
import { functions } from './functions.ts';
import { indexes } from './indexes.ts';
import type { ObjectKind } from './kind.ts';
import { accessMethods, languages, transforms } from './languages.ts';
import { operatorClasses, operatorFamilies } from './operator-classes.ts';
import { operators } from './operators.ts';
import { policies } from './policies.ts';
import { publications } from './publications.ts';
import { rangeTypes } from './range-types.ts';
import { rules } from './rules.ts';
import { schemas } from './schemas.ts';
import { sequences } from './sequences.ts';
import { statistics } from './statistics.ts';
import { tables } from './tables.ts';
import { textSearchConfigurations } from './text-search-configurations.ts';
import { textSearchDictionaries, textSearchParsers, textSearchTemplates } from './text-search.ts';
import { triggers } from './triggers.ts';
import { views } from './views.ts';

/** Every kind of object that is known; the order is that in which things are made where nothing else decides. */
export const objectKinds: readonly ObjectKind[] = [
	any(schemas),
	any(extensions),
	any(languages),
	any(collations),
	any(enums),
	any(compositeTypes),
	any(domains),
	any(rangeTypes),
	any(sequences),
	any(functions),
	any(conversions),
	any(operators),
	any(aggregates),
	any(operatorFamilies),
	any(operatorClasses),
	any(casts),
	any(transforms),
	any(accessMethods),
	any(textSearchParsers),
	any(textSearchTemplates),
	any(textSearchDictionaries),
	any(textSearchConfigurations),
	any(foreignDataWrappers),
	any(servers),
	any(userMappings),
	any(tables),
	any(indexes),
	any(statistics),
	any(views),
	any(rules),
	any(triggers),
	any(policies),
	any(publications),
	any(eventTriggers)
];

/** Each is only ever given objects of its own kinds, which the compiler cannot see. */
function any<Kind extends SchemaObject['kind']>(kind: ObjectKind<Kind>): ObjectKind {
	return kind as unknown as ObjectKind;
}

const byKind = new Map(objectKinds.flatMap((kind) => kind.kinds.map((name) => [name, kind] as const)));
const places = new Map(objectKinds.flatMap(({ kinds }) => kinds).map((name, at) => [name, at]));

/** How objects of that kind are made and changed. */
export function kindOf(kind: SchemaObject['kind']): ObjectKind {
	const found = byKind.get(kind);
	if (found === undefined) throw new Error(`PostgreSQL has no objects of the kind ${kind} here.`);
	return found;
}

/** The kind's place among all kinds, in the order in which things are made. */
export function placeOfKind(kind: SchemaObject['kind']): number {
	return places.get(kind) ?? places.size;
}
