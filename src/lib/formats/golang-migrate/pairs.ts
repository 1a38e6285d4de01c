import { compareNumbers } from '../../engine/migration/version.ts';
import { groupBy } from '../../engine/group-by.ts';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import { dialectWords } from '../dialect-words.ts';
import type { SourceFile } from '../source-folder.ts';
import { readFileName, type PairFileName } from './file-name.ts';

/** A file with what its name says. */
export type PairFile = PairFileName & { readonly file: SourceFile };

/** An up file with its down file, where there is one. */
export interface Pair {
	readonly version: string;
	readonly title: string;
	readonly up: PairFile;
	readonly down: PairFile | undefined;
}

/** The pairs of a folder for one dialect, and every file that is in none of them. */
export interface Pairs {
	/** By version as a number, then by title. */
	readonly pairs: readonly Pair[];
	/** Files for other databases, by the word they use. */
	readonly otherDatabases: ReadonlyMap<string, number>;
	/** Files for any database that one for this dialect stands in for. */
	readonly replaced: readonly PairFile[];
	/** Downs whose up is missing. */
	readonly alone: readonly PairFile[];
	/** Versions with more than one up; each became a pair of its own. */
	readonly repeated: readonly (readonly PairFile[])[];
}

/**
 * Joins ups and downs by version, as golang-migrate does: the title of the down does not matter where its version
 * has one up. A file for this dialect wins over one for any database.
 */
export function pairsOf(files: readonly SourceFile[], dialect: DialectName): Pairs {
	const words = dialectWords[dialect];
	const otherDatabases = new Map<string, number>();
	const fitting: PairFile[] = [];
	for (const file of files) {
		const name = readFileName(file.name);
		if (!name) continue;
		if (name.database !== undefined && !words.includes(name.database)) {
			otherDatabases.set(name.database, (otherDatabases.get(name.database) ?? 0) + 1);
		} else fitting.push({ ...name, file });
	}

	const pairs: Pair[] = [];
	const replaced: PairFile[] = [];
	const alone: PairFile[] = [];
	const repeated: (readonly PairFile[])[] = [];
	for (const [version, ofVersion] of groupBy(fitting, (file) => file.version)) {
		const chosen = (direction: 'up' | 'down') => {
			const candidates = ofVersion.filter((file) => file.direction === direction);
			const kept = mostFitting(candidates, words);
			replaced.push(...candidates.filter((file) => !kept.includes(file)));
			return kept;
		};
		const ups = chosen('up');
		const downs = new Set(chosen('down'));
		if (ups.length > 1) repeated.push(ups);
		for (const up of ups) {
			const down = [...downs].find((candidate) => candidate.title === up.title);
			const only = ups.length === 1 && downs.size === 1 ? [...downs][0] : undefined;
			const taken = down ?? only;
			if (taken) downs.delete(taken);
			pairs.push({ version, title: up.title, up, down: taken });
		}
		alone.push(...downs);
	}
	pairs.sort((a, b) => compareNumbers(a.version, b.version) || (a.title < b.title ? -1 : 1));
	return { pairs, otherDatabases, replaced, alone, repeated };
}

/** For each title, or for the whole version where a file of this dialect exists, the files that fit best. */
function mostFitting(candidates: readonly PairFile[], words: readonly string[]): readonly PairFile[] {
	const rank = (file: PairFile) =>
		file.database === undefined ? words.length : words.indexOf(file.database);
	return [...groupBy(candidates, (file) => file.title).values()].flatMap((same) => {
		const best = Math.min(...same.map(rank));
		return same.filter((file) => rank(file) === best);
	});
}
