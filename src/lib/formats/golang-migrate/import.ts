import { failure, success, type Outcome, type Problem } from '../../engine/problem.ts';
import { printDocument, readMigration } from '../../engine/migration/index.ts';
import { contentOf } from '../../engine/text/content.ts';
import { names } from '../../engine/text/names.ts';
import { dialectTitles } from '../dialect-words.ts';
import type { FolderFormat, ImportedFiles, ImportOptions } from '../format.ts';
import type { SourceFolder } from '../source-folder.ts';
import { textsOf } from '../texts.ts';
import { transactionNotes } from '../transaction-notes.ts';
import { readFileName } from './file-name.ts';
import { guarded, nativeText } from './native-text.ts';
import { pairsOf, type Pair, type Pairs } from './pairs.ts';

/** golang-migrate: an up and a down file for each version. */
export const golangMigrate: FolderFormat = {
	name: 'golang-migrate',
	title: 'golang-migrate',
	looksLike: 'pairs of files as golang-migrate has them (“0001_name.up.sql” and “0001_name.down.sql”)',
	claims: (folder) => folder.files.filter((file) => readFileName(file.name)).length,
	read: readPairs
};

function readPairs(folder: SourceFolder, options: ImportOptions): Outcome<ImportedFiles> {
	const found = pairsOf(folder.files, options.dialect);
	if (found.pairs.length === 0) return failure(nothingForDialect(folder, found, options));
	const used = found.pairs.flatMap(({ up, down }) => (down ? [up.file, down.file] : [up.file]));
	const texts = textsOf(used);
	if (!texts.ok) return texts;
	const textOf = (name: string) => texts.value.get(name) ?? '';

	// Names of one width, so that tools that sort by name keep the order of the numbers.
	const width = Math.max(...found.pairs.map((pair) => pair.version.length));
	const files = found.pairs.map((pair) => {
		const padded = pair.version.padStart(width, '0');
		return {
			name: `${padded}_${pair.title}.sql`,
			text: nativeText({
				message: pair.title.replace(/[_\-\s]+/g, ' '),
				revision: padded === pair.version ? undefined : pair.version,
				up: { sql: textOf(pair.up.file.name), transaction: !pair.up.autocommit },
				down: pair.down && { sql: textOf(pair.down.file.name), transaction: !pair.down.autocommit }
			})
		};
	});
	const misread = found.pairs.filter((pair, index) => {
		const file = files[index];
		const read = file && readMigration(file);
		if (!read?.migration || printDocument(read.document) !== file?.text) return true;
		const { up, down } = read.migration;
		return (
			!up.sql.startsWith(guarded(textOf(pair.up.file.name)).sql) ||
			(down === undefined) !== (pair.down === undefined)
		);
	});
	return success({ files, notes: notesOf(found, textOf, misread) });
}

function nothingForDialect(folder: SourceFolder, found: Pairs, { dialect }: ImportOptions): Problem {
	const others = [...found.otherDatabases].map(([word, count]) => `${word} (${count})`);
	return {
		code: 'no-files-for-dialect',
		severity: 'error',
		message:
			others.length > 0
				? `The files in ${shownFolder(folder)} are for ${names(others)} only.`
				: `${shownFolder(folder)} has only downs: ${names(found.alone.map(({ file }) => file.name))}.`,
		hint: `Bring a folder with up files for ${dialectTitles[dialect]}, or for any database.`
	};
}

function shownFolder(folder: SourceFolder): string {
	return folder.path === '' ? 'the folder' : `“${folder.path}”`;
}

function notesOf(
	found: Pairs,
	textOf: (name: string) => string,
	misread: readonly Pair[]
): readonly string[] {
	const notes: string[] = [];
	const note = (pairs: readonly unknown[], text: string) => {
		if (pairs.length > 0) notes.push(text);
	};
	const { pairs } = found;
	const left = [...found.otherDatabases.values()].reduce((sum, count) => sum + count, 0);
	if (left > 0) {
		const words = [...found.otherDatabases].map(([word, count]) => `${word} ${count}`);
		notes.push(
			`${files(left)} for other databases (${words.join(', ')}) ${left === 1 ? 'was' : 'were'} left out.`
		);
	}
	note(
		found.replaced,
		`${files(found.replaced.length)} for any database ${found.replaced.length === 1 ? 'was' : 'were'} left out, because there is one for this database: ${names(found.replaced.map(({ file }) => file.name))}.`
	);
	const noDown = pairs.filter((pair) => !pair.down);
	note(noDown, `Without a down, so they cannot be downgraded: ${nameList(noDown)}.`);
	const emptyUp = pairs.filter((pair) => contentOf(textOf(pair.up.file.name)) !== 'sql');
	note(emptyUp, `The up is empty or only a comment, so upgrading changes nothing: ${nameList(emptyUp)}.`);
	const emptyDown = pairs.filter(
		(pair) => pair.down && contentOf(textOf(pair.down.file.name)) !== 'sql' && !emptyUp.includes(pair)
	);
	note(
		emptyDown,
		`The down is empty or only a comment, so downgrading changes nothing: ${nameList(emptyDown)}.`
	);
	note(found.alone, `A down without an up was left out: ${names(found.alone.map(({ file }) => file.name))}.`);
	for (const same of found.repeated) {
		notes.push(
			`Version ${same[0]?.version ?? ''} is in several files: ${names(same.map(({ file }) => file.name))}. Give each a number of its own, or delete what is not wanted; until then nothing can be run.`
		);
	}
	const autocommit = pairs.filter((pair) => pair.up.autocommit || pair.down?.autocommit);
	note(autocommit, `Marked “.autocommit”, so they run without a transaction: ${nameList(autocommit)}.`);
	notes.push(
		...transactionNotes(
			pairs.map((pair) => ({
				name: `${pair.version}_${pair.title}`,
				scripts: [pair.up, pair.down].flatMap((side) =>
					side && !side.autocommit ? textOf(side.file.name) : []
				)
			}))
		)
	);
	const escaped = pairs.filter((pair) =>
		[pair.up, pair.down].some((side) => side && guarded(textOf(side.file.name)).changed > 0)
	);
	note(
		escaped,
		`A comment that looks like a directive got a third dash, so that it stays a comment: ${nameList(escaped)}.`
	);
	note(
		misread,
		`A quote or a comment is never closed, so the two directions cannot be told apart safely: ${nameList(misread)}. Look at them before running.`
	);
	return notes;
}

function files(count: number): string {
	return count === 1 ? '1 file' : `${count} files`;
}

function nameList(pairs: readonly Pair[]): string {
	const listed = names(pairs.map((pair) => `${pair.version}_${pair.title}`));
	return pairs.length > 8 ? `${listed} (${pairs.length} in all)` : listed;
}
