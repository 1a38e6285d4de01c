import type { Definition } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly called: string;
	readonly function: string;
	readonly left: string | null;
	readonly right: string | null;
	readonly commutator: string | null;
	readonly negator: string | null;
	readonly restrict: string | null;
	readonly join: string | null;
	readonly hashes: boolean;
	readonly merges: boolean;
	readonly comment: string | null;
}

const partner = (oid: string) => `(SELECT 'OPERATOR(' || quote_ident(s.nspname) || '.' || p.oprname || ')'
	FROM pg_catalog.pg_operator p JOIN pg_catalog.pg_namespace s ON s.oid = p.oprnamespace WHERE p.oid = ${oid})`;

// An operator without a function is only the promise of one, made by its partner.
const query = `
	SELECT o.oid::int8 AS oid, CASE n.nspname WHEN 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || o.oprname AS called,
		CASE n.nspname WHEN 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || o.oprname || ' ('
			|| CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', '
			|| CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END || ')' AS name,
		o.oprcode::regproc::text AS "function", CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS "left",
		CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END AS "right",
		${partner('o.oprcom')} AS commutator, ${partner('o.oprnegate')} AS negator,
		NULLIF(o.oprrest::regproc::text, '-') AS restrict, NULLIF(o.oprjoin::regproc::text, '-') AS "join",
		o.oprcanhash AS hashes, o.oprcanmerge AS merges, obj_description(o.oid, 'pg_operator') AS comment
	FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
	WHERE o.oprcode <> 0 AND ${inUserSchema} AND ${ofNoExtension('pg_operator', 'o.oid')}`;

/** Operators, named with the types of their operands. */
export const operators: ObjectKind<'operator'> = {
	kinds: ['operator'],
	rowsIn: 'pg_operator',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const { left, right, commutator, negator, restrict, join, hashes, merges } = row;
			const parts = [
				`function = ${row.function}`,
				left === null ? '' : `leftarg = ${left}`,
				right === null ? '' : `rightarg = ${right}`,
				commutator === null ? '' : `commutator = ${commutator}`,
				negator === null ? '' : `negator = ${negator}`,
				restrict === null ? '' : `restrict = ${restrict}`,
				join === null ? '' : `join = ${join}`,
				hashes ? 'hashes' : '',
				merges ? 'merges' : ''
			].filter((part) => part !== '');
			const object: Definition = {
				kind: 'operator',
				name: row.name,
				properties: given({
					function: row.function,
					commutator: commutator ?? undefined,
					negator: negator ?? undefined,
					restrict: restrict ?? undefined,
					join: join ?? undefined,
					hashes,
					merges
				}),
				...commented(row.comment),
				sql: `CREATE OPERATOR ${row.called} (\n\t${parts.join(',\n\t')}\n)`
			};
			return { object, nodes: standsFor(object, 'pg_operator', [row.oid]) };
		});
	},

	create: (operator) => [making(operator)],
	drop: (operator) => [dropping(operator, `DROP OPERATOR ${operator.name}`)],

	alter(from, to) {
		const lasting = ['function', 'commutator', 'negator', 'hashes', 'merges'];
		if (lasting.some((name) => from.properties[name] !== to.properties[name])) return undefined;
		const parts = ['restrict', 'join'].filter((name) => text(from, name) !== text(to, name));
		const set = parts.map((name) => `${name} = ${text(to, name) ?? 'NONE'}`).join(', ');
		return set === '' ? [] : [changing(from, to, `ALTER OPERATOR ${to.name} SET (${set})`)];
	},

	address: (operator) => `OPERATOR ${operator.name}`
};
