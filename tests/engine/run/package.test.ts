import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildProgram } from '../cli/support.ts';
import type { Program } from '../cli/support.ts';

const run = promisify(execFile);
let program: Program;

beforeAll(async () => {
	program = await buildProgram();
}, 60_000);
afterAll(() => program.remove());

const consumer = `
import { openDatabase, parseFolder, runToEnd, upgrade } from 'updown/engine';
import type { Problem, RunResult } from 'updown/engine';

const files = [{ name: '1_a.sql', text: '-- migrate:up\\nCREATE TABLE a (x);\\n-- migrate:down\\nDROP TABLE a;\\n' }];
const { graph, problems } = parseFolder(files);
const database = await openDatabase('sqlite');
const clock = { now: () => '2026-11-23T00:00:00.000Z', elapsed: () => 0 };
const result: RunResult = await runToEnd(upgrade({ database, graph, problems, clock }, 'head'));
const first: Problem | undefined = result.problems[0];
const { rows } = await database.query('SELECT count(*) FROM a');
process.stdout.write([result.status, ...result.current, String(rows[0]?.[0]), String(first)].join(' '));
`;

it('the built engine is imported as updown/engine by Node, with its types, and runs an upgrade', async () => {
	const { folder } = program;
	const root = fileURLToPath(new URL('../../../', import.meta.url));
	await writeFile(join(folder, 'consumer.mts'), consumer);
	await run(
		process.execPath,
		[
			join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
			...[
				'--strict',
				'--target',
				'es2023',
				'--module',
				'nodenext',
				'--types',
				'node',
				'--skipLibCheck',
				'consumer.mts'
			]
		],
		{ cwd: folder }
	).catch((error: unknown) => {
		throw new Error((error as { stdout: string }).stdout, { cause: error });
	});
	const { stdout } = await run(process.execPath, ['consumer.mjs'], { cwd: folder });
	expect(stdout).toBe('applied 1 0 undefined');
}, 60_000);
