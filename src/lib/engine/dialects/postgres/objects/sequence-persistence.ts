import type { Definition, Schema } from '../../../schema/model.ts';
import { tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { ownerOf } from './serial.ts';
import { since } from './since.ts';

/** Whether it is kept through no crash, be it by itself or with the table that owns it. */
export function isUnlogged(sequence: Definition, schema: Schema): boolean {
	const { unlogged, logged } = sequence.properties;
	const table = tableIn(schema, ownerOf(sequence)?.table ?? '');
	return unlogged === true || (logged !== true && table?.options.unlogged === true);
}

/**
 * The statement after that which makes a sequence for a column of an unlogged table: it is kept as its table is, which older
 * databases do not know. Undefined where none is needed.
 */
export function keptAsTable(sequence: Definition, context: PlanContext): string | undefined {
	return sequence.properties.unlogged !== true && isUnlogged(sequence, context.to)
		? since(15, `ALTER SEQUENCE ${sequence.name} SET UNLOGGED`, context)
		: undefined;
}
