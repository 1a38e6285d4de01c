import type { Database } from '../../database.ts';
import type { Schema } from '../../schema/model.ts';
import { inUserSchema, records } from './objects/records.ts';
import { statementsIn } from './split.ts';

interface Row {
	readonly name: string;
	readonly granted: string | null;
	readonly revoked: string | null;
}

/** Privileges as words, those of the first list that are not in the second. */
function beyond(own: string, other: string): string {
	return `(SELECT string_agg(DISTINCT x.privilege_type || ' ' || ${own === 'acl' ? "'to'" : "'from'"} || ' '
		|| CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END, ', ')
		FROM aclexplode(${own}) x WHERE NOT EXISTS (SELECT FROM aclexplode(${other}) y
			WHERE (y.grantee, y.privilege_type) = (x.grantee, x.privilege_type)))`;
}

// The privileges of a table's columns count as its own.
const query = `
	SELECT name, string_agg(${beyond('acl', 'usual')}, ', ') AS granted, string_agg(${beyond('usual', 'acl')}, ', ') AS revoked
	FROM (
		SELECT c.oid::regclass::text AS name, c.relacl AS acl, n.oid AS home,
			acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS usual
		FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
		UNION ALL SELECT c.oid::regclass::text, a.attacl, c.relnamespace, acldefault('c', c.relowner)
		FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
		UNION ALL SELECT p.oid::regprocedure::text, p.proacl, p.pronamespace, acldefault('f', p.proowner) FROM pg_catalog.pg_proc p
		UNION ALL SELECT format_type(t.oid, NULL), t.typacl, t.typnamespace, acldefault('T', t.typowner) FROM pg_catalog.pg_type t
	) p JOIN pg_catalog.pg_namespace n ON n.oid = p.home
	WHERE acl IS NOT NULL AND ${inUserSchema}
	GROUP BY name ORDER BY name`;

/** What an upgrade takes back of what was granted, in sentences: it makes an object anew that has other privileges than a new one. */
export async function grantsLost(
	database: Database,
	upgrade: string,
	desired: Schema
): Promise<readonly string[]> {
	if (!/\bDROP (?!CONSTRAINT|DEFAULT|NOT|COLUMN)/.test(upgrade)) return [];
	const gone = new Set(statementsIn(upgrade).flatMap(({ sql }) => nameGone(sql) ?? []));
	const again = desired.objects.map(({ name }) => name).filter((name) => gone.has(name));
	if (again.length === 0) return [];
	const found = await records<Row>(database, query);
	return found
		.filter(({ name, granted, revoked }) => again.includes(name) && (granted ?? revoked) !== null)
		.map(({ name, granted, revoked }) => {
			const lost = [
				...(granted === null ? [] : [`GRANT ${granted}`]),
				...(revoked === null ? [] : [`REVOKE ${revoked}`])
			];
			return `${name} is made anew and loses the privileges that were set on it: ${lost.join('; ')}. Set them again at the end of the script.`;
		});
}

/** What a statement drops, or calls otherwise until it can be dropped. */
function nameGone(sql: string): string | undefined {
	const statement = sql.replace(/;$/, '');
	const dropped = /^DROP (?:FOREIGN TABLE|MATERIALIZED VIEW|[A-Z]+) ([^]+)$/.exec(statement)?.[1];
	return (
		dropped ?? /^ALTER (?:TABLE|TYPE|DOMAIN|FUNCTION) ([^]+) RENAME TO [^]*_before\d*"?$/.exec(statement)?.[1]
	);
}
