import { failure, success, type Outcome } from '../problem.ts';
import type { RevisionGraph } from './migration.ts';
import {
	childrenOf,
	findMigration,
	headsOf,
	inOrder,
	lineageOf,
	withAncestors,
	withDescendants
} from './revisions.ts';
import { rangeNotAllowed } from './target-problems.ts';
import { resolveTarget } from './target.ts';
import { names } from '../text/names.ts';

/**
 * The revisions to upgrade, in running order, so that `target` and all it rests on are applied: everything before
 * it that is not applied yet, also on other branches. `[]` where nothing is missing.
 */
export function planUpgrade(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	target: string
): Outcome<readonly string[]> {
	if (target.includes(':')) return failure(rangeNotAllowed(target));
	const backwards = /^(?:[^@]+@)?(-[0-9]+)$/.exec(target.trim())?.[1];
	if (backwards !== undefined) return failure(wrongWay(target, 'upgrade', 'downgrade'));
	const resolved = resolveTarget(graph, applied, target);
	if (!resolved.ok) return resolved;
	const needed = withAncestors(graph, resolved.value.revisions);
	return success(inOrder(graph, needed).filter((revision) => !applied.has(revision)));
}

/**
 * The revisions to downgrade, in running order, so that nothing that came after `target` is left applied, as
 * Alembic plans it: the children of the target, what descends from them and what depends on it. The target itself
 * and branches beside it stay. `label@base` and a bare `-N` keep to one line where several begin.
 */
export function planDowngrade(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	target: string
): Outcome<readonly string[]> {
	if (target.includes(':')) return failure(rangeNotAllowed(target));
	if (/^(?:[^@]+@)?\+[0-9]+$/.test(target.trim())) return failure(wrongWay(target, 'downgrade', 'upgrade'));
	const resolved = resolveTarget(graph, applied, target);
	if (!resolved.ok) return resolved;
	const { revisions, line, relative } = resolved.value;
	const [goal, ...others] = revisions;
	if (others.length > 0) {
		return failure({
			code: 'several-targets',
			severity: 'error',
			message: `“${target}” is ${names(revisions)}; a downgrade goes to one revision.`,
			hint: `Name one of them, or “base”.`
		});
	}
	if (goal !== undefined && !applied.has(goal)) return failure(notApplied(graph, applied, goal));
	if (relative === 0) return success([]);

	let roots = goal === undefined ? graph.bases : childrenOf(graph, goal);
	if (line !== undefined && roots.length > 1) {
		const start = relative === undefined ? line : (headOn(graph, applied, line) ?? line);
		const kept = lineageOf(graph, start);
		roots = roots.filter((root) => kept.has(root));
	}
	const undone = withDescendants(graph, roots);
	return success(
		inOrder(graph, undone)
			.filter((revision) => applied.has(revision))
			.toReversed()
	);
}

/** The applied head on the line of `revision`, where there is exactly one. */
function headOn(graph: RevisionGraph, applied: ReadonlySet<string>, revision: string): string | undefined {
	const onLine = lineageOf(graph, revision);
	const heads = headsOf(
		graph,
		[...applied].filter((candidate) => onLine.has(candidate))
	);
	return heads.length === 1 ? heads[0] : undefined;
}

function wrongWay(target: string, verb: string, other: string) {
	return {
		code: 'wrong-direction',
		severity: 'error',
		message: `“${verb} ${target.trim()}” goes the wrong way.`,
		hint: `Did you mean “${other} ${target.trim()}”?`
	} as const;
}

function notApplied(graph: RevisionGraph, applied: ReadonlySet<string>, goal: string) {
	const heads = headsOf(graph, applied);
	const file = findMigration(graph, goal)?.file ?? goal;
	return {
		code: 'target-not-applied',
		severity: 'error',
		message: `${goal} is not applied, so there is nothing to take back down to it. The database is at ${heads.length === 0 ? 'base' : names(heads)}.`,
		hint: `Downgrade to a revision that is applied, or “upgrade ${goal}” to apply it (${file}).`
	} as const;
}
