import { failure, success, type Outcome } from '../problem.ts';
import { closest } from '../text/closest.ts';
import { names } from '../text/names.ts';
import type { RevisionGraph } from './migration.ts';
import {
	ambiguousWalk,
	list,
	nothingOnLine,
	problem,
	rangeNotAllowed,
	severalHeads,
	severalStarts,
	unknownLabel,
	unreadable,
	walkedTooFar
} from './target-problems.ts';
import { compareNumbers } from './version.ts';
import {
	ancestorsOf,
	childrenOf,
	findMigration,
	headsOf,
	inOrder,
	lineageOf,
	parentsOf,
	withAncestors,
	withDescendants
} from './revisions.ts';

/** What a target comes to. */
export interface ResolvedTarget {
	/** `[]` is base. */
	readonly revisions: readonly string[];
	/** The revision whose line the target keeps to: the one before `@`, or the head a bare `-N` starts from. */
	readonly line: string | undefined;
	/** The steps of a target that starts from where the database is: `+2` or `-1`. */
	readonly relative: number | undefined;
}

/** A target taken apart: `label@name+N`, each part optional but not all. */
const shape = /^(?:([^@]+)@)?([^@:+-]*)([+-][0-9]+)?$/;

/**
 * Reads a target as Alembic does: a full id, a unique prefix, a number without its leading zeros, a label, `head`,
 * `heads`, `base`, `current`, each with `+N` or `-N` after it and `label@` before it, or a bare `+N` or `-N` from
 * where the database is. The problems name the choices.
 */
export function resolveTarget(
	graph: RevisionGraph,
	applied: Iterable<string>,
	target: string
): Outcome<ResolvedTarget> {
	const written = target.trim();
	if (written === '') {
		return failure(
			problem(
				'no-target',
				'No target is given.',
				`Name one: a revision, “head”, “base”, “+1” or “-1”. ${list(graph)}`
			)
		);
	}
	const parts = shape.exec(written);
	if (!parts || (!parts[2] && !parts[3])) return failure(unreadable(written));
	const [, label, name = '', steps] = parts;
	const set = new Set(applied);

	let line: string | undefined;
	if (label !== undefined) {
		const branch = resolveName(graph, label);
		if (!branch.ok) return failure(unknownLabel(graph, label));
		line = branch.value;
	}
	const onLine = line === undefined ? undefined : lineageOf(graph, line);
	if (steps === undefined) {
		const named = resolveSymbol(graph, set, name, onLine, label);
		return named.ok ? success({ revisions: named.value, line, relative: undefined }) : named;
	}
	const count = Number(steps);
	if (name === '') {
		const start = startOfRelative(graph, set, written, count, onLine);
		if (!start.ok) return start;
		const end = walk(graph, start.value, count, written, onLine);
		return end.ok ? success({ revisions: end.value, line: line ?? start.value, relative: count }) : end;
	}
	const named = resolveSymbol(graph, set, name, onLine, label);
	if (!named.ok) return named;
	if (named.value.length > 1) return failure(severalStarts(written, named.value));
	const end = walk(graph, named.value[0], count, written, onLine);
	return end.ok ? success({ revisions: end.value, line, relative: undefined }) : end;
}

/** The revisions a target names; `[]` is base. See `resolveTarget`. */
export function resolveRevisions(
	graph: RevisionGraph,
	applied: Iterable<string>,
	symbol: string
): Outcome<readonly string[]> {
	if (symbol.includes(':')) return failure(rangeNotAllowed(symbol));
	const resolved = resolveTarget(graph, applied, symbol);
	return resolved.ok ? success(resolved.value.revisions) : resolved;
}

/**
 * The revisions of a history range, in running order and with both its ends: `a:b`, `:b` from the start, `a:` to
 * the heads. A bare `-N` or `+N` counts from where the database is.
 */
export function resolveRange(
	graph: RevisionGraph,
	applied: Iterable<string>,
	range: string
): Outcome<readonly string[]> {
	const ends = range.split(':').map((end) => end.trim());
	const [from = '', to = ''] = ends;
	if (ends.length !== 2) {
		return failure(
			problem(
				'not-a-range',
				`“${range}” is not a range.`,
				'A range is “start:end”, “start:” or “:end”, e.g. “base:head” or “-3:current”.'
			)
		);
	}
	const set = new Set(applied);
	const upper = to === '' ? success(graph.heads) : resolveRevisions(graph, set, to);
	const lower = from === '' ? success([]) : resolveRevisions(graph, set, from);
	if (!upper.ok) return upper;
	if (!lower.ok) return lower;
	const below = withAncestors(graph, upper.value);
	if (lower.value.length === 0) return success(inOrder(graph, below));
	const outside = lower.value.filter((revision) => !below.has(revision));
	if (outside.length > 0) {
		return failure(
			problem(
				'range-not-ancestor',
				`${names(outside)} does not lead to ${upper.value.length === 0 ? 'base' : names(upper.value)}.`,
				'Write the earlier revision first, and take both from the same branch.'
			)
		);
	}
	const above = withDescendants(graph, lower.value, 'revises');
	return success(
		inOrder(
			graph,
			[...below].filter((revision) => above.has(revision))
		)
	);
}

