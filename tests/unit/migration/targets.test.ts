import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	resolveRange,
	resolveRevisions,
	withAncestors,
	type RevisionGraph
} from '../../../src/lib/engine/migration/index.ts';
import { anyDatabase, graphOf } from './folder-dsl.ts';

const line = graphOf('0001', '0002', '0003', '0004');
const forked = graphOf('a1 <', 'b1 < a1 [shop]', 'b2 < b1', 'c1 < a1 [blog]', 'c2 < c1');
const merged = graphOf('a1 <', 'b1 < a1', 'c1 < a1', 'm1 < b1 c1', 'n1 < m1');

function resolve(graph: RevisionGraph, applied: readonly string[], target: string) {
	const resolved = resolveRevisions(graph, applied, target);
	return resolved.ok ? resolved.value.join(' ') || 'base' : resolved.problems[0]!.code;
}

describe('a target', () => {
	it.each([
		['0003', '0003'],
		['3', '0003'],
		['00003', '0003'],
		[' head ', '0004'],
		['heads', '0004'],
		['base', 'base'],
		['current', '0002'],
		['+1', '0003'],
		['+2', '0004'],
		['-1', '0001'],
		['-2', 'base'],
		['0001+2', '0003'],
		['0003-3', 'base'],
		['head-1', '0003'],
		['base+1', '0001'],
		['current+1', '0003']
	])('“%s” in a line of four at 0002 is %s', (target, expected) => {
		expect(resolve(line, ['0001', '0002'], target)).toBe(expected);
	});

	it.each([
		['shop@head', 'b2'],
		['blog@head', 'c2'],
		['shop', 'b1'],
		['shop@heads', 'b2'],
		['heads', 'b2 c2'],
		['shop@+1', 'b2'],
		['blog@+1', 'c1'],
		['shop@-1', 'a1'],
		['b2@head', 'b2'],
		['shop@base', 'base'],
		['shop@a1', 'a1']
	])('“%s” in two branches at b1 is %s', (target, expected) => {
		expect(resolve(forked, ['a1', 'b1'], target)).toBe(expected);
	});

	it('a unique prefix is enough, and the whole id wins over a longer one', () => {
		const graph = graphOf('20240101', '20240102', '202401021');
		expect(resolve(graph, [], '202401021')).toBe('202401021');
		expect(resolve(graph, [], '20240102')).toBe('20240102');
		expect(resolve(graph, [], '2024010')).toBe('ambiguous-revision');
		expect(resolve(graph, [], '20240101')).toBe('20240101');
	});

	it('with no migrations at all, head is base', () => {
		expect(resolve(graphOf(), [], 'head')).toBe('base');
	});

	it('a revision another head depends on does not make a bare step ambiguous', () => {
		const graph = graphOf('a1 <', 'b1 < (a1)');
		expect(resolve(graph, ['a1', 'b1'], '-1')).toBe('base');
	});
});

describe('a target that cannot be told says why and what the choices are', () => {
	const said = (graph: RevisionGraph, applied: readonly string[], target: string) => {
		const resolved = resolveRevisions(graph, applied, target);
		if (resolved.ok) throw new Error(`${target} is ${resolved.value.join(' ')}`);
		const [problem] = resolved.problems;
		return `${problem!.message} → ${problem!.hint}`;
	};
	it.each<[string, RevisionGraph, readonly string[], string, readonly string[]]>([
		['nothing', line, [], '', ['No target', 'head']],
		['nonsense', line, [], '@', ['not a target', 'label@head']],
		['an unknown id', line, [], 'gone', ['no revision “gone”', '0004', 'history']],
		['a slip', line, [], 'haed', ['Did you mean “head”?']],
		['a word of JavaScript', line, [], 'constructor', ['no revision “constructor”']],
		['an unknown label', forked, [], 'shpo@head', ['Did you mean “shop”?']],
		[
			'head of two',
			forked,
			[],
			'head',
			['2 heads: b2 and c2', '“shop@head”', '“blog@head”', '“heads”', 'merge']
		],
		['an id off its branch', forked, [], 'shop@c1', ['c1 is not on the branch “shop”']],
		[
			'a step past the head',
			line,
			['0001', '0002', '0003'],
			'+9',
			['9 steps up', 'only 1 from 0003', '“head”']
		],
		[
			'a step past the head, there',
			line,
			['0001', '0002', '0003', '0004'],
			'+1',
			['1 step up', 'already the newest']
		],
		['a step below base', line, ['0001'], '-2', ['2 steps down', 'only 1 from 0001', '“base”']],
		['a step from two heads', forked, ['a1', 'b1', 'c1'], '+1', ['at b1 and c1', 'b1+1 or c1+1']],
		['a step back from two heads', forked, ['a1', 'b1', 'c1'], '-1', ['at b1 and c1', 'b1-1 or c1-1']],
		[
			'a step up into two branches',
			forked,
			['a1'],
			'+1',
			['reaches a1', 'b1 and c1', 'b1 or c1', 'label@+1']
		],
		[
			'a step down from a merge',
			merged,
			['a1', 'b1', 'c1', 'm1'],
			'-1',
			['merges b1 and c1', '“b1” takes back only']
		],
		['a range', line, [], '0001:0002', ['range', 'history']]
	])('%s', (_, graph, applied, target, words) => {
		for (const word of words) expect(said(graph, applied, target)).toContain(word);
	});
});

describe('a range', () => {
	const range = (graph: RevisionGraph, applied: readonly string[], text: string) => {
		const resolved = resolveRange(graph, applied, text);
		return resolved.ok ? resolved.value.join(' ') : resolved.problems[0]!.code;
	};
	it.each([
		['0002:0003', '0002 0003'],
		[':0002', '0001 0002'],
		['0003:', '0003 0004'],
		[':', '0001 0002 0003 0004'],
		['base:head', '0001 0002 0003 0004'],
		['-1:current', '0002 0003'],
		['current:+1', '0003 0004'],
		['0003:0002', 'range-not-ancestor'],
		['0002', 'not-a-range'],
		['1:2:3', 'not-a-range'],
		['gone:', 'unknown-revision']
	])('%s', (text, expected) => {
		expect(range(line, ['0001', '0002', '0003'], text)).toBe(expected);
	});

	it('keeps to what lies between its ends', () => {
		expect(range(merged, [], 'b1:n1')).toBe('b1 m1 n1');
		expect(range(forked, [], 'b1:c2')).toBe('range-not-ancestor');
	});
});

it('no target whatever makes it throw; each problem has a hint', () => {
	const word = fc.constantFrom(
		'a',
		'0001',
		'0002',
		'head',
		'heads',
		'base',
		'current',
		'@',
		'+',
		'-',
		'1',
		':',
		' ',
		'x'
	);
	fc.assert(
		fc.property(anyDatabase, fc.array(word, { maxLength: 6 }), ({ graph, picks }, words) => {
			const all = graph.migrations.map(({ revision }) => revision);
			const applied = withAncestors(
				graph,
				all.length === 0 ? [] : picks.map((pick) => all[pick % all.length]!)
			);
			for (const outcome of [
				resolveRevisions(graph, applied, words.join('')),
				resolveRange(graph, applied, words.join(''))
			]) {
				if (outcome.ok) for (const revision of outcome.value) expect(all).toContain(revision);
				else for (const { hint } of outcome.problems) expect(hint).not.toBe('');
			}
		}),
		{ numRuns: 300 }
	);
});
