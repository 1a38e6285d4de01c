import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	ancestorsOf,
	branchpointsOf,
	descendantsOf,
	headsOf,
	inOrder,
	lineageOf,
	mergepointsOf,
	unknownOf,
	withAncestors,
	withDescendants,
	type RevisionGraph
} from '../../../src/lib/engine/migration/index.ts';
import { anyFolder, graphOf } from './folder-dsl.ts';

const diamond = graphOf(
	'0001 <',
	'0002 < 0001',
	'0003 < 0001',
	'0004 < 0002 0003',
	'0005 < 0004 (0006)',
	'0006 <'
);

describe('questions about a graph', () => {
	it('what must be applied before a revision', () => {
		expect([...ancestorsOf(diamond, ['0004'])].sort()).toEqual(['0001', '0002', '0003']);
		expect([...ancestorsOf(diamond, ['0005'])].sort()).toEqual(['0001', '0002', '0003', '0004', '0006']);
		expect([...ancestorsOf(diamond, ['0005'], 'revises')].sort()).toEqual(['0001', '0002', '0003', '0004']);
	});

	it('what rests on a revision', () => {
		expect([...descendantsOf(diamond, ['0002'])].sort()).toEqual(['0004', '0005']);
		expect([...descendantsOf(diamond, ['0006'])]).toEqual(['0005']);
		expect([...descendantsOf(diamond, ['0006'], 'revises')]).toEqual([]);
	});

	it('where branches part and join', () => {
		expect(branchpointsOf(diamond)).toEqual(['0001']);
		expect(mergepointsOf(diamond)).toEqual(['0004']);
	});

	it('where a database is, from what is applied', () => {
		expect(headsOf(diamond, ['0001', '0002', '0003'])).toEqual(['0002', '0003']);
		expect(headsOf(diamond, [])).toEqual([]);
		expect(headsOf(diamond, ['0001', 'gone'])).toEqual(['0001']);
	});

	it('which applied revisions have no file', () => {
		expect(unknownOf(diamond, ['0001', 'gone', 'constructor'])).toEqual(['gone', 'constructor']);
	});

	it('the line through a revision leaves out the branch beside it', () => {
		expect(inOrder(diamond, lineageOf(diamond, '0002'))).toEqual(['0001', '0002', '0004', '0005']);
	});
});

describe('laws of the algebra', () => {
	const law = (check: (graph: RevisionGraph, some: readonly string[], others: readonly string[]) => void) =>
		fc.assert(
			fc.property(anyFolder, fc.array(fc.nat()), fc.array(fc.nat()), (lines, a, b) => {
				const graph = graphOf(...lines);
				const all = graph.migrations.map(({ revision }) => revision);
				const pick = (numbers: readonly number[]) =>
					all.length === 0 ? [] : [...new Set(numbers.map((number) => all[number % all.length]!))];
				check(graph, pick(a), pick(b));
			})
		);
	const union = (...sets: readonly Iterable<string>[]) => new Set(sets.flatMap((set) => [...set]));

	it('a closure closed again is itself', () => {
		law((graph, some) => {
			const up = withAncestors(graph, some);
			expect(withAncestors(graph, up)).toEqual(up);
			const down = withDescendants(graph, some);
			expect(withDescendants(graph, down)).toEqual(down);
		});
	});

	it('the closure of a union is the union of the closures', () => {
		law((graph, some, others) => {
			expect(withAncestors(graph, union(some, others))).toEqual(
				union(withAncestors(graph, some), withAncestors(graph, others))
			);
		});
	});

	it('a is an ancestor of b exactly where b is a descendant of a', () => {
		law((graph, some, others) => {
			for (const a of some) {
				for (const b of others) {
					expect(ancestorsOf(graph, [b]).has(a)).toBe(descendantsOf(graph, [a]).has(b));
				}
			}
		});
	});

	it('nothing is its own ancestor', () => {
		law((graph, some) => {
			for (const revision of some) expect(ancestorsOf(graph, [revision]).has(revision)).toBe(false);
		});
	});

	it('the heads of a closed set, closed again by parents and dependencies, hold all its lines', () => {
		law((graph, some) => {
			const applied = withAncestors(graph, some);
			const heads = headsOf(graph, applied);
			expect(withAncestors(graph, heads)).toEqual(applied);
			expect(headsOf(graph, heads.length === 0 ? [] : withAncestors(graph, heads))).toEqual(heads);
		});
	});

	it('the heads of everything are the heads of the graph', () => {
		law((graph) => {
			const all = graph.migrations.map(({ revision }) => revision);
			expect(headsOf(graph, all)).toEqual(inOrder(graph, graph.heads));
			expect(withDescendants(graph, graph.bases)).toEqual(new Set(all));
		});
	});

	it('running order keeps every revision once, after what it rests on', () => {
		law((graph, some) => {
			const order = inOrder(graph, [...some, ...some]);
			expect(new Set(order)).toEqual(new Set(some));
			for (const [index, revision] of order.entries()) {
				const before = ancestorsOf(graph, [revision]);
				for (const later of order.slice(index)) expect(before.has(later)).toBe(false);
			}
		});
	});
});
