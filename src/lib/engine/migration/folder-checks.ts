import { groupBy } from '../group-by.ts';
import type { Problem } from '../problem.ts';
import type { FolderFile, RevisionGraph } from './migration.ts';
import { names } from '../text/names.ts';
import { compareNumbers, nextNumber, versionOf } from './version.ts';

/** Sorts out which files are migrations. Two files of one name, also in other case, cannot both be kept on a disk. */
export function checkFiles(files: readonly FolderFile[]): {
	readonly migrationFiles: readonly FolderFile[];
	readonly problems: Problem[];
} {
	const problems: Problem[] = [];
	const seen = new Map<string, FolderFile>();
	const migrationFiles: FolderFile[] = [];
	for (const file of files) {
		const folded = file.name.toLowerCase();
		const other = seen.get(folded);
		if (other) {
			problems.push({
				code: 'duplicate-file',
				severity: 'error',
				message:
					other.name === file.name
						? `The folder has two files called ${file.name}.`
						: `${other.name} and ${file.name} differ only in upper and lower case, which many disks cannot keep apart.`,
				hint: 'Rename one of them.',
				file: file.name,
				files: [other.name, file.name]
			});
			continue;
		}
		seen.set(folded, file);
		if (file.name.endsWith('.sql')) migrationFiles.push(file);
		else if (/^[0-9]/.test(file.name) || /\.sql/i.test(file.name)) problems.push(notSql(file.name));
	}
	return { migrationFiles, problems };
}

function notSql(name: string): Problem {
	return {
		code: 'not-sql',
		severity: 'warning',
		message: `${name} is not read as a migration, because its name does not end with “.sql”.`,
		hint: 'Rename it so that it ends with “.sql”, in lower case, or take it out of the folder.',
		file: name
	};
}

/** What the numbers in the file names say that the graph does not: order, gaps, twins. All are warnings. */
export function checkVersions(graph: RevisionGraph): readonly Problem[] {
	const numbered = graph.migrations.flatMap(({ revision, file }) => {
		const version = versionOf(file);
		return version === undefined ? [] : [{ revision, file, version }];
	});
	return [
		...outOfOrder(graph, new Map(numbered.map(({ revision, version }) => [revision, version]))),
		...twins(numbered),
		...sortedByName(numbered),
		...gaps(numbered)
	];
}

interface Numbered {
	readonly revision: string;
	readonly file: string;
	readonly version: string;
}

/** Tools that go by file name would run these before their parent. */
function outOfOrder(graph: RevisionGraph, versions: ReadonlyMap<string, string>): readonly Problem[] {
	const fileOf = new Map(graph.migrations.map((migration) => [migration.revision, migration.file]));
	return graph.migrations.flatMap(({ revision, file, dependsOn }) => {
		const version = versions.get(revision);
		const later = [...(graph.parents[revision] ?? []), ...dependsOn].filter((needed) => {
			const other = versions.get(needed);
			return version !== undefined && other !== undefined && compareNumbers(version, other) < 0;
		});
		if (later.length === 0) return [];
		return {
			code: 'out-of-order',
			severity: 'warning',
			message: `${file} comes before ${names(later)} by its name, yet must run after ${later.length === 1 ? 'it' : 'them'}.`,
			hint: 'Updown goes by “revises”. dbmate goes by file name and would run it too early: give it a higher version.',
			file,
			files: [file, ...later.flatMap((needed) => fileOf.get(needed) ?? [])]
		} as const;
	});
}

/** One number in two file names, under different revision ids: `1_a.sql` and `001_b.sql`, or by headers. */
function twins(numbered: readonly Numbered[]): readonly Problem[] {
	const byNumber = groupBy(numbered, ({ version }) => version.replace(/^0+(?=.)/, ''));
	return [...byNumber.values()].flatMap((same) => {
		if (same.length < 2) return [];
		const files = same.map(({ file }) => file);
		return {
			code: 'same-version',
			severity: 'warning',
			message: `${names(files)} have the same version number.`,
			hint: 'Updown tells them apart by their revision ids. dbmate goes by the number: where it is written alike, it applies only one of them. Give each a number of its own.',
			file: files[1] ?? files[0] ?? '',
			files
		} as const;
	});
}

/** Versions are compared as numbers here and as text by dbmate: `10_b.sql` before `9_a.sql`. */
function sortedByName(numbered: readonly Numbered[]): readonly Problem[] {
	const byNumber = numbered.toSorted((a, b) => compareNumbers(a.version, b.version));
	const early = byNumber.find((later, index) => {
		const before = byNumber[index - 1];
		return before && compareNumbers(before.version, later.version) < 0 && later.file < before.file;
	});
	if (!early) return [];
	const before = byNumber[byNumber.indexOf(early) - 1];
	const width = Math.max(...numbered.map(({ version }) => version.length));
	return [
		{
			code: 'unpadded-version',
			severity: 'warning',
			message: `By number ${before?.file ?? ''} comes before ${early.file}, by name after it.`,
			hint: `Updown goes by number. dbmate goes by name: pad the versions with zeros to ${width} digits.`,
			file: early.file,
			files: before ? [before.file, early.file] : [early.file]
		}
	];
}

/** Only where files are counted (1, 2, 3 …), not where they carry a date or leave room on purpose (10, 20, 30 …). */
function gaps(numbered: readonly Numbered[]): readonly Problem[] {
	const counted = numbered.toSorted((a, b) => compareNumbers(a.version, b.version));
	const pairs = counted.slice(1).flatMap((later, index) => {
		const earlier = counted[index];
		return earlier && compareNumbers(earlier.version, later.version) < 0 ? [{ earlier, later }] : [];
	});
	const follows = ({ earlier, later }: (typeof pairs)[number]) =>
		compareNumbers(nextNumber(earlier.version), later.version) === 0;
	const isCounted = counted.every(({ version }) => compareNumbers(version, '99999') <= 0);
	if (!isCounted || pairs.filter(follows).length * 2 <= pairs.length) return [];
	return pairs
		.filter((pair) => !follows(pair))
		.map(({ earlier, later }) => ({
			code: 'gap',
			severity: 'warning' as const,
			message: `The numbering jumps from ${earlier.version} to ${later.version}.`,
			hint: 'If a file is missing, bring it back. If not, the gap does no harm.',
			file: later.file,
			files: [earlier.file, later.file]
		}));
}
