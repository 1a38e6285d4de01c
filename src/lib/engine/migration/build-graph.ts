import { groupBy } from '../group-by.ts';
import type { Problem } from '../problem.ts';
import { closest } from '../text/closest.ts';
import { findCycles } from './cycles.ts';
import type { Migration, RevisionGraph } from './migration.ts';
import { inRunningOrder } from './running-order.ts';
import { names } from '../text/names.ts';

/**
 * Joins migrations, sorted by version, into a graph. What cannot be joined is a problem and left out: a second
 * migration with an id, an edge to nowhere, a cycle with all that rests on it.
 */
export function buildGraph(
	migrations: readonly Migration[],
	broken: ReadonlySet<string>
): { readonly graph: RevisionGraph; readonly problems: readonly Problem[] } {
	const problems: Problem[] = [];
	const unique = withoutDuplicates(migrations, problems);
	const parents = parentsByRevision(unique, broken, problems);
	const cycles = findCycles(unique, parents);
	for (const cycle of cycles) problems.push(cycleProblem(cycle, parents));

	const order = inRunningOrder(unique, parents);
	const included = new Set(order.map((migration) => migration.revision));
	const children = new Map(order.map(({ revision }): [string, string[]] => [revision, []]));
	for (const { revision } of order) {
		for (const parent of parents.get(revision) ?? []) children.get(parent)?.push(revision);
	}
	const graph: RevisionGraph = {
		migrations: order,
		// Object.fromEntries, because assigning a revision called `__proto__` would be lost.
		parents: Object.fromEntries(order.map(({ revision }) => [revision, parents.get(revision) ?? []])),
		children: Object.fromEntries(children),
		heads: [...children].filter(([, own]) => own.length === 0).map(([revision]) => revision),
		bases: [...included].filter((revision) => (parents.get(revision) ?? []).length === 0),
		labels: Object.fromEntries(labelsOf(order, problems))
	};
	// Where a parent is missing, roots and heads are what comes of that, and no way out.
	if (!problems.some(({ code }) => code === 'missing-parent')) problems.push(...shapeProblems(graph));
	return { graph, problems };
}

function withoutDuplicates(migrations: readonly Migration[], problems: Problem[]): readonly Migration[] {
	const byRevision = groupBy(migrations, (migration) => migration.revision);
	for (const [revision, [first, ...others]] of byRevision) {
		if (!first || others.length === 0) continue;
		const files = [first, ...others].map((migration) => migration.file);
		problems.push({
			code: 'duplicate-revision',
			severity: 'error',
			message: `The revision ${revision} is in ${files.length} files: ${names(files)}.`,
			hint: 'Give each file a version of its own: rename one, and change its “revision” header where it has one. If they belong together, join them in one file.',
			file: others[0]?.file ?? first.file,
			files
		});
	}
	return [...byRevision.values()].flatMap(([first]) => first ?? []);
}

/**
 * The parents of each revision. A file that does not say `revises` follows the one before it by version, whether or
 * not others say it: it was made by a tool that knows no `revises` and would run it there. That needs no words for the
 * older part of a folder; after a file that does say it, it may be an oversight, so it is a warning. A file that says
 * `revises: base` begins a new root.
 */
function parentsByRevision(
	migrations: readonly Migration[],
	broken: ReadonlySet<string>,
	problems: Problem[]
): ReadonlyMap<string, readonly string[]> {
	const revisions = new Set(migrations.map((migration) => migration.revision));
	let spokenBefore = false;
	const parents = new Map<string, readonly string[]>();
	let before: Migration | undefined;
	for (const migration of migrations) {
		const { revision, revises, dependsOn, file } = migration;
		if (revises) {
			if (revises.includes(revision)) problems.push(selfLoop(migration, 'revises'));
			const missing = revises.filter((parent) => !revisions.has(parent) && !broken.has(parent));
			for (const parent of missing) problems.push(missingRevision(migration, 'revises', parent, revisions));
			parents.set(
				revision,
				revises.filter((parent) => parent !== revision && revisions.has(parent))
			);
		} else {
			parents.set(revision, before ? [before.revision] : []);
			if (spokenBefore && before) problems.push(silentFile(migration, before));
		}
		if (dependsOn.includes(revision)) problems.push(selfLoop(migration, 'depends-on'));
		for (const needed of dependsOn) {
			if (!revisions.has(needed) && !broken.has(needed)) {
				problems.push(missingRevision({ revision, file }, 'depends-on', needed, revisions));
			}
		}
		before = migration;
		spokenBefore ||= revises !== undefined;
	}
	return parents;
}

