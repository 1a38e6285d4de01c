import type { Problem } from '../problem.ts';
import { closest } from '../text/closest.ts';
import { names } from '../text/names.ts';
import type { RevisionGraph } from './migration.ts';
import { lineageOf } from './revisions.ts';

/* What is said where a target cannot be told: each names the choices and what to do. */

/** The problem of a range where one target is wanted. */
export function rangeNotAllowed(written: string): Problem {
	return problem(
		'range-not-allowed',
		`“${written}” is a range; here one target is wanted.`,
		'Name where to go: a revision, “head”, “base”, “+1” or “-1”. Ranges are for “history”.'
	);
}

/** More steps than there are. */
export function walkedTooFar(
	written: string,
	start: string | undefined,
	taken: number,
	steps: number
): Problem {
	const from = start ?? 'base';
	const end = steps > 0 ? 'head' : 'base';
	const there =
		taken === 0
			? `${from} is already the ${end === 'head' ? 'newest revision' : 'base'}`
			: `there ${taken === 1 ? 'is' : 'are'} only ${taken} from ${from}`;
	return problem(
		'walked-too-far',
		`“${written}” asks for ${Math.abs(steps)} ${Math.abs(steps) === 1 ? 'step' : 'steps'} ${steps > 0 ? 'up' : 'down'}, but ${there}.`,
		`Use “${end}” to go all the way.`
	);
}

/** A step that could lead to several revisions. */
export function ambiguousWalk(
	written: string,
	at: string | undefined,
	next: readonly string[],
	up: boolean
): Problem {
	if (up) {
		return problem(
			'ambiguous-walk',
			`“${written}” reaches ${at ?? 'base'}, where ${next.length} branches start: ${names(next)}.`,
			`Name the one to go to, ${names(next, 'or')}, or put its label first (“label@${written.replace(/^.*@/, '')}”).`
		);
	}
	return problem(
		'ambiguous-walk',
		`“${written}” reaches ${at ?? 'base'}, which merges ${names(next)}: there is no single step down from it.`,
		`Name the revision to go back to. “${next[0] ?? ''}” takes back only what came after it: the merge, not ${names(next.slice(1))}.`
	);
}

/** `head` where there are several. */
export function severalHeads(
	graph: RevisionGraph,
	heads: readonly string[],
	label: string | undefined
): Problem {
	const labelled = Object.entries(graph.labels).filter(([, revision]) =>
		heads.some((head) => lineageOf(graph, head).has(revision))
	);
	const byLabel = labelled.map(([name]) => `“${name}@head”`).join(', ');
	return problem(
		'several-heads',
		`${label === undefined ? 'The folder' : `The branch “${label}”`} has ${heads.length} heads: ${names(heads)}.`,
		`Name one of them${byLabel === '' ? '' : ` (or ${byLabel})`}, say “heads” for all, or join them with “updown merge heads”.`
	);
}

/** Steps from a name that means several revisions. */
export function severalStarts(written: string, starts: readonly string[]): Problem {
	return problem(
		'several-starts',
		`“${written}” could start from ${names(starts, 'or')}.`,
		'Name one revision before “+” or “-”.'
	);
}

/** Nothing is called what stands before `@`. */
export function unknownLabel(graph: RevisionGraph, label: string): Problem {
	const labels = Object.keys(graph.labels);
	const near = closest(label, labels);
	return problem(
		'unknown-label',
		`There is no branch label or revision “${label}”.`,
		near !== undefined
			? `Did you mean “${near}”?`
			: labels.length > 0
				? `The labels are ${names(labels)}.`
				: 'No migration has a label; write “-- labels: name” above “-- migrate:up” of the first one of a branch.'
	);
}

/** No target at all. */
export function unreadable(written: string): Problem {
	return problem(
		'unreadable-target',
		`“${written}” is not a target.`,
		'A target is a revision or the start of one, “head”, “heads”, “base”, “current”, “+1”, “-1”, “id+1”, “id-1” or “label@head”.'
	);
}

/** Where to look for what there is: the end of a hint. */
export function list(graph: RevisionGraph): string {
	if (graph.migrations.length === 0) return 'The folder has no migrations yet.';
	const heads = graph.heads.length === 1 ? 'The head is' : 'The heads are';
	return `${heads} ${names(graph.heads)}; “history” lists every revision.`;
}

/** A step down on a branch of which nothing is applied. */
export function nothingOnLine(written: string): Problem {
	return problem(
		'nothing-on-branch',
		`“${written}” takes back from the end of a branch, but the database is at no revision of it.`,
		'“current” says where it is; name the revision to go back to.'
	);
}

/** An error without a file: it is about what was typed. */
export function problem(code: string, message: string, hint: string): Problem {
	return { code, severity: 'error', message, hint };
}
