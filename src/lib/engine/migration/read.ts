import type { Problem } from '../problem.ts';
import { contentOf } from '../text/content.ts';
import { quotedStretches, type QuotedStretch } from '../text/quoted.ts';
import { checksumOf } from './checksum.ts';
import { directiveLines, directiveWord, meantDirection, type DirectiveLine } from './directive.ts';
import type { MigrationDocument, Piece } from './document.ts';
import type { Direction, FolderFile, Migration, Section } from './migration.ts';
import { readPreamble } from './preamble.ts';
import { excerpt, reporterFor, type Reporter } from './reporter.ts';
import { readSections } from './sections.ts';
import { versionOf } from './version.ts';

/** A migration file, read. */
export interface ReadFile {
	readonly document: MigrationDocument;
	/** The revision id, also where the rest of the file is not sound. */
	readonly revision: string | undefined;
	/** The sound part; undefined where the file has no revision id or no `migrate:up`. */
	readonly migration: Migration | undefined;
	/** In the order of their places. A folder is not run while one of them is an error. */
	readonly problems: readonly Problem[];
}

const known = new WeakMap<FolderFile, ReadFile>();

/**
 * Reads a file in the native format, a superset of dbmate's: any file dbmate runs is read as dbmate reads it,
 * and what it would read differently is a warning. Every problem is reported, not only the first. Never throws.
 * The answer is remembered for as long as `file` itself is.
 */
export function readMigration(file: FolderFile): ReadFile {
	let read = known.get(file);
	if (!read) {
		read = readFile(file);
		known.set(file, read);
	}
	return read;
}

function readFile(file: FolderFile): ReadFile {
	const { name, text } = file;
	const reporter = reporterFor(file);
	const candidates = directiveLines(text);
	const stretches = quotedStretches(
		text,
		candidates.filter((line) => line.direction).map((line) => line.start)
	);
	const directives = realDirectives(text, candidates, stretches, reporter);
	const start = text.startsWith('\ufeff') ? 1 : 0;
	const firstStart = directives[0]?.start ?? text.length;
	const preamble = readPreamble(text, [start, firstStart], stretches, directives.length > 0, reporter);
	const sections = readSections(text, directives, reporter);

	reportCharacters(text, reporter);
	for (const stretch of stretches) if (!stretch.closed) reportUnclosed(text, stretch, reporter);
	if (!sections.up) reportNoUp(text, preamble.pieces, directives.length > 0, reporter);
	else {
		reportEmpty(text, 'upgrade', sections.up, stretches, reporter, (preamble.revises?.length ?? 0) > 1);
		if (sections.down) {
			reportEmpty(
				text,
				'downgrade',
				sections.down,
				stretches,
				reporter,
				contentIsEmpty(text, sections.up, stretches)
			);
		} else reportNoDown(text, reporter);
	}

	const revision = preamble.revision ?? versionOf(name);
	if (revision === undefined) reportNoRevision(name, reporter);
	else if (versionOf(name) === undefined) reportFileName(name, reporter);

	const mark: readonly Piece[] = start === 1 ? [{ kind: 'mark', text: '\ufeff' }] : [];
	const document = { file: name, pieces: [...mark, ...preamble.pieces, ...sections.pieces] };
	const migration =
		revision === undefined || !sections.up
			? undefined
			: {
					revision,
					message: preamble.message ?? wordsOf(name),
					file: name,
					revises: preamble.revises,
					labels: preamble.labels,
					dependsOn: preamble.dependsOn,
					up: sections.up,
					down: sections.down,
					checksum: checksumOf(text)
				};
	return { document, revision, migration, problems: reporter.problems };
}

type Directive = DirectiveLine & { readonly direction: Direction };

/**
 * The directives that are ones: not inside a string or comment. A near miss of one the file has not got is an error,
 * and read as what was meant so that nothing else seems missing; any other near miss is a comment, as for dbmate.
 */
