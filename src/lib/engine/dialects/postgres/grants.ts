import type { Database } from '../../database.ts';
import type { Schema } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { inUserSchema, records } from './objects/records.ts';
import { statementsIn } from './split.ts';

interface Row {
	/** Of a table, view, sequence, function or type. */
	readonly name: string;
	readonly column: string | null;
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

const query = `
	SELECT name, "column", string_agg(${beyond('acl', 'usual')}, ', ') AS granted, string_agg(${beyond('usual', 'acl')}, ', ') AS revoked
	FROM (
		SELECT c.oid::regclass::text AS name, NULL AS "column", c.relacl AS acl, n.oid AS home,
			acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS usual
		FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
		UNION ALL SELECT c.oid::regclass::text, quote_ident(a.attname), a.attacl, c.relnamespace, acldefault('c', c.relowner)
		FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
		UNION ALL SELECT p.oid::regprocedure::text, NULL, p.proacl, p.pronamespace, acldefault('f', p.proowner) FROM pg_catalog.pg_proc p
		UNION ALL SELECT format_type(t.oid, NULL), NULL, t.typacl, t.typnamespace, acldefault('T', t.typowner) FROM pg_catalog.pg_type t
	) p JOIN pg_catalog.pg_namespace n ON n.oid = p.home
	WHERE acl IS NOT NULL AND ${inUserSchema}
	GROUP BY name, "column" ORDER BY name, "column" NULLS FIRST`;

/**
 * What a migration takes back of what was granted, in sentences: either script makes an object or a column anew that has other
 * privileges than a new one.
 */
export async function grantsLost(
	database: Database,
	{ upgrade, downgrade }: { readonly upgrade: string; readonly downgrade: string },
	{ present, desired }: { readonly present: Schema; readonly desired: Schema }
): Promise<readonly string[]> {
	const [up, down] = [goneIn(upgrade), goneIn(downgrade)];
	if (up.size + down.size === 0) return [];
	const [before, after] = [placesIn(present), placesIn(desired)];
	const found = (await records<Row>(database, query)).filter(
		({ granted, revoked }) => (granted ?? revoked) !== null
	);
	const told = new Map<string, { readonly how: Fate; readonly lost: string[] }>();
	for (const row of found) {
		const own = [row.name, ...(row.column === null ? [] : [`${row.name}.${row.column}`])];
		const place = own.find((name) => up.has(name)) ?? own.find((name) => down.has(name));
		const how = place === undefined ? undefined : fateOf(place, { up, down, before, after });
		if (place === undefined || how === undefined) continue;
		const { lost } = told.get(place) ?? { lost: [] };
		told.set(place, { how, lost: [...lost, ...privileges(row, place)] });
	}
	return [...told].map(([place, { how, lost }]) => sentences[how](place, lost.join('; ')));
}

type Fate = 'anew' | 'back' | 'anewBack';

const sentences: Readonly<Record<Fate, (name: string, lost: string) => string>> = {
	anew: (name, lost) =>
		`${name} is made anew and loses the privileges that were set on it: ${lost}. Set them again at the end of the script.`,
	back: (name, lost) =>
		`A downgrade brings ${name} back without the privileges that were set on it: ${lost}.`,
	anewBack: (name, lost) =>
		`A downgrade makes ${name} anew, which loses the privileges that were set on it: ${lost}.`
};

/** What becomes of something that the scripts drop; nothing is lost where it goes for good and does not come back. */
function fateOf(
	place: string,
	{ up, down, before, after }: Readonly<Record<'up' | 'down' | 'before' | 'after', ReadonlySet<string>>>
): Fate | undefined {
	if (!before.has(place)) return undefined;
	if (up.has(place)) return after.has(place) ? 'anew' : 'back';
	return down.has(place) && after.has(place) ? 'anewBack' : undefined;
}

function privileges({ name, column, granted, revoked }: Row, place: string): readonly string[] {
	const on = column !== null && place === name ? ` (${column})` : '';
	return [
		...(granted === null ? [] : [`GRANT ${granted}${on}`]),
		...(revoked === null ? [] : [`REVOKE ${revoked}${on}`])
	];
}

/** What has privileges, columns with their table: `t`, `t.a`. */
function placesIn({ objects }: Schema): ReadonlySet<string> {
	return new Set(
		objects.flatMap((object) => [
			object.name,
			...(object.kind === 'table'
				? object.columns.map(({ name }) => `${object.name}.${identifier(name)}`)
				: [])
		])
	);
}

/** What a script drops, or calls otherwise until it can be dropped. */
function goneIn(script: string): ReadonlySet<string> {
	if (!/\bDROP (?!CONSTRAINT|DEFAULT|NOT)/.test(script)) return new Set();
	return new Set(statementsIn(script).flatMap(({ sql }) => nameGone(sql) ?? []));
}

function nameGone(sql: string): string | undefined {
	const statement = sql.replace(/;$/, '');
	const dropped = /^DROP (?:FOREIGN TABLE|MATERIALIZED VIEW|[A-Z]+) ([^]+)$/.exec(statement)?.[1];
	const [, table, column] =
		/^ALTER (?:FOREIGN )?TABLE (?:ONLY )?([^]+) DROP COLUMN ([^]+?)(?: CASCADE)?$/.exec(statement) ?? [];
	if (table !== undefined && column !== undefined) return `${table}.${column}`;
	return (
		dropped ?? /^ALTER (?:TABLE|TYPE|DOMAIN|FUNCTION) ([^]+) RENAME TO [^]*_before\d*"?$/.exec(statement)?.[1]
	);
}
