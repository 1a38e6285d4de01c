import { objectKey, type SchemaObject, type Surroundings, type Table } from '../../schema/model.ts';

/**
 * The objects with the casts that they need as well: what is cast by a function depends, as PostgreSQL takes it down, on that
 * function alone. An expression that needs the function and does not call it by name can only mean the cast.
 */
export function withCastNeeds(objects: readonly SchemaObject[]): readonly SchemaObject[] {
	const casts = castsByFunction(objects);
	if (casts.size === 0) return objects;
	return objects.map((object) => {
		if (object.kind === 'cast') return object;
		return object.kind === 'table' ? tableWith(object, casts) : withNeedsOf(object, casts);
	});
}

/** By the node of a function, the nodes of the casts that it makes. */
type Casts = ReadonlyMap<string, readonly string[]>;

function castsByFunction(objects: readonly SchemaObject[]): Casts {
	const found = new Map<string, string[]>();
	for (const object of objects) {
		if (object.kind !== 'cast') continue;
		for (const node of object.needs ?? []) {
			if (node.startsWith('function ')) found.set(node, [...(found.get(node) ?? []), objectKey(object)]);
		}
	}
	return found;
}

function tableWith(table: Table, casts: Casts): Table {
	return {
		...table,
		columns: table.columns.map((column) => {
			const own = withNeedsOf(column, casts);
			if (column.defaultNeeds === undefined) return own;
			const filled = castsIn(column.default ?? '', column.defaultNeeds, casts);
			return filled.length === 0 ? own : { ...own, defaultNeeds: [...column.defaultNeeds, ...filled] };
		}),
		constraints: table.constraints.map((constraint) => withNeedsOf(constraint, casts))
	};
}

function withNeedsOf<Part extends Surroundings>(part: Part, casts: Casts): Part {
	const { needs = [] } = part;
	if (!needs.some((node) => casts.has(node))) return part;
	const found = castsIn(JSON.stringify({ ...part, needs: [] }), needs, casts);
	return found.length === 0 ? part : { ...part, needs: [...needs, ...found] };
}

function castsIn(text: string, needs: readonly string[], casts: Casts): readonly string[] {
	return needs.flatMap((node) => (calls(text, node) ? [] : (casts.get(node) ?? [])));
}

/** Whether a text calls the function by name; `node` is `function app.name(arguments)`. */
function calls(text: string, node: string): boolean {
	const name = node.slice('function '.length, node.indexOf('('));
	return text.includes(`${name.slice(name.lastIndexOf('.') + 1)}(`);
}
