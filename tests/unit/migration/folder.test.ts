import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';
import { anyFolder, filesOf } from './folder-dsl.ts';

/** The problems between files, as `severity code: files`. */
function problems(...lines: readonly string[]): readonly string[] {
	return problemsOf(filesOf(...lines));
}

function problemsOf(files: Parameters<typeof parseFolder>[0]): readonly string[] {
	return parseFolder(files).problems.map(({ severity, code, files: concerned = [] }) =>
		`${severity} ${code}: ${concerned.join(' ')}`.trim()
	);
}

function order(...lines: readonly string[]): readonly string[] {
	return parseFolder(filesOf(...lines)).graph.migrations.map(({ revision }) => revision);
}

function file(name: string) {
	return { name, text: '-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n' };
}

describe('a folder', () => {
	it('may be empty', () => {
		expect(parseFolder([])).toMatchObject({ problems: [], graph: { migrations: [], heads: [], bases: [] } });
	});

	it('in which no file says what it revises is a line by version, compared as numbers', () => {
		const names = [
			'10_j.sql',
			'9_i.sql',
			'1_a.sql',
			'100000000000000000000_z.sql',
			'99999999999999999999_y.sql'
		];
		const { graph } = parseFolder(names.map(file));
		expect(graph.migrations.map((migration) => migration.revision)).toEqual([
			'1',
			'9',
			'10',
			'99999999999999999999',
			'100000000000000000000'
		]);
		expect(graph.parents['10']).toEqual(['9']);
		expect(graph.heads).toEqual(['100000000000000000000']);
		expect(graph.bases).toEqual(['1']);
	});

	it('is a graph where files say what they revise', () => {
		const { graph, problems } = parseFolder(
			filesOf('0001 <', '0002 < 0001 [shop]', '0003 < 0001', '0004 < 0002 0003')
		);
		expect(problems).toEqual([]);
		expect(graph.parents).toEqual({
			'0001': [],
			'0002': ['0001'],
			'0003': ['0001'],
			'0004': ['0002', '0003']
		});
		expect(graph.children).toEqual({
			'0001': ['0002', '0003'],
			'0002': ['0004'],
			'0003': ['0004'],
			'0004': []
		});
		expect(graph.labels).toEqual({ shop: '0002' });
	});

	it('takes a silent file to follow the one before it by version', () => {
		const { graph } = parseFolder(filesOf('0001', '0002', '0003 < 0002', '0004'));
		expect(graph.heads).toEqual(['0004']);
		expect(graph.parents['0004']).toEqual(['0003']);
	});

	it('says so only where a file before it was not silent', () => {
		expect(problems('0001', '0002', '0003 < 0002')).toEqual([]);
		expect(problems('0001', '0002 < 0001', '0003')).toEqual([
			'warning revises-not-said: 0003_x.sql 0002_x.sql'
		]);
	});

	it('runs parents and dependencies first, whatever their names', () => {
		expect(order('0003 <', '0001 < 0003', '0002 < 0001')).toEqual(['0003', '0001', '0002']);
		expect(order('0001 <', '0002 < 0001 (0003)', '0003 <')).toEqual(['0001', '0003', '0002']);
	});

	it('leaves out what is no migration, and says so where someone may have meant one', () => {
		const files = ['README.md', '.gitkeep', '0001_a.sql', '0002_b.sql.bak', '0003_c.SQL'].map(file);
		expect(parseFolder(files).graph.migrations).toHaveLength(1);
		expect(parseFolder(files).problems.map((problem) => `${problem.code} ${problem.file ?? ''}`)).toEqual([
			'not-sql 0002_b.sql.bak',
			'not-sql 0003_c.SQL'
		]);
	});

	it('survives ids that mean something to JavaScript', () => {
		const { graph, problems } = parseFolder(
			filesOf('__proto__ <', 'constructor < __proto__ [toString]', 'valueOf < constructor')
		);
		expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(graph.heads).toEqual(['valueOf']);
		expect(graph.bases).toEqual(['__proto__']);
		expect(Object.hasOwn(graph.parents, '__proto__')).toBe(true);
	});
});

