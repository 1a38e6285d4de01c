import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import { parseFolder } from '../../src/lib/engine/migration/index.ts';
import { downgrade, runToEnd, upgrade } from '../../src/lib/engine/run/index.ts';
import { exportZip, importFolder, type ExportedProject } from '../../src/lib/formats/registry.ts';
import { readZip } from '../../src/lib/formats/zip.ts';
import { loadSample, samples } from '../../src/lib/projects/samples.ts';
import { got, peerFolders, readPeerFolder } from './folders.ts';

const sqlite3 = got('tool', 'sqlite3');
const dbmate = got('tool', 'dbmate');
const migrate = got('tool', 'migrate');
const clock = { now: () => '2026-11-23T05:47:00.000Z', elapsed: () => 0 };

let scratch: string;

beforeAll(() => {
	scratch = mkdtempSync(join(tmpdir(), 'updown-exports-'));
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs a tool; its words are the error where it fails. */
function call(program: string, args: readonly string[]): string {
	const { status, stdout, stderr, error } = spawnSync(program, args, {
		encoding: 'utf8',
		maxBuffer: 1 << 30
	});
	if (error !== undefined) throw error;
	if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout}${stderr}`);
	return stdout;
}

/** Schema and rows of a database file as native `sqlite3` writes them out, without what tools keep for themselves. */
function contents(file: string): string[] {
	const own =
		/^(CREATE (UNIQUE )?(TABLE|INDEX)[^(]*|INSERT INTO )"?(schema_migrations|updown_migrations|version_unique|sqlite_sequence)\b/;
	return call(sqlite3!, [file, '.dump'])
		.split(/;\n/)
		.map((statement) => statement.trim())
		.filter((statement) => !own.test(statement) && statement !== '')
		.sort();
}

/** What the engine has at the head and after each step down, as `contents` of its database. */
async function engineContents(project: ExportedProject): Promise<string[][]> {
	const { graph, problems } = parseFolder(project.files);
	const database = await openDatabase(project.dialect, { foreignKeys: project.foreignKeys });
	const context = { database, graph, problems, clock };
	const seen: string[][] = [];
	const look = async () => {
		const file = join(scratch, `engine-${seen.length}.db`);
		writeFileSync(file, await database.snapshot());
		seen.push(contents(file));
	};
	const up = await runToEnd(upgrade(context, 'heads'));
	expect(up.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	await look();
	for (let left = project.files.length; left > 0; left--) {
		const down = await runToEnd(downgrade(context, '-1'));
		if (down.status !== 'applied') break;
		await look();
	}
	await database.close();
	return seen;
}

/** Unpacks what a person takes home and returns its folder of migrations. */
function takeHome(project: ExportedProject, name: string): string {
	const read = readZip(exportZip(project));
	if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
	const folder = join(scratch, name);
	for (const { path, bytes } of read.value) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), bytes);
	}
	return join(folder, 'migrations');
}

/** What dbmate has at the head and after each rollback, as far as it goes. */
function dbmateContents(project: ExportedProject, name: string): string[][] {
	const migrations = takeHome(project, name);
	const file = join(scratch, `${name}.db`);
	const run = (verb: string) =>
		call(dbmate!, ['--url', `sqlite:${file}`, '--migrations-dir', migrations, '--no-dump-schema', verb]);
	run('up');
	const seen = [contents(file)];
	for (let left = readdirSync(migrations).length; left > 0; left--) {
		try {
			run('rollback');
		} catch {
			break;
		}
		seen.push(contents(file));
	}
	return seen;
}

async function projects(): Promise<{ name: string; project: () => Promise<ExportedProject> }[]> {
	return [
		...samples.map(({ slug }) => ({ name: slug, project: () => loadSample(slug) })),
		...peerFolders
			.filter((name) => name !== 'kratos' && got('folder', name) !== undefined)
			.map((name) => ({
				name,
				project: () => {
					const imported = importFolder(readPeerFolder(name).entries, {
						dialect: 'sqlite',
						fallbackName: name
					});
					if (!imported.ok) throw new Error(imported.problems.map(({ message }) => message).join('\n'));
					return Promise.resolve(imported.value);
				}
			}))
	];
}

describe.skipIf(dbmate === undefined || sqlite3 === undefined)('a folder taken home', async () => {
	it.each(await projects())(
		'runs in dbmate with the same schema and rows, up and at every step down: $name',
		async ({ name, project }) => {
			const taken = await project();
			const here = await engineContents(taken);
			const there = dbmateContents(taken, name);
			expect(there[0]!.some((statement) => statement.startsWith('CREATE TABLE'))).toBe(true);
			expect(there).toHaveLength(here.length);
			for (const [index, content] of there.entries()) {
				expect(here[index], `${index} steps below the head`).toEqual(content);
			}
			console.log(`${name}: the same in dbmate at the head and ${here.length - 1} steps down`);
		},
		120_000
	);
});

describe.skipIf(migrate === undefined || sqlite3 === undefined || got('folder', 'lnd') === undefined)(
	'pairs of files',
	() => {
		it('come to the same in golang-migrate, up and at every step down', async () => {
			const folder = readPeerFolder('lnd');
			const imported = importFolder(folder.entries, { dialect: 'sqlite', fallbackName: 'lnd' });
			if (!imported.ok) throw new Error(imported.problems.map(({ message }) => message).join('\n'));
			const here = await engineContents(imported.value);
			const file = join(scratch, 'pairs.db');
			const run = (...verb: string[]) =>
				call(migrate!, ['-path', got('folder', 'lnd')!, '-database', `sqlite://${file}`, ...verb]);
			run('up');
			expect(here[0]).toEqual(contents(file));
			for (const below of here.slice(1)) {
				run('down', '1');
				expect(below).toEqual(contents(file));
			}
		}, 120_000);
	}
);
