import { objectKey, type SchemaObject } from '../../schema/model.ts';
import { literal } from './identifier.ts';
import { kindOf } from './objects/index.ts';
import { rankOf, type Step } from './step.ts';

/** The step that says what `object` is for, or no longer says it. */
export function commentStep(object: SchemaObject, comment: string | undefined): Step {
	return commentOn(kindOf(object.kind).address(object), comment, objectKey(object));
}

/** The same for a part of an object: `address` is how COMMENT ON names it, `node` what must be there. */
export function commentOn(address: string, comment: string | undefined, node: string): Step {
	return {
		sql: `COMMENT ON ${address} IS ${comment === undefined ? 'NULL' : literal(comment)}`,
		rank: rankOf.comment,
		after: [node]
	};
}
