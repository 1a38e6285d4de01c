import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { identifier } from '../../../src/lib/engine/dialects/sqlite/identifier.ts';
import { inspector } from '../../../src/lib/engine/dialects/sqlite/inspect.ts';
import { renderer } from '../../../src/lib/engine/dialects/sqlite/render.ts';
import { keywords } from '../../../src/lib/engine/dialects/sqlite/keywords.ts';
import { nameOf, tokenize } from '../../../src/lib/engine/dialects/sqlite/tokens.ts';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { describeChanges } from '../../../src/lib/engine/schema/describe.ts';
import type { Schema } from '../../../src/lib/engine/schema/model.ts';
import { applyPatch, diffSchemas } from '../../../src/lib/engine/schema/patch.ts';
import type { Script } from '../../../src/lib/engine/schema/script.ts';
import { fill, make, schemaStatements } from './random-schema.ts';

const runs = { numRuns: Number(process.env.UPDOWN_LAW_RUNS ?? 40) };

async function databaseOf(
	statements: readonly string[]
): Promise<{ database: Database; schema: Schema; taken: readonly boolean[] }> {
	const database = await openDatabase('sqlite');
	const taken = await make(database, statements);
	return { database, schema: await inspector.inspect(database), taken };
}

async function schemaOf(statements: readonly string[]): Promise<Schema> {
	const { database, schema } = await databaseOf(statements);
	await database.close();
	return schema;
}

/** Runs a script as a step runs it. */
async function apply(database: Database, { sql, foreignKeys }: Script): Promise<void> {
	await database.execute(`PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`);
	await database.execute(`BEGIN;${sql}COMMIT`);
}

/** The same statement as another hand would write it. */
function rewritten(sql: string, quotes: readonly string[]): string {
	let text = '';
	let at = 0;
	tokenize(sql).forEach((token, i) => {
		const word = sql.slice(token.start, token.end);
		text += sql.slice(at, token.start) === '' ? '' : ['\n', '  ', ' /* note */ ', '\t-- note\n'][i % 4]!;
		const isKeyword = token.kind === 'word' && keywords.has(word.toUpperCase());
		if (isKeyword) text += i % 2 === 0 ? word.toLowerCase() : word.toUpperCase();
		else if (token.kind === 'quoted') text += `${quotes[0]}${nameOf(sql, token)}${quotes[1]}`;
		else text += word;
		at = token.end;
	});
	return text;
}

