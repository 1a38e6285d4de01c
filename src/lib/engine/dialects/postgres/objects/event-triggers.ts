import type { Definition } from '../../../schema/model.ts';
import type { Step } from '../step.ts';
import type { ObjectKind } from './kind.ts';
import {
	commented,
	dropping,
	finishing,
	given,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';
import { states } from './triggers.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly event: string;
	readonly function: string;
	readonly tags: readonly string[] | null;
	readonly enabled: string;
	readonly comment: string | null;
}

const query = `
	SELECT t.oid::int8 AS oid, quote_ident(t.evtname) AS name, t.evtevent AS event, t.evtfoid::regprocedure::text AS "function",
		ARRAY(SELECT quote_literal(tag) FROM unnest(t.evttags) AS tag) AS tags, t.evtenabled AS enabled,
		obj_description(t.oid, 'pg_event_trigger') AS comment
	FROM pg_catalog.pg_event_trigger t
	WHERE ${ofNoExtension('pg_event_trigger', 't.oid')}`;

/** Triggers on what is done to the schema. */
export const eventTriggers: ObjectKind<'eventTrigger'> = {
	kinds: ['eventTrigger'],
	rowsIn: 'pg_event_trigger',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const tags = row.tags ?? [];
			const when = tags.length === 0 ? '' : `\n\tWHEN TAG IN (${tags.join(', ')})`;
			const definition = `ON ${row.event}${when}\n\tEXECUTE FUNCTION ${row.function}`;
			const object: Definition = {
				kind: 'eventTrigger',
				name: row.name,
				properties: given({ definition, enabled: states[row.enabled] }),
				...commented(row.comment),
				sql: `CREATE EVENT TRIGGER ${row.name} ${definition}`
			};
			return { object, nodes: standsFor(object, 'pg_event_trigger', [row.oid]) };
		});
	},

	create: (trigger) => [making(trigger), ...enabling(trigger, undefined)],
	drop: (trigger) => [dropping(trigger, `DROP EVENT TRIGGER ${trigger.name}`)],
	alter: (from, to) =>
		text(from, 'definition') === text(to, 'definition') ? enabling(to, text(from, 'enabled')) : undefined,
	address: (trigger) => `EVENT TRIGGER ${trigger.name}`
};

function enabling(trigger: Definition, before: string | undefined): readonly Step[] {
	const enabled = text(trigger, 'enabled');
	if (enabled === before) return [];
	return [finishing(trigger, `ALTER EVENT TRIGGER ${trigger.name} ${enabled ?? 'ENABLE'}`)];
}
