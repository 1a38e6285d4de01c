import { objectKey, type Definition } from '../../../schema/model.ts';
import { literal } from '../identifier.ts';
import { partsWritten } from '../written.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { rebuiltType } from './rebuild-type.ts';
import {
	changing,
	commented,
	dropping,
	inUserSchema,
	texts,
	making,
	ofNoExtension,
	records,
	standsFor
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly arrayType: number;
	readonly name: string;
	readonly values: readonly string[];
	readonly comment: string | null;
}

const query = `
	SELECT t.oid::int8 AS oid, t.typarray::int8 AS "arrayType", format_type(t.oid, NULL) AS name,
		ARRAY(SELECT v.enumlabel FROM pg_catalog.pg_enum v WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder) AS "values",
		obj_description(t.oid, 'pg_type') AS comment
	FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
	WHERE t.typtype = 'e' AND ${inUserSchema} AND ${ofNoExtension('pg_type', 't.oid')}`;

/** Enums: lists of values in an order. */
export const enums: ObjectKind<'enum'> = {
	kinds: ['enum'],
	rowsIn: "pg_type WHERE typtype = 'e'",

	async read(database) {
		return (await records<Row>(database, query)).map(({ oid, arrayType, name, values, comment }) => {
			const object: Definition = {
				kind: 'enum',
				name,
				properties: { values },
				...commented(comment),
				sql: `CREATE TYPE ${name} AS ENUM (${values.map(literal).join(', ')})`
			};
			return { object, nodes: standsFor(object, 'pg_type', [oid, arrayType]) };
		});
	},

	create: (type) => [{ ...making(type), takes: [`relation ${type.name}`, `type ${type.name}`] }],
	drop: (type) => [
		{ ...dropping(type, `DROP TYPE ${type.name}`), frees: [`relation ${type.name}`, `type ${type.name}`] }
	],

	alter(from, to, context) {
		const added = additions(texts(from, 'values'), texts(to, 'values'));
		if (added === undefined) return undefined;
		if (
			usesAny(
				to,
				added.map(({ value }) => value),
				context
			)
		)
			return undefined;
		return added.map(({ value, place }) =>
			changing(from, to, `ALTER TYPE ${to.name} ADD VALUE ${literal(value)}${place}`)
		);
	},

	rebuild: (from, to, context) => rebuiltType(from, to, context),
	address: (type) => `TYPE ${type.name}`
};

interface Addition {
	readonly value: string;
	/** Where it comes, in SQL. */
	readonly place: string;
}

/** What to add one by one, where the old values stay and keep their order; undefined where they do not. */
function additions(old: readonly string[], now: readonly string[]): readonly Addition[] | undefined {
	if (now.filter((value) => old.includes(value)).join('\0') !== old.join('\0')) return undefined;
	const last = now.findLastIndex((value) => old.includes(value));
	return now.flatMap((value, at) => {
		if (old.includes(value)) return [];
		if (at > last) return [{ value, place: '' }];
		const [before, next] = [now[at - 1], now.slice(at).find((other) => old.includes(other))];
		const place = before === undefined ? ` BEFORE ${literal(next ?? '')}` : ` AFTER ${literal(before)}`;
		return [{ value, place }];
	});
}

/**
 * Whether the script uses one of these new values, which PostgreSQL refuses before the transaction that adds it has ended: in the
 * text of something it makes, or in rows whose column becomes one of the type.
 */
function usesAny(type: Definition, values: readonly string[], context: PlanContext): boolean {
	const key = objectKey(type);
	const texts = values.map(literal);
	for (const object of context.to.objects) {
		if (object.kind === 'table') {
			const old = context.before(objectKey(object));
			for (const { name, needs } of object.columns) {
				if (old?.kind !== 'table' || !needs?.includes(key)) continue;
				const before = old.columns.find((column) => column.name === name);
				if (before !== undefined && !before.needs?.includes(key)) return true;
			}
		}
		if (
			objectKey(object) !== key &&
			partsWritten(object, key).some((sql) => texts.some((value) => sql.includes(value)))
		)
			return true;
	}
	return false;
}
