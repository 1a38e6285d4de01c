import { success, type Outcome } from '../../engine/problem.ts';
import type { FolderFormat, ImportedFiles } from '../format.ts';
import { hasSections, isSchema, readSectionFiles } from '../section-files.ts';
import type { SourceFolder } from '../source-folder.ts';
import { withoutLedger } from './schema-sql.ts';

/** dbmate: one file a version, with `-- migrate:up` and `-- migrate:down` in it. */
export const dbmate: FolderFormat = {
	name: 'dbmate',
	title: 'dbmate',
	looksLike:
		'files as Updown and dbmate have them (“0001_name.sql” with “-- migrate:up” and “-- migrate:down” in it)',
	claims: (folder) => folder.files.filter(hasSections).length,
	read: readDbmate
};

/** `schema.sql` beside the folder, where dbmate writes it, or in it becomes the project's. */
function readDbmate(folder: SourceFolder): Outcome<ImportedFiles> {
	const read = readSectionFiles(folder);
	if (!read.ok) return read;
	const { files, notes } = read.value;
	const schema = folder.beside('schema.sql') ?? folder.files.find(isSchema);
	if (schema?.text === undefined) return success({ files, notes });
	const schemaSql = withoutLedger(schema.text);
	const without = schemaSql === schema.text ? '' : ", without dbmate's own table";
	return success({
		files,
		schemaSql,
		notes: [...notes, `${schema.path} was taken as schema.sql${without}.`]
	});
}
