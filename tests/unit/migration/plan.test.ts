import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	ancestorsOf,
	headsOf,
	planDowngrade,
	planUpgrade,
	withAncestors,
	type RevisionGraph
} from '../../../src/lib/engine/migration/index.ts';
import { anyDatabase, graphOf } from './folder-dsl.ts';

const line = graphOf('0001', '0002', '0003');
const forked = graphOf('a1 <', 'b1 < a1 [shop]', 'b2 < b1', 'c1 < a1 [blog]', 'c2 < c1');
const merged = graphOf('a1 <', 'b1 < a1', 'c1 < a1', 'm1 < b1 c1', 'n1 < m1');
const depending = graphOf('a1 <', 'a2 < a1', 'z1 < (a2)', 'z2 < z1');

function plan(planned: typeof planUpgrade, graph: RevisionGraph, applied: string, target: string): string {
	const outcome = planned(graph, new Set(applied.split(' ').filter((word) => word !== '')), target);
	return outcome.ok ? outcome.value.join(' ') : outcome.problems[0]!.code;
}

describe('an upgrade', () => {
	it.each<[string, RevisionGraph, string, string, string]>([
		['to head runs all that is missing, in order', line, '', 'head', '0001 0002 0003'],
		['runs only what is missing', line, '0001', 'head', '0002 0003'],
		['by steps', line, '0001', '+1', '0002'],
		['to where it is does nothing', line, '0001 0002', '0002', ''],
		['to an older revision does nothing, as in Alembic', line, '0001 0002', '0001', ''],
		['also runs one that was put in before', line, '0001 0003', 'head', '0002'],
		['to one branch leaves the other', forked, 'a1', 'shop@head', 'b1 b2'],
		['to heads runs every branch', forked, '', 'heads', 'a1 b1 b2 c1 c2'],
		['to head of two is refused', forked, '', 'head', 'several-heads'],
		['to a merge runs both its branches', merged, 'a1 b1', 'm1', 'c1 m1'],
		['runs what it depends on first', depending, '', 'z1', 'a1 a2 z1'],
		['past the head is refused', line, '0001', '+3', 'walked-too-far'],
		['backwards is refused', line, '0001', '-1', 'wrong-direction'],
		['to a range is refused', line, '', '0001:0002', 'range-not-allowed'],
		['to nothing is refused', line, '', '', 'no-target']
	])('%s', (_, graph, applied, target, expected) => {
		expect(plan(planUpgrade, graph, applied, target)).toBe(expected);
	});
});

describe('a downgrade', () => {
	it.each<[string, RevisionGraph, string, string, string]>([
		['to base takes everything back, newest first', line, '0001 0002 0003', 'base', '0003 0002 0001'],
		['by a step', line, '0001 0002 0003', '-1', '0003'],
		['by as many steps as there are', line, '0001 0002', '-2', '0002 0001'],
		['to a revision keeps it', line, '0001 0002 0003', '0001', '0003 0002'],
		['to where it is does nothing', line, '0001 0002', '0002', ''],
		['to what is not applied is refused', line, '0001', '0002', 'target-not-applied'],
		['below base is refused', line, '0001', '-2', 'walked-too-far'],
		['at base is refused', line, '', '-1', 'walked-too-far'],
		['upwards is refused', line, '0001', '+1', 'wrong-direction'],
		['to a branchpoint takes every branch back', forked, 'a1 b1 b2 c1', 'a1', 'c1 b2 b1'],
		['by a step from two heads is refused', forked, 'a1 b1 c1', '-1', 'several-starts'],
		['by a step on one branch keeps the other', forked, 'a1 b1 c1', 'shop@-1', 'b1'],
		['by two steps on one branch keeps to the end of it', forked, 'a1 b1 b2 c1', 'shop@-2', 'b2 b1'],
		[
			'on a branch that is not begun is refused, to spare the one that is',
			forked,
			'a1 b1',
			'blog@-1',
			'nothing-on-branch'
		],
		['across a merge by steps is refused', merged, 'a1 b1 c1 m1', '-1', 'ambiguous-walk'],
		['to one side of a merge takes back only the merge', merged, 'a1 b1 c1 m1 n1', 'b1', 'n1 m1'],
		['takes back what depends on it', depending, 'a1 a2 z1 z2', 'a1', 'z2 z1 a2'],
		['of one branch keeps what it depends on', depending, 'a1 a2 z1 z2', '-2', 'z2 z1'],
		['to several heads is refused', forked, 'a1 b1 b2 c1 c2', 'heads', 'several-targets']
	])('%s', (_, graph, applied, target, expected) => {
		expect(plan(planDowngrade, graph, applied, target)).toBe(expected);
	});

	it('by a step below a branchpoint keeps the branch that is not under way', () => {
		expect(plan(planDowngrade, forked, 'a1 b1', '-1')).toBe('b1');
	});
});

describe('laws of plans', () => {
	const law = (
		check: (graph: RevisionGraph, applied: ReadonlySet<string>, all: readonly string[], pick: number) => void
	) =>
		fc.assert(
			fc.property(anyDatabase, fc.nat(), ({ graph, picks }, pick) => {
				const all = graph.migrations.map(({ revision }) => revision);
				if (all.length === 0) return;
				check(
					graph,
					withAncestors(
						graph,
						picks.map((number) => all[number % all.length]!)
					),
					all,
					pick
				);
			})
		);
	const values = (outcome: ReturnType<typeof planUpgrade>) => {
		if (!outcome.ok) throw new Error(outcome.problems[0]!.message);
		return outcome.value;
	};

	it('whatever is applied, each step finds applied what it rests on, and the target is reached', () => {
		law((graph, applied, all, pick) => {
			const target = all[pick % all.length]!;
			const now = new Set(applied);
			for (const revision of values(planUpgrade(graph, applied, target))) {
				expect(now.has(revision)).toBe(false);
				for (const needed of ancestorsOf(graph, [revision])) expect(now.has(needed)).toBe(true);
				now.add(revision);
			}
			expect(now.has(target)).toBe(true);
		});
	});

	it('an upgrade adds no more than the target needs', () => {
		law((graph, applied, all, pick) => {
			const target = all[pick % all.length]!;
			const needed = withAncestors(graph, [target]);
			for (const revision of values(planUpgrade(graph, applied, target))) expect(needed).toContain(revision);
		});
	});

	it('a downgrade never takes back what something applied still rests on', () => {
		law((graph, applied, all, pick) => {
			const target = [...applied][pick % Math.max(applied.size, 1)] ?? 'base';
			const now = new Set(applied);
			for (const revision of values(planDowngrade(graph, applied, target))) {
				expect(now.delete(revision)).toBe(true);
				for (const left of now) expect(ancestorsOf(graph, [left]).has(revision)).toBe(false);
			}
			if (target !== 'base') expect(now.has(target)).toBe(true);
			else expect(now.size).toBe(0);
		});
	});

	it('after a downgrade to a target it is a head, and going back up restores what was applied', () => {
		law((graph, applied, all, pick) => {
			const target = [...applied][pick % Math.max(applied.size, 1)] ?? 'base';
			const heads = headsOf(graph, applied);
			const undone = values(planDowngrade(graph, applied, target));
			const left = new Set([...applied].filter((revision) => !undone.includes(revision)));
			if (target !== 'base') expect(headsOf(graph, left)).toContain(target);
			for (const head of heads)
				for (const revision of values(planUpgrade(graph, left, head))) left.add(revision);
			expect(left).toEqual(new Set(applied));
		});
	});
});
