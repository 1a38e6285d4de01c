import { beforeAll, describe, expect, it } from 'vitest';
import { dialectOf } from '../../../src/lib/engine/dialects/registry.ts';
import { parseFolder, placeAt, versionProblems } from '../../../src/lib/engine/index.ts';
import type { DialectName } from '../../../src/lib/engine/index.ts';

beforeAll(() => dialectOf('postgres').ready?.());

function problemsIn(dialect: DialectName, text: string, target?: string, schemaSql?: string) {
	const { graph } = parseFolder([{ name: '0001_first.sql', text }]);
	return versionProblems(dialectOf(dialect), { migrations: graph.migrations, schemaSql, target });
}

describe('SQL that needs a newer database than the folder must run on', () => {
	it.each([
		['sqlite', 'CREATE TABLE t (a INTEGER) STRICT;', 'STRICT', 'SQLite 3.37', '3.35', '3.37'],
		[
			'postgres',
			'MERGE INTO t USING u ON TRUE WHEN MATCHED THEN DELETE;',
			'MERGE',
			'PostgreSQL 15',
			'14',
			'15'
		]
	] as const)('is marked at its place in the file on %s', (dialect, sql, word, needed, usual, enough) => {
		const text = `-- First\n-- migrate:up\nSELECT 'ü';\n\t${sql}\n-- migrate:down\n  ${sql}\n`;
		const problems = problemsIn(dialect, text);
		const places = [text.indexOf(word), text.lastIndexOf(word)];
		expect(problems.map(({ span }) => span?.start)).toEqual(places.map((at) => placeAt(text, at)));
		for (const { code, severity, message, hint, file } of problems) {
			expect({ code, severity, file }).toEqual({
				code: 'newer-version-needed',
				severity: 'warning',
				file: '0001_first.sql'
			});
			expect(message).toBe(`\`${word}\` needs ${needed}, and this must run on ${usual}.`);
			expect(hint).not.toBe('');
		}
		expect(problemsIn(dialect, text, enough)).toEqual([]);
	});

	it('is marked in schema.sql too', () => {
		const [problem] = problemsIn('sqlite', '-- migrate:up\n', '3.30', '\nCREATE TABLE t (a, b AS (a));');
		expect([problem?.file, problem?.span?.start.line, problem?.span?.start.column]).toEqual([
			'schema.sql',
			2,
			22
		]);
	});

	it('does not count a function that a migration before made under that name', () => {
		const text =
			'-- migrate:up\nCREATE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$;\n';
		const schemaSql = 'CREATE TABLE t (id uuid DEFAULT uuidv7());';
		expect(problemsIn('postgres', text, '14', schemaSql)).toEqual([]);
		expect(problemsIn('postgres', '-- migrate:up\n', '14', schemaSql)).toHaveLength(1);
	});

	it.each(['3.20', '17', 'newest'])('is not looked for where %s is no version to write for', (target) => {
		const [problem, ...others] = problemsIn('sqlite', '-- migrate:up\nSELECT 1_000;\n', target);
		expect(others).toEqual([]);
		expect(problem).toMatchObject({ code: 'unknown-version', severity: 'error' });
		expect(problem?.hint).toContain('3.26');
	});
});
