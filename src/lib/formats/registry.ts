import type { Toolchain } from '../worker/protocol.ts';
import type { DialectName } from '../engine/dialects/dialect.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Wheel } from '../python/python.ts';
import type { DatabaseEntry } from './brought-database.ts';
import { failure, success, type Outcome } from '../engine/problem.ts';
import { exportPython } from './alembic/export.ts';
import { readPythonProject } from './alembic/import.ts';
import { dbmate } from './dbmate/import.ts';
import type { FolderEntry } from './entry.ts';
import type { FolderFormat, ImportOptions } from './format.ts';
import { golangMigrate } from './golang-migrate/import.ts';
import { exportNative, type ExportedProject } from './native/export.ts';
import { native } from './native/import.ts';
import type { SaidPast } from './past.ts';
import { nothingFits } from './nothing-fits.ts';
import { foldersOf, type SourceFolder } from './source-folder.ts';
import { writeZip } from './zip.ts';

export type { ExportedProject, FolderEntry, ImportOptions };
export type { SaidPast } from './past.ts';

/** Every format, the surest first: where two claim as many files of a folder, the earlier one reads it. */
const formats: readonly FolderFormat[] = [native, dbmate, golangMigrate];

/** A project as an import makes it; the same as a seed of a project, and the format it came in. */
export interface ImportedProject {
	readonly name: string;
	readonly dialect: DialectName;
	readonly toolchain?: Toolchain;
	readonly foreignKeys: boolean;
	readonly target?: string;
	readonly extensions?: readonly string[];
	readonly files: readonly FolderFile[];
	/** The packages that a Python project brings. */
	readonly wheels?: readonly Wheel[];
	/** The database that a Python project brings. */
	readonly database?: DatabaseEntry | undefined;
	readonly schemaSql: string;
	/** What is brought along of the past; nobody has looked at it yet. */
	readonly saidPast?: SaidPast;
	readonly startAt: undefined;
	readonly notes: readonly string[];
	/** The id of the format, e.g. `dbmate`. */
	readonly format: string;
}

interface Candidate {
	readonly folder: SourceFolder;
	readonly format: FolderFormat;
	readonly count: number;
}

/**
 * Finds the migrations among the files of a zip or a dropped folder, wherever they lie, and reads them. Where several
 * folders have some, the one with the most is taken and a note names the others. Files keep their SQL byte for byte,
 * and revisions the ids they had. Foreign keys are off unless the folder says otherwise, as in the tools it comes from.
 */
export function importFolder(
	entries: readonly FolderEntry[],
	options: ImportOptions
): Outcome<ImportedProject> {
	const python = readPythonProject(entries);
	if (python) {
		return success({
			name: options.fallbackName,
			dialect: python.dialect ?? 'sqlite',
			toolchain: 'python',
			foreignKeys: false,
			files: python.files,
			wheels: python.wheels,
			database: python.database,
			schemaSql: '',
			startAt: undefined,
			notes: python.notes,
			format: 'alembic'
		});
	}
	const folders = foldersOf(entries);
	const candidates = folders
		.filter((folder) => options.folder === undefined || folder.path === options.folder)
		.flatMap((folder) => formats.map((format) => ({ folder, format, count: format.claims(folder) })))
		.filter(({ count }) => count > 0)
		.sort(byPreference);
	const [best] = candidates;
	if (!best) {
		return failure(
			nothingFits(
				entries,
				formats.map(({ looksLike }) => looksLike),
				options.folder
			)
		);
	}
	const read = best.format.read(best.folder, options);
	if (!read.ok) return read;
	const { files, notes, ...known } = read.value;
	return success({
		name: known.name ?? options.fallbackName,
		dialect: known.dialect ?? options.dialect,
		foreignKeys: known.foreignKeys ?? false,
		...(known.target !== undefined && { target: known.target }),
		...(known.extensions && { extensions: known.extensions }),
		...(known.saidPast && { saidPast: known.saidPast }),
		files,
		schemaSql: known.schemaSql ?? '',
		startAt: undefined,
		notes: [...notes, ...otherFolders(candidates, best)],
		format: best.format.name
	});
}

/** A zip of the project: the same bytes for the same project, on any machine and day. */
export function exportZip(project: ExportedProject): Uint8Array {
	return writeZip(
		project.toolchain === 'python' ? exportPython(project.files, project.wheels ?? []) : exportNative(project)
	);
}

function byPreference(a: Candidate, b: Candidate): number {
	const own = (candidate: Candidate) => (candidate.format === native ? 1 : 0);
	const depth = (candidate: Candidate) => candidate.folder.path.split('/').length;
	return (
		own(b) - own(a) ||
		b.count - a.count ||
		formats.indexOf(a.format) - formats.indexOf(b.format) ||
		depth(a) - depth(b) ||
		(a.folder.path < b.folder.path ? -1 : 1)
	);
}

function otherFolders(candidates: readonly Candidate[], best: Candidate): readonly string[] {
	const others = new Map<string, Candidate>();
	for (const candidate of candidates) {
		const { path } = candidate.folder;
		if (path !== best.folder.path && !others.has(path)) others.set(path, candidate);
	}
	if (others.size === 0) return [];
	const listed = [...others.values()].slice(0, 8).map(({ folder, count }) => {
		return `${folder.path === '' ? 'the top folder' : folder.path} (${count})`;
	});
	const more = others.size > listed.length ? `, and ${others.size - listed.length} more` : '';
	return [
		`The migrations were taken from ${best.folder.path === '' ? 'the top folder' : best.folder.path}. Others have some too and were left out: ${listed.join(', ')}${more}.`
	];
}
