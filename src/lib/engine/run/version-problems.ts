import type { Dialect } from '../dialects/dialect.ts';
import type { NewerSyntax } from '../dialects/versions.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { spanOf } from '../text/place.ts';
import type { Span } from '../text/place.ts';
import { prepareSection } from './prepared-section.ts';
import { targetVersion } from './target-version.ts';

/** Texts that belong to one project. */
export interface ProjectTexts {
	readonly migrations: readonly Migration[];
	/** The text of `schema.sql`, where there is one. */
	readonly schemaSql?: string | undefined;
	/** The oldest version that they must run on; the dialect's usual one without it. */
	readonly target?: string | undefined;
}

/**
 * What in a project's own SQL a database of the version it must run on does not know, as warnings at their places.
 * The dialect must be ready. One error where the version itself is none.
 */
export function versionProblems(dialect: Dialect, texts: ProjectTexts): readonly Problem[] {
	const target = targetVersion(dialect, texts.target);
	if (!target.ok) return target.problems;
	const pieces = [
		...texts.migrations.flatMap((migration) => sectionsOf(dialect, migration)),
		...schemaOf(texts)
	];
	const found = dialect.versions.newerIn(
		pieces.map(({ sql }) => sql),
		target.value
	);
	const said = texts.target ?? dialect.versions.usual;
	return pieces.flatMap(({ file, spanOf }, at) =>
		(found[at] ?? []).map((newer) => ({
			...problemOf(newer, dialect, said),
			file,
			span: spanOf(newer.start, newer.end)
		}))
	);
}

/** Something newer in words, without its place. */
export function problemOf({ what, since, instead }: NewerSyntax, dialect: Dialect, target: string): Problem {
	return {
		code: 'newer-version-needed',
		severity: 'warning',
		message: `${what} needs ${dialect.title} ${since}, and this must run on ${target}.`,
		hint: instead
	};
}

interface Piece {
	readonly file: string;
	readonly sql: string;
	readonly spanOf: (start: number, end: number) => Span;
}

function sectionsOf(dialect: Dialect, migration: Migration): readonly Piece[] {
	return (['upgrade', 'downgrade'] as const).flatMap((direction: Direction) => {
		const section = direction === 'upgrade' ? migration.up : migration.down;
		if (!section) return [];
		const { spanInFile } = prepareSection(dialect, migration, direction, section);
		return [{ file: migration.file, sql: section.sql, spanOf: spanInFile }];
	});
}

function schemaOf({ schemaSql }: ProjectTexts): readonly Piece[] {
	if (schemaSql === undefined) return [];
	return [{ file: 'schema.sql', sql: schemaSql, spanOf: (start, end) => spanOf(schemaSql, start, end) }];
}