describe('laws of schemas', () => {
	test('a schema equals itself, and so it does written by another hand', async () => {
		const quotes = fc.constantFrom(['"', '"'], ['`', '`'], ['[', ']']);
		await fc.assert(
			fc.asyncProperty(schemaStatements, quotes, async (statements, pair) => {
				const [a, b] = [
					await databaseOf(statements),
					await databaseOf(statements.map((sql) => rewritten(sql, pair)))
				];
				for (const { database } of [a, b]) await database.close();
				expect(compareSchemas(a.schema, a.schema)).toEqual([]);
				// A name in double quotes that names nothing is a string; in other quotes it is refused.
				fc.pre(String(a.taken) === String(b.taken));
				expect(compareSchemas(a.schema, b.schema)).toEqual([]);
			}),
			runs
		);
	}, 600_000);

	test('the patch between two schemas makes the later of the earlier, and every change has words', async () => {
		await fc.assert(
			fc.asyncProperty(schemaStatements, schemaStatements, async (first, second) => {
				const [a, b] = [await schemaOf(first), await schemaOf(second)];
				expect(applyPatch(a, diffSchemas(a, b))).toEqual(b);
				const changes = compareSchemas(a, b);
				for (const sentence of describeChanges(changes)) expect(sentence).toMatch(/^\S.*\.$/s);
			}),
			runs
		);
	}, 600_000);

	test('the upgrade makes the later schema of the earlier, the downgrade the earlier again', async () => {
		await fc.assert(
			fc.asyncProperty(schemaStatements, schemaStatements, async (first, second) => {
				const { database, schema: from } = await databaseOf(first);
				const to = await schemaOf(second);
				const { upgrade, downgrade } = renderer.renderMigration(from, to, { renames: [] });
				await apply(database, upgrade);
				expect(compareSchemas(await inspector.inspect(database), to)).toEqual([]);
				await apply(database, downgrade);
				expect(compareSchemas(await inspector.inspect(database), from)).toEqual([]);
				await database.close();
			}),
			runs
		);
	}, 600_000);

	test('with rows there too, and back again, unless a warning said what the rows lack', async () => {
		await fc.assert(
			fc.asyncProperty(schemaStatements, schemaStatements, async (first, second) => {
				const { database, schema: from } = await databaseOf(first);
				await fill(database, 3);
				const before = await strays(database);
				const to = await schemaOf(second);
				const { upgrade, downgrade, warnings } = renderer.renderMigration(from, to, { renames: [] });
				try {
					await apply(database, upgrade);
				} catch (error) {
					expect(warnings.join('\n'), `${String(error)}\n${upgrade.sql}`).toMatch(/fails|rows that are in/);
					return;
				}
				expect(compareSchemas(await inspector.inspect(database), to)).toEqual([]);
				const astray = Math.max(before, await strays(database));
				try {
					await apply(database, downgrade);
				} catch (error) {
					expect(warnings.join('\n'), `${String(error)}\n${downgrade.sql}`).toMatch(/A downgrade may fail/);
					return;
				}
				expect(compareSchemas(await inspector.inspect(database), from)).toEqual([]);
				if ((await strays(database)) > astray) {
					expect(warnings.join('\n'), downgrade.sql).toMatch(/A downgrade may fail/);
				}
				await database.close();
			}),
			runs
		);
	}, 600_000);

	test('the statements of a schema make it from nothing', async () => {
		await fc.assert(
			fc.asyncProperty(schemaStatements, async (statements) => {
				const schema = await schemaOf(statements);
				const database = await openDatabase('sqlite');
				await database.execute(renderer.renderSchema(schema));
				expect(compareSchemas(await inspector.inspect(database), schema)).toEqual([]);
				await database.close();
			}),
			runs
		);
	}, 600_000);

	test('renames keep every value, and going back gives the old names', async () => {
		await fc.assert(
			fc.asyncProperty(schemaStatements, fc.nat(), async (statements, seed) => {
				const { database, schema: from } = await databaseOf(statements);
				await fill(database, 2);
				const renames: Rename[] = [];
				const later = await databaseOf(statements);
				const broken = from.objects.some((object) => object.kind === 'view' && object.columns.length === 0);
				fc.pre(!broken);
				for (const table of from.objects) {
					if (table.kind !== 'table') continue;
					const name = `${table.name} ${seed % 3}`;
					const column = table.columns[seed % table.columns.length]?.name ?? '';
					await later.database
						.execute(`ALTER TABLE ${identifier(table.name)} RENAME TO ${identifier(name)}`)
						.catch(() => fc.pre(false));
					await later.database
						.execute(`ALTER TABLE ${identifier(name)} RENAME COLUMN ${identifier(column)} TO renamed`)
						.catch(() => fc.pre(false));
					renames.push({ kind: 'table', from: table.name, to: name });
					renames.push({ kind: 'column', table: name, from: column, to: 'renamed' });
				}
				const to = await inspector.inspect(later.database);
				const before = await valuesOf(database, from);
				const { upgrade, downgrade } = renderer.renderMigration(from, to, { renames });
				await apply(database, upgrade);
				expect(compareSchemas(await inspector.inspect(database), to)).toEqual([]);
				expect(await valuesOf(database, to)).toEqual(before);
				await apply(database, downgrade);
				expect(compareSchemas(await inspector.inspect(database), from)).toEqual([]);
				expect(await valuesOf(database, from)).toEqual(before);
				await database.close();
			}),
			runs
		);
	}, 600_000);
});

/** How many rows point at none. */
async function strays(database: Database): Promise<number> {
	// A key that no table could answer makes the question itself fail.
	const { rows } = await database.query('PRAGMA foreign_key_check').catch(() => ({ rows: [] }));
	return rows.length;
}

/** The rows of every table, whatever it and its columns are called. */
async function valuesOf(database: Database, schema: Schema): Promise<string[]> {
	const found: string[] = [];
	for (const table of schema.objects) {
		if (table.kind !== 'table') continue;
		const { rows } = await database.query(`SELECT * FROM ${identifier(table.name)}`);
		found.push(JSON.stringify(rows));
	}
	return found.sort();
}
