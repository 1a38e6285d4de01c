import { objectKey, type Schema } from '../../schema/model.ts';
import type { ObjectNodes } from '../../schema/units.ts';
import { mentionedNames } from './mentions.ts';

/**
 * What the objects of a schema bring along and need, as far as the names in their statements tell: a table or view that
 * is named, and those of its columns whose names stand there too. That is more than there is, rather than less.
 */
export function objectNodes(schema: Schema): readonly ObjectNodes[] {
	const relations = new Map(
		schema.objects.flatMap((object) => {
			if (object.kind !== 'table' && object.kind !== 'view') return [];
			const columns = object.kind === 'table' ? object.columns.map(({ name }) => name) : object.columns;
			return [[object.name.toLowerCase(), columns.map((name) => name.toLowerCase())] as const];
		})
	);
	return schema.objects.map((object) => {
		const name = object.name.toLowerCase();
		const columns = object.kind === 'table' || object.kind === 'view' ? (relations.get(name) ?? []) : [];
		const has = columns.map((column) => `${name}.${column}`);
		const words = new Set(mentionedNames(object));
		const needs = [...words].flatMap((word) => {
			const found = word === name ? undefined : relations.get(word);
			if (found === undefined) return [];
			return [word, ...found.filter((column) => words.has(column)).map((column) => `${word}.${column}`)];
		});
		return { key: objectKey(object), name, has: [name, ...has], needs };
	});
}
