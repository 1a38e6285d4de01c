import { failure, success, type Outcome, type Problem } from '../problem.ts';
import type { Script } from '../schema/script.ts';
import { names } from '../text/names.ts';
import { whyNotAName } from './header.ts';
import type { FolderFile, RevisionGraph } from './migration.ts';
import { parseFolder } from './folder.ts';
import { nextId, type NewRevisionId } from './new-revision-id.ts';
import { readMigration } from './read.ts';
import { findMigration } from './revisions.ts';
import { slugOf } from './slug.ts';
import { problem } from './target-problems.ts';
import { resolveRevisions } from './target.ts';
import { migrationText } from './template.ts';

export type { NewRevisionId };

export interface NewMigration {
	/** What it does, in a few words. Line breaks become blanks. */
	readonly message: string;
	readonly id: NewRevisionId;
	/** A target it follows, `base` for a new root; `head` where left out. */
	readonly head?: string;
	/** Lets it follow a revision that is no head, which makes a branch. */
	readonly splice?: boolean;
	readonly labels?: readonly string[];
	/** Targets that must be applied before it, on other branches. */
	readonly dependsOn?: readonly string[];
	readonly upgrade?: Script;
	readonly downgrade?: Script;
}

/**
 * A new file for the folder, ready to be saved: it names its parents and dbmate can run it. Refused where the
 * folder has several heads and none is named, where a name cannot be read again, or where one is taken.
 */
export function newMigration(graph: RevisionGraph, wanted: NewMigration): Outcome<FolderFile> {
	const head = wanted.head ?? 'head';
	const parents = resolveRevisions(graph, [], head);
	if (!parents.ok) {
		return wanted.head === undefined && graph.heads.length > 1 ? failure(severalHeads(graph)) : parents;
	}
	const inside = parents.value.filter((parent) => !graph.heads.includes(parent));
	if (inside.length > 0 && !wanted.splice) return failure(notAHead(graph, inside));
	const dependsOn = resolveAll(graph, wanted.dependsOn ?? []);
	if (!dependsOn.ok) return dependsOn;
	return write(graph, wanted, parents.value, dependsOn.value);
}

/** One of several migrations that are written at once. */
export interface NewPart {
	/** What it does, put behind the message of all. */
	readonly message: string;
	readonly upgrade: Script;
	readonly downgrade: Script;
}

/**
 * New files for the folder that follow one another, the first where `wanted` says; labels and dependencies are its.
 * Refused where `newMigration` would be, and where an id is given, which is that of one migration.
 */
export function newMigrations(
	files: readonly FolderFile[],
	wanted: Omit<NewMigration, 'upgrade' | 'downgrade'>,
	parts: readonly NewPart[]
): Outcome<readonly FolderFile[]> {
	if (wanted.id.kind === 'given' && parts.length > 1) return failure(oneId(wanted.id.revision, parts.length));
	const made: FolderFile[] = [];
	let last: string | undefined;
	for (const { message, upgrade, downgrade } of parts) {
		const { graph } = parseFolder([...files, ...made]);
		const subject = wanted.message.trim();
		const next = newMigration(graph, {
			...(last === undefined ? wanted : { id: wanted.id, head: last }),
			message: [subject, message].filter((text) => text !== '').join(': '),
			upgrade,
			downgrade
		});
		if (!next.ok) return next;
		made.push(next.value);
		last = readMigration(next.value).migration?.revision;
	}
	return success(made);
}

function oneId(revision: string, count: number): Problem {
	return problem(
		'one-id-for-several',
		`“${revision}” is the id of one migration, and ${count} are to be written.`,
		'Leave the id out to have them made, or write one migration.'
	);
}

export interface MergeMigration {
	/** Targets to join: revisions, labels, `heads`. */
	readonly revisions: readonly string[];
	readonly message: string;
	readonly id: NewRevisionId;
	readonly labels?: readonly string[];
}

