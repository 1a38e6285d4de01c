import type { StatementFailure, StatementRun } from '../database.ts';
import type { Caution, Dialect, StatementText } from '../dialects/dialect.ts';
import type { Direction, Migration, Section } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { indexLines } from '../text/lines.ts';
import type { LineIndex } from '../text/lines.ts';
import type { Place, Span } from '../text/place.ts';

/** One direction of a migration on its way into a database: the section with what running it needs to know. */
export interface PreparedSection {
	readonly migration: Migration;
	readonly direction: Direction;
	readonly section: Section;
	/** Its statements, found when first asked for: a step that succeeds in a transaction never needs to know. */
	readonly statements: () => readonly StatementText[];
	/** Where a stretch of the section's text stands in the migration's file. */
	readonly spanInFile: (start: number, end: number) => Span;
}

/** Reads a section's statements and prepares to place them in the file. */
export function prepareSection(
	dialect: Dialect,
	migration: Migration,
	direction: Direction,
	section: Section
): PreparedSection {
	const base = section.span.start;
	let lines: LineIndex | undefined;
	let statements: readonly StatementText[] | undefined;
	const placeInFile = (offset: number): Place => {
		lines ??= indexLines(section.sql);
		const place = lines.placeAt(offset);
		return {
			line: base.line + place.line - 1,
			column: place.line === 1 ? base.column + place.column - 1 : place.column,
			offset: base.offset + place.offset
		};
	};
	return {
		migration,
		direction,
		section,
		statements: () => (statements ??= dialect.split(section.sql)),
		spanInFile: (start, end) => ({ start: placeInFile(start), end: placeInFile(end) })
	};
}

/** Statements that cannot do their work in the section as it runs, as problems placed in the file. */
export function conflictsOf(
	prepared: PreparedSection,
	dialect: Dialect,
	foreignKeys: boolean
): readonly Problem[] {
	const { section } = prepared;
	if (!section.transaction) return placed(prepared, dialect.openConflicts?.(section.sql) ?? []);
	return placed(prepared, dialect.transactionConflicts(section.sql, { foreignKeys }));
}

/** What the database takes otherwise than the section says, as problems placed in the file. */
export function cautionsOf(prepared: PreparedSection, dialect: Dialect): readonly Problem[] {
	return placed(prepared, dialect.cautions?.(prepared.section.sql) ?? []);
}

function placed(
	{ migration, spanInFile }: PreparedSection,
	findings: readonly Caution[]
): readonly Problem[] {
	return findings.map(({ start, end, ...finding }) => ({
		...finding,
		file: migration.file,
		span: spanInFile(start, end)
	}));
}

/** A refused statement as a problem: which one, where in the file, what it means and what the database said. */
export function refusalOf(prepared: PreparedSection, dialect: Dialect, failure: StatementFailure): Problem {
	const { migration, spanInFile } = prepared;
	const statements = prepared.statements();
	const number = statements.findIndex((statement) => statement.end > failure.start) + 1;
	const which = `Statement ${number || statements.length} of ${statements.length} was refused`;
	const { message, hint } = dialect.explain(failure);
	return {
		code: 'statement-refused',
		severity: 'error',
		message: `${which}. ${message} ${said(dialect, failure)}`,
		hint,
		file: migration.file,
		span: placeOfFailure(failure, spanInFile)
	};
}

/** The database's own words about a failure, as a sentence. */
export function said(dialect: Dialect, failure: StatementFailure): string {
	const more = [failure.detail, failure.databaseHint].filter((text) => text !== undefined);
	const words = [failure.message, ...more].join('. ');
	return `${dialect.title} says: ${words}${/[.!?]$/.test(words) ? '' : '.'}`;
}

/** The token the database stumbled over where it is known, else the whole statement. */
export function placeOfFailure(
	failure: StatementFailure,
	spanOf: (start: number, end: number) => Span
): Span {
	if (failure.at === undefined) return spanOf(failure.start, failure.end);
	const token = /^(?:[\p{L}\p{N}_$]+|.)/u.exec(failure.sql.slice(failure.at - failure.start));
	return spanOf(failure.at, failure.at + (token?.[0].length ?? 0));
}

/** A statement that ran, placed in the file. */
export function reportOf(prepared: PreparedSection, run: StatementRun, durationMs: number) {
	return {
		sql: run.sql,
		span: prepared.spanInFile(run.start, run.end),
		durationMs,
		rowsChanged: run.rowsChanged
	};
}
