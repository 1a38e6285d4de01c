import type { FolderFile, Migration, RevisionGraph } from '../../engine/migration/migration.ts';
import type { Problem } from '../../engine/problem.ts';
import type { LedgerEntry } from '../../engine/run/ledger-entry.ts';
import { isPartial, wasEdited } from '../../engine/run/ledger-problems.ts';

/** How a file of the folder stands to the database. */
export type Standing = 'applied' | 'pending' | 'edited' | 'partial' | 'missing' | 'broken';

/** One line of the folder: a file, or a revision of the ledger whose file is gone. */
export interface FolderEntry {
	/** The file's name; of a missing file, what it was called as far as the ledger knows. */
	readonly name: string;
	/** Undefined where the file could not be read as a migration. */
	readonly revision: string | undefined;
	readonly message: string;
	readonly standing: Standing;
	/** What is wrong with the file itself. */
	readonly problems: readonly Problem[];
}

export interface FolderFacts {
	readonly files: readonly FolderFile[];
	readonly graph: RevisionGraph;
	readonly problems: readonly Problem[];
	readonly ledger: readonly LedgerEntry[];
}

const byName = new Intl.Collator('en', { numeric: true });

/** The folder beside the ledger: the files in the order of their names, then what is missing in the order applied. */
export function folderEntries({ files, graph, problems, ledger }: FolderFacts): FolderEntry[] {
	const migrations = new Map(graph.migrations.map((migration) => [migration.file, migration]));
	const applied = new Map(ledger.map((entry) => [entry.revision, entry]));
	const problemsOf = new Map<string, Problem[]>();
	for (const problem of problems) {
		for (const file of new Set([...(problem.file ? [problem.file] : []), ...(problem.files ?? [])])) {
			problemsOf.set(file, [...(problemsOf.get(file) ?? []), problem]);
		}
	}
	const present = [...files]
		.sort((a, b) => byName.compare(a.name, b.name))
		.map(({ name }): FolderEntry => {
			const migration = migrations.get(name);
			const own = problemsOf.get(name) ?? [];
			return {
				name,
				revision: migration?.revision,
				message: migration?.message ?? name,
				standing: own.some(({ severity }) => severity === 'error')
					? 'broken'
					: standingOf(migration, migration && applied.get(migration.revision)),
				problems: own
			};
		});
	const known = new Set(graph.migrations.map(({ revision }) => revision));
	/** A file that cannot be read any more is broken, not gone. */
	const unread = present
		.filter(({ revision }) => revision === undefined)
		.map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
	const gone = ledger
		.filter(({ revision }) => !known.has(revision) && !unread.some((name) => name.startsWith(revision)))
		.map((entry): FolderEntry => ({
			name: entry.name,
			revision: entry.revision,
			message: entry.name,
			standing: 'missing',
			problems: []
		}));
	return [...present, ...gone];
}

function standingOf(migration: Migration | undefined, entry: LedgerEntry | undefined): Standing {
	if (!migration) return 'broken';
	if (!entry) return 'pending';
	if (isPartial(entry)) return 'partial';
	return wasEdited(entry, migration) ? 'edited' : 'applied';
}
