import {
	objectKey,
	type Definition,
	type Schema,
	type SchemaObject,
	type Trigger
} from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { catchingTrigger } from '../catch-reach.ts';
import { rankOf, type Step } from '../step.ts';
import { rowsNode } from './constraint-steps.ts';
import { parentsOf, tableIn } from './family.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	finishing,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly table: string;
	readonly definition: string;
	readonly enabled: string;
	readonly constraint: number;
	/** The trigger on the table above that it is a part of. */
	readonly above: string | null;
	readonly comment: string | null;
}

const query = `
	SELECT t.oid::int8 AS oid, quote_ident(t.tgname) AS name, c.oid::regclass::text AS "table",
		pg_get_triggerdef(t.oid, true) AS definition, t.tgenabled AS enabled, t.tgconstraint::int8 AS "constraint",
		quote_ident(above.tgname) || ' on ' || above.tgrelid::regclass::text AS above,
		obj_description(t.oid, 'pg_trigger') AS comment
	FROM pg_catalog.pg_trigger t
	JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	LEFT JOIN pg_catalog.pg_trigger above ON above.oid = t.tgparentid
	WHERE NOT t.tgisinternal AND NOT starts_with(t.tgname, '${catchingTrigger}') AND (t.tgparentid = 0 OR t.tgenabled <> above.tgenabled) AND ${inUserSchema} AND ${ofNoExtension('pg_class', 'c.oid')}`;

/**
 * Triggers on tables and views. Those that PostgreSQL keeps for constraints are left out, and those for partitions where they
 * are on and off with the trigger above.
 */
export const triggers: ObjectKind<'trigger'> = {
	kinds: ['trigger'],
	rowsIn: 'pg_trigger WHERE NOT tgisinternal',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const definition = castInside(row.definition);
			const head = /^CREATE (CONSTRAINT )?TRIGGER ("(?:[^"]|"")+"|\S+) /.exec(definition);
			const options: Record<string, string | boolean> = {};
			const enabled = states[row.enabled];
			if (enabled !== undefined) options.enabled = enabled;
			if (head?.[1] !== undefined) options.constraint = true;
			if (row.above !== null) options.partOf = row.above;
			const object: Trigger = {
				kind: 'trigger',
				name: `${row.name} on ${row.table}`,
				table: row.table,
				definition: row.above === null ? definition.slice(head?.[0].length ?? 0) : '',
				options,
				...commented(row.comment),
				sql: definition
			};
			const nodes = [...standsFor(object, 'pg_trigger', [row.oid])];
			return { object, nodes: [...nodes, ...standsFor(object, 'pg_constraint', [row.constraint])] };
		});
	},

	create: (trigger, { to }) =>
		trigger.options.partOf === undefined
			? [{ ...making(trigger), ...afterRows(trigger.table, to) }, ...enabling(trigger, undefined)]
			: [{ ...turning(trigger, trigger.options.enabled), creates: [objectKey(trigger)] }],
	drop(trigger, context) {
		if (trigger.options.partOf !== undefined) return backInLine(trigger, context);
		return goesAlong(trigger, trigger.table, context) ? [] : [dropping(trigger, `DROP ${address(trigger)}`)];
	},

	alter(from, to) {
		const same = from.definition === to.definition;
		if (from.options.constraint !== to.options.constraint) return undefined;
		if (to.options.partOf !== undefined) return enabling(to, from.options.enabled);
		if (!same && to.options.constraint === true) return undefined;
		if (same) return enabling(to, from.options.enabled);
		// One that is replaced is on, whatever it was.
		return [changing(from, to, to.sql.replace(/^CREATE/, 'CREATE OR REPLACE')), ...enabling(to, undefined)];
	},

	address
};

/** Where what runs by itself comes: when the script itself has written the rows that it writes. */
export function afterRows(name: string, schema: Schema): Pick<Step, 'rank' | 'rather'> {
	const above = (table: string): readonly string[] => {
		const found = tableIn(schema, table);
		return [table, ...(found === undefined ? [] : parentsOf(found).flatMap(above))];
	};
	return { rank: rankOf.create + 58, rather: above(name).map(rowsNode) };
}

/** How it is on other than in ordinary work, by `tgenabled`. */
export const states: Readonly<Record<string, string | undefined>> = {
	D: 'DISABLE',
	A: 'ENABLE ALWAYS',
	R: 'ENABLE REPLICA'
};

function address(trigger: Trigger): string {
	return `TRIGGER ${ownName(trigger)} ON ${trigger.table}`;
}

/** Its name without that of its table. */
export function ownName({ name, table = '' }: { readonly name: string; readonly table?: string }): string {
	return name.slice(0, -` on ${table}`.length);
}

function enabling(trigger: Trigger, before: string | boolean | undefined): readonly Step[] {
	const { enabled } = trigger.options;
	return enabled === before ? [] : [turning(trigger, enabled)];
}

/** The step that turns a trigger on or off. */
function turning(trigger: Trigger, enabled: string | boolean | undefined): Step {
	const verb = typeof enabled === 'string' ? enabled : 'ENABLE';
	return finishing(trigger, `ALTER TABLE ${trigger.table} ${verb} TRIGGER ${ownName(trigger)}`);
}

/** What makes the part of a trigger be on and off with the trigger above, if that stays. */
function backInLine(trigger: Trigger, { later, forced }: PlanContext): readonly Step[] {
	const key = `trigger ${String(trigger.options.partOf)}`;
	const above = later(key);
	if (above?.kind !== 'trigger' || forced.has(key) || later(`table ${trigger.table}`) === undefined)
		return [];
	const { enabled } = above.options;
	if (enabled === trigger.options.enabled) return [];
	const step = turning(trigger, enabled);
	return [{ ...step, changes: [], after: [key] }];
}

/**
 * Whether it goes with its table without being told to: what it needs besides that table must not go in this script, or it would
 * have to go first.
 */
export function goesAlong(object: Definition | Trigger, table: string, context: PlanContext): boolean {
	const owner = ownerOf(table, context);
	if (owner === undefined || context.later(objectKey(owner)) !== undefined) return false;
	return (object.needs ?? []).every(
		(node) => node === objectKey(owner) || isColumnOf(node, owner) || context.later(node) !== undefined
	);
}

function isColumnOf(node: string, { name }: SchemaObject): boolean {
	return node.startsWith(`column ${name}.`);
}

function ownerOf(name: string, { before }: PlanContext): SchemaObject | undefined {
	return before(`table ${name}`) ?? before(`view ${name}`) ?? before(`materializedView ${name}`);
}
