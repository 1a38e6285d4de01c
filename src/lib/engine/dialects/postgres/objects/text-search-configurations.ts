import type { Definition } from '../../../schema/model.ts';
import type { Step } from '../step.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	inUserSchema,
	list,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly parser: string;
	readonly mappings: readonly Mapping[] | null;
	readonly comment: string | null;
}

/** The dictionaries that a kind of word is looked up in, in their order. */
type Mapping = {
	readonly token: string;
	readonly dictionaries: string;
};

const query = `
	SELECT c.oid::int8 AS oid, c.oid::regconfig::text AS name,
		(SELECT CASE WHEN pg_ts_parser_is_visible(p.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END || quote_ident(p.prsname)
			FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace s ON s.oid = p.prsnamespace
			WHERE p.oid = c.cfgparser) AS parser,
		(SELECT json_agg(json_build_object('token', token, 'dictionaries', dictionaries) ORDER BY token) FROM (
			SELECT (SELECT quote_ident(t.alias) FROM ts_token_type(c.cfgparser) t WHERE t.tokid = m.maptokentype) AS token,
				string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
			FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) AS mapped) AS mappings,
		obj_description(c.oid, 'pg_ts_config') AS comment
	FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_ts_config', 'c.oid')}`;

/** Configurations of text search: a parser, and dictionaries for what it finds. */
export const textSearchConfigurations: ObjectKind<'textSearchConfiguration'> = {
	kinds: ['textSearchConfiguration'],
	rowsIn: 'pg_ts_config',

	async read(database) {
		return (await records<Row>(database, query)).map(({ oid, name, parser, mappings, comment }) => {
			const object: Definition = {
				kind: 'textSearchConfiguration',
				name,
				properties: { parser, mappings: mappings ?? [] },
				...commented(comment),
				sql: `CREATE TEXT SEARCH CONFIGURATION ${name} (parser = ${parser})`
			};
			return { object, nodes: standsFor(object, 'pg_ts_config', [oid]) };
		});
	},

	create: (configuration) => [making(configuration), ...mappingSteps(configuration, configuration, [])],
	drop: (configuration) => [dropping(configuration, `DROP ${address(configuration)}`)],
	alter: (from, to) =>
		text(from, 'parser') === text(to, 'parser') ? mappingSteps(from, to, mappingsOf(from)) : undefined,
	address
};

function address({ name }: Definition): string {
	return `TEXT SEARCH CONFIGURATION ${name}`;
}

function mappingsOf(configuration: Definition): readonly Mapping[] {
	return list(configuration, 'mappings') as readonly Mapping[];
}

function mappingSteps(from: Definition, to: Definition, before: readonly Mapping[]): readonly Step[] {
	const now = mappingsOf(to);
	const old = new Map(before.map(({ token, dictionaries }) => [token, dictionaries]));
	const alter = (sql: string) => changing(from, to, `ALTER ${address(to)} ${sql}`);
	const gone = before.filter(({ token }) => !now.some((mapping) => mapping.token === token));
	return [
		...(gone.length === 0 ? [] : [alter(`DROP MAPPING FOR ${gone.map(({ token }) => token).join(', ')}`)]),
		...together(now.filter(({ token }) => !old.has(token))).map(([tokens, dictionaries]) =>
			alter(`ADD MAPPING FOR ${tokens} WITH ${dictionaries}`)
		),
		...together(
			now.filter(({ token, dictionaries }) => old.has(token) && old.get(token) !== dictionaries)
		).map(([tokens, dictionaries]) => alter(`ALTER MAPPING FOR ${tokens} WITH ${dictionaries}`))
	];
}

/** Kinds of words that are looked up alike, in one list. */
function together(mappings: readonly Mapping[]): readonly (readonly [string, string])[] {
	const tokens = new Map<string, string[]>();
	for (const { token, dictionaries } of mappings)
		tokens.set(dictionaries, [...(tokens.get(dictionaries) ?? []), token]);
	return [...tokens].map(([dictionaries, names]) => [names.join(', '), dictionaries]);
}
