import { parseFolder } from '../migration/folder.ts';
import type { FolderFile, RevisionGraph } from '../migration/migration.ts';
import { success, type Outcome } from '../problem.ts';
import type { StashScript } from '../schema/stash.ts';
import type { RunContext } from './context.ts';
import { withoutStash, withStash } from './stash-text.ts';
import { engineVehicle, type Vehicle } from './vehicle.ts';

/** How the files of a folder take in what makes a downgrade safe, in whichever language they are written. */
export interface StashEditor {
	/** What runs the folder as it is. */
	readonly vehicle: Vehicle;
	/** Whether the ledger notes what files say, and must be told of another text. */
	readonly isNoted: boolean;
	/** The folder with another text of one of its files, and what runs that. */
	withFile(file: FolderFile): { readonly graph: RevisionGraph; readonly vehicle: Vehicle };
	/** The file with statements around those of both its directions; why not, where nobody can tell where these begin and end. */
	withStash(file: FolderFile, script: StashScript): Promise<Outcome<FolderFile>>;
	/** The file without what `withStash` has put there; everything else stays. */
	withoutStash(file: FolderFile): FolderFile;
}

/** The same for files of SQL. */
export function sqlStashEditor(context: RunContext, files: readonly FolderFile[]): StashEditor {
	return {
		vehicle: engineVehicle(context),
		isNoted: true,
		withFile(file) {
			const folder = parseFolder(withText(files, file));
			return { graph: folder.graph, vehicle: engineVehicle({ ...context, ...folder }) };
		},
		withStash: (file, script) => Promise.resolve(success(withStash(file, script, context.database.dialect))),
		withoutStash: (file) => withoutStash(file)
	};
}

/** Files, one of which has another text. */
export function withText(files: readonly FolderFile[], file: FolderFile): readonly FolderFile[] {
	return files.map((each) => (each.name === file.name ? file : each));
}