function realDirectives(
	text: string,
	candidates: readonly DirectiveLine[],
	stretches: readonly QuotedStretch[],
	reporter: Reporter
): readonly Directive[] {
	const real: Directive[] = [];
	const nearMisses: DirectiveLine[] = [];
	let at = 0;
	for (const line of candidates) {
		while (at < stretches.length && (stretches[at]?.end ?? 0) <= line.start) at++;
		const around = stretches[at];
		const inside = around && around.start < line.start ? around : undefined;
		if (!inside && line.direction) real.push({ ...line, direction: line.direction });
		else if (!inside) nearMisses.push(line);
		else if (line.direction) reportLookAlike(text, line, inside, reporter);
	}
	const present = new Set(real.map((directive) => directive.direction));
	for (const line of nearMisses) {
		const direction = meantDirection(line);
		if (direction && !present.has(direction)) {
			present.add(direction);
			real.push({ ...line, direction });
			reportMisspelt(text, line, direction, reporter);
		} else reportNearMiss(text, line, direction, reporter);
	}
	return real.sort((a, b) => a.start - b.start);
}

function reportLookAlike(text: string, line: DirectiveLine, around: QuotedStretch, reporter: Reporter): void {
	reporter.warning(
		'directive-in-text',
		[line.start, line.end],
		`“${excerpt(text.slice(line.start, line.end))}” looks like a directive but is part of the ${around.kind} that opens on line ${reporter.line(around.start)}. Updown leaves it there; dbmate would take it as a directive.`,
		`If the ${around.kind} was meant to end earlier, close it. Otherwise put a blank before “--”.`
	);
}

function reportMisspelt(text: string, line: DirectiveLine, direction: Direction, reporter: Reporter): void {
	reporter.error(
		'unknown-directive',
		[line.start, line.end],
		`“${excerpt(text.slice(line.start, line.end))}” ${line.indented ? 'has blanks before it' : 'is not spelt like a directive'}, so it is not one.`,
		`Did you mean “-- ${directiveWord(direction)}”? Write it so, at the very start of the line.`
	);
}

function reportNearMiss(
	text: string,
	line: DirectiveLine,
	direction: Direction | undefined,
	reporter: Reporter
): void {
	reporter.warning(
		'unknown-directive',
		[line.start, line.end],
		`“${excerpt(text.slice(line.start, line.end))}” is not a directive, so it is read as a plain comment.`,
		direction
			? `The file has its “-- ${directiveWord(direction)}” already; take this line out, or write it so that it cannot be mistaken for one.`
			: 'The directives are “-- migrate:up” and “-- migrate:down”.'
	);
}

function reportNoUp(text: string, preamble: readonly Piece[], hasDown: boolean, reporter: Reporter): void {
	if (!/[^\s\ufeff]/.test(text)) {
		reporter.error(
			'empty-file',
			[0, text.length],
			'The file is empty.',
			'Write “-- migrate:up”, below it the SQL to apply, then “-- migrate:down” and the SQL that takes it back; or delete the file.'
		);
		return;
	}
	const other = /^--[ \t]*\+(goose|migrate)[ \t]+up\b/im.exec(text)?.[1]?.toLowerCase();
	const stray = preamble.find((piece) => piece.kind === 'stray');
	const at = stray ? text.indexOf(stray.text) : 0;
	reporter.error(
		'missing-up',
		[at, reporter.lines.nextLine(at)],
		hasDown ? 'There is a “-- migrate:down” but no “-- migrate:up”.' : 'There is no “-- migrate:up” line.',
		other
			? `The file is written for ${other === 'goose' ? 'goose' : 'sql-migrate'}: write “-- migrate:up” for “-- +${other} Up” and “-- migrate:down” for “-- +${other} Down”.`
			: 'Put “-- migrate:up” on a line of its own above the SQL that applies the migration.'
	);
}

