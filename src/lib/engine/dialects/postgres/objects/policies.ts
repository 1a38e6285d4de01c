import type { Definition } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	inUserSchema,
	texts,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';
import { goesAlong, ownName } from './triggers.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly table: string;
	readonly restrictive: boolean;
	readonly command: string;
	readonly roles: readonly string[];
	readonly using: string | null;
	readonly check: string | null;
	readonly comment: string | null;
}

const query = `
	SELECT p.oid::int8 AS oid, quote_ident(p.polname) AS name, c.oid::regclass::text AS "table",
		NOT p.polpermissive AS restrictive,
		CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
			ELSE 'ALL' END AS command,
		ARRAY(SELECT CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END
			FROM unnest(p.polroles) AS role ORDER BY 1) AS roles,
		pg_get_expr(p.polqual, p.polrelid) AS "using", pg_get_expr(p.polwithcheck, p.polrelid) AS "check",
		obj_description(p.oid, 'pg_policy') AS comment
	FROM pg_catalog.pg_policy p
	JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_class', 'c.oid')}`;

/** Row-level security policies. */
export const policies: ObjectKind<'policy'> = {
	kinds: ['policy'],
	rowsIn: 'pg_policy',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const { restrictive, command, roles, using, check } = row;
			const policy: Definition = {
				kind: 'policy',
				name: `${row.name} on ${row.table}`,
				table: row.table,
				properties: given({
					restrictive,
					command,
					roles,
					using: using === null ? undefined : castInside(using),
					check: check === null ? undefined : castInside(check)
				}),
				...commented(row.comment),
				sql: ''
			};
			return {
				object: { ...policy, sql: statement(policy) },
				nodes: standsFor(policy, 'pg_policy', [row.oid])
			};
		});
	},

	create: (policy) => [making(policy)],
	drop: (policy, context) =>
		goesAlong(policy, policy.table ?? '', context) ? [] : [dropping(policy, `DROP ${address(policy)}`)],

	alter(from, to) {
		// A condition can be given or changed, not taken away.
		const taken = (name: string) => text(from, name) !== undefined && text(to, name) === undefined;
		const stays = ['restrictive', 'command'].every((name) => from.properties[name] === to.properties[name]);
		if (!stays || taken('using') || taken('check')) return undefined;
		const roles = texts(to, 'roles').join(', ');
		const clauses = [
			roles === texts(from, 'roles').join(', ') ? '' : ` TO ${roles}`,
			text(from, 'using') === text(to, 'using') ? '' : ` USING (${text(to, 'using') ?? ''})`,
			text(from, 'check') === text(to, 'check') ? '' : ` WITH CHECK (${text(to, 'check') ?? ''})`
		].join('');
		return clauses === '' ? [] : [changing(from, to, `ALTER ${address(to)}${clauses}`)];
	},

	address
};

function address(policy: Definition): string {
	return `POLICY ${ownName(policy)} ON ${policy.table ?? ''}`;
}

function statement(policy: Definition): string {
	const [command, using, check] = [text(policy, 'command'), text(policy, 'using'), text(policy, 'check')];
	const roles = texts(policy, 'roles').join(', ');
	return [
		`CREATE ${address(policy)}`,
		policy.properties.restrictive === true ? ' AS RESTRICTIVE' : '',
		command === 'ALL' ? '' : ` FOR ${command ?? 'ALL'}`,
		roles === 'PUBLIC' ? '' : ` TO ${roles}`,
		using === undefined ? '' : ` USING (${using})`,
		check === undefined ? '' : ` WITH CHECK (${check})`
	].join('');
}
