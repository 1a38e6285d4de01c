import type { FolderFile } from '../../engine/migration/migration.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import { migrateProgram } from '../../python/migrate-program.ts';

/** The words of the command line that does what a button stands for. */
export function toolWords(files: readonly FolderFile[], command: RunCommand): readonly string[] {
	const program = migrateProgram(files);
	if (command.kind === 'stamp')
		return [...program, 'stamp', ...(command.purge ? ['--purge'] : []), ...command.targets];
	if (command.kind === 'takeBack') throw new Error('Only a project in SQL takes back what was pulled past.');
	const { kind, target } = command;
	if (target === '-1') {
		// To click, `-1` is an option; Flask-Migrate goes one back where nothing is said.
		return program[0] === 'flask' ? [...program, kind] : [...program, kind, target];
	}
	return [...program, kind, target];
}
