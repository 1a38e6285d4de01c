import type { Problem } from '../problem.ts';
import { buildGraph } from './build-graph.ts';
import { checkFiles, checkVersions } from './folder-checks.ts';
import type { FolderFile, Migration, RevisionGraph } from './migration.ts';
import { readMigration } from './read.ts';
import { compareNames } from './version.ts';

/** A folder, read. */
export interface ReadFolder {
	/** The sound part. A run is refused while any problem is an error. */
	readonly graph: RevisionGraph;
	/** Those of the files first, in the order of the folder, then those between files. */
	readonly problems: readonly Problem[];
}

/**
 * Reads a folder of migrations. Order comes from `revises`; where no file says it, from the version each name
 * starts with. Files that are no `.sql` are left out, with a warning where someone may have meant one. Never throws.
 */
export function parseFolder(files: readonly FolderFile[]): ReadFolder {
	const { migrationFiles, problems } = checkFiles(files);
	const sound: Migration[] = [];
	/** Ids of files that are there but cannot be used, so that their children are not told their parent is missing. */
	const broken = new Set<string>();
	for (const file of migrationFiles.toSorted((a, b) => compareNames(a.name, b.name))) {
		const read = readMigration(file);
		problems.push(...read.problems);
		if (read.migration) sound.push(read.migration);
		else if (read.revision !== undefined) broken.add(read.revision);
	}
	const built = buildGraph(sound, broken);
	problems.push(...built.problems, ...checkVersions(built.graph));
	return { graph: built.graph, problems };
}
