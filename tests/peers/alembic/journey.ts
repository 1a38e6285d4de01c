import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from '../../engine/python/node-python.ts';

/** What came of a line. */
export interface Went {
	readonly line: string;
	readonly code: number;
	/** The migrations that ran, and what the error says where there is one. */
	readonly said: readonly string[];
	/** The database after it, as `look.py` tells it. */
	readonly database: string;
}

/** Of what a line writes, what does not differ by machine, logger and version of Python. */
export function essence(text: string): readonly string[] {
	return text.split('\n').flatMap((line) => {
		const run = /Running ((?:up|down)grade .*|stamp_revision .*)$/.exec(line)?.[1];
		if (run !== undefined) return [run.replace(/\s+/g, ' ')];
		if (/^[0-9a-f]{3,12}( \(head\))?$/.test(line)) return [line];
		if (/^(\w+\.)*\w*Error\b/.test(line)) return [line];
		return [];
	});
}

/** The files of a history's project, by their paths, texts and wheels. */
export function filesOf(place: string): ReadonlyMap<string, Uint8Array> {
	const project = join(place, 'project');
	const names = readdirSync(project, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1));
	const wheels = readdirSync(join(place, 'wheels'));
	return new Map([
		...names.map((name) => [name, new Uint8Array(readFileSync(join(project, name)))] as const),
		...wheels.map(
			(name) => [`wheels/${name}`, new Uint8Array(readFileSync(join(place, 'wheels', name)))] as const
		)
	]);
}

/** The lines in a folder of this machine, by native Alembic with the same packages. */
export function natively(place: string, lines: readonly string[]): readonly Went[] {
	const home = mkdtempSync(join(tmpdir(), 'updown-'));
	const programs = join(place, 'native', 'bin');
	const python = join(programs, 'python');
	const typed = (line: string) => {
		const [program = '', ...rest] = wordsOf(line);
		const args = program === 'alembic' ? ['-m', 'alembic', ...rest] : rest;
		const { status, stdout, stderr } = spawnSync(python, args, {
			cwd: home,
			encoding: 'utf8',
			env: { PATH: programs, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' }
		});
		return { code: status ?? -1, text: stdout + stderr };
	};
	try {
		cpSync(join(place, 'project'), home, { recursive: true });
		const { code, text } = typed('python start.py');
		if (code !== 0) throw new Error(`start.py failed natively:\n${text}`);
		return lines.map((line) => {
			const { code, text } = typed(line);
			return { line, code, said: essence(text), database: typed('python look.py').text.trim() };
		});
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}
