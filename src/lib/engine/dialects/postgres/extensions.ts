import type { Extension } from '../dialect.ts';
import type { ReadFile } from '../open-options.ts';
import { identifier } from './identifier.ts';
import type { RawPglite } from './pglite.ts';
import { filesIn, unpacked } from './tar.ts';

/** What each extension of PGlite is for, by its name. */
const summaries: Readonly<Record<string, string>> = {
	amcheck: 'Looks for damage in tables and indexes',
	autoinc: 'A trigger that numbers rows from a sequence',
	bloom: 'Indexes over many columns at once, by signatures',
	btree_gin: 'GIN indexes over ordinary types',
	btree_gist: 'GiST indexes over ordinary types, as exclusion constraints need them',
	citext: 'Text that does not tell capitals from small letters',
	cube: 'Points and boxes in several dimensions',
	dict_int: 'A text search dictionary for whole numbers',
	dict_xsyn: 'A text search dictionary with synonyms',
	earthdistance: 'Distances on the surface of the Earth; brings cube along',
	file_fdw: 'Foreign tables that read files',
	fuzzystrmatch: 'How alike words sound or are spelled: soundex, levenshtein',
	hstore: 'Keys and values in one column',
	insert_username: 'A trigger that notes who changed a row',
	intarray: 'Functions and indexes for arrays of integers',
	isn: 'ISBN, ISSN, EAN and UPC numbers, checked',
	lo: 'Large objects that go with their rows',
	ltree: 'Labels in a tree, with queries over paths',
	moddatetime: 'A trigger that notes when a row was changed',
	pageinspect: 'Shows the pages of tables and indexes',
	pg_buffercache: 'Shows what is in the shared buffers',
	pg_freespacemap: 'Shows the free space of tables',
	pg_logicalinspect: 'Shows what logical decoding keeps',
	pg_stat_statements: 'Counts and times statements',
	pg_surgery: 'Mends damaged rows by force',
	pg_trgm: 'How alike texts are, and indexes for LIKE, by groups of three letters',
	pg_visibility: 'Shows which pages are visible to all',
	pg_walinspect: 'Shows the write-ahead log',
	pgcrypto: 'Hashes, encryption and random bytes',
	refint: 'Triggers in place of foreign keys, from before there were any',
	seg: 'Intervals of numbers with their precision',
	tablefunc: 'Functions that give tables: crosstab, random rows',
	tcn: 'A trigger that notifies of changes',
	tsm_system_rows: 'A sample of so many rows',
	tsm_system_time: 'A sample of what can be read in so much time',
	unaccent: 'Text search without accents',
	'uuid-ossp': 'UUIDs by every recipe'
};

/** Libraries that LOAD brings in; there is nothing to create. */
const libraries = ['auto_explain', 'passwordcheck', 'pg_overexplain'];

/** Extensions that lie in an archive of several. */
const inSpi = ['autoinc', 'insert_username', 'moddatetime', 'refint'];

/**
 * The extensions PGlite brings beside plpgsql, each with the archive that holds its files. PGlite wants them named
 * when it starts and then fetches and unpacks all of them. That is not needed: CREATE EXTENSION reads a control
 * file, an SQL script and a library that are looked for at that moment, so the archive is unpacked into the
 * running instance right before a statement that may want it. It works in the middle of a transaction, costs an
 * SQL-only folder nothing, and needs no second instance.
 */
const archives: ReadonlyMap<string, string> = new Map(
	[...Object.keys(summaries), ...libraries].map((name) => [name, inSpi.includes(name) ? 'spi' : name])
);

/** Extensions that CASCADE may bring along. */
const required: ReadonlyMap<string, string> = new Map([['earthdistance', 'cube']]);

/** The extensions that a project can switch on: those `CREATE EXTENSION` can make beside plpgsql, which is always there. */
export const extensions: readonly Extension[] = Object.entries(summaries).map(([name, summary]) => ({
	name,
	summary
}));

/** Those of these extensions that there are, with those they bring along. */
export function provided(names: readonly string[]): readonly string[] {
	const known = names.filter((name) => Object.hasOwn(summaries, name));
	return [...new Set(known.flatMap((name) => [required.get(name) ?? name, name]))];
}

/** The statements that make extensions where they are missing. */
export function creationOf(names: readonly string[]): string {
	return provided(names)
		.map((name) => `CREATE EXTENSION IF NOT EXISTS ${identifier(name)};\n`)
		.join('');
}

/**
 * The archives that running `sql` may need. Any mention counts, also in a string or a body: too many archives are
 * a pause, one too few is a wrong refusal.
 */
export function archivesFor(sql: string): readonly string[] {
	if (!/\b(?:extension|load)\b/i.test(sql)) return [];
	return archivesOf(sql.match(/[a-z_]+(?:-[a-z_]+)*/gi) ?? []);
}

/** The archives of these extensions and of those they require. */
export function archivesOf(names: readonly string[]): readonly string[] {
	const found = new Set<string>();
	for (const name of names) {
		for (const each of [name.toLowerCase(), required.get(name.toLowerCase())]) {
			const archive = each === undefined ? undefined : archives.get(each);
			if (archive !== undefined) found.add(archive);
		}
	}
	return [...found];
}

/** The statements that drop extensions, each before those it needs. */
export function droppingOf(names: readonly string[]): string {
	return names
		.toReversed()
		.map((name) => `DROP EXTENSION IF EXISTS ${identifier(name)};\n`)
		.join('');
}

/** The file of an archive, as `ReadFile` is asked for it. */
function fileOf(archive: string): string {
	return `${archive}.tar.gz`;
}

/** Unpacks an archive into the running instance. */
export async function installArchive(raw: RawPglite, archive: string, readFile: ReadFile): Promise<void> {
	const tar = await unpacked(await readFile(fileOf(archive)));
	for (const { name, bytes } of filesIn(tar)) raw.copyToFS(`/pglite/${name}`, bytes);
}
