import type { FolderReader } from '../engine/migration/folder-reader.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { ancestorsOf, targetBelow } from '../engine/migration/revisions.ts';
import type { Following } from '../engine/migration/ways-together.ts';
import type { TogetherTrial } from '../engine/run/rehearse-together.ts';
import { migrateProgram } from './migrate-program.ts';

/** A command line of the tools, and the files on which it runs. */
export interface WayCommand {
	readonly words: readonly string[];
	readonly files: readonly FolderFile[];
}

/** The commands by which the tools go a way. `versions` are the revisions that Alembic says the database is at. */
export function wayCommands(
	{ files, following, merging }: TogetherTrial,
	versions: readonly string[],
	reader: FolderReader
): readonly WayCommand[] {
	const program = migrateProgram(files);
	const commands: WayCommand[] = [];
	if (following.kind === 'again') {
		for (const target of targetsBelow(following, reader))
			commands.push({ words: [...program, 'downgrade', target], files: following.files });
	}
	if (following.kind === 'ledger') {
		const names = new Map(following.moved.map(({ from, to }) => [from, to]));
		const now = versions.map((version) => names.get(version) ?? version);
		commands.push({ words: [...program, 'stamp', '--purge', ...now], files });
	}
	if (merging !== undefined) commands.push({ words: [...program, 'merge', '-m', merging, 'heads'], files });
	return commands;
}

/**
 * What to go down to, so that these revisions are undone and nothing else: for each of them that rests on no other one, its parent, by
 * the line that the revision itself names.
 */
function targetsBelow(
	{ files, revisions }: Extract<Following, { readonly kind: 'again' }>,
	reader: FolderReader
) {
	const { graph } = reader.read(files);
	const lowest = revisions.filter((revision) => {
		const below = ancestorsOf(graph, [revision]);
		return !revisions.some((other) => other !== revision && below.has(other));
	});
	return lowest.map((revision) => targetBelow(graph, revision));
}
