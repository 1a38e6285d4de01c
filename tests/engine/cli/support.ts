import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

export interface Finished {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** The program, built from the sources as they are now, in a folder of its own. */
export interface Program {
	readonly folder: string;
	/** A fresh folder to work in, with a `migrations` folder in it. */
	desk(files?: Readonly<Record<string, string>>): Promise<string>;
	updown(cwd: string, ...words: readonly string[]): Promise<Finished>;
	remove(): Promise<void>;
}

export async function buildProgram(): Promise<Program> {
	const folder = await mkdtemp(join(tmpdir(), 'updown-cli-'));
	const program = join(folder, 'program');
	await mkdir(program);
	await cp(join(root, 'bin'), join(program, 'bin'), { recursive: true });
	await cp(join(root, 'package.json'), join(program, 'package.json'));
	await symlink(join(root, 'node_modules'), join(program, 'node_modules'), 'junction');
	// Types are checked elsewhere; here only the scripts are wanted.
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	await run(process.execPath, [
		tsc,
		'-p',
		join(root, 'tsconfig.engine.json'),
		'--noCheck',
		'--outDir',
		join(program, 'dist')
	]);
	let desks = 0;
	return {
		folder: program,
		desk: async (files = {}) => {
			const desk = join(folder, `desk-${++desks}`);
			await mkdir(join(desk, 'migrations'), { recursive: true });
			for (const [name, text] of Object.entries(files)) await writeFile(join(desk, name), text);
			return desk;
		},
		updown: (cwd, ...words) => updown(program, cwd, words),
		remove: () => rm(folder, { recursive: true, force: true })
	};
}

/** Runs the program in `program` as a process of its own. */
export async function updown(program: string, cwd: string, words: readonly string[]): Promise<Finished> {
	return new Promise((resolve, reject) => {
		const bin = join(program, 'bin', 'updown.js');
		execFile(process.execPath, [bin, ...words], { cwd }, (error, stdout, stderr) => {
			if (error && typeof error.code !== 'number') reject(new Error(error.message));
			else resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
		});
	});
}

/** A migration file in the native format, by path. */
export function migration(revision: string, name: string, up: string, down: string): Record<string, string> {
	const text = [
		`-- ${name}`,
		`-- revision: ${revision}`,
		'-- migrate:up',
		up,
		'-- migrate:down',
		down,
		''
	].join('\n');
	return { [`migrations/${revision}_${name.toLowerCase().replaceAll(' ', '_')}.sql`]: text };
}
