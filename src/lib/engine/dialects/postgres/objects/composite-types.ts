import { objectKey, type Definition } from '../../../schema/model.ts';
import { attributesOf, type Attribute } from '../../../schema/type-parts.ts';
import { commentOn } from '../comments.ts';
import { columnNode } from '../nodes.ts';
import { namePartsOf } from '../object-names.ts';
import { rankOf, type Step } from '../step.ts';
import { columnIn, tableIn } from './family.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { rebuiltType } from './rebuild-type.ts';
import {
	changing,
	commented,
	dropping,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly arrayType: number;
	readonly relation: number;
	readonly name: string;
	readonly attributes: readonly AttributeRow[] | null;
	readonly comment: string | null;
}

interface AttributeRow {
	readonly at: number;
	readonly name: string;
	readonly type: string;
	readonly collation: string | null;
	readonly comment: string | null;
}

const query = `
	SELECT t.oid::int8 AS oid, t.typarray::int8 AS "arrayType", c.oid::int8 AS relation, format_type(t.oid, NULL) AS name,
		(SELECT json_agg(json_build_object('at', a.attnum, 'name', quote_ident(a.attname),
				'type', format_type(a.atttypid, a.atttypmod), 'collation',
				CASE WHEN a.attcollation <> b.typcollation THEN a.attcollation::regcollation::text END,
				'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
			FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type b ON b.oid = a.atttypid
			WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
		obj_description(t.oid, 'pg_type') AS comment
	FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_type t ON t.oid = c.reltype
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind = 'c' AND ${inUserSchema} AND ${ofNoExtension('pg_type', 't.oid')}`;

/** Types of several values. */
export const compositeTypes: ObjectKind<'compositeType'> = {
	kinds: ['compositeType'],
	rowsIn: "pg_class WHERE relkind = 'c'",

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const attributes = (row.attributes ?? []).map(({ name, type, collation, comment }): Attribute => ({
				name,
				type: collation === null ? type : `${type} COLLATE ${collation}`,
				...commented(comment)
			}));
			const listed = attributes.map(({ name, type }) => `\n\t${name} ${type}`).join(',');
			const object: Definition = {
				kind: 'compositeType',
				name: row.name,
				properties: { attributes },
				...commented(row.comment),
				sql: `CREATE TYPE ${row.name} AS (${listed}${listed === '' ? '' : '\n'})`
			};
			return {
				object,
				nodes: [
					...standsFor(object, 'pg_type', [row.oid, row.arrayType]),
					...standsFor(object, 'pg_class', [row.relation]),
					...(row.attributes ?? []).map(({ at, name }) => ({
						catalog: 'pg_class' as const,
						oid: row.relation,
						column: at,
						node: attributeNode(object, name)
					}))
				]
			};
		});
	},

	create: made,
	drop: (type) => [
		{
			...dropping(type, `DROP TYPE ${type.name}`),
			drops: [objectKey(type), ...attributesOf(type).map(({ name }) => attributeNode(type, name))],
			frees: [`relation ${type.name}`, `type ${type.name}`]
		}
	],

	alter(from, to, context) {
		const [before, now] = [attributesOf(from), attributesOf(to)];
		const known = new Map(before.map((attribute) => [attribute.name, attribute]));
		const kept = before.filter(({ name }) => now.some((attribute) => attribute.name === name));
		// What is added comes last.
		if (kept.some(({ name }, at) => now[at]?.name !== name)) return undefined;
		// A column that gets another type brings its values over as they are.
		if ((kept.length < before.length || kept.length < now.length) && isLeft(to, context)) return undefined;
		const typed = typedTables(to, context);
		const nodes = (name: string) => [
			attributeNode(to, name),
			...typed.map((table) => columnNode(table, namePartsOf(name).name))
		];
		const alter = (action: string, more: Partial<Step>): Step => ({
			...changing(from, to, `ALTER TYPE ${to.name} ${action}${typed.length === 0 ? '' : ' CASCADE'}`),
			...more
		});
		const steps: Step[] = before
			.filter(({ name }) => !kept.some((attribute) => attribute.name === name))
			.map(({ name }) => alter(`DROP ATTRIBUTE ${name}`, { rank: rankOf.drop, drops: nodes(name) }));
		for (const { name, type } of now) {
			const old = known.get(name);
			if (old === undefined) steps.push(alter(`ADD ATTRIBUTE ${name} ${type}`, { creates: nodes(name) }));
			else if (old.type !== type) {
				// PostgreSQL does not rewrite the rows that hold such values.
				if (isStored(objectKey(to), context)) return undefined;
				steps.push(alter(`ALTER ATTRIBUTE ${name} TYPE ${type}`, { breaks: nodes(name) }));
			}
		}
		return [...steps, ...comments(from, to)];
	},

	rebuild: (from, to, context) => rebuiltType(from, to, context, { make: made(to) }),

	address: (type) => `TYPE ${type.name}`
};

/** The tables that are of the type, and change with it. */
function typedTables({ name }: Definition, { from, to }: PlanContext): readonly string[] {
	return from.objects.flatMap((table) =>
		table.kind === 'table' &&
		table.options.ofType === name &&
		tableIn(to, table.name)?.options.ofType === name
			? [table.name]
			: []
	);
}

function attributeNode(type: Definition, attribute: string): string {
	return `column ${type.name}.${attribute}`;
}

function made(type: Definition): readonly Step[] {
	return [
		{ ...making(type), takes: [`relation ${type.name}`, `type ${type.name}`] },
		...comments(undefined, type)
	];
}

function comments(from: Definition | undefined, to: Definition): readonly Step[] {
	const before = new Map((from ? attributesOf(from) : []).map(({ name, comment }) => [name, comment]));
	return attributesOf(to).flatMap(({ name, comment }) =>
		before.get(name) === comment ? [] : [commentOn(`COLUMN ${to.name}.${name}`, comment, objectKey(to))]
	);
}

/** Whether a column that stays is of the type, and of another one later. */
function isLeft(type: Definition, { from, later }: PlanContext): boolean {
	const key = objectKey(type);
	return from.objects.some((object) => {
		const table = object.kind === 'table' ? later(objectKey(object)) : undefined;
		if (object.kind !== 'table' || table?.kind !== 'table') return false;
		return object.columns.some(({ name, needs }) => {
			const column = columnIn(table, name);
			return needs?.includes(key) === true && column !== undefined && column.needs?.includes(key) !== true;
		});
	});
}

/** Whether a column may hold values of the type. */
function isStored(key: string, { from }: PlanContext): boolean {
	return from.objects.some((object) => {
		if (object.kind === 'table') return object.columns.some(({ needs }) => needs?.includes(key) === true);
		const inside =
			['compositeType', 'domain', 'rangeType', 'view', 'materializedView'].includes(object.kind) &&
			objectKey(object) !== key;
		if (!inside || object.needs?.includes(key) !== true) return false;
		return object.kind === 'materializedView' || isStored(objectKey(object), { from } as PlanContext);
	});
}