function silentFile(migration: Migration, before: Migration): Problem {
	return {
		code: 'revises-not-said',
		severity: 'warning',
		message: `${migration.file} does not say what it revises, though files before it do. It is taken to follow ${before.revision}, the one before it by version.`,
		hint: `Write “-- revises: ${before.revision}” above “-- migrate:up” to settle it, or “-- revises: base” for a new root.`,
		file: migration.file,
		files: [migration.file, before.file]
	};
}

function selfLoop({ revision, file }: Migration, key: 'revises' | 'depends-on'): Problem {
	return {
		code: 'self-loop',
		severity: 'error',
		message: `${revision} names itself in “${key}”.`,
		hint:
			key === 'revises'
				? 'Name the revision before it, or “base” if it is the first.'
				: 'Remove its own id from the line.',
		file,
		files: [file]
	};
}

function missingRevision(
	{ revision, file }: Pick<Migration, 'revision' | 'file'>,
	key: 'revises' | 'depends-on',
	wanted: string,
	revisions: ReadonlySet<string>
): Problem {
	const near = closest(
		wanted,
		[...revisions].filter((candidate) => candidate !== revision)
	);
	return {
		code: key === 'revises' ? 'missing-parent' : 'missing-dependency',
		severity: 'error',
		message: `${revision} ${key === 'revises' ? 'revises' : 'depends on'} ${wanted}, but no file in the folder has that revision.`,
		hint: near
			? `Did you mean ${near}? Otherwise bring the file of ${wanted} back.`
			: `Bring the file of ${wanted} back, or change “${key}” in ${file}.`,
		file,
		files: [file]
	};
}

function cycleProblem(cycle: readonly Migration[], parents: ReadonlyMap<string, readonly string[]>): Problem {
	const revisions = cycle.map((migration) => migration.revision);
	const files = cycle.map((migration) => migration.file);
	const [first] = cycle;
	const byDependency = cycle.some(
		(migration, index) =>
			!(parents.get(migration.revision) ?? []).includes(revisions[(index + 1) % revisions.length] ?? '')
	);
	return {
		code: 'cycle',
		severity: 'error',
		message: `${revisions.join(' rests on ')} rests on ${first?.revision ?? ''}: the migrations go round in a circle, so none of them can be the first.`,
		hint: `Change ${byDependency ? '“revises” or “depends-on”' : '“revises”'} in one of ${names(files)}.`,
		file: files[0] ?? '',
		files
	};
}

function labelsOf(migrations: readonly Migration[], problems: Problem[]): ReadonlyMap<string, string> {
	const owners = new Map<string, Migration>();
	const byRevision = new Map(migrations.map((migration) => [migration.revision, migration]));
	for (const migration of migrations) {
		for (const label of migration.labels) {
			const other = owners.get(label) ?? byRevision.get(label);
			if (!other) {
				owners.set(label, migration);
				continue;
			}
			problems.push({
				code: 'duplicate-label',
				severity: 'error',
				message: `The label “${label}” of ${migration.revision} already means ${other.revision}.`,
				hint: 'Give one of them another label.',
				file: migration.file,
				files: [...new Set([other.file, migration.file])]
			});
		}
	}
	return new Map([...owners].map(([label, migration]) => [label, migration.revision]));
}

function shapeProblems(graph: RevisionGraph): readonly Problem[] {
	const fileOf = new Map(graph.migrations.map((migration) => [migration.revision, migration.file]));
	const filesOf = (revisions: readonly string[]) =>
		revisions.flatMap((revision) => fileOf.get(revision) ?? []);
	const problems: Problem[] = [];
	if (graph.bases.length > 1) {
		problems.push({
			code: 'several-bases',
			severity: 'warning',
			message: `The folder has ${graph.bases.length} roots: ${names(graph.bases)}.`,
			hint: 'That is allowed where parts of a project grow apart from each other. If it was not meant, let all but the first say what they revise.',
			files: filesOf(graph.bases)
		});
	}
	if (graph.heads.length > 1) {
		problems.push({
			code: 'several-heads',
			severity: 'warning',
			message: `The folder has ${graph.heads.length} heads: ${names(graph.heads)}.`,
			hint: 'Join them with `updown merge heads`, or upgrade to “heads” to apply them all.',
			files: filesOf(graph.heads)
		});
	}
	return problems;
}