function reportNoDown(text: string, reporter: Reporter): void {
	reporter.warning(
		'missing-down',
		[text.length, text.length],
		'There is no “-- migrate:down” section, so this migration cannot be downgraded.',
		'Add “-- migrate:down” and the SQL that takes the change back. dbmate refuses a file without it.'
	);
}

function contentIsEmpty(text: string, section: Section, stretches: readonly QuotedStretch[]): boolean {
	return contentOf(text, section.span.start.offset, section.span.end.offset, stretches) !== 'sql';
}

/** Nothing at all is a warning; a comment is taken as meant. `expected`: a merge, or a down of nothing. */
function reportEmpty(
	text: string,
	direction: Direction,
	section: Section,
	stretches: readonly QuotedStretch[],
	reporter: Reporter,
	expected: boolean
): void {
	const { start, end } = section.span;
	if (expected || contentOf(text, start.offset, end.offset, stretches) !== 'nothing') return;
	const up = direction === 'upgrade';
	reporter.warning(
		up ? 'empty-up' : 'empty-down',
		[start.offset, end.offset],
		up
			? 'The “-- migrate:up” section is empty: upgrading changes nothing.'
			: 'The “-- migrate:down” section is empty: downgrading changes nothing, yet the revision counts as taken back.',
		up
			? 'Write the SQL that applies the change. If it is meant to be empty, say so in a comment.'
			: 'Write the SQL that takes the change back. If there is nothing to take back, say so in a comment.'
	);
}

function reportUnclosed(text: string, stretch: QuotedStretch, reporter: Reporter): void {
	const mark = excerpt(text.slice(stretch.start, stretch.start + 12), 12);
	reporter.warning(
		'unclosed-quote',
		[stretch.start, Math.min(stretch.end, reporter.lines.nextLine(stretch.start))],
		`The ${stretch.kind} that opens here (${mark}) is never closed.`,
		'Close it, or double the quote if it stands for itself.'
	);
}

function reportCharacters(text: string, reporter: Reporter): void {
	if (text.startsWith('\ufeff')) {
		reporter.warning(
			'byte-order-mark',
			[0, 1],
			'The file starts with a byte-order mark, an invisible character. Updown skips it; dbmate refuses the file.',
			'Save the file as “UTF-8 without BOM”.'
		);
	}
	const nul = text.indexOf('\0');
	if (nul !== -1) {
		reporter.error(
			'nul-character',
			[nul, nul + 1],
			'The file holds a NUL character; databases stop reading there, so the rest would be lost.',
			'Remove it. If there are many, the file was saved as UTF-16: save it as UTF-8.'
		);
	}
	const alone = /\r(?!\n)/.exec(text)?.index;
	if (alone !== undefined) {
		reporter.warning(
			'lone-carriage-return',
			[alone, alone + 1],
			'A line ends with a lone carriage return. Updown takes it as a line end; dbmate does not, and in SQLite a “--” comment goes on past it.',
			'Save the file with ordinary line ends (LF).'
		);
	}
}

function reportNoRevision(name: string, reporter: Reporter): void {
	reporter.error(
		'no-revision',
		[0, 0],
		`“${name}” has no revision id: its name does not start with a number and it has no “revision” header.`,
		'Rename it so that it starts with its version, e.g. “0001_create_users.sql”.'
	);
}

function reportFileName(name: string, reporter: Reporter): void {
	reporter.warning(
		'name-without-version',
		[0, 0],
		`“${name}” does not start with a number. Updown goes by its “revision” header; dbmate leaves the file out.`,
		'Put a version before the name, e.g. “0001_create_users.sql”.'
	);
}

/** `0012_add-email.sql` → `add email`. */
function wordsOf(name: string): string {
	const words = name
		.replace(/\.sql$/, '')
		.replace(/^[0-9]+/, '')
		.replace(/[_\-\s]+/g, ' ')
		.trim();
	return words === '' ? name : words;
}