function resolveSymbol(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	name: string,
	onLine: ReadonlySet<string> | undefined,
	label: string | undefined
): Outcome<readonly string[]> {
	const kept = (revisions: readonly string[]) =>
		onLine ? revisions.filter((revision) => onLine.has(revision)) : revisions;
	switch (name) {
		case 'base':
			return success([]);
		case 'heads':
			return success(kept(graph.heads));
		case 'current':
			return success(kept(headsOf(graph, applied)));
		case 'head': {
			const heads = kept(graph.heads);
			return heads.length > 1 ? failure(severalHeads(graph, heads, label)) : success(heads);
		}
	}
	const found = resolveName(graph, name);
	if (!found.ok) return found;
	if (onLine && !onLine.has(found.value)) {
		return failure(
			problem(
				'not-on-branch',
				`${found.value} is not on the branch “${label ?? ''}”.`,
				`The branch has ${names(inOrder(graph, onLine).slice(-5))}. Without “${label ?? ''}@” the target is taken as it is.`
			)
		);
	}
	return success([found.value]);
}

/** An id, a label, a number written with other zeros, or a unique prefix, in this order. */
function resolveName(graph: RevisionGraph, name: string): Outcome<string> {
	if (findMigration(graph, name)) return success(name);
	const labelled = Object.hasOwn(graph.labels, name) ? graph.labels[name] : undefined;
	if (labelled !== undefined) return success(labelled);
	const ids = graph.migrations.map((migration) => migration.revision);
	const sameNumber = /^[0-9]+$/.test(name)
		? ids.filter((id) => /^[0-9]+$/.test(id) && compareNumbers(id, name) === 0)
		: [];
	const matches = sameNumber.length > 0 ? sameNumber : ids.filter((id) => name !== '' && id.startsWith(name));
	const [only, ...others] = matches;
	if (only !== undefined && others.length === 0) return success(only);
	if (only !== undefined) {
		return failure(
			problem(
				'ambiguous-revision',
				`“${name}” could be ${names(matches, 'or')}.`,
				'Write more of the id, until only one is left.'
			)
		);
	}
	const near = closest(name, [...ids, ...Object.keys(graph.labels), 'head', 'heads', 'base', 'current']);
	return failure(
		problem(
			'unknown-revision',
			`There is no revision “${name}” in the folder.`,
			`${near === undefined ? '' : `Did you mean “${near}”? `}${list(graph)}`
		)
	);
}

function startOfRelative(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	written: string,
	steps: number,
	onLine: ReadonlySet<string> | undefined
): Outcome<string | undefined> {
	const heads = steps < 0 ? headsOnLine(graph, applied, onLine) : headsWithinLine(graph, applied, onLine);
	if (onLine && steps < 0 && heads.length === 0) return failure(nothingOnLine(written));
	// A head that another one depends on is behind it, not beside it.
	const starts = heads.filter(
		(head) =>
			!ancestorsOf(
				graph,
				heads.filter((other) => other !== head)
			).has(head)
	);
	if (starts.length < 2) return success(starts[0]);
	const choices = starts.map((start) => `${start}${steps < 0 ? '' : '+'}${steps}`);
	return failure(
		problem(
			'several-starts',
			`The database is at ${names(starts)}, so “${written}” could start from ${starts.length === 2 ? 'either' : 'any'} of them.`,
			`Say which: ${names(choices, 'or')}, or name the revision to go to.`
		)
	);
}

/** Where the database is, as far as that is on the line: a step down must not leave from below another branch. */
function headsOnLine(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	onLine: ReadonlySet<string> | undefined
): readonly string[] {
	const heads = headsOf(graph, applied);
	return onLine ? heads.filter((head) => onLine.has(head)) : heads;
}

/** How far the line itself is applied: a step up may start where another branch went on. */
function headsWithinLine(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	onLine: ReadonlySet<string> | undefined
): readonly string[] {
	return headsOf(graph, onLine ? [...applied].filter((revision) => onLine.has(revision)) : applied);
}

/** Takes `steps` steps from `start` (undefined is base), up or down. `[]` is base. */
function walk(
	graph: RevisionGraph,
	start: string | undefined,
	steps: number,
	written: string,
	onLine: ReadonlySet<string> | undefined
): Outcome<readonly string[]> {
	let at = start;
	for (let taken = 0; taken < Math.abs(steps); taken++) {
		const next = steps > 0 ? stepsUp(graph, at, onLine) : at === undefined ? undefined : parentsOf(graph, at);
		if (next === undefined || (steps > 0 && next.length === 0)) {
			return failure(walkedTooFar(written, start, taken, steps));
		}
		if (next.length > 1) return failure(ambiguousWalk(written, at, next, steps > 0));
		at = next[0];
	}
	return success(at === undefined ? [] : [at]);
}

function stepsUp(
	graph: RevisionGraph,
	at: string | undefined,
	onLine: ReadonlySet<string> | undefined
): readonly string[] {
	const next = at === undefined ? graph.bases : childrenOf(graph, at);
	return onLine ? next.filter((revision) => onLine.has(revision)) : next;
}
