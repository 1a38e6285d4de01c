import { DatabaseError, type Database } from '../../database.ts';
import type { Rename } from '../../schema/change.ts';
import { compareSchemas, sameMeaning } from '../../schema/compare.ts';
import { rowsTried, type ChangedValue, type ConvertedValues } from '../../schema/converted-values.ts';
import { earlierNames } from '../../schema/earlier-names.ts';
import { objectKey, type Column, type Schema } from '../../schema/model.ts';
import { objectsOf } from '../../schema/rename-kinds.ts';
import { identifier, literal } from './identifier.ts';
import { conversion } from './objects/casts.ts';
import { tableIn } from './objects/family.ts';
import { listWay, throughJson, type Ways } from './objects/list-casts.ts';
import { numbers, rootOf, texts } from './objects/type-names.ts';
import { renameSteps } from './rename-steps.ts';

/** A column whose type changes. */
interface Retyped {
	readonly table: string;
	readonly from: Column;
	readonly to: Column;
}

/**
 * Converts the values of every column that gets another type, there and back, as the scripts would, and takes it back. A
 * column of which that cannot be told (its new type is not there yet) is left out. Must be called outside a transaction.
 */
export async function convertedValues(
	database: Database,
	from: Schema,
	to: Schema,
	{ renames, rows }: { readonly renames: readonly Rename[]; readonly rows: Readonly<Record<string, number>> }
): Promise<readonly ConvertedValues[]> {
	const renamed = renameSteps(from, to, renames).schema;
	const earlier = earlierNames(renames);
	const wanted = retypedIn(renamed, to, new Set(renames.map((rename) => objectsOf(rename).later))).filter(
		({ table }) => (rows[earlier.table(table)] ?? 0) > 0
	);
	if (wanted.length === 0) return [];
	const found: ConvertedValues[] = [];
	await database.query('BEGIN');
	try {
		await database.query("SELECT pg_catalog.set_config('search_path', 'public', true)");
		for (const each of wanted) {
			const place = { table: earlier.table(each.table), column: earlier.column(each.table, each.from.name) };
			const values = await tried(database, place, each, { from: renamed, to });
			const all = rows[place.table] ?? 0;
			if (values !== undefined)
				found.push({ table: each.table, column: each.to.name, more: all > rowsTried, ...values });
		}
	} finally {
		await database.query('ROLLBACK');
	}
	return found;
}

/** The columns that get another type while the types themselves stay what they are: none of them is among `renamed`, nor are its parts. */
function retypedIn(from: Schema, to: Schema, renamed: ReadonlySet<string>): readonly Retyped[] {
	const before = new Map(from.objects.map((object) => [objectKey(object), object]));
	const later = new Map(to.objects.map((object) => [objectKey(object), object]));
	const stays = (node: string) => {
		if (renamed.has(node) && !node.startsWith('table ')) return false;
		const [old, now] = [before.get(node), later.get(node)];
		return old === undefined ? now === undefined : now === undefined || sameMeaning(old, now);
	};
	return compareSchemas(from, to).flatMap((change): Retyped[] => {
		if (change.kind !== 'alterColumn') return [];
		const { table, from: old, to: now } = change;
		if (old.type === now.type || old.generated !== undefined || now.generated !== undefined) return [];
		if (now.options.inherited === true || tableIn(to, table)?.options.server !== undefined) return [];
		return [...(old.needs ?? []), ...(now.needs ?? [])].every(stays) ? [{ table, from: old, to: now }] : [];
	});
}

type Counts = Omit<ConvertedValues, 'table' | 'column' | 'more'>;

async function tried(
	database: Database,
	{ table, column }: { readonly table: string; readonly column: string },
	retyped: Retyped,
	schemas: Ways
): Promise<Counts | undefined> {
	await database.query('SAVEPOINT updown_converted');
	try {
		for (const sql of functionFor(retyped, schemas)) await database.query(sql);
		const { rows } = await database.query(
			countsIn(table, identifier(column), shown('value', retyped.from.type, schemas.from))
		);
		return countsOf(rows[0] ?? []);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return undefined;
	} finally {
		await database.query('ROLLBACK TO SAVEPOINT updown_converted');
	}
}

