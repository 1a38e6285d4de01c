import type { Constraint, ForeignKey, Schema, Table } from '../../../schema/model.ts';
import { tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';

/** Says that a table is logged or unlogged as it will be. */
export function persistenceNode(table: string): string {
	return `persistence ${table}`;
}

/** The tables that must be turned first when one becomes logged or unlogged: a logged table points at no unlogged one. */
export function turnedBefore(table: Table, context: PlanContext): readonly string[] {
	const stays = (owner: Table, key: Constraint): key is ForeignKey =>
		key.kind === 'foreignKey' && key.table !== owner.name && !isInTheWay(owner.name, key, context);
	if (table.options.unlogged !== true) {
		const old = tableIn(context.from, table.name);
		return (old?.constraints ?? []).flatMap((key) => (old && stays(old, key) ? [key.table] : []));
	}
	return tablesOf(context.from).flatMap((owner) =>
		owner.constraints.some((key) => stays(owner, key) && key.table === table.name) ? [owner.name] : []
	);
}

/** Whether a foreign key must go meanwhile, as round a circle of keys no table can be turned first. */
export function isInTheWay(table: string, key: ForeignKey, context: PlanContext): boolean {
	if (key.table === table || !isTurned(table, context) || !isTurned(key.table, context)) return false;
	const seen = new Set([key.table]);
	for (const name of seen) {
		for (const next of tableIn(context.from, name)?.constraints ?? []) {
			if (next.kind === 'foreignKey' && isTurned(next.table, context)) seen.add(next.table);
		}
	}
	return seen.has(table);
}

function isTurned(table: string, { from, to }: PlanContext): boolean {
	const [old, now] = [tableIn(from, table), tableIn(to, table)];
	return old !== undefined && now !== undefined && old.options.unlogged !== now.options.unlogged;
}

function tablesOf({ objects }: Schema): readonly Table[] {
	return objects.filter((object) => object.kind === 'table');
}
