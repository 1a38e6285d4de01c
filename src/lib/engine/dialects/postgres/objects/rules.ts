import type { Definition } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import type { Step } from '../step.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	finishing,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';
import { afterRows, goesAlong, ownName, states } from './triggers.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly table: string;
	readonly definition: string;
	readonly enabled: string;
	readonly comment: string | null;
}

const query = `
	SELECT r.oid::int8 AS oid, quote_ident(r.rulename) AS name, c.oid::regclass::text AS "table",
		pg_get_ruledef(r.oid, true) AS definition, r.ev_enabled AS enabled, obj_description(r.oid, 'pg_rewrite') AS comment
	FROM pg_catalog.pg_rewrite r
	JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	WHERE r.rulename <> '_RETURN' AND ${inUserSchema} AND ${ofNoExtension('pg_class', 'c.oid')}`;

/** Rules that rewrite statements. */
export const rules: ObjectKind<'rule'> = {
	kinds: ['rule'],
	rowsIn: "pg_rewrite WHERE rulename <> '_RETURN'",

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const definition = castInside(row.definition).trim().replace(/;$/, '');
			const object: Definition = {
				kind: 'rule',
				name: `${row.name} on ${row.table}`,
				table: row.table,
				properties: given({ definition, enabled: states[row.enabled] }),
				...commented(row.comment),
				sql: definition
			};
			return { object, nodes: standsFor(object, 'pg_rewrite', [row.oid]) };
		});
	},

	create: (rule, { to }) => [
		{ ...making(rule), ...afterRows(rule.table ?? '', to) },
		...enabling(rule, undefined)
	],
	drop: (rule, context) =>
		goesAlong(rule, rule.table ?? '', context) ? [] : [dropping(rule, `DROP ${address(rule)}`)],

	alter(from, to) {
		const same = text(from, 'definition') === text(to, 'definition');
		const replaced = same ? [] : [changing(from, to, to.sql.replace(/^CREATE/, 'CREATE OR REPLACE'))];
		return [...replaced, ...enabling(to, text(from, 'enabled'))];
	},

	address
};

function address(rule: Definition): string {
	return `RULE ${ownName(rule)} ON ${rule.table ?? ''}`;
}

function enabling(rule: Definition, before: string | undefined): readonly Step[] {
	const enabled = text(rule, 'enabled');
	if (enabled === before) return [];
	return [finishing(rule, `ALTER TABLE ${rule.table ?? ''} ${enabled ?? 'ENABLE'} RULE ${ownName(rule)}`)];
}
