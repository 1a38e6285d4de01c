import type { Change } from './change.ts';
import { emptyPatch } from './model.ts';
import type { SchemaPatch } from './model.ts';

/** What a step did to the schema. */
export interface SchemaStep {
	readonly patch: SchemaPatch;
	readonly reverse: SchemaPatch;
	readonly changes: readonly Change[];
}

/** What a step without statements does. */
export const nothingSeen: SchemaStep = { patch: emptyPatch, reverse: emptyPatch, changes: [] };
