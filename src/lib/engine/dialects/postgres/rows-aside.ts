import { objectKey } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { columnNode } from './nodes.ts';
import { fromJson } from './objects/composite-values.ts';
import { descendantsOf } from './objects/family.ts';
import type { PlanContext } from './objects/kind.ts';
import { holdersOfRows, isAmong, type RowHolder } from './objects/row-holders.ts';
import { usersIn } from './parts.ts';
import { rankOf, type Step } from './step.ts';

/**
 * PostgreSQL does not write the rows of a table anew while a column somewhere holds such rows as values. So what is in
 * these columns becomes JSON for that time, and comes back by the names of what is inside. A column that no longer holds
 * such rows goes before, and what comes to hold them comes after.
 */
export function withRowsAside(steps: readonly Step[], context: PlanContext): readonly Step[] {
	const tables = new Set(steps.flatMap(({ rewrites = [] }) => rewrites));
	const asides = new Map<string, readonly [holder: RowHolder, step: Step]>();
	const views = new Set<string>();
	const frees = new Map<string, readonly string[]>();
	const waits = new Map<string, string[]>();
	// To put a column aside writes the rows of its own table anew, which may be values elsewhere in turn.
	for (const table of tables) {
		const [before, later] = [holdersOfRows(table, context.from), holdersOfRows(table, context.to)];
		frees.set(table, before.map(nodeOf));
		for (const holder of before) {
			if (holder.object.kind !== 'table') views.add(nodeOf(holder));
			else if (isAmong(later, holder)) {
				const step = asideStep(holder, context);
				asides.set(nodeOf(holder), [holder, step]);
				for (const one of step.rewrites ?? []) tables.add(one);
			}
		}
		for (const holder of later) {
			const node = nodeOf(holder);
			waits.set(node, [...(waits.get(node) ?? []), writtenNode(table)]);
		}
	}
	const holders = new Set([...frees.values()].flat());
	if (holders.size === 0 && waits.size === 0) return steps;
	const placed = (step: Step): Step => {
		const { rewrites = [], drops = [], creates = [], breaks = [] } = step;
		const gone = [...drops, ...breaks].filter((node) => holders.has(node) && !asides.has(node));
		const ahead = rewrites.flatMap((table) => frees.get(table) ?? []);
		return {
			...step,
			creates: [...creates, ...rewrites.map(writtenNode), ...gone.map(freedNode)],
			after: [
				...(step.after ?? []),
				...ahead.map(freedNode),
				...[...creates, ...breaks].flatMap((node) => waits.get(node) ?? [])
			],
			forces: [...(step.forces ?? []), ...ahead.filter((node) => views.has(node))]
		};
	};
	const back = (step: Step): Step => {
		const node = step.breaks?.find((one) => asides.has(one)) ?? '';
		const [holder] = asides.get(node) ?? [];
		if (holder === undefined) return placed(step);
		const { after = [], ...rest } = placed(step);
		return { ...rest, sql: backText(holder, context), after: [...after, freedNode(node)] };
	};
	// What is put aside waits for nothing of what comes to hold rows.
	const aside = ([holder, step]: readonly [RowHolder, Step]): Step => {
		const own = new Set(waits.get(nodeOf(holder)));
		const { after = [], ...rest } = placed(step);
		return { ...rest, after: after.filter((node) => !own.has(node)) };
	};
	return [...[...asides.values()].map(aside), ...steps.map(back)];
}

function nodeOf({ object, column }: RowHolder): string {
	return object.kind === 'table' ? columnNode(object.name, column) : objectKey(object);
}

/** Says that a column holds no rows of another table any more, be it for a while. */
function freedNode(node: string): string {
	return `freed ${node}`;
}

/** Says that the rows of a table have been written anew. */
function writtenNode(table: string): string {
	return `written ${table}`;
}

function asideStep({ object, column }: RowHolder, { from }: PlanContext): Step {
	const name = identifier(column);
	const tables = [object.name, ...descendantsOf(from, object.name).map((heir) => heir.name)];
	const nodes = tables.map((table) => columnNode(table, column));
	const users = usersIn(from);
	const alongside = nodes
		.flatMap((node) => users.get(node) ?? [])
		.filter((user) => /^(?:index|constraint|statistics) /.test(user));
	return {
		sql: `ALTER TABLE ${object.name} ALTER COLUMN ${name} TYPE json USING to_json(${name})`,
		rank: rankOf.drop + 25,
		creates: nodes.map(freedNode),
		breaks: nodes,
		rewrites: tables,
		// They would have to stand on JSON meanwhile.
		forces: [...nodes, ...alongside]
	};
}

function backText({ object, column, type }: RowHolder, context: PlanContext): string {
	const name = identifier(column);
	const { before, value, after } = fromJson(name, type, context);
	const alter = `ALTER TABLE ${object.name} ALTER COLUMN ${name} TYPE ${type} USING ${value}`;
	return [before, alter, after].filter((sql) => sql !== undefined).join(';\n');
}
