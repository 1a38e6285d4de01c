import { beforeAll, expect, it } from 'vitest';
import { dialectOf } from '../../../src/lib/engine/dialects/registry.ts';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import { emptyDatabase, everyDialect } from '../databases.ts';
import { examples, lookalikes, setup } from './examples.ts';

everyDialect('what is too new for %s', (name) => {
	const dialect = dialectOf(name);
	const { versions } = dialect;
	const read = (version: string) => versions.read(version) ?? 0;
	const oldest = read(versions.choices[0] ?? '');
	beforeAll(() => dialect.ready?.());

	/** The version before, as far as what is marked is concerned. */
	const before = (version: string) => read(version) - 0.001;

	it.each(examples[name])('$mark is marked before $since: $sql', ({ since, sql, mark }) => {
		const text = `SELECT 'ü' AS "€"; -- x\n${sql};\nSELECT 1;`;
		const marks = (target: number) =>
			(versions.newerIn([text], target)[0] ?? []).map((found) => [
				text.slice(found.start, found.end).toLowerCase(),
				found.since
			]);
		expect(marks(before(since))).toEqual([[mark.toLowerCase(), since]]);
		expect(marks(read(since))).toEqual([]);
	});

	it.each(lookalikes[name])('nothing is marked in %s', (sql) => {
		expect(versions.newerIn([sql], oldest)[0]).toEqual([]);
	});

	it('says what to write instead, in sentences', () => {
		const found = versions
			.newerIn(
				examples[name].map(({ sql }) => sql),
				oldest
			)
			.flat();
		for (const { what, instead } of found) {
			expect(what).toMatch(/^[A-Z`]/);
			expect(instead).toMatch(/^[A-Z].*[.]$/);
		}
	});

	it('marks only what the database here knows', async () => {
		const database = await emptyDatabase(name);
		const { transactions } = database.dialect;
		const refused: string[] = [];
		await transactions.begin(database);
		await database.execute(`${setup[name]}; SAVEPOINT ready`);
		for (const { sql } of examples[name]) {
			try {
				await database.execute(sql);
			} catch (error) {
				if (!(error instanceof DatabaseError)) throw error;
				refused.push(`${sql}: ${error.message}`);
			}
			await database.execute('ROLLBACK TO ready');
		}
		await transactions.rollback(database);
		expect(refused.filter((line) => !/^COPY|nowhere/.test(line))).toEqual([]);
	});

	it('reads versions as people write them', () => {
		expect(versions.choices).toContain(versions.usual);
		for (const choice of versions.choices) expect(versions.read(`${choice}.2`)).toBe(read(choice));
		for (const wrong of ['', 'new', '1', '2.9', '3.5', '9.6', '3', '3.x', '-14'])
			expect(versions.read(wrong), wrong).toBeUndefined();
	});

	it('finds a statement in a text that ends in a mistake', () => {
		const { sql, since } = examples[name][0]!;
		const text = `${sql};\nSELEC 1;`;
		expect(dialect.split(text)).toHaveLength(2);
		expect(versions.newerIn([text], before(since))[0]).toHaveLength(1);
	});
});
