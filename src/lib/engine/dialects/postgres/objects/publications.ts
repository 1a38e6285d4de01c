import type { Definition } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import type { Step } from '../step.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	list,
	making,
	ofNoExtension,
	records,
	standsFor,
	text,
	texts
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly all: boolean;
	readonly operations: string;
	readonly root: boolean;
	readonly generated: string | null;
	readonly tables: readonly (PublishedTable & { readonly oid: number })[] | null;
	readonly schemas: readonly { readonly oid: number; readonly name: string }[] | null;
	readonly comment: string | null;
}

type PublishedTable = {
	readonly name: string;
	/** Its columns and its condition, in SQL. */
	readonly part: string;
};

const query = `
	SELECT p.oid::int8 AS oid, quote_ident(p.pubname) AS name, p.puballtables AS "all",
		concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
			CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END) AS operations,
		p.pubviaroot AS root, NULLIF(to_jsonb(p) ->> 'pubgencols', 'n') AS generated,
		(SELECT json_agg(json_build_object('oid', r.oid::int8, 'name', r.prrelid::regclass::text, 'part',
				COALESCE(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
					FROM pg_catalog.pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')', '')
				|| COALESCE(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '')) ORDER BY r.prrelid::regclass::text)
			FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid) AS tables,
		(SELECT json_agg(json_build_object('oid', s.oid::int8, 'name', s.pnnspid::regnamespace::text)
				ORDER BY s.pnnspid::regnamespace::text)
			FROM pg_catalog.pg_publication_namespace s WHERE s.pnpubid = p.oid) AS schemas,
		obj_description(p.oid, 'pg_publication') AS comment
	FROM pg_catalog.pg_publication p
	WHERE ${ofNoExtension('pg_publication', 'p.oid')}`;

/** What is sent to other databases. */
export const publications: ObjectKind<'publication'> = {
	kinds: ['publication'],
	rowsIn: 'pg_publication',

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const [tables, schemas] = [row.tables ?? [], row.schemas ?? []];
			const publication: Definition = {
				kind: 'publication',
				name: row.name,
				properties: given({
					all: row.all,
					operations: row.operations,
					root: row.root,
					generated: row.generated === null ? undefined : 'stored',
					tables: tables.map(({ name, part }) => ({ name, part: castInside(part) })),
					schemas: schemas.map(({ name }) => name)
				}),
				...commented(row.comment),
				sql: ''
			};
			return {
				object: { ...publication, sql: statement(publication) },
				nodes: [
					...standsFor(publication, 'pg_publication', [row.oid]),
					...standsFor(
						publication,
						'pg_publication_rel',
						tables.map(({ oid }) => oid)
					),
					...standsFor(
						publication,
						'pg_publication_namespace',
						schemas.map(({ oid }) => oid)
					)
				]
			};
		});
	},

	create: (publication) => [making(publication)],
	drop: (publication) => [dropping(publication, `DROP PUBLICATION ${publication.name}`)],

	alter(from, to) {
		if (from.properties.all !== to.properties.all) return undefined;
		const alter = (sql: string) => changing(from, to, `ALTER PUBLICATION ${to.name} ${sql}`);
		const steps: Step[] = [];
		const set = [
			text(from, 'operations') === text(to, 'operations')
				? ''
				: `publish = '${text(to, 'operations') ?? ''}'`,
			from.properties.root === to.properties.root
				? ''
				: `publish_via_partition_root = ${to.properties.root === true ? 'true' : 'false'}`,
			text(from, 'generated') === text(to, 'generated')
				? ''
				: `publish_generated_columns = ${text(to, 'generated') ?? 'none'}`
		].filter((part) => part !== '');
		if (set.length > 0) steps.push(alter(`SET (${set.join(', ')})`));
		const [before, now] = [members(from), members(to)];
		const gone = before.filter((member) => !now.includes(member));
		const come = now.filter((member) => !before.includes(member));
		// A table's part cannot be changed but by taking it out and in again.
		for (const member of gone) steps.push(alter(`DROP ${withoutPart(member)}`));
		for (const member of come) steps.push(alter(`ADD ${member}`));
		return steps;
	},

	address: (publication) => `PUBLICATION ${publication.name}`
};

function tablesOf(publication: Definition): readonly PublishedTable[] {
	return list(publication, 'tables') as readonly PublishedTable[];
}

function members(publication: Definition): readonly string[] {
	return [
		...tablesOf(publication).map(({ name, part }) => `TABLE ${name}${part}`),
		...texts(publication, 'schemas').map((name) => `TABLES IN SCHEMA ${name}`)
	];
}

function withoutPart(member: string): string {
	return /^TABLE (?:"(?:[^"]|"")+"|[^\s"(])+/.exec(member)?.[0] ?? member;
}

function statement(publication: Definition): string {
	const { all, root } = publication.properties;
	const options = [
		text(publication, 'operations') === 'insert, update, delete, truncate'
			? ''
			: `publish = '${text(publication, 'operations') ?? ''}'`,
		root === true ? 'publish_via_partition_root = true' : '',
		text(publication, 'generated') === undefined ? '' : 'publish_generated_columns = stored'
	].filter((part) => part !== '');
	const listed = members(publication).join(', ');
	return [
		`CREATE PUBLICATION ${publication.name}`,
		all === true ? ' FOR ALL TABLES' : listed === '' ? '' : ` FOR ${listed}`,
		options.length === 0 ? '' : ` WITH (${options.join(', ')})`
	].join('');
}
