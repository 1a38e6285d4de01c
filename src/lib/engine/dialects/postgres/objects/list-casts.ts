import type { PlanContext } from './kind.ts';
import { json, numbers, rootOf, texts, through, withoutLength } from './type-names.ts';

/** How a list becomes a single value, or the other way round. */
export type ListWay =
	/** The value is the only one of a list. */
	| 'wrapped'
	/** The first value of the list; all others are lost. */
	| 'first'
	/** The list is written as a text, `{1,2}`. */
	| 'written'
	/** The text is read as a list. */
	| 'read'
	/** The list becomes a list of JSON. */
	| 'toJson'
	| 'fromJson';

/** The schemas that domains are looked up in, and whether an upgrade is taken back. */
export type Ways = Pick<PlanContext, 'from' | 'to' | 'downgrade'>;

/** Types that no text in braces is one of, so that such a text can only be a list of them. */
const plain = new Set([
	...numbers,
	'boolean',
	'uuid',
	'date',
	'interval',
	'money',
	'oid',
	'inet',
	'cidr',
	'macaddr',
	'timestamp without time zone',
	'timestamp with time zone',
	'time without time zone',
	'time with time zone'
]);

/**
 * How values get from a list to a single value or back; undefined where both are lists, or none is. A downgrade goes the way that
 * its upgrade has come.
 */
export function listWay(from: string, to: string, ways: Ways): ListWay | undefined {
	const [old, now] = [rootOf(from, ways.from), rootOf(to, ways.to)];
	if (old.array === now.array) return undefined;
	const [list, single] = old.array ? [old.base, now.base] : [now.base, old.base];
	const back = ways.downgrade === true;
	const upgradeWraps = back ? old.array : now.array;
	if (texts.has(single)) {
		const wraps = upgradeWraps && !isPlain(list, ways);
		if (old.array) return wraps ? 'first' : 'written';
		return wraps ? 'wrapped' : 'read';
	}
	if (json.has(single) && !(upgradeWraps && json.has(list))) return old.array ? 'toJson' : 'fromJson';
	return old.array ? 'first' : 'wrapped';
}

function isPlain(type: string, { from, to }: Ways): boolean {
	const isEnum = [...from.objects, ...to.objects].some(({ kind, name }) => kind === 'enum' && name === type);
	return isEnum || plain.has(type);
}

/** The expression that brings the value `name` this way; undefined where PostgreSQL goes it by itself. `anew` says that a type keeps its name and is another. */
export function listConversion(
	way: Exclude<ListWay, 'fromJson'>,
	name: string,
	[from, to]: readonly [from: string, to: string],
	context: Ways,
	anew = false
): string | undefined {
	const [old, now] = [rootOf(from, context.from), rootOf(to, context.to)];
	const same = old.base === now.base && !anew;
	const over = (dimensions: string) => (same ? '' : through(old.base, now.base, dimensions));
	const goal = withoutLength(to, old.base);
	switch (way) {
		case 'wrapped':
			return `CASE WHEN ${name} IS NOT NULL THEN ARRAY[${name}]${over('[]')}::${goal} END`;
		case 'first':
			return `(${name})[1]${same ? '' : `${over('')}::${goal}`}`;
		case 'read':
			return `${name}::${goal}`;
		case 'toJson':
			return `to_${now.base}(${name})`;
		case 'written':
			return undefined;
	}
}

/**
 * Statements that make what turns JSON into a list for a moment and take it away again, with the expression between them: only a
 * query could take JSON apart, and where a type changes PostgreSQL allows none.
 */
export function throughJson(
	value: string,
	type: string,
	name = 'converted'
): { readonly before: string; readonly value: string; readonly after: string } {
	return {
		before: `CREATE TYPE pg_temp.${name} AS (v ${type})`,
		value: `(jsonb_populate_record(NULL::pg_temp.${name}, jsonb_build_object('v', ${value}))).v`,
		after: `DROP TYPE pg_temp.${name}`
	};
}
