import type { Database } from '../database.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { sqlReader, type FolderReader } from '../migration/folder-reader.ts';
import type { FolderFile, Migration } from '../migration/migration.ts';
import { failure, success, type Outcome } from '../problem.ts';
import type { Change } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import { sameValue } from '../schema/patch.ts';
import { meeting } from '../schema/touched.ts';
import type { RunContext } from './context.ts';
import { wordsOf } from './generate.ts';
import { withoutOtherLedgers } from './other-ledgers.ts';
import { replay, type Replay } from './replay.ts';

/** A change of one developer, in words, and the file that makes it. */
export interface SideChange {
	readonly file: string;
	readonly words: string;
}

/** Something that both developers change, each in their own files. */
export interface ClashingChange {
	/** From the whole to the part, e.g. `['table customers', 'column nick']`. */
	readonly path: readonly string[];
	readonly mine: SideChange;
	readonly theirs: SideChange;
	/** Whether both do the very same. */
	readonly same: boolean;
}

/** Whose files are whose, by name; all others are shared. */
export interface SidesOfFolder {
	readonly files: readonly FolderFile[];
	readonly mine: readonly string[];
	readonly theirs: readonly string[];
}

/** How folders are run on an empty database, whatever they are written in. */
export interface FolderReplay {
	readonly reader: FolderReader;
	/** Runs a folder and looks at the structure after each of `stops`: sets of revisions, each with those of the one before. */
	run(files: readonly FolderFile[], stops: readonly ReadonlySet<string>[]): Promise<Replay>;
}

/** The engine itself runs folders of SQL files, see `replay`. */
export function engineReplay(context: RunContext, openSecond: () => Promise<Database>): FolderReplay {
	return {
		reader: sqlReader,
		run(files, stops) {
			const { graph } = sqlReader.read(files);
			return replay({ ...context, graph, problems: [] }, stops, openSecond);
		}
	};
}

/**
 * What both developers change in the structure, even where their files lie side by side: the shared migrations are run on an empty
 * database, then those of each developer without the other's, and the changes of every file are compared. The database is afterwards
 * as it was. Must be called outside a transaction.
 */
export async function clashingChanges(
	dialect: Dialect,
	{ files, mine, theirs }: SidesOfFolder,
	folder: FolderReplay
): Promise<Outcome<readonly ClashingChange[]>> {
	const [own, others] = [new Set(mine), new Set(theirs)];
	const without = (names: ReadonlySet<string>) => files.filter(({ name }) => !names.has(name));
	const ofMine = await changesOf(folder, without(others), own);
	if (!ofMine.ok) return ofMine;
	const ofTheirs = await changesOf(folder, without(own), others);
	if (!ofTheirs.ok) return ofTheirs;
	const told = ({ file, change }: FileChange): SideChange => ({
		file,
		words: wordsOf(dialect, [change])[0] ?? ''
	});
	const met = new Set<string>();
	const found: ClashingChange[] = [];
	for (const one of ofMine.value) {
		for (const other of ofTheirs.value) {
			const path = meeting(one.change, other.change);
			if (!path) continue;
			const key = JSON.stringify([path, one.file, other.file]);
			if (met.has(key)) continue;
			met.add(key);
			const same = alike(one.change, other.change);
			found.push({ path, mine: told(one), theirs: told(other), same });
		}
	}
	return success(found);
}

interface FileChange {
	readonly file: string;
	readonly change: Change;
}

/** The changes that each of some files makes to the structure, in running order. */
async function changesOf(
	folder: FolderReplay,
	files: readonly FolderFile[],
	asked: ReadonlySet<string>
): Promise<Outcome<readonly FileChange[]>> {
	if (!folder.reader.migrationsIn(files).some(({ file }) => asked.has(file))) return success([]);
	const { graph } = folder.reader.read(files);
	const isAsked = ({ file }: Migration) => asked.has(file);
	const shared = graph.migrations.filter((one) => !isAsked(one)).map(({ revision }) => revision);
	const own = graph.migrations.filter(isAsked);
	const stops = own.map((_, at) => new Set([...shared, ...own.slice(0, at + 1).map((one) => one.revision)]));
	const { schemas, problem } = await folder.run(files, [new Set(shared), ...stops]);
	const changes = own.flatMap(({ file }, at) => {
		const [before, after] = [schemas[at], schemas[at + 1]];
		if (!before || !after) return [];
		return compareSchemas(...withoutOtherLedgers(before, after)).map((change) => ({ file, change }));
	});
	return problem ? failure(problem) : success(changes);
}

/** Whether two changes do the same, however they are written. */
function alike(a: Change, b: Change): boolean {
	const plain = (change: Change) =>
		JSON.parse(
			JSON.stringify(change, (key, value: unknown) => (key === 'sql' ? undefined : value))
		) as unknown;
	return sameValue(plain(a), plain(b));
}
