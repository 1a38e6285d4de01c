import { objectKey, type Schema, type SchemaObject } from '../../schema/model.ts';
import type { ObjectNodes } from '../../schema/units.ts';
import { mentioned } from './mentions.ts';
import { parentsOf } from './objects/family.ts';
import { allNodesOf, partsOf } from './parts.ts';

/** What a change reaches it through: the tables above a table, and the index above that of a partition, with the partition. */
function aboveOf(object: SchemaObject): readonly string[] {
	if (object.kind === 'table') return parentsOf(object).map((name) => `table ${name}`);
	if (object.kind !== 'index' || typeof object.options.partitionOf !== 'string') return [];
	return [`index ${object.options.partitionOf}`, `table ${object.table}`];
}

/** What the objects of a schema bring along and need, as PostgreSQL knows it; of functions, what their bodies name as well. */
export function objectNodes(schema: Schema): readonly ObjectNodes[] {
	return schema.objects.map((object) => {
		const body = object.kind === 'function' || object.kind === 'procedure' ? object.sql : '';
		return {
			key: objectKey(object),
			name: object.name,
			has: allNodesOf(object),
			goesWith: aboveOf(object),
			needs: [
				...(object.needs ?? []),
				...[...partsOf(object).values()].flat(),
				...(body === '' ? [] : mentioned(schema, body).nodes)
			]
		};
	});
}
