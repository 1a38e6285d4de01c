import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/lib/engine/database.ts';
import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import { parseFolder } from '../../src/lib/engine/migration/index.ts';
import { runToEnd, upgrade } from '../../src/lib/engine/run/index.ts';
import { describeChange } from '../../src/lib/engine/schema/describe.ts';
import { compareSchemas } from '../../src/lib/engine/schema/compare.ts';
import { emptySchema, type Schema } from '../../src/lib/engine/schema/model.ts';
import { applyPatch } from '../../src/lib/engine/schema/patch.ts';
import type { Script } from '../../src/lib/engine/schema/script.ts';
import { importFolder } from '../../src/lib/formats/registry.ts';
import { got, peerFolders, readPeerFolder } from './folders.ts';
import { runNatively, type SchemaText } from './native.ts';

const sqlite3 = got('tool', 'sqlite3');
const clock = { now: () => '2026-11-23T05:47:00.000Z', elapsed: () => 0 };
const kinds = ['table', 'index', 'view', 'trigger'];

let database: Database;
let emptyImage: Uint8Array;

beforeAll(async () => {
	database = await openDatabase('sqlite');
	emptyImage = await database.snapshot();
});

afterAll(() => database.close());

/** The schema at every version of a real folder, the empty one first. */
async function versionsOf(name: string): Promise<Schema[]> {
	const imported = importFolder(readPeerFolder(name).entries, { dialect: 'sqlite', fallbackName: name });
	if (!imported.ok) throw new Error(imported.problems.map(({ message }) => message).join('\n'));
	const { graph, problems } = parseFolder(imported.value.files);
	await database.restore(emptyImage);
	const { steps } = await runToEnd(upgrade({ database, graph, problems, clock }, 'heads'));
	const schemas: Schema[] = [emptySchema];
	for (const step of steps) {
		if (step.status === 'applied') schemas.push(applyPatch(schemas.at(-1)!, step.frame.patch));
	}
	return schemas;
}

/** What the engine reads in a schema that native `sqlite3` ended up with. */
async function readBack(schema: SchemaText): Promise<Schema> {
	const kindOf = (line: string) => kinds.indexOf(line.slice(0, line.indexOf(' ')));
	const statements = schema
		.toSorted((a, b) => kindOf(a) - kindOf(b))
		.map((line) => line.slice(line.indexOf(': ') + 2));
	await database.restore(emptyImage);
	await database.execute(statements.join(';\n'));
	return database.dialect.inspector.inspect(database);
}

describe.each(peerFolders)('migrations generated from version to version of %s', (name) => {
	it.skipIf(sqlite3 === undefined || got('folder', name) === undefined)(
		'run in native sqlite3 and give each version, up and down again',
		async () => {
			const schemas = await versionsOf(name);
			const up: { script: Script; to: Schema; title: string }[] = [];
			const down: typeof up = [];
			for (const [index, to] of schemas.entries()) {
				const from = schemas[index - 1];
				if (from === undefined || compareSchemas(from, to, { renames: [] }).length === 0) continue;
				const { upgrade: there, downgrade: back } = database.dialect.renderer.renderMigration(from, to, {
					renames: []
				});
				up.push({ script: there, to, title: `up to version ${index}` });
				down.unshift({ script: back, to: from, title: `down to version ${index - 1}` });
			}
			const way = [...up, ...down];
			const results = runNatively(
				sqlite3!,
				way.map(({ script }) => ({ part: { sql: script.sql, transaction: true } }))
			);
			const wrong: string[] = [];
			for (const [index, { to, title, script }] of way.entries()) {
				const result = results[index]!;
				if (!result.ok) wrong.push(`${title}: ${result.message}\n${script.sql}`);
				else {
					const left = compareSchemas(await readBack(result.schema), to, { renames: [] });
					if (left.length > 0) wrong.push(`${title}: ${left.map(describeChange).join('; ')}\n${script.sql}`);
				}
			}
			console.log(
				`${name}: ${way.length - wrong.length} of ${way.length} generated scripts give the schema they promise`
			);
			expect(wrong.slice(0, 5)).toEqual([]);
		},
		300_000
	);
});
