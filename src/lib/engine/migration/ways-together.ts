import type { LedgerEntry } from '../run/ledger-entry.ts';
import { appliedOfMine, clashesIn, undoneWith } from './clashes.ts';
import { fileBehind } from './file-behind.ts';
import type { FolderWriter } from './folder-writer.ts';
import type { FolderFile } from './migration.ts';
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
	/** What the project's own tools call the revision that joins the lines; they write its file, which is not in `files` yet. */
	readonly merging?: string;
	/** How many heads the folder has afterwards. */
	readonly heads: number;
	/** The ways in which the database can follow, the one that keeps to the order of the folder first. */
	readonly followings: readonly Following[];
	/** Why there is no way in which what is applied stays so, where one would look for it. */
	readonly whyNotKept?: string;
}

/** What to know of the folder, and how its files are rewritten. */
export interface TogetherRequest {
	readonly files: readonly FolderFile[];
	/** The names of the files that only I have. */
	readonly mine: ReadonlySet<string>;
	readonly ledger: readonly LedgerEntry[];
	readonly writer: FolderWriter;
	/** What the migration is called that joins two lines. */
	readonly mergeMessage?: string;
}

/** The ways out of the clashes in a folder; `[]` where there is none. Pure: nothing is written or run. */
export function waysTogether(request: TogetherRequest): readonly WayTogether[] {
	const { files, mine, ledger, writer } = request;
	const kinds = new Set(clashesIn(files, mine, ledger, writer).map(({ kind }) => kind));
	if (kinds.size === 0) return [];
	const isSpoken = writer
		.migrationsIn(files)
		.some(({ file, revises }) => mine.has(file) && revises !== undefined);
	const ways: WayTogether[] = [];
	if (isSpoken || kinds.has('heads')) {
		const merged = merge(request);
		if (merged) ways.push(merged);
		ways.push(
			way(request, 'rebase', rewriteMine(files, mine, { versions: 'after', ontoHeads: true, writer }), true)
		);
	}
	if (kinds.has('sameRevision') || kinds.has('order')) {
		const rewritten = rewriteMine(files, mine, { versions: 'clashing', ontoHeads: false, writer });
		const moves = rewritten.rewritten.some(({ revises }) => revises === undefined);
		if (rewritten.rewritten.length > 0) ways.push(way(request, 'renumber', rewritten, moves));
	}
	if (kinds.has('order') && !kinds.has('sameRevision')) {
		ways.push(way(request, 'late', { files, rewritten: [] }, false));
	}
	return ways;
}

function merge(request: TogetherRequest): WayTogether | undefined {
	const { files, mine, writer, mergeMessage = '' } = request;
	const rewritten = rewriteMine(files, mine, { versions: 'clashing', ontoHeads: false, writer });
	const joining = writer.joining(rewritten.files, mergeMessage);
	if (!joining) return undefined;
	if (joining.kind === 'tool')
		return { ...way(request, 'merge', rewritten, false), heads: 1, merging: joining.message };
	const joined = { ...rewritten, files: [...rewritten.files, joining.file] };
	return { ...way(request, 'merge', joined, false), added: joining.file };
}

/** `reorders`: whether what is rewritten runs elsewhere in the order, and not only under another name. */
function way(
	{ files: before, mine, ledger, writer }: TogetherRequest,
	kind: WayTogether['kind'],
	{ files, rewritten }: Pick<WayTogether, 'files' | 'rewritten'>,
	reorders: boolean
): WayTogether {
	const applied = appliedOfMine(before, mine, ledger, writer);
	const moved = rewritten
		.filter(({ from }) => applied.has(from))
		.map(({ from, to }): MovedRevision => ({ from, to }));
	const { graph } = writer.read(files);
	const base = { kind, files, rewritten, heads: graph.heads.length };
	if (moved.length === 0) return { ...base, followings: [{ kind: 'none' }] };
	const byLedger: Following = { kind: 'ledger', moved };
	if (!reorders) return { ...base, followings: [byLedger] };
	const again = takingBack(before, ledger, moved, writer);
	const { whyNotKept } = writer;
	if (whyNotKept !== undefined) return { ...base, followings: [again], whyNotKept };
	return { ...base, followings: [again, byLedger] };
}

function takingBack(
	before: readonly FolderFile[],
	ledger: readonly LedgerEntry[],
	moved: readonly MovedRevision[],
	writer: FolderWriter
): Following {
	const files = asApplied(before, ledger, writer);
	const { graph } = writer.read(files);
	const applied = new Set(ledger.map(({ revision }) => revision));
	const revisions = undoneWith(graph, new Set(moved.map(({ from }) => from)), applied);
	return { kind: 'again', files, revisions };
}

/** The files without those whose revision id was run from another file. */
function asApplied(
	files: readonly FolderFile[],
	ledger: readonly LedgerEntry[],
	writer: FolderWriter
): readonly FolderFile[] {
	const all = writer.migrationsIn(files);
	const strangers = new Set(
		all
			.filter(({ revision, file }) => {
				const ran = fileBehind(all, ledger, revision);
				return ran !== undefined && ran !== file;
			})
			.map(({ file }) => file)
	);
	return files.filter(({ name }) => !strangers.has(name));
}
