import type { LedgerEntry } from '../run/ledger-entry.ts';
import { fileBehind } from './file-behind.ts';
import { sqlReader, type FolderReader } from './folder-reader.ts';
import type { FolderFile, Migration, RevisionGraph } from './migration.ts';
import { ancestorsOf, inOrder } from './revisions.ts';

/**
 * What stands in the way where the files of two developers have come together in one folder. “Mine” are those that only
 * one of them has so far: they may still be rewritten, as nobody else has run them.
 */
export type Clash =
	/** A file of each has the same revision id, so one of them cannot be run. */
	| {
			readonly kind: 'sameRevision';
			readonly revision: string;
			/** Names of files. */
			readonly mine: string;
			readonly theirs: string;
	  }
	/** Each has gone on from the same place, and nothing joins the two lines. */
	| { readonly kind: 'heads'; readonly mine: readonly string[]; readonly theirs: readonly string[] }
	/** By version `theirs` comes before `mine`, which is applied already. Both are names of files. */
	| { readonly kind: 'order'; readonly mine: string; readonly theirs: string }
	/** A file of mine revises what the other one has taken out or called otherwise. */
	| { readonly kind: 'missingParent'; readonly mine: string; readonly parent: string };

/** The clashes in a folder, `[]` where both lie in it side by side. `mine` are names of files. */
export function clashesIn(
	files: readonly FolderFile[],
	mine: ReadonlySet<string>,
	ledger: readonly LedgerEntry[],
	reader: FolderReader = sqlReader
): readonly Clash[] {
	const twins = twinsIn(reader.migrationsIn(files), mine);
	const { graph } = reader.read(files);
	const isMine = ({ file }: Migration) => mine.has(file);
	const known = new Set([
		...graph.migrations.map(({ revision }) => revision),
		...reader.idsIn(files).values()
	]);
	const orphans = graph.migrations.filter(isMine).flatMap(({ file, revises = [] }): readonly Clash[] => {
		const parent = revises.find((one) => !known.has(one));
		return parent === undefined ? [] : [{ kind: 'missingParent', mine: file, parent }];
	});
	return [
		...twins,
		...orphans,
		// With two files of one id the graph has only one of them, so that heads and order say nothing yet.
		...(twins.length > 0
			? []
			: [...headsApart(graph, isMine), ...lateComers(graph, isMine, appliedRevisions(ledger))])
	];
}

/** The migration files of `mine` that are applied, by the revision under which the ledger knows them. */
export function appliedOfMine(
	files: readonly FolderFile[],
	mine: ReadonlySet<string>,
	ledger: readonly LedgerEntry[],
	reader: FolderReader = sqlReader
): ReadonlySet<string> {
	const all = reader.migrationsIn(files);
	return new Set(
		ledger.flatMap(({ revision }) => {
			const file = fileBehind(all, ledger, revision);
			return file !== undefined && mine.has(file) ? [revision] : [];
		})
	);
}

function twinsIn(all: readonly Migration[], mine: ReadonlySet<string>): readonly Clash[] {
	const theirs = new Map(
		all.filter(({ file }) => !mine.has(file)).map(({ revision, file }) => [revision, file])
	);
	return all
		.filter(({ file }) => mine.has(file))
		.flatMap(({ revision, file }): readonly Clash[] => {
			const other = theirs.get(revision);
			return other === undefined ? [] : [{ kind: 'sameRevision', revision, mine: file, theirs: other }];
		});
}

function headsApart(graph: RevisionGraph, isMine: (migration: Migration) => boolean): readonly Clash[] {
	const own = new Set(graph.migrations.filter(isMine).map(({ revision }) => revision));
	const mine = graph.heads.filter((head) => own.has(head));
	const theirs = graph.heads.filter((head) => !own.has(head));
	return mine.length > 0 && theirs.length > 0 ? [{ kind: 'heads', mine, theirs }] : [];
}

/** What came into the folder behind the back of what is applied of mine. */
function lateComers(
	graph: RevisionGraph,
	isMine: (migration: Migration) => boolean,
	applied: ReadonlySet<string>
): readonly Clash[] {
	const own = graph.migrations.filter((one) => isMine(one) && applied.has(one.revision));
	return graph.migrations.flatMap((late): readonly Clash[] => {
		if (isMine(late) || applied.has(late.revision)) return [];
		const above = own.find(({ revision }) => ancestorsOf(graph, [revision]).has(late.revision));
		return above ? [{ kind: 'order', mine: above.file, theirs: late.file }] : [];
	});
}

function appliedRevisions(ledger: readonly LedgerEntry[]): ReadonlySet<string> {
	return new Set(ledger.filter(({ state }) => state !== 'partial-upgrade').map(({ revision }) => revision));
}

/** The revisions that must be undone to undo `revisions`, the last one first. */
export function undoneWith(
	graph: RevisionGraph,
	revisions: ReadonlySet<string>,
	applied: ReadonlySet<string>
): readonly string[] {
	const resting = graph.migrations
		.map(({ revision }) => revision)
		.filter((revision) => {
			if (!applied.has(revision)) return false;
			if (revisions.has(revision)) return true;
			const below = ancestorsOf(graph, [revision]);
			return [...revisions].some((one) => below.has(one));
		});
	return inOrder(graph, resting).toReversed();
}
