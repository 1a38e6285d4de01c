/** What pairs of schemas stand on: a kind of database, natively, with as many databases as are asked for. */

import type { Schema } from '../../../src/lib/engine/schema/model.ts';

export type Kind = 'sqlite' | 'postgres';

/** A database: the path of a file, or a name on the server. */
export type Place = string;

/** What stands in the columns of a database, by table and column. */
export type Contents = ReadonlyMap<string, Column>;

export interface Column {
	readonly type: string;
	/** Sorted; nulls are left out. */
	readonly values: readonly string[];
}

export interface Ground {
	readonly kind: Kind;
	/** For people, with the version. */
	readonly title: string;
	/** A database that this SQL has made from nothing. */
	make(sql: string): Promise<Place>;
	copy(place: Place): Promise<Place>;
	drop(places: readonly Place[]): Promise<void>;
	/** Runs statements one after the other; throws at the first that is refused. */
	run(place: Place, statements: readonly string[]): Promise<void>;
	/** What the catalog says; shares nothing with any tool. */
	fingerprint(place: Place): Promise<string>;
	/** What Updown's engine reads there. */
	inspect(place: Place): Promise<Schema>;
	/** Puts a few rows into every table, as far as its rules let it. */
	fill(place: Place): Promise<void>;
	contents(place: Place): Promise<Contents>;
	/** How SQLAlchemy is told of a database. */
	sqlalchemy(place: Place): string;
	/** How everyone else is. */
	address(place: Place): string;
	close(): Promise<void>;
}

function countOf(contents: Contents): number {
	return [...contents.values()].reduce((sum, { values }) => sum + values.length, 0);
}

/**
 * What of the rows went lost on the way from `before` to `after`: a sentence, '' where nothing did, undefined where
 * nothing could. A column survives where the schema to come has it too, by its names and its type. A pure rename has as many
 * columns after it as before, and must have as many values.
 */
export function whatWentLost(
	before: Contents,
	after: Contents,
	wanted: Contents,
	isRename: boolean
): string | undefined {
	let surviving = 0;
	for (const [name, { type, values }] of before) {
		if (values.length === 0 || wanted.get(name)?.type !== type) continue;
		surviving++;
		const left = after.get(name)?.values ?? [];
		if (JSON.stringify(left) !== JSON.stringify(values)) {
			return `${name} has ${left.length} of ${values.length} values, or others`;
		}
	}
	if (isRename && countOf(before) > 0 && wanted.size === before.size) {
		const [there, here] = [countOf(before), countOf(after)];
		return here < there ? `${here} of ${there} values are left` : '';
	}
	return surviving === 0 ? undefined : '';
}
