import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresFingerprint } from '../../peers/postgres-fingerprint/index.ts';
import { differences, equals } from './differences.ts';

let database: PGlite;

beforeAll(async () => {
	database = await PGlite.create();
});

afterAll(async () => {
	await database.close();
});

/** The fingerprint after each script, one after another, of which nothing stays. */
async function fingerprints(...scripts: readonly string[]): Promise<string[]> {
	await database.exec('BEGIN');
	try {
		const found: string[] = [];
		for (const script of scripts) {
			await database.exec(script);
			found.push(await postgresFingerprint(database));
		}
		return found;
	} finally {
		await database.exec('ROLLBACK');
	}
}

describe('the fingerprint of a PostgreSQL database', () => {
	it.each(differences)('notices %s', async (_, before, change) => {
		const [earlier, later] = await fingerprints(before, change);
		expect(later).not.toBe(earlier);
	});

	it.each(equals)('does not mind %s', async (_, one, other) => {
		const [left] = await fingerprints(one);
		const [right] = await fingerprints(other);
		expect(right).toBe(left);
	});

	it('names no number of an object', async () => {
		const [once] = await fingerprints(everything);
		const [again] = await fingerprints(everything);
		expect(again).toBe(once);
	});

	it('leaves the settings of the session as they were', async () => {
		await database.exec(`SET search_path = nowhere`);
		await postgresFingerprint(database);
		const [result] = await database.exec('SHOW search_path');
		await database.exec('RESET search_path');
		expect(result?.rows).toEqual([{ search_path: 'nowhere' }]);
	});
});

const everything = `
	CREATE TABLE t (a int PRIMARY KEY, b text COLLATE "C" CHECK (b <> ''));
	CREATE TABLE u (a int REFERENCES t, b bigint GENERATED ALWAYS AS IDENTITY);
	CREATE TYPE e AS ENUM ('a'); CREATE TYPE r AS RANGE (subtype = float8); CREATE DOMAIN d AS e CHECK (value = 'a');
	CREATE FUNCTION f(x e) RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
	CREATE VIEW v AS SELECT f('a'), t.* FROM t;
	CREATE POLICY p ON t TO postgres USING (a > 1);
	COMMENT ON TYPE d IS 'x';
`;