describe('every problem between files is named with the files', () => {
	it.each<[string, readonly string[], readonly string[]]>([
		[
			'a missing parent, without the roots and heads that come of it',
			['0001 <', '0002 < 0009'],
			['error missing-parent: 0002_x.sql']
		],
		['a missing dependency', ['0001 < (0009)'], ['error missing-dependency: 0001_x.sql']],
		['a self-loop', ['0001 < 0001'], ['error self-loop: 0001_x.sql']],
		['a migration that depends on itself', ['0001 < (0001)'], ['error self-loop: 0001_x.sql']],
		['a cycle', ['0001 <', '0002 < 0003', '0003 < 0002'], ['error cycle: 0002_x.sql 0003_x.sql']],
		['a cycle by dependency', ['0001 < (0002)', '0002 < 0001'], ['error cycle: 0001_x.sql 0002_x.sql']],
		[
			'two cycles',
			['0001 < 0002', '0002 < 0001', '0003 < 0004', '0004 < 0003'],
			['error cycle: 0001_x.sql 0002_x.sql', 'error cycle: 0003_x.sql 0004_x.sql']
		],
		[
			'several roots',
			['0001 <', '0002 <', '0003 < 0001 0002'],
			['warning several-bases: 0001_x.sql 0002_x.sql']
		],
		[
			'several heads',
			['0001 <', '0002 < 0001', '0003 < 0001'],
			['warning several-heads: 0002_x.sql 0003_x.sql']
		],
		[
			'a label used twice',
			['0001 < [shop]', '0002 < 0001 [shop]'],
			['error duplicate-label: 0001_x.sql 0002_x.sql']
		],
		[
			'a label that is a revision',
			['0001 <', '0002 < 0001 [0001]'],
			['error duplicate-label: 0001_x.sql 0002_x.sql']
		],
		[
			'a file named before its parent',
			['0001 < 0002', '0002 <'],
			['warning out-of-order: 0001_x.sql 0002_x.sql']
		],
		['a gap in the numbers', ['0001', '0002', '0003', '0005'], ['warning gap: 0003_x.sql 0005_x.sql']]
	])('%s', (_, lines, expected) => {
		expect(problems(...lines)).toEqual(expected);
	});

	it('no gap is seen where the numbers leave room or carry a date', () => {
		expect(problems('0010', '0020', '0030')).toEqual([]);
		expect(problems('20240101', '20240102', '20240105')).toEqual([]);
	});

	it('a revision in two files', () => {
		expect(problemsOf(['0001_a.sql', '0001_b.sql'].map(file))).toEqual([
			'error duplicate-revision: 0001_a.sql 0001_b.sql'
		]);
	});

	it('two files of one name, and two that differ in case only', () => {
		expect(problemsOf(['1_a.sql', '1_a.sql'].map(file))).toEqual(['error duplicate-file: 1_a.sql 1_a.sql']);
		expect(problemsOf(['1_a.sql', '1_A.sql'].map(file))).toEqual(['error duplicate-file: 1_a.sql 1_A.sql']);
	});

	it('one number written with other zeros', () => {
		expect(problemsOf(['1_a.sql', '001_b.sql'].map(file))).toEqual([
			'warning same-version: 001_b.sql 1_a.sql'
		]);
	});

	it('numbers that sort otherwise by name, as dbmate sorts', () => {
		expect(problemsOf(['9_a.sql', '10_b.sql'].map(file))).toEqual([
			'warning unpadded-version: 9_a.sql 10_b.sql'
		]);
	});

	it('a file that cannot be used does not make its children orphans', () => {
		const files = [{ name: '0001_a.sql', text: 'SELECT 1;' }, ...filesOf('0002 < 0001')];
		expect(parseFolder(files).problems.map(({ code }) => code)).toEqual(['missing-up']);
	});

	it('a missing parent suggests the one that was meant', () => {
		const [problem] = parseFolder(filesOf('20240101 <', '20240102 < 2024010')).problems;
		expect(problem?.hint).toContain('Did you mean 20240101?');
	});

	it('all files of a folder are told at once', () => {
		const files = [
			{ name: '0001_a.sql', text: '' },
			{ name: '0002_b.sql', text: 'SELECT 1;' },
			...filesOf('0003 < 0003', '0004 < 0099')
		];
		expect(
			new Set(
				parseFolder(files)
					.problems.filter((p) => p.severity === 'error')
					.map((p) => p.code)
			)
		).toEqual(new Set(['empty-file', 'missing-up', 'self-loop', 'missing-parent']));
	});
});

describe('laws of a folder', () => {
	it('any random graph without errors keeps every migration, in an order that can run', () => {
		fc.assert(
			fc.property(anyFolder, (lines) => {
				const { graph, problems } = parseFolder(filesOf(...lines));
				expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
				expect(graph.migrations).toHaveLength(lines.length);
				const place = new Map(graph.migrations.map(({ revision }, index) => [revision, index]));
				for (const { revision, dependsOn } of graph.migrations) {
					for (const needed of [...(graph.parents[revision] ?? []), ...dependsOn]) {
						expect(place.get(needed)).toBeLessThan(place.get(revision)!);
					}
					for (const parent of graph.parents[revision] ?? []) {
						expect(graph.children[parent]).toContain(revision);
					}
				}
			})
		);
	});

	it('the order of the files given does not matter', () => {
		fc.assert(
			fc.property(
				anyFolder.chain((lines) =>
					fc.tuple(fc.constant(lines), fc.shuffledSubarray([...lines], { minLength: lines.length }))
				),
				([lines, shuffled]) => {
					expect(parseFolder(filesOf(...shuffled))).toEqual(parseFolder(filesOf(...lines)));
				}
			)
		);
	});

	it('nothing thrown at it makes it throw, and what it keeps is sound', () => {
		const id = fc.constantFrom('a', 'b', 'c', '1', '01', '2', 'base', '', '__proto__', 'x y');
		const anyLine = fc
			.record({
				name: fc.oneof(id, fc.string()),
				id,
				revises: fc.option(fc.array(id)),
				needs: fc.array(id),
				label: id
			})
			.map(({ name, id, revises, needs, label }) => ({
				name: `${name}.sql`,
				text: `-- revision: ${id}\n${revises ? `-- revises: ${revises.join(',')}\n` : ''}-- depends-on: ${needs.join(',')}\n-- labels: ${label}\n-- migrate:up\n`
			}));
		fc.assert(
			fc.property(fc.array(anyLine, { maxLength: 8 }), (files) => {
				const { graph } = parseFolder(files);
				const known = new Set(graph.migrations.map(({ revision }) => revision));
				expect(known.size).toBe(graph.migrations.length);
				for (const parents of Object.values(graph.parents)) {
					for (const parent of parents) expect(known).toContain(parent);
				}
				expect(graph.migrations.length === 0).toBe(graph.heads.length === 0);
				expect(graph.migrations.length === 0).toBe(graph.bases.length === 0);
			}),
			{ numRuns: 500 }
		);
	});
});
