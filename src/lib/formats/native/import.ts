import { success, type Outcome } from '../../engine/problem.ts';
import { readMigration } from '../../engine/migration/index.ts';
import type { FolderFormat, ImportedFiles } from '../format.ts';
import { hasSections, readSectionFiles } from '../section-files.ts';
import type { SourceFolder } from '../source-folder.ts';
import { withoutAddedDown } from './added-down.ts';
import { pastName, readPast } from '../past.ts';
import { readSettings, settingsName } from './settings.ts';

/** Updown's own: dbmate's files with headers that say what follows what, and `updown.json` beside the folder. */
export const native: FolderFormat = {
	name: 'native',
	title: 'Updown',
	looksLike: 'a folder exported from Updown (with “updown.json” beside “migrations”)',
	claims: (folder) => {
		const migrations = folder.files.filter(hasSections);
		return settingsOf(folder) || migrations.some(saysRevises) ? Math.max(migrations.length, 1) : 0;
	},
	read: readNative
};

function saysRevises({ name, text = '' }: SourceFolder['files'][number]): boolean {
	return readMigration({ name, text }).migration?.revises !== undefined;
}

/** `updown.json` beside a folder called `migrations`, or in the folder itself where the files lie beside it. */
function settingsOf(folder: SourceFolder) {
	const own = folder.files.find((file) => file.name === settingsName);
	if (own && folder.files.some(hasSections)) return own;
	return /(^|\/)migrations$/.test(folder.path) ? folder.beside(settingsName) : undefined;
}

/** What is brought along of the past, from beside the settings. */
function pastOf(folder: SourceFolder): ReturnType<typeof readPast> | undefined {
	const file = folder.files.find(({ name }) => name === pastName) ?? folder.beside(pastName);
	return file && readPast(file.text ?? '');
}

function readNative(folder: SourceFolder): Outcome<ImportedFiles> {
	const read = readSectionFiles(folder);
	if (!read.ok) return read;
	const file = settingsOf(folder);
	const settings = readSettings(file?.text ?? '{}');
	const { notes, withoutDown, ...known } = settings;
	const schemaSql = folder.beside('schema.sql')?.text;
	const past = pastOf(folder);
	return success({
		...read.value,
		...known,
		...(past?.past && { saidPast: past.past }),
		...(schemaSql === undefined ? {} : { schemaSql }),
		files: read.value.files.map((one) => (withoutDown.includes(one.name) ? withoutAddedDown(one) : one)),
		notes: [...notes, ...(past && 'note' in past ? [past.note] : []), ...read.value.notes]
	});
}
