import type { Definition, DefinitionKind } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	qualified,
	records,
	standsFor,
	text
} from './records.ts';
import type { Catalog } from './kind.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	/** In SQL, by its word. */
	readonly parts: Readonly<Record<string, string | null>>;
	readonly comment: string | null;
}

const functionOf = (column: string) => `NULLIF(${column}::oid::regproc::text, '-')`;

const parserQuery = `
	SELECT p.oid::int8 AS oid, ${qualified('p.prsname')} AS name,
		json_build_object('start', ${functionOf('p.prsstart')}, 'gettoken', ${functionOf('p.prstoken')},
			'end', ${functionOf('p.prsend')}, 'lextypes', ${functionOf('p.prslextype')},
			'headline', ${functionOf('p.prsheadline')}) AS parts,
		obj_description(p.oid, 'pg_ts_parser') AS comment
	FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_ts_parser', 'p.oid')}`;

const templateQuery = `
	SELECT t.oid::int8 AS oid, ${qualified('t.tmplname')} AS name,
		json_build_object('init', ${functionOf('t.tmplinit')}, 'lexize', ${functionOf('t.tmpllexize')}) AS parts,
		obj_description(t.oid, 'pg_ts_template') AS comment
	FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_ts_template', 't.oid')}`;

const dictionaryQuery = `
	SELECT d.oid::int8 AS oid, d.oid::regdictionary::text AS name,
		json_build_object('template', (SELECT CASE WHEN pg_ts_template_is_visible(t.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END
				|| quote_ident(t.tmplname)
			FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace s ON s.oid = t.tmplnamespace
			WHERE t.oid = d.dicttemplate), 'options', d.dictinitoption) AS parts,
		obj_description(d.oid, 'pg_ts_dict') AS comment
	FROM pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_ts_dict', 'd.oid')}`;

export const textSearchParsers = plain('textSearchParser', 'PARSER', 'pg_ts_parser', parserQuery);
export const textSearchTemplates = plain('textSearchTemplate', 'TEMPLATE', 'pg_ts_template', templateQuery);

/** Dictionaries; their options can change where they are, their template cannot. */
export const textSearchDictionaries: ObjectKind<DefinitionKind> = {
	...plain('textSearchDictionary', 'DICTIONARY', 'pg_ts_dict', dictionaryQuery),

	alter(from, to) {
		if (text(from, 'template') !== text(to, 'template')) return undefined;
		const [before, now] = [optionsOf(from), optionsOf(to)];
		const gone = [...before.keys()].filter((name) => !now.has(name));
		const set = [...now].filter(([name, value]) => before.get(name) !== value);
		const clauses = [...gone, ...set.map(([name, value]) => `${name} = ${value}`)].join(', ');
		return clauses === '' ? [] : [changing(from, to, `ALTER TEXT SEARCH DICTIONARY ${to.name} (${clauses})`)];
	}
};

/** A kind whose objects have nothing that could be altered. */
function plain(
	kind: DefinitionKind,
	word: string,
	catalog: Catalog,
	query: string
): ObjectKind<DefinitionKind> {
	return {
		kinds: [kind],
		rowsIn: catalog,
		async read(database) {
			return (await records<Row>(database, query)).map(({ oid, name, parts, comment }) => {
				const { options, ...rest } = parts;
				const listed = Object.entries(rest).flatMap(([part, value]) =>
					value === null ? [] : [`${part} = ${value}`]
				);
				const more = options === undefined || options === null ? [] : [options];
				const object: Definition = {
					kind,
					name,
					properties: given(
						Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, value ?? undefined]))
					),
					...commented(comment),
					sql: `CREATE TEXT SEARCH ${word} ${name} (${[...listed, ...more].join(', ')})`
				};
				return { object, nodes: standsFor(object, catalog, [oid]) };
			});
		},
		create: (object) => [making(object)],
		drop: (object) => [dropping(object, `DROP TEXT SEARCH ${word} ${object.name}`)],
		alter: () => undefined,
		address: (object) => `TEXT SEARCH ${word} ${object.name}`
	};
}

/** Options as the catalog writes them: `language = 'english', stopwords = 'english'`. */
function optionsOf(dictionary: Definition): ReadonlyMap<string, string> {
	const written = text(dictionary, 'options') ?? '';
	const option = /("(?:[^"]|"")+"|[\w$]+)\s*=\s*(E?'(?:[^']|'')*'|[^,\s]+)/g;
	return new Map([...written.matchAll(option)].map(([, name = '', value = '']) => [name, value]));
}
