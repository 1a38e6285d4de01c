import type { Definition } from '../../../schema/model.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	making,
	ofNoExtension,
	records,
	standsFor
} from './records.ts';
import { lastOfSystem } from '../system-oids.ts';

interface LanguageRow {
	readonly oid: number;
	readonly name: string;
	readonly trusted: boolean;
	readonly handler: string | null;
	readonly inline: string | null;
	readonly validator: string | null;
	readonly comment: string | null;
}

const languageQuery = `
	SELECT l.oid::int8 AS oid, quote_ident(l.lanname) AS name, l.lanpltrusted AS trusted,
		NULLIF(l.lanplcallfoid::regproc::text, '-') AS handler, NULLIF(l.laninline::regproc::text, '-') AS inline,
		NULLIF(l.lanvalidator::regproc::text, '-') AS validator, obj_description(l.oid, 'pg_language') AS comment
	FROM pg_catalog.pg_language l
	WHERE l.oid > ${lastOfSystem} AND l.lanispl AND ${ofNoExtension('pg_language', 'l.oid')}`;

/** Languages of functions. */
export const languages: ObjectKind<'language'> = {
	kinds: ['language'],
	rowsIn: 'pg_language',

	async read(database) {
		return (await records<LanguageRow>(database, languageQuery)).map((row) => {
			const { name, trusted, handler, inline, validator } = row;
			const object: Definition = {
				kind: 'language',
				name,
				properties: given({
					trusted,
					handler: handler ?? undefined,
					inline: inline ?? undefined,
					validator: validator ?? undefined
				}),
				...commented(row.comment),
				sql: [
					`CREATE ${trusted ? 'TRUSTED ' : ''}LANGUAGE ${name}`,
					handler === null ? '' : ` HANDLER ${handler}`,
					inline === null ? '' : ` INLINE ${inline}`,
					validator === null ? '' : ` VALIDATOR ${validator}`
				].join('')
			};
			return { object, nodes: standsFor(object, 'pg_language', [row.oid]) };
		});
	},

	create: (language) => [making(language)],
	drop: (language) => [dropping(language, `DROP LANGUAGE ${language.name}`)],
	alter: (from, to) => [changing(from, to, to.sql.replace(/^CREATE/, 'CREATE OR REPLACE'))],
	address: (language) => `LANGUAGE ${language.name}`
};

interface MethodRow {
	readonly oid: number;
	readonly name: string;
	readonly type: string;
	readonly handler: string;
	readonly comment: string | null;
}

const methodQuery = `
	SELECT m.oid::int8 AS oid, quote_ident(m.amname) AS name, CASE m.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END AS type,
		m.amhandler::regproc::text AS handler, obj_description(m.oid, 'pg_am') AS comment
	FROM pg_catalog.pg_am m
	WHERE m.oid > ${lastOfSystem} AND ${ofNoExtension('pg_am', 'm.oid')}`;

/** Ways in which tables and indexes are stored. */
export const accessMethods: ObjectKind<'accessMethod'> = {
	kinds: ['accessMethod'],
	rowsIn: 'pg_am',

	async read(database) {
		return (await records<MethodRow>(database, methodQuery)).map(({ oid, name, type, handler, comment }) => {
			const object: Definition = {
				kind: 'accessMethod',
				name,
				properties: { type, handler },
				...commented(comment),
				sql: `CREATE ACCESS METHOD ${name} TYPE ${type} HANDLER ${handler}`
			};
			return { object, nodes: standsFor(object, 'pg_am', [oid]) };
		});
	},

	create: (method) => [making(method)],
	drop: (method) => [dropping(method, `DROP ACCESS METHOD ${method.name}`)],
	alter: () => undefined,
	address: (method) => `ACCESS METHOD ${method.name}`
};

interface TransformRow {
	readonly oid: number;
	readonly name: string;
	readonly reads: string | null;
	readonly writes: string | null;
	readonly comment: string | null;
}

const transformQuery = `
	SELECT t.oid::int8 AS oid, format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname) AS name,
		CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::regprocedure::text END AS reads,
		CASE WHEN t.trftosql <> 0 THEN t.trftosql::regprocedure::text END AS writes,
		obj_description(t.oid, 'pg_transform') AS comment
	FROM pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang
	WHERE ${ofNoExtension('pg_transform', 't.oid')}`;

/** How values of a type come into a language and out of it. */
export const transforms: ObjectKind<'transform'> = {
	kinds: ['transform'],
	rowsIn: 'pg_transform',

	async read(database) {
		return (await records<TransformRow>(database, transformQuery)).map((row) => {
			const { name, reads, writes } = row;
			const parts = [
				...(reads === null ? [] : [`FROM SQL WITH FUNCTION ${reads}`]),
				...(writes === null ? [] : [`TO SQL WITH FUNCTION ${writes}`])
			].join(', ');
			const object: Definition = {
				kind: 'transform',
				name,
				properties: { definition: parts },
				...commented(row.comment),
				sql: `CREATE TRANSFORM FOR ${name} (${parts})`
			};
			return { object, nodes: standsFor(object, 'pg_transform', [row.oid]) };
		});
	},

	create: (transform) => [making(transform)],
	drop: (transform) => [dropping(transform, `DROP TRANSFORM FOR ${transform.name}`)],
	alter: (from, to) => [changing(from, to, to.sql.replace(/^CREATE/, 'CREATE OR REPLACE'))],
	address: (transform) => `TRANSFORM FOR ${transform.name}`
};
