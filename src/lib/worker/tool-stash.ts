import type { Dialect } from '../engine/dialects/dialect.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { failure, type Outcome } from '../engine/problem.ts';
import { withText, type StashEditor } from '../engine/run/stash-editor.ts';
import { withoutStash } from '../engine/run/stash-text.ts';
import { readAlembicFolder } from '../python/alembic-folder.ts';
import { lastWordsOf } from '../python/last-words.ts';
import { placesProgram, pythonComment, withPythonStash, type RevisionPlaces } from '../python/stash-text.ts';
import { toolVehicle, type ToolFolder } from './tool-vehicle.ts';

/** How the revision files of a Python project take in what makes a downgrade safe; the tools run them. */
export function toolStashEditor(folder: ToolFolder, dialect: Dialect): StashEditor {
	return {
		vehicle: toolVehicle(folder, dialect),
		isNoted: false,
		withFile(file) {
			const files = withText(folder.files, file);
			const changed = { ...folder, ...readAlembicFolder(files, folder.scripts), files };
			return { graph: changed.graph, vehicle: toolVehicle(changed, dialect) };
		},
		async withStash(file, script) {
			const places = await placesIn(folder, file);
			return places.ok ? withPythonStash(file, script, places.value) : places;
		},
		withoutStash: (file) => withoutStash(file, pythonComment)
	};
}

/** Where the functions of a revision file stand: Python itself reads it, as nobody else can tell for sure. */
async function placesIn({ tools, wheels }: ToolFolder, file: FolderFile): Promise<Outcome<RevisionPlaces>> {
	let said = '';
	let errors = '';
	const request = { words: ['python', '-c', placesProgram, file.name], files: [file], wheels };
	const { exitCode } = await tools.run({ ...request, databaseFile: undefined }, undefined, (output) => {
		if (output.stream === 'out') said += output.text;
		else errors += output.text;
	});
	if (exitCode === 0) return { ok: true, value: JSON.parse(said) as RevisionPlaces };
	return failure({
		code: 'not-python',
		severity: 'error',
		message: `Python cannot read ${file.name}. ${lastWordsOf(errors)}`,
		hint: 'Mend the file and ask again.',
		file: file.name
	});
}
