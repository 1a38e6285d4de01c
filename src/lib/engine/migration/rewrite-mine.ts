import type { FolderWriter } from './folder-writer.ts';
import type { FolderFile, Migration, RevisionGraph } from './migration.ts';
import { findMigration, withDescendants } from './revisions.ts';

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
	readonly writer: FolderWriter;
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
	{ versions, ontoHeads, writer }: RewriteOptions
): RewrittenFolder {
	const own = ownInOrder(files, mine, writer);
	const moving = new Set(own.map(({ file }) => file));
	let folder = files.filter(({ name }) => !moving.has(name));
	const others = writer.read(folder).graph;
	const ids = new Map<string, string>();
	const rewritten: RewrittenFile[] = [];
	for (const migration of own) {
		const before = files.find(({ name }) => name === migration.file);
		if (!before) continue;
		const { graph } = writer.read(folder);
		const id = writer.idIn(graph, migration, versions === 'after');
		const parentsOf = (parent: string): readonly string[] => {
			const moved = ids.get(parent);
			if (moved !== undefined) return [moved];
			return ontoHeads ? headsAfter(others, parent) : [parent];
		};
		const revises = migration.revises && newParents(migration.revises, parentsOf, others, ontoHeads);
		const dependsOn = migration.dependsOn.map((one) => ids.get(one) ?? one);
		const after = writer.moved(before, migration, { ...id, revises, dependsOn });
		ids.set(migration.revision, id.revision);
		folder = [...folder, after];
		if (after.name !== before.name || after.text !== before.text) {
			const { revises: said } = migration;
			rewritten.push({
				before,
				after,
				from: migration.revision,
				to: id.revision,
				revises: said,
				revisesAfter: revises
			});
		}
	}
	return { files: folder, rewritten };
}

/** The migrations of mine as they would run if only they and what they do not clash with were there. */
function ownInOrder(
	files: readonly FolderFile[],
	mine: ReadonlySet<string>,
	writer: FolderWriter
): readonly Migration[] {
	const own = new Set(
		writer
			.migrationsIn(files)
			.filter(({ file }) => mine.has(file))
			.map(({ revision }) => revision)
	);
	const ids = writer.idsIn(files);
	const apart = files.filter(({ name }) => mine.has(name) || !own.has(ids.get(name) ?? ''));
	return writer.read(apart).graph.migrations.filter(({ file }) => mine.has(file));
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
