/** One query over the catalog. Its single column `fact` says one thing about one object. */
export interface Section {
	/** The catalog that has a row of the user's where there is anything to say; without it the query always runs. */
	readonly catalog?: string;
	/** Which rows of that catalog count. */
	readonly where?: string;
	readonly sql: string;
}

/** The objects of initdb have smaller numbers. */
const firstOfUser = 16384;

/** The ledger of whoever migrates is no part of the schema. */
export const ledger = 'updown_migrations';

/** Whether an object of a catalog is the user's: neither made by initdb nor by an extension. */
export function own(catalog: string, oid: string): string {
	return ownOf(`'${catalog}'::regclass`, oid);
}

/** The same where the catalog itself is an expression. */
export function ownOf(catalog: string, oid: string): string {
	return `(${oid} >= ${firstOfUser} AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = ${catalog} AND e.objid = ${oid} AND e.deptype = 'e'))`;
}

/** Whether a relation, as an alias of pg_class, is the user's and lives longer than the session. */
export function ownRelation(alias: string): string {
	return `(${own('pg_class', `${alias}.oid`)} AND ${alias}.relpersistence <> 't' AND ${alias}.relname <> '${ledger}')`;
}

/** The name of an object that has a schema, in full. */
export function named(name: string, namespace: string): string {
	return `(SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = ${namespace}) || '.' || quote_ident(${name})`;
}

/** ` word value`, or nothing where the value is null or empty. */
export function said(word: string, value: string): string {
	return `coalesce(' ${word} ' || nullif((${value})::text, ''), '')`;
}

/** ` word` where the condition is true. */
export function flag(word: string, condition: string): string {
	return `CASE WHEN ${condition} THEN ' ${word}' ELSE '' END`;
}

/** A list of options in an order that does not depend on how they were written. */
export function options(list: string): string {
	return `(SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(${list}) o)`;
}

/** Whether the user's part of the catalog has anything for a section to say. */
export function isNeeded({ catalog, where = 'true' }: Section): string {
	return catalog === undefined
		? 'true'
		: `EXISTS (SELECT FROM ${catalog} WHERE oid >= ${firstOfUser} AND (${where}))`;
}
