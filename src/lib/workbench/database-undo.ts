import type { Undoable } from './undo.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** What brings the database back to where it is now, with all that the project remembers of it. */
export function databaseUndo(workbench: Workbench, what: string): Undoable {
	const { frames, losses, appliedTexts, extensions, cutOff, leftover, databaseFile, databases } =
		workbench.project;
	const { image } = workbench;
	return {
		what,
		weight: image?.byteLength ?? 0,
		undo: async () => {
			workbench.change({
				...{ frames, losses, appliedTexts, extensions },
				...{ cutOff, leftover, databaseFile, databases }
			});
			await workbench.openDatabase(image);
			workbench.failure = undefined;
		}
	};
}
