import type { HeaderKey, MigrationDocument } from './document.ts';
import { printDocument } from './document.ts';
import { withHeader } from './edit.ts';
import { parseFolder } from './folder.ts';
import type { FolderFile, Migration, RevisionGraph } from './migration.ts';
import { nextId, type NewRevisionId } from './new-revision-id.ts';
import { readMigration } from './read.ts';
import { findMigration, withDescendants } from './revisions.ts';
import { compareNumbers, versionOf } from './version.ts';
import { migrationsIn } from './clashes.ts';

/** A file of mine that is called or says something else afterwards. */
export interface RewrittenFile {
	readonly before: FolderFile;
	readonly after: FolderFile;
	/** Its revision before and after. */
	readonly from: string;
	readonly to: string;
	/** What it revises before and after; undefined where it does not say. */
	readonly revises: readonly string[] | undefined;
	readonly revisesAfter: readonly string[] | undefined;
}

export interface RewriteOptions {
	/** `clashing`: only what cannot stay; `after`: all that would not come after what the other one has. */
	readonly versions: 'clashing' | 'after';
	/** Whether mine follow the other's heads instead of what they followed. */
	readonly ontoHeads: boolean;
	readonly id: NewRevisionId;
}

/** The folder with the files of mine rewritten, and which of them are other than before. */
export interface RewrittenFolder {
	readonly files: readonly FolderFile[];
	readonly rewritten: readonly RewrittenFile[];
}

/**
 * Gives the files of mine other versions and parents, in running order; what they say to the database stays to the byte, and
 * so does every file of the other developer. `mine` are names of files.
 */
export function rewriteMine(
	files: readonly FolderFile[],
	mine: ReadonlySet<string>,
	{ versions, ontoHeads, id }: RewriteOptions
): RewrittenFolder {
	const own = ownInOrder(files, mine);
	const moving = new Set(own.map(({ file }) => file));
	let folder = files.filter(({ name }) => !moving.has(name));
	const others = parseFolder(folder).graph;
	const ids = new Map<string, string>();
	const rewritten: RewrittenFile[] = [];
	for (const migration of own) {
		const before = files.find(({ name }) => name === migration.file);
		if (!before) continue;
		const { graph } = parseFolder(folder);
		const { version, revision } = newIdOf(graph, migration, versions, id);
		const parentsOf = (parent: string): readonly string[] => {
			const moved = ids.get(parent);
			if (moved !== undefined) return [moved];
			return ontoHeads ? headsAfter(others, parent) : [parent];
		};
		const revises = migration.revises && newParents(migration.revises, parentsOf, others, ontoHeads);
		const after = rewrittenFile(before, migration, { version, revision, revises, ids });
		ids.set(migration.revision, revision);
		folder = [...folder, after];
		if (after.name !== before.name || after.text !== before.text) {
			const { revises: said } = migration;
			rewritten.push({
				before,
				after,
				from: migration.revision,
				to: revision,
				revises: said,
				revisesAfter: revises
			});
		}
	}
	return { files: folder, rewritten };
}

/** The migrations of mine as they would run if only they and what they do not clash with were there. */
function ownInOrder(files: readonly FolderFile[], mine: ReadonlySet<string>): readonly Migration[] {
	const own = new Set(
		migrationsIn(files)
			.filter(({ file }) => mine.has(file))
			.map(({ revision }) => revision)
	);
	const apart = files.filter((file) => {
		if (mine.has(file.name)) return true;
		const { revision } = readMigration(file);
		return revision === undefined || !own.has(revision);
	});
	return parseFolder(apart).graph.migrations.filter(({ file }) => mine.has(file));
}

function newIdOf(
	graph: RevisionGraph,
	{ revision, file, revises }: Migration,
	versions: RewriteOptions['versions'],
	id: NewRevisionId
): { readonly version: string | undefined; readonly revision: string } {
	const version = versionOf(file);
	const taken = findMigration(graph, revision) !== undefined;
	// Where no file says what it follows, the number is the order.
	const mustBeLast = versions === 'after' || revises === undefined;
	if (!taken && !(mustBeLast && isPassed(graph, version))) return { version, revision };
	const next = nextId(graph, id);
	if (!next.ok) throw new Error(next.problems[0]?.message);
	const counted = /^[0-9]+$/.test(revision);
	return {
		version: next.value.version,
		revision: counted ? next.value.version : taken ? freeName(graph, revision) : revision
	};
}

/** Whether another file comes at or after that version. */
function isPassed({ migrations }: RevisionGraph, version: string | undefined): boolean {
	if (version === undefined) return false;
	return migrations.some(({ file }) => {
		const other = versionOf(file);
		return other !== undefined && compareNumbers(other, version) >= 0;
	});
}

function freeName(graph: RevisionGraph, revision: string): string {
	let number = 2;
	while (findMigration(graph, `${revision}_${number}`)) number++;
	return `${revision}_${number}`;
}

/** The other's heads that follow `parent`, itself if it is one; all of them where nobody knows it any more. */
function headsAfter(others: RevisionGraph, parent: string): readonly string[] {
	if (!findMigration(others, parent)) return others.heads;
	const after = withDescendants(others, [parent], 'revises');
	return others.heads.filter((head) => after.has(head));
}

function newParents(
	revises: readonly string[],
	parentsOf: (parent: string) => readonly string[],
	others: RevisionGraph,
	ontoHeads: boolean
): readonly string[] {
	if (revises.length === 0 && ontoHeads) return others.heads;
	return [...new Set(revises.flatMap(parentsOf))];
}

function rewrittenFile(
	file: FolderFile,
	{ revision: earlier, revises: said, dependsOn }: Migration,
	now: {
		readonly version: string | undefined;
		readonly revision: string;
		readonly revises: readonly string[] | undefined;
		readonly ids: ReadonlyMap<string, string>;
	}
): FolderFile {
	let { document } = readMigration(file);
	const set = (key: HeaderKey, value: string): void => {
		document = withHeader(document, key, value);
	};
	if (now.revision !== earlier && hasHeader(document, 'revision')) set('revision', now.revision);
	if (said && now.revises && said.join() !== now.revises.join()) {
		set('revises', now.revises.length === 0 ? 'base' : now.revises.join(', '));
	}
	const needs = dependsOn.map((one) => now.ids.get(one) ?? one);
	if (needs.join() !== dependsOn.join()) set('depends-on', needs.join(', '));
	const rest = file.name.replace(/^[0-9]+/, '');
	const name = now.version === undefined ? file.name : `${now.version}${rest}`;
	return { name, text: printDocument(document) };
}

function hasHeader(document: MigrationDocument, key: HeaderKey): boolean {
	return document.pieces.some((piece) => piece.kind === 'header' && piece.key === key);
}
