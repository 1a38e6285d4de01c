import type { SchemaObject } from '../../schema/model.ts';

/** The texts of an object, or of parts of one, that need `node`, so that values of that type may stand in them. */
export function partsWritten(object: SchemaObject, node: string): readonly string[] {
	const uses = (needs: readonly string[] | undefined) => needs?.includes(node) === true;
	if (object.kind === 'function' || object.kind === 'procedure') {
		// A body that is text is looked at by nobody, if need be.
		const { body, definition } = object.properties;
		if (!uses(object.needs) || typeof definition !== 'string') return [];
		return [typeof body === 'string' ? definition.replace(body, '') : definition];
	}
	if (object.kind !== 'table') return uses(object.needs) ? [JSON.stringify({ ...object, comment: '' })] : [];
	const { bound } = object.options;
	const isKeyed = object.columns.some(({ needs }) => uses(needs));
	return [
		...(typeof bound === 'string' && isKeyed ? [bound] : []),
		...object.columns.flatMap(({ default: value, generated, defaultNeeds, needs }) =>
			uses(defaultNeeds) || uses(needs) ? [value ?? '', generated?.expression ?? ''] : []
		),
		...object.constraints.flatMap((constraint) =>
			uses(constraint.needs) ? [JSON.stringify(constraint)] : []
		)
	];
}
