import type { LedgerEntry } from '../run/ledger-entry.ts';
import { appliedOfMine, clashesIn, fileBehind, migrationsIn, undoneWith } from './clashes.ts';
import { parseFolder } from './folder.ts';
import type { FolderFile } from './migration.ts';
import { mergeMigration } from './new-migration.ts';
import type { NewRevisionId } from './new-revision-id.ts';
import { rewriteMine, type RewrittenFile } from './rewrite-mine.ts';

/** A revision that is called otherwise from now on, or whose file says something else: then both are the same. */
export interface MovedRevision {
	readonly from: string;
	readonly to: string;
}

/** How the database follows, where migrations are applied whose files are rewritten. */
export type Following =
	/** Nothing that is applied is rewritten. */
	| { readonly kind: 'none' }
	/** They are taken back by the folder as it was, to be run again in their new place. */
	| {
			readonly kind: 'again';
			readonly files: readonly FolderFile[];
			/** In the order in which they are taken back. */
			readonly revisions: readonly string[];
	  }
	/** They stay as they are, and the ledger learns what they are called. */
	| { readonly kind: 'ledger'; readonly moved: readonly MovedRevision[] };

/** A way out of what stands between the files of two developers. */
export interface WayTogether {
	/**
	 * `merge`: a revision joins the two lines. `rebase`: mine follow the other's head. `renumber`: mine get other versions.
	 * `late`: nothing is rewritten, and what came behind the back of mine runs after them all the same.
	 */
	readonly kind: 'merge' | 'rebase' | 'renumber' | 'late';
	/** The folder afterwards. */
	readonly files: readonly FolderFile[];
	readonly rewritten: readonly RewrittenFile[];
	/** The new file that joins the lines. */
	readonly added?: FolderFile;
	/** How many heads the folder has afterwards. */
	readonly heads: number;
	/** The ways in which the database can follow, the one that keeps to the order of the folder first. */
	readonly followings: readonly Following[];
}

/** What to know of the folder, and how new versions are made. */
export interface TogetherRequest {
	readonly files: readonly FolderFile[];
	/** The names of the files that only I have. */
	readonly mine: ReadonlySet<string>;
	readonly ledger: readonly LedgerEntry[];
	readonly id: NewRevisionId;
	/** What the migration is called that joins two lines. */
	readonly mergeMessage?: string;
}

/** The ways out of the clashes in a folder; `[]` where there is none. Pure: nothing is written or run. */
export function waysTogether(request: TogetherRequest): readonly WayTogether[] {
	const { files, mine, ledger, id } = request;
	const kinds = new Set(clashesIn(files, mine, ledger).map(({ kind }) => kind));
	if (kinds.size === 0) return [];
	const isSpoken = migrationsIn(files).some(({ file, revises }) => mine.has(file) && revises !== undefined);
	const ways: WayTogether[] = [];
	if (isSpoken || kinds.has('heads')) {
		const merged = merge(request);
		if (merged) ways.push(merged);
		ways.push(
			way(request, 'rebase', rewriteMine(files, mine, { versions: 'after', ontoHeads: true, id }), true)
		);
	}
	if (kinds.has('sameRevision') || kinds.has('order')) {
		const rewritten = rewriteMine(files, mine, { versions: 'clashing', ontoHeads: false, id });
		const moves = rewritten.rewritten.some(({ revises }) => revises === undefined);
		if (rewritten.rewritten.length > 0) ways.push(way(request, 'renumber', rewritten, moves));
	}
	if (kinds.has('order') && !kinds.has('sameRevision')) {
		ways.push(way(request, 'late', { files, rewritten: [] }, false));
	}
	return ways;
}

function merge(request: TogetherRequest): WayTogether | undefined {
	const { files, mine, id, mergeMessage = '' } = request;
	const rewritten = rewriteMine(files, mine, { versions: 'clashing', ontoHeads: false, id });
	const { graph } = parseFolder(rewritten.files);
	const made = mergeMigration(graph, { revisions: graph.heads, message: mergeMessage, id });
	if (!made.ok) return undefined;
	const joined = { ...rewritten, files: [...rewritten.files, made.value] };
	return { ...way(request, 'merge', joined, false), added: made.value };
}

/** `reorders`: whether what is rewritten runs elsewhere in the order, and not only under another name. */
function way(
	{ files: before, mine, ledger }: TogetherRequest,
	kind: WayTogether['kind'],
	{ files, rewritten }: Pick<WayTogether, 'files' | 'rewritten'>,
	reorders: boolean
): WayTogether {
	const applied = appliedOfMine(before, mine, ledger);
	const moved = rewritten
		.filter(({ from }) => applied.has(from))
		.map(({ from, to }): MovedRevision => ({ from, to }));
	const { graph } = parseFolder(files);
	const base = { kind, files, rewritten, heads: graph.heads.length };
	if (moved.length === 0) return { ...base, followings: [{ kind: 'none' }] };
	const byLedger: Following = { kind: 'ledger', moved };
	if (!reorders) return { ...base, followings: [byLedger] };
	return { ...base, followings: [takingBack(before, ledger, moved), byLedger] };
}

function takingBack(
	before: readonly FolderFile[],
	ledger: readonly LedgerEntry[],
	moved: readonly MovedRevision[]
): Following {
	const files = asApplied(before, ledger);
	const { graph } = parseFolder(files);
	const applied = new Set(ledger.map(({ revision }) => revision));
	const revisions = undoneWith(graph, new Set(moved.map(({ from }) => from)), applied);
	return { kind: 'again', files, revisions };
}

/** The files without those whose revision id was run from another file. */
function asApplied(files: readonly FolderFile[], ledger: readonly LedgerEntry[]): readonly FolderFile[] {
	const strangers = new Set(
		migrationsIn(files)
			.filter(({ revision, file }) => {
				const ran = fileBehind(files, ledger, revision);
				return ran !== undefined && ran !== file;
			})
			.map(({ file }) => file)
	);
	return files.filter(({ name }) => !strangers.has(name));
}
