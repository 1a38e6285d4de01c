import type { Queryable } from '../../../database.ts';
import { ledgerTable } from '../../../run/ledger-entry.ts';
import { objectKey, type Definition, type Property, type SchemaObject } from '../../../schema/model.ts';
import { rankOf, type Step } from '../step.ts';
import type { Catalog, CatalogNode } from './kind.ts';

/**
 * The rows of a query as plain objects, by the names of its columns, in its order. They come in one JSON text, which carries
 * arrays and numbers over and crosses from WebAssembly faster than a row for each.
 */
export async function records<Row>(database: Queryable, query: string): Promise<readonly Row[]> {
	const { rows } = await database.query(`SELECT pg_catalog.json_agg(found)::text FROM (${query}) AS found`);
	return JSON.parse(String(rows[0]?.[0] ?? '[]')) as readonly Row[];
}

/** A condition on `pg_namespace n`: not one of the system's. */
export const inUserSchema = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** A condition: the row is no member of an extension. */
export function ofNoExtension(catalog: Catalog, oid: string): string {
	return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.${catalog}'::regclass
		AND e.objid = ${oid} AND e.deptype = 'e')`;
}

/** A condition: the relation `c` is the user's own, and not the ledger. */
export const ownRelation = `${inUserSchema} AND c.relname <> '${ledgerTable}' AND ${ofNoExtension('pg_class', 'c.oid')}`;

/**
 * A join that finds what is written about a row of a catalog, as `description` of `alias`. All comments are looked at once,
 * where `obj_description` would look for each row.
 */
export function commentsOn(catalog: Catalog, oid: string, alias: string, column = '0'): string {
	return `LEFT JOIN pg_catalog.pg_description ${alias} ON ${alias}.classoid = 'pg_catalog.${catalog}'::regclass
		AND ${alias}.objoid = ${oid} AND ${alias}.objsubid = ${column}`;
}

/** An expression for the name of something in `pg_namespace n`, where PostgreSQL has no type that prints it. */
export function qualified(name: string): string {
	return `CASE n.nspname WHEN 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(${name})`;
}

/** Without what is absent, off or empty. */
export function given(properties: Readonly<Record<string, Property | undefined>>): Record<string, Property> {
	const kept: Record<string, Property> = {};
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) continue;
		if (typeof value === 'object' && Object.keys(value).length === 0) continue;
		kept[name] = value;
	}
	return kept;
}

/** The comment as an object carries it. */
export function commented(comment: string | null): { readonly comment?: string } {
	return comment === null ? {} : { comment };
}

/** The rows of one catalog that all stand for the object. */
export function standsFor(
	object: { readonly kind: SchemaObject['kind']; readonly name: string },
	catalog: Catalog,
	oids: readonly (number | null)[]
): readonly CatalogNode[] {
	const node = objectKey(object);
	return oids.flatMap((oid) => (oid === null || oid === 0 ? [] : [{ catalog, oid, node }]));
}

/** The step that makes an object. */
export function making(object: SchemaObject, sql = object.sql): Step {
	return { sql, rank: rankOf.create, creates: [objectKey(object)], after: object.needs ?? [] };
}

/** The step that drops an object. */
export function dropping(object: SchemaObject, sql: string): Step {
	return { sql, rank: rankOf.drop, drops: [objectKey(object)], before: object.needs ?? [] };
}

/** A step that changes an object where it is; what it no longer needs then may go after it. */
export function changing(from: SchemaObject, to: SchemaObject, sql: string): Step {
	const [before, after] = [from.needs ?? [], to.needs ?? []];
	const released = before.filter((node) => !after.includes(node));
	return { sql, rank: rankOf.change, changes: [objectKey(to)], after, before, releases: released };
}

/** A step that belongs to the making of an object, or changes what nothing else depends on. */
export function finishing(object: SchemaObject, sql: string): Step {
	return { sql, rank: rankOf.change, changes: [objectKey(object)], after: object.needs ?? [] };
}

/** A property that is text. */
export function text(object: Definition, name: string): string | undefined {
	const value = object.properties[name];
	return typeof value === 'string' ? value : undefined;
}

/** A property that is a list of texts. */
export function texts(object: Definition, name: string): readonly string[] {
	return (object.properties[name] ?? []) as readonly string[];
}

/** A property that is a list of objects, which the kind's `read` has put there; the caller says of which kind. */
export function list(object: Definition, name: string): readonly unknown[] {
	return (object.properties[name] ?? []) as readonly Property[];
}
