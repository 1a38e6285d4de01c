import { buildGraph } from '../engine/migration/build-graph.ts';
import type { ReadFolder } from '../engine/migration/folder.ts';
import type { FolderFile, Migration } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import { migrateProgram } from './migrate-program.ts';
import { versionFolders, type ScriptFolder } from './alembic-settings.ts';
import { readAlembicFile, type ReadAlembicFile } from './alembic-file.ts';

const known = new WeakMap<FolderFile, ReadAlembicFile>();

/**
 * The migrations of a Python project as a graph, of the files in the folders where Alembic looks for them, as far as files say
 * it or its runs have `told`. Never throws.
 */
export function readAlembicFolder(
	files: readonly FolderFile[],
	told: readonly ScriptFolder[] = []
): ReadFolder {
	const problems: Problem[] = versionFiles(files, told).flatMap((file) => readOnce(file).problems);
	const built = buildGraph(alembicMigrations(files, told), new Set());
	const program = migrateProgram(files).join(' ');
	return {
		graph: built.graph,
		problems: [...problems, ...built.problems.map((one) => inPython(one, program))]
	};
}

/** What to do, in the words of Alembic. */
function inPython(problem: Problem, program: string): Problem {
	const hint = problem.hint.replace('updown', program).replace(/“revises”/g, '`down_revision`');
	return problem.code === 'duplicate-revision'
		? { ...problem, hint: 'Give one of them another `revision`, and name that in what follows it.' }
		: { ...problem, hint };
}

/** Every revision file of a project that can be read, also those that share an id, by name. */
export function alembicMigrations(
	files: readonly FolderFile[],
	told: readonly ScriptFolder[] = []
): readonly Migration[] {
	return versionFiles(files, told).flatMap((file) => readOnce(file).migration ?? []);
}

function readOnce(file: FolderFile): ReadAlembicFile {
	let read = known.get(file);
	if (!read) known.set(file, (read = readAlembicFile(file)));
	return read;
}

/** The revision files of a project, by name. */
export function versionFiles(
	files: readonly FolderFile[],
	told: readonly ScriptFolder[] = []
): readonly FolderFile[] {
	const folders = versionFolders(files, told);
	return files
		.filter(({ name }) => {
			const home = name.slice(0, name.lastIndexOf('/') + 1);
			// As Alembic takes them: not what an editor keeps beside a file.
			return (
				/\.py$/.test(name) &&
				!/\/(\.#|__init__)[^/]*$/.test(name) &&
				folders.some(({ folder, isDeep }) => (isDeep ? home.startsWith(folder) : home === folder))
			);
		})
		.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
