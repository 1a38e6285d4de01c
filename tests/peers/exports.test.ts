import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/lib/engine/database.ts';
import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import { parseFolder } from '../../src/lib/engine/migration/index.ts';
import { downgrade, runToEnd, upgrade } from '../../src/lib/engine/run/index.ts';
import { exportZip, type ExportedProject } from '../../src/lib/formats/registry.ts';
import { readZip } from '../../src/lib/formats/zip.ts';
import { loadSample, samples } from '../../src/lib/projects/samples.ts';
import { comparablePostgres, got, importedPeer, peerFolders } from './folders.ts';
import { call, fileContents, homesWith, type Contents, type Home } from './homes.ts';

const sqlite3 = got('tool', 'sqlite3');
const dbmate = got('tool', 'dbmate');
const migrate = got('tool', 'migrate');
const clock = { now: () => '2026-11-23T05:47:00.000Z', elapsed: () => 0 };

const scratch = mkdtempSync(join(tmpdir(), 'updown-exports-'));
const homes = homesWith({ sqlite3, server: comparablePostgres() }, scratch);

afterAll(() => rmSync(scratch, { recursive: true }));

/** What the engine has at the head and after each step down. */
async function contentsHere(
	project: ExportedProject,
	contentsOf: (database: Database) => Promise<Contents>
): Promise<Contents[]> {
	const { graph, problems } = parseFolder(project.files);
	const database = await openDatabase(project.dialect, { foreignKeys: project.foreignKeys });
	const context = { database, graph, problems, clock };
	const up = await runToEnd(upgrade(context, 'heads'));
	expect(up.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	const seen = [await contentsOf(database)];
	for (let left = project.files.length; left > 0; left--) {
		const down = await runToEnd(downgrade(context, '-1'));
		if (down.status !== 'applied') break;
		seen.push(await contentsOf(database));
	}
	await database.close();
	return seen;
}

/** Unpacks what a person takes home and returns the folder. */
function takeHome(project: ExportedProject, name: string): string {
	const read = readZip(exportZip(project));
	if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
	const folder = join(scratch, name);
	for (const { path, bytes } of read.value) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), bytes);
	}
	return folder;
}

/** What dbmate has at the head and after each rollback, as far as it goes, run as the folder's README says. */
async function contentsThere(project: ExportedProject, name: string, home: Home): Promise<Contents[]> {
	const folder = takeHome(project, name);
	const readme = readFileSync(join(folder, 'README.md'), 'utf8');
	const [, advised, options] = /^npx dbmate --url "([^"]+)" (.+) up\b/m.exec(readme) ?? [];
	if (advised === undefined || options === undefined) throw new Error('The README names no command.');
	return home.with(folder, advised, async (address, contents) => {
		const run = (verb: string) => call(dbmate!, ['--url', address, ...options.split(' '), verb], folder);
		run('up');
		const seen = [await contents()];
		for (let left = readdirSync(join(folder, 'migrations')).length; left > 0; left--) {
			try {
				run('rollback');
			} catch {
				break;
			}
			seen.push(await contents());
		}
		return seen;
	});
}

async function projects(): Promise<{ name: string; project: ExportedProject }[]> {
	return [
		...(await Promise.all(
			samples
				.filter(({ toolchain }) => toolchain === 'sql')
				.map(async ({ slug }) => ({ name: slug, project: await loadSample(slug) }))
		)),
		...peerFolders
			.filter((name) => name !== 'kratos' && got('folder', name) !== undefined)
			.map((name) => ({ name, project: importedPeer(name) }))
	];
}

describe.skipIf(dbmate === undefined)('a folder taken home', async () => {
	for (const { name, project } of await projects()) {
		const home = homes[project.dialect];
		it.skipIf(home === undefined)(
			`runs in dbmate with the same schema and rows, up and at every step down: ${name}`,
			async () => {
				const here = await contentsHere(project, home!.contentsHere);
				const there = await contentsThere(project, name, home!);
				expect(there[0]!.length).toBeGreaterThan(there.at(-1)!.length);
				expect(there).toHaveLength(here.length);
				for (const [index, contents] of there.entries()) {
					expect(here[index], `${index} steps below the head`).toEqual(contents);
				}
				console.log(
					`${name}: the same in dbmate on ${project.dialect} at the head and ${here.length - 1} steps down`
				);
			},
			120_000
		);
	}
});

describe.skipIf(migrate === undefined || sqlite3 === undefined || got('folder', 'lnd') === undefined)(
	'pairs of files',
	() => {
		it('come to the same in golang-migrate, up and at every step down', async () => {
			const here = await contentsHere(importedPeer('lnd'), homes.sqlite!.contentsHere);
			const file = join(scratch, 'pairs.db');
			const run = (...verb: string[]) =>
				call(migrate!, ['-path', got('folder', 'lnd')!, '-database', `sqlite://${file}`, ...verb]);
			run('up');
			expect(here[0]).toEqual(fileContents(sqlite3!, file));
			for (const below of here.slice(1)) {
				run('down', '1');
				expect(below).toEqual(fileContents(sqlite3!, file));
			}
		}, 120_000);
	}
);
