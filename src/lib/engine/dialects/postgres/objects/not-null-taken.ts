import type { Column, Schema, Table } from '../../../schema/model.ts';
import type { Omitted } from '../column-text.ts';
import { isMadeApart } from './index-fate.ts';
import type { PlanContext } from './kind.ts';
import { hasOwnNotNull } from './locality.ts';
import { usualNotNull } from './not-null-name.ts';
import { isTied } from './ties.ts';

/** What makes the text of a column say the name of its NOT NULL, where something else has it by then and PostgreSQL would take another. */
export function saidName(table: Table, column: Column, context: PlanContext): Pick<Omitted, 'usualNotNull'> {
	const usual = usualNotNull(table.name, column.name);
	const others = column.nullable
		? []
		: [...(holders(context.from).get(usual) ?? []), ...madeEarlier(usual, context)];
	return others.some((name) => name !== table.name) ? { usualNotNull: usual } : {};
}

/** The tables that have a NOT NULL of that name by themselves, so that it does not come from the table that is asked for. */
function madeEarlier(name: string, context: PlanContext): readonly string[] {
	const { to } = context;
	return (holders(to).get(name) ?? []).filter((table) => {
		const found = to.objects.find((object) => object.kind === 'table' && object.name === table);
		if (found?.kind !== 'table') return false;
		return (
			isTied(table, context) ||
			isMadeApart(table, context) ||
			found.columns.some((column) => column.options.notNullName === name && hasOwnNotNull(column))
		);
	});
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly string[]>>();

/** The tables by the names of their NOT NULLs, as far as these are not the usual ones. */
function holders(schema: Schema): ReadonlyMap<string, readonly string[]> {
	const answer = known.get(schema);
	if (answer) return answer;
	const found = new Map<string, string[]>();
	for (const object of schema.objects) {
		if (object.kind !== 'table') continue;
		for (const { options } of object.columns) {
			if (typeof options.notNullName !== 'string') continue;
			found.set(options.notNullName, [...(found.get(options.notNullName) ?? []), object.name]);
		}
	}
	known.set(schema, found);
	return found;
}
