import { checksumOf } from '../engine/migration/index.ts';
import type { FolderFile, Migration, Section } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import { spanOf } from '../engine/text/place.ts';
import { assignmentsIn, docstringOf } from './alembic-text.ts';

/** A revision file of Alembic, read. */
export interface ReadAlembicFile {
	readonly migration: Migration | undefined;
	readonly problems: readonly Problem[];
}

/**
 * Reads what Alembic reads of a revision file: its id, parents, labels and dependencies, which are plain literals as
 * Alembic writes them. The file itself is not run. Never throws.
 */
export function readAlembicFile(file: FolderFile): ReadAlembicFile {
	const { name, text } = file;
	const problems: Problem[] = [];
	const found = new Map<string, readonly string[] | undefined>();
	for (const { key, start, at, literal } of assignmentsIn(text)) {
		if (!literal) {
			problems.push({
				code: 'unread-assignment',
				severity: 'error',
				message: `${key} is not a plain value, so its place in the history cannot be read without running the file.`,
				hint: 'Write it as Alembic does: a text in quotes, a tuple of texts, or None.',
				file: name,
				span: spanOf(text, start, at)
			});
		}
		found.set(key, literal?.values);
	}
	const [revision] = found.get('revision') ?? [];
	if (revision === undefined) {
		if (problems.length === 0) problems.push(noRevision(file));
		return { migration: undefined, problems };
	}
	if (!found.has('down_revision')) problems.push(noParent(file, revision));
	const migration: Migration = {
		revision,
		message: messageOf(text) ?? revision,
		file: name,
		revises: found.get('down_revision') ?? [],
		labels: found.get('branch_labels') ?? [],
		dependsOn: found.get('depends_on') ?? [],
		up: sectionOf(text, 'upgrade') ?? emptySection(text),
		down: sectionOf(text, 'downgrade'),
		checksum: checksumOf(text)
	};
	return { migration, problems };
}

/** The first line of the file's docstring. */
function messageOf(text: string): string | undefined {
	const place = docstringOf(text);
	const line = place && text.slice(place.start, place.end).trim().split('\n')[0]?.trim();
	return line === '' ? undefined : line;
}

/** Where a function stands. Its body is Python, so a section of it holds no SQL. */
function sectionOf(text: string, name: string): Section | undefined {
	const found = new RegExp(`^def ${name}\\([^\\n]*\\n(?:[ \\t]+[^\\n]*\\n?|[ \\t\\r]*\\n)*`, 'm').exec(text);
	if (!found) return undefined;
	return section(text, found.index, found.index + found[0].length);
}

function emptySection(text: string): Section {
	return section(text, text.length, text.length);
}

function section(text: string, start: number, end: number): Section {
	return { sql: '', span: spanOf(text, start, end), transaction: true, foreignKeys: true };
}

function noRevision({ name, text }: FolderFile): Problem {
	return {
		code: 'no-revision',
		severity: 'error',
		message: `${name} has no revision id, so Alembic does not know what it is.`,
		hint: 'Give it `revision = "…"` and `down_revision = …`, as `flask db revision` writes them, or move it out of the folder.',
		file: name,
		span: spanOf(text, 0, 0)
	};
}

function noParent({ name, text }: FolderFile, revision: string): Problem {
	return {
		code: 'no-down-revision',
		severity: 'error',
		message: `${revision} does not say which revision it follows; Alembic stops with an AttributeError.`,
		hint: 'Write `down_revision = "…"`, or `down_revision = None` where it is the first.',
		file: name,
		span: spanOf(text, 0, 0)
	};
}
