import type { Queryable } from '../../database.ts';
import { objectKey, type SchemaObject, type Surroundings } from '../../schema/model.ts';
import type { ReadObject } from './objects/kind.ts';
import { columnNode, constraintNode, defaultNode } from './nodes.ts';
import { lastOfSystem } from './system-oids.ts';

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The objects with what each of them, and each part of a table, needs, as pg_depend has it. What belongs to an extension
 * counts as the extension.
 */
export async function withNeeds(
	database: Queryable,
	read: readonly ReadObject[]
): Promise<readonly SchemaObject[]> {
	const numbers = await catalogNumbers(database);
	const nodes = new Nodes();
	for (const { nodes: own } of read) {
		for (const { catalog, oid, column = 0, node } of own) nodes.add(numbers.get(catalog), oid, column, node);
	}
	const extensions = await extensionMembers(database);
	const needs = new Map<string, Set<string>>();
	const [catalogs, oids, columns, ofCatalogs, ofOids, ofColumns] = await dependencies(database);
	for (let at = 0; at < oids.length; at++) {
		const node = nodes.of(catalogs[at], oids[at], columns[at]);
		if (node === undefined) continue;
		const needed =
			nodes.of(ofCatalogs[at], ofOids[at], ofColumns[at]) ?? extensions.of(ofCatalogs[at], ofOids[at], 0);
		if (needed === undefined || needed === node) continue;
		const found = needs.get(node);
		if (found) found.add(needed);
		else needs.set(node, new Set([needed]));
	}
	return read.map((found) => withNeedsOf(found, needs));
}

/** The numbers of the system catalogs themselves. */
async function catalogNumbers(database: Queryable): Promise<ReadonlyMap<string, number>> {
	const { rows } = await database.query(
		`SELECT relname, oid::int8 FROM pg_catalog.pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'`
	);
	return new Map(rows.map(([name, oid]) => [String(name), Number(oid)]));
}

/** Nodes by the row of a catalog that stands for them: its number and that of the catalog. */
class Nodes {
	readonly #byCatalog = new Map<number | undefined, Map<number, string>>();

	/** `column` is the number of a column, where the row stands for one of a relation. */
	add(catalog: number | undefined, oid: number, column: number, node: string): void {
		const known = this.#byCatalog.get(catalog);
		if (known) known.set(place(oid, column), node);
		else this.#byCatalog.set(catalog, new Map([[place(oid, column), node]]));
	}

	/** The node of a row; a column that has none of its own (of a view, an index) is the whole relation. */
	of(catalog: number | undefined, oid = 0, column = 0): string | undefined {
		const known = this.#byCatalog.get(catalog);
		return known?.get(place(oid, column)) ?? known?.get(place(oid, 0));
	}
}

/** One number for two: a relation has fewer than 2048 columns. */
function place(oid: number, column: number): number {
	return oid * 2048 + column;
}

// Dependencies of array types, row types and the like lead to what they belong to; those within one object count for nothing.
// A sequence is there without the column that owns it.
const ofUsers = `
	FROM pg_catalog.pg_depend d
	WHERE d.objid > ${lastOfSystem} AND (d.refobjid > ${lastOfSystem} OR d.refclassid = 'pg_catalog.pg_namespace'::regclass)
		AND d.deptype IN ('n', 'a', 'i', 'P', 'S') AND NOT (d.deptype = 'a' AND EXISTS (SELECT FROM pg_catalog.pg_sequence s
			WHERE d.classid = 'pg_catalog.pg_class'::regclass AND s.seqrelid = d.objid))`;

/**
 * The dependencies, a list for each column of pg_depend: there are dozens for each table, and a list crosses from
 * WebAssembly many times faster than a cell for each.
 */
async function dependencies(database: Queryable) {
	const columns = ['classid', 'objid', 'objsubid', 'refclassid', 'refobjid', 'refobjsubid'];
	const lists = columns.map((column) => `pg_catalog.array_agg(d.${column}::int8)::text`);
	const { rows } = await database.query(`SELECT ${lists.join(', ')} ${ofUsers}`);
	const numbers = (at: number) => {
		const list = rows[0]?.[at];
		// `{1,2}`, or NULL where there is none.
		return typeof list === 'string' ? (JSON.parse(`[${list.slice(1, -1)}]`) as readonly number[]) : [];
	};
	return [numbers(0), numbers(1), numbers(2), numbers(3), numbers(4), numbers(5)] as const;
}

async function extensionMembers(database: Queryable): Promise<Nodes> {
	const { rows } = await database.query(
		`SELECT d.classid::int8, d.objid::int8, quote_ident(e.extname)
		FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
		WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::regclass`
	);
	const members = new Nodes();
	for (const [catalog, oid, name] of rows) {
		members.add(Number(catalog), Number(oid), 0, objectKey({ kind: 'extension', name: String(name) }));
	}
	return members;
}

function withNeedsOf({ object, nodes }: ReadObject, needs: Needs): SchemaObject {
	const own = objectKey(object);
	if (object.kind !== 'table') {
		const mine = new Set([own, ...nodes.map(({ node }) => node)]);
		const all = new Set([...mine].flatMap((node) => [...(needs.get(node) ?? [])]));
		const others = [...all].filter((node) => !mine.has(node)).sort();
		return others.length === 0 ? object : { ...object, needs: others };
	}
	const { name } = object;
	const of = (node: string, ...itself: readonly string[]) => {
		const all = needs.get(node);
		if (all === undefined) return undefined;
		const list = [...all].filter((needed) => needed !== own && !itself.includes(needed)).sort();
		return list.length === 0 ? undefined : list;
	};
	const withThem = <Part extends Surroundings>(part: Part, found: readonly string[] | undefined): Part =>
		found === undefined ? part : { ...part, needs: found };
	const columns = object.columns.map((column) => {
		const node = columnNode(name, column.name);
		const filled = of(defaultNode(name, column.name), node);
		const found = withThem(column, of(node));
		return filled === undefined ? found : { ...found, defaultNeeds: filled };
	});
	const constraints = object.constraints.map((constraint) =>
		constraint.name === undefined
			? constraint
			: withThem(constraint, of(constraintNode(name, constraint.name)))
	);
	return withThem({ ...object, columns, constraints }, of(own));
}
