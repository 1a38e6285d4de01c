import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import type { SchemaObject } from '../../src/lib/engine/schema/model.ts';
import { expect, test } from '../e2e/support.ts';
import { outcomesOf, upAndDown } from './browser-journey.ts';
import { compareWithNative, report, wayThrough } from './compare.ts';
import { comparablePostgres, got, peerFolders, readPeerFolder } from './folders.ts';
import { inspectedText, inspectServer } from './inspected.ts';
import { schemaQuery, schemaText, type SchemaRow, type SchemaText } from './native.ts';
import { openSample } from './playground.ts';
import { differences, rawJourney, withNativeDatabase } from './postgres-journey.ts';
import { fingerprintHere } from './queryable.ts';

const sqlite3 = got('tool', 'sqlite3');

/** A schema as `sqlite_schema` holds it. */
function asRows(objects: readonly SchemaObject[]): { readonly ok: true; readonly schema: SchemaText } {
	const rows = objects.map((object): SchemaRow => [
		object.kind,
		object.name,
		'table' in object ? object.table : object.name,
		object.sql
	]);
	return { ok: true, schema: schemaText(rows) };
}

/** What native `sqlite3` reads in a database file that the browser wrote. */
function nativelyRead(image: Uint8Array): SchemaText {
	const folder = mkdtempSync(join(tmpdir(), 'updown-image-'));
	try {
		const file = join(folder, 'image.db');
		writeFileSync(file, image);
		const query = `PRAGMA integrity_check; SELECT json_group_array(json_array(type, name, tbl_name, sql)) FROM (${schemaQuery});`;
		const { stdout } = spawnSync(sqlite3!, ['-batch', '-noheader', '-list', file, query], {
			encoding: 'utf8',
			maxBuffer: 1 << 28
		});
		const [integrity, rows] = stdout.trim().split('\n');
		expect(integrity).toBe('ok');
		return schemaText(JSON.parse(rows!) as SchemaRow[]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

for (const name of peerFolders) {
	test.describe(`the folder of ${name} in the browser`, () => {
		test.skip(sqlite3 === undefined || got('folder', name) === undefined, 'it could not be had here');

		test('goes up and down with the schema that native sqlite3 gives at every version', async ({ page }) => {
			const folder = readPeerFolder(name);
			await openSample(page, 'shop');
			const journey = await upAndDown(page, folder);
			const outcomes = outcomesOf(journey, asRows);
			const atHead = outcomes[folder.versions.length - 1]!;
			expect({ ok: true, schema: nativelyRead(journey.atHead.image) }).toEqual(atHead);
			expect({ ok: true, schema: nativelyRead(journey.atEnd.image) }).toEqual(
				outcomes.findLast(({ ok }) => ok)
			);
			const comparison = compareWithNative(sqlite3!, folder, outcomes);
			console.log(
				`${report(name, comparison)}\n  ${folder.versions.length} upgrades from click to screen: ${Math.round(journey.upgradeMs)} ms`
			);
			expect(comparison.different).toEqual([]);
		});
	});
}

/** The independent fingerprint of a database that the browser kept, without the rows from before its last step. */
async function fingerprintOf(image: Uint8Array): Promise<string> {
	const database = await openDatabase('postgres', { image });
	try {
		await database.dialect.keptRows?.forget(database, undefined);
		return await fingerprintHere(database);
	} finally {
		await database.close();
	}
}

const server = comparablePostgres();

test.describe('the folder of kratos for PostgreSQL in the browser', () => {
	test.skip(server === undefined || got('folder', 'kratos') === undefined, 'it could not be had here');

	test('goes up and down with the schema that a real server has at every version', async ({ page }) => {
		const folder = readPeerFolder('kratos', 'postgres');
		await openSample(page, 'library');
		const journey = await upAndDown(page, folder);
		const here = outcomesOf(journey, (objects) => ({ ok: true as const, catalog: inspectedText(objects) }));

		const way = wayThrough(folder);
		const inspected = await withNativeDatabase(server!, (connection) =>
			rawJourney(connection, way, async () => inspectedText((await inspectServer(connection)).objects))
		);
		const wrong = differences(way, inspected, here);
		console.log(
			[
				`kratos for PostgreSQL: ${way.length - wrong.length} of ${way.length} steps have the schema that PostgreSQL ${server!.version} has`,
				...[...journey.refusals].map(([version, words]) => `  refused: ${version}: ${words}`),
				`  ${folder.versions.length} upgrades from click to screen: ${Math.round(journey.upgradeMs)} ms`
			].join('\n')
		);
		expect(wrong.slice(0, 5)).toEqual([]);

		const catalogs = await withNativeDatabase(server!, (connection) => rawJourney(connection, way));
		expect({ ok: true, catalog: await fingerprintOf(journey.atHead.image) }).toEqual(
			catalogs[folder.versions.length - 1]
		);
		expect({ ok: true, catalog: await fingerprintOf(journey.atEnd.image) }).toEqual(
			catalogs.findLast(({ ok }) => ok)
		);
	});
});
