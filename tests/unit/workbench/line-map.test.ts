import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LineMap, mapLine, type Stop } from '../../../src/lib/workbench/timeline/layout.ts';

/** `'a b:a c:a d:b,c'`: stops and their parents. */
function stops(text: string): Stop[] {
	return text
		.split(' ')
		.filter(Boolean)
		.map((word) => {
			const [revision = '', parents = ''] = word.split(':');
			return { revision, parents: parents.split(',').filter(Boolean), dependsOn: [] };
		});
}

/** `'a@1,0'`: column and lane of each stop. */
function places(map: LineMap): string {
	return map.placed.map(({ revision, column, lane }) => `${revision || 'base'}@${column},${lane}`).join(' ');
}

test('a folder without branches is one straight line from base', () => {
	const map = mapLine(stops('a b:a c:b'));
	expect(places(map)).toBe('base@0,0 a@1,0 b@2,0 c@3,0');
	expect(map.tracks.map((track) => track.kind)).toEqual(['straight', 'straight', 'straight']);
});

test('an empty folder is base alone', () => {
	expect(mapLine([])).toEqual({
		placed: [{ revision: '', column: 0, lane: 0 }],
		tracks: [],
		columns: 1,
		lanes: 1
	});
});

test('the longer branch keeps the lane, the shorter one runs below and merges back', () => {
	const map = mapLine(stops('a short:a long:a longer:long end:longer,short'));
	expect(places(map)).toBe('base@0,0 a@1,0 short@2,1 long@2,0 longer@3,0 end@4,0');
	expect(map.tracks.find((track) => track.from.revision === 'short')?.kind).toBe('merge');
	expect(map.tracks.find((track) => track.to.revision === 'short')?.kind).toBe('branch');
	expect(map.lanes).toBe(2);
});

test('a lane is used again once its branch has merged', () => {
	const map = mapLine(stops('a b:a c:a d:b,c e:d f:d g:e,f'));
	expect(map.lanes).toBe(2);
});

test('several roots all leave base', () => {
	const map = mapLine(stops('a b'));
	expect(map.tracks.map((track) => track.from.revision)).toEqual(['', '']);
	expect(map.lanes).toBe(2);
});

test('no two stops of any graph lie on the same place, and every track runs forward', () => {
	const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 40 }).map((rows) =>
		rows.map((picks, at): Stop => {
			const parents = at === 0 ? [] : [...new Set(picks.map((pick) => `r${pick % at}`))];
			return { revision: `r${at}`, parents, dependsOn: [] };
		})
	);
	fc.assert(
		fc.property(graphs, (graph) => {
			const map = mapLine(graph);
			const seen = new Set(map.placed.map(({ column, lane }) => `${column},${lane}`));
			expect(seen.size).toBe(map.placed.length);
			for (const track of map.tracks) expect(track.from.column).toBeLessThan(track.to.column);
		})
	);
});