/** A new file that joins two or more heads and does nothing else. */
export function mergeMigration(graph: RevisionGraph, wanted: MergeMigration): Outcome<FolderFile> {
	const parents = resolveAll(graph, wanted.revisions);
	if (!parents.ok) return parents;
	const inside = parents.value.filter((parent) => !graph.heads.includes(parent));
	if (inside.length > 0) {
		return failure(
			problem(
				'merge-of-no-head',
				`${names(inside)} ${inside.length === 1 ? 'is no head' : 'are no heads'}, so there is nothing to join.`,
				`The heads are ${names(graph.heads)}.`
			)
		);
	}
	if (parents.value.length < 2) {
		return failure(
			problem(
				'nothing-to-merge',
				graph.heads.length < 2
					? `The folder has ${graph.heads.length === 0 ? 'no migrations' : `one head, ${names(graph.heads)}`}: there is nothing to merge.`
					: 'A merge joins at least two revisions.',
				graph.heads.length < 2
					? 'A merge is needed only when two migrations revise the same one.'
					: `Name two of ${names(graph.heads)}, or say “heads”.`
			)
		);
	}
	const message = wanted.message.trim() === '' ? `merge ${names(parents.value)}` : wanted.message;
	return write(graph, { ...wanted, message }, parents.value, []);
}

function write(
	graph: RevisionGraph,
	wanted: NewMigration,
	revises: readonly string[],
	dependsOn: readonly string[]
): Outcome<FolderFile> {
	const labels = [...new Set(wanted.labels ?? [])];
	const problems = labels.flatMap((label) => labelProblems(graph, label));
	const id = nextId(graph, wanted.id);
	if (!id.ok) problems.push(...id.problems);
	const [first, ...others] = problems;
	if (first) return failure(first, ...others);
	if (!id.ok) return id;
	const { revision, version } = id.value;
	const stem = revision === version ? revision : `${version}_${revision}`;
	return success({
		name: `${stem}_${slugOf(wanted.message)}.sql`,
		text: migrationText({
			message: wanted.message,
			revision,
			revises,
			labels,
			dependsOn,
			up: wanted.upgrade ?? blank,
			down: wanted.downgrade ?? blank
		})
	});
}

const blank: Script = { sql: '', foreignKeys: true };

function labelProblems(graph: RevisionGraph, label: string): Problem[] {
	const why = whyNotAName(label);
	const taken = Object.hasOwn(graph.labels, label)
		? graph.labels[label]
		: findMigration(graph, label)?.revision;
	if (why !== undefined) {
		return [
			problem('unsound-name', `“${label}” cannot be a label: it ${why}.`, 'Use letters, digits, “_” and “.”.')
		];
	}
	return taken === undefined
		? []
		: [problem('label-taken', `“${label}” already means ${taken}.`, 'Choose another label.')];
}

function resolveAll(graph: RevisionGraph, targets: readonly string[]): Outcome<readonly string[]> {
	const found = new Set<string>();
	const problems: Problem[] = [];
	for (const target of targets) {
		const resolved = resolveRevisions(graph, [], target);
		if (resolved.ok) for (const revision of resolved.value) found.add(revision);
		else problems.push(...resolved.problems);
	}
	const [first, ...others] = problems;
	return first ? failure(first, ...others) : success([...found]);
}

function severalHeads(graph: RevisionGraph): Problem {
	return problem(
		'several-heads',
		`The folder has ${graph.heads.length} heads, ${names(graph.heads)}; a new migration must say which one it follows.`,
		'Name the head it follows, or join them first with “updown merge heads”.'
	);
}

function notAHead(graph: RevisionGraph, inside: readonly string[]): Problem {
	return problem(
		'not-a-head',
		`${names(inside)} is not a head: something follows it already, so a new migration there would start a branch.`,
		`Follow ${graph.heads.length === 1 ? 'the head' : 'a head'}, ${names(graph.heads, 'or')}, or ask for the branch with “--splice”.`
	);
}