/**
 * Statements that make a function which says of a value whether its column takes it (it assigns it, as ALTER TABLE does) and
 * whether it comes back: NULL, `{refused}` or `{changed, after, back}`.
 */
function functionFor({ from, to }: Retyped, { from: before, to: later }: Ways): readonly string[] {
	const there = valueAs('given', [from.type, to.type], 'converted', { from: before, to: later });
	const back = valueAs('later', [to.type, from.type], 'converted_back', {
		from: later,
		to: before,
		downgrade: true
	});
	const body = [
		`DECLARE later ${to.type}; back ${from.type};`,
		'BEGIN',
		`	later := ${there.value};`,
		'	BEGIN',
		`		back := ${back.value};`,
		`		IF ${sameValue(from.type, before)} THEN RETURN NULL; END IF;`,
		`		RETURN ARRAY['changed', ${shown('later', to.type, later)}, ${shown('back', from.type, before)}];`,
		'	EXCEPTION WHEN OTHERS THEN',
		`		RETURN ARRAY['changed', ${shown('later', to.type, later)}, NULL];`,
		'	END;',
		'EXCEPTION WHEN OTHERS THEN',
		"	RETURN ARRAY['refused'];",
		'END'
	].join('\n');
	return [
		...there.before,
		...back.before,
		`CREATE FUNCTION pg_temp.updown_converted(given ${from.type}) RETURNS text[] LANGUAGE plpgsql AS ${literal(body)}`
	];
}

function valueAs(
	name: string,
	[from, to]: readonly [string, string],
	type: string,
	ways: Ways
): { readonly before: readonly string[]; readonly value: string } {
	if (listWay(from, to, ways) === 'fromJson') {
		const { before, value } = throughJson(name, to, type);
		return { before: [before], value };
	}
	return { before: [], value: conversion(name, from, to, ways) ?? name };
}

const comparable = new Set([
	...numbers,
	...texts,
	'boolean',
	'date',
	'interval',
	'timestamp without time zone',
	'timestamp with time zone',
	'time without time zone',
	'time with time zone'
]);

/** When a value is what it was: another way of writing it does not count. */
function sameValue(type: string, schema: Schema): string {
	const { base } = rootOf(type, schema);
	const asText = 'back::text IS NOT DISTINCT FROM given::text';
	if (base === 'json') return 'back::text::jsonb IS NOT DISTINCT FROM given::text::jsonb';
	return comparable.has(base) ? `${asText} OR back IS NOT DISTINCT FROM given` : asText;
}

/** A value for people: texts stand in quotes. */
function shown(value: string, type: string, schema: Schema): string {
	const { base, array } = rootOf(type, schema);
	return texts.has(base) && !array ? `quote_literal(${value}::text)` : `${value}::text`;
}

function countsIn(table: string, column: string, value: string): string {
	const first = (fate: string) =>
		`(SELECT ARRAY[old, fate[2], fate[3]] FROM tried WHERE fate[1] = '${fate}' LIMIT 1)`;
	return [
		`WITH tried AS MATERIALIZED (SELECT ${value} AS old, CASE WHEN value IS NOT NULL THEN pg_temp.updown_converted(value) END AS fate`,
		`	FROM (SELECT ${column} AS value FROM ${table} LIMIT ${rowsTried}) looked_at),`,
		`examples AS (SELECT ${first('refused')} AS refused, ${first('changed')} AS changed)`,
		"SELECT count(*), count(*) FILTER (WHERE fate[1] = 'refused'), count(*) FILTER (WHERE fate[1] = 'changed'),",
		'	(SELECT refused[1] FROM examples), (SELECT changed[1] FROM examples), (SELECT changed[2] FROM examples), (SELECT changed[3] FROM examples)',
		'FROM tried'
	].join('\n');
}

function countsOf([rows, refused, changed, refusedValue, before, after, back]: readonly unknown[]): Counts {
	const value: ChangedValue | undefined =
		typeof before === 'string' && typeof after === 'string'
			? { before, after, ...(typeof back === 'string' && { back }) }
			: undefined;
	return {
		rows: Number(rows),
		refused: Number(refused),
		...(typeof refusedValue === 'string' && { refusedValue }),
		changed: Number(changed),
		...(value && { changedValue: value })
	};
}
