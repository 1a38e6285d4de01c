import { readMigration, type FolderFile } from '../engine/migration/index.ts';
import { success, type Outcome } from '../engine/problem.ts';
import { names } from '../engine/text/names.ts';
import { joinRepeatedBlocks } from './join-blocks.ts';
import type { SourceFile, SourceFolder } from './source-folder.ts';
import { textsOf } from './texts.ts';
import { transactionNotes } from './transaction-notes.ts';

/** Whether a file has both directions in it: a line `-- migrate:up`, as Updown and dbmate have it. */
export function hasSections(file: SourceFile): boolean {
	if (!file.name.endsWith('.sql')) return false;
	// Letters that are not UTF-8 are refused later, by name; that needs the file to be seen for what it is first.
	const text = file.text ?? new TextDecoder('windows-1252').decode(file.bytes);
	if (!/^\ufeff?--[ \t]*migrate:up\b/m.test(text)) return false;
	// It may stand in a string or comment of a file of another kind.
	const { pieces } = readMigration({ name: file.name, text }).document;
	return pieces.some((piece) => piece.kind === 'directive' && piece.direction === 'upgrade');
}

/** A structure dump that lies among the migrations. */
export function isSchema(file: SourceFile): boolean {
	return file.name === 'schema.sql' && !hasSections(file);
}

/** The `.sql` files of a folder as they are, but for repeated sections, which are joined with a note. */
export function readSectionFiles(
	folder: SourceFolder
): Outcome<{ readonly files: readonly FolderFile[]; readonly notes: readonly string[] }> {
	const sources = folder.files.filter((file) => file.name.endsWith('.sql') && !isSchema(file));
	const texts = textsOf(sources);
	if (!texts.ok) return texts;
	const joined: string[] = [];
	const files = sources.map(({ name }) => {
		const file = { name, text: texts.value.get(name) ?? '' };
		const one = joinRepeatedBlocks(file);
		if (one) joined.push(name);
		return one ?? file;
	});
	const notes =
		joined.length === 0
			? []
			: [
					`Several “migrate:up” sections in one file were joined into one, in dbmate's order; each file now runs as one step: ${names(joined)}.`
				];
	return success({ files, notes: [...notes, ...transactionNotes(files.map(scriptsOf))] });
}

/** The scripts of a migration that run in the step's transaction. */
function scriptsOf(file: FolderFile) {
	const { migration } = readMigration(file);
	const sections = [migration?.up, migration?.down];
	return {
		name: file.name,
		scripts: sections.flatMap((section) => (section?.transaction ? section.sql : []))
	};
}
