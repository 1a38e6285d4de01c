import { planDowngrade, type Direction, type RevisionGraph } from '../engine/migration/index.ts';
import type { RunCommand } from '../engine/run/command.ts';

/** Where the four step buttons lead; undefined where there is nowhere to go. */
export interface NextSteps {
	readonly up: Step | undefined;
	readonly down: Step | undefined;
	readonly head: Step | undefined;
	readonly base: Step | undefined;
}

export const noSteps: NextSteps = { up: undefined, down: undefined, head: undefined, base: undefined };

export interface Step {
	readonly command: RunCommand;
	/** The first revision it runs, up or down. */
	readonly revision: string;
}

/**
 * Reads the next steps off the graph. On a plain line they are `+1` and `-1`; where the line branches, a relative
 * step can mean several things, so the revision is named: the first pending one whose parents are all applied,
 * and back from the head that was applied last. It is named too where it lies below what is applied, as no step up leads there. `applied` is in the order of application.
 */
export function nextSteps(graph: RevisionGraph, applied: readonly string[]): NextSteps {
	const plain = isPlain(graph);
	const done = new Set(applied);
	const needs = (revision: string, dependsOn: readonly string[]) => [
		...(graph.parents[revision] ?? []),
		...dependsOn
	];
	const next = graph.migrations.find(
		({ revision, dependsOn }) =>
			!done.has(revision) && needs(revision, dependsOn).every((needed) => done.has(needed))
	)?.revision;
	const needed = new Set(
		graph.migrations
			.filter(({ revision }) => done.has(revision))
			.flatMap(({ revision, dependsOn }) => needs(revision, dependsOn))
	);
	const last = applied.findLast((revision) => graph.parents[revision] && !needed.has(revision));
	const up = (target: string): RunCommand => ({ kind: 'upgrade', target });
	const down = (target: string): RunCommand => ({ kind: 'downgrade', target });
	return {
		up:
			next === undefined
				? undefined
				: { revision: next, command: up(plain && !needed.has(next) ? '+1' : next) },
		head: next === undefined ? undefined : { revision: next, command: up(plain ? 'head' : 'heads') },
		down:
			last === undefined
				? undefined
				: { revision: last, command: down(plain ? '-1' : wayBack(graph, done, last)) },
		base: last === undefined ? undefined : { revision: last, command: down('base') }
	};
}

/**
 * The target of a downgrade that takes back `revision` and as little else as can be: where a line branches or
 * merges, `-1` from a revision may take back what nobody named, or be refused as ambiguous.
 */
export function wayBack(graph: RevisionGraph, applied: ReadonlySet<string>, revision: string): string {
	const nearest = `${revision}-1`;
	let best = nearest;
	let fewest = Infinity;
	for (const target of [`${revision}@-1`, nearest, ...(graph.parents[revision] ?? [])]) {
		const plan = planDowngrade(graph, applied, target);
		if (!plan.ok || !plan.value.includes(revision) || plan.value.length >= fewest) continue;
		best = target;
		fewest = plan.value.length;
	}
	return best;
}

/** Whether every migration has one way on and one way back. */
function isPlain(graph: RevisionGraph): boolean {
	if (graph.bases.length > 1) return false;
	return graph.migrations.every(
		({ revision, dependsOn }) =>
			(graph.parents[revision] ?? []).length <= 1 &&
			(graph.children[revision] ?? []).length <= 1 &&
			dependsOn.length === 0
	);
}

/** A run as the command line writes it. */
export function lineOf(command: RunCommand): string {
	if (command.kind === 'stamp') {
		if (command.ran !== undefined)
			return ['updown stamp', ...command.targets, `--ran ${command.ran}`].join(' ');
		if (command.accept === true) return ['updown accept', ...command.targets].join(' ');
		if (command.moved !== undefined) {
			return ['updown stamp', ...command.moved.map(({ from, to }) => `${from}:${to}`)].join(' ');
		}
		return ['updown stamp', ...(command.purge ? ['--purge'] : []), ...command.targets].join(' ');
	}
	if (command.kind === 'takeBack') return `updown downgrade ${command.revisions.join(' ')}`;
	return `updown ${command.kind} ${command.target}`;
}

/** Which way a run goes; undefined where it moves nothing. */
export function directionOf({ kind }: RunCommand): Direction | undefined {
	if (kind === 'stamp') return undefined;
	return kind === 'takeBack' ? 'downgrade' : kind;
}
