import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodePython, ran, whyNoPython, wordsOf } from '../../engine/python/node-python.ts';
import { got } from '../folders.ts';
import { script } from './script.ts';
import { shown } from './shown.ts';

/** The folder of the native programs, in an environment of their own. */
const native = got('tool', 'flask-migrate');

interface Shown {
	readonly line: string;
	readonly code: number;
	readonly text: string;
}

/** The script in a folder of this machine, by the native tools. */
function natively(programs: string): readonly Shown[] {
	const home = mkdtempSync(join(tmpdir(), 'updown-'));
	const library = spawnSync(join(programs, 'python'), ['-c', 'import alembic; print(alembic.__path__[0])'], {
		encoding: 'utf8'
	})
		.stdout.trim()
		.replace(/\/site-packages\/.*/, '');
	try {
		return script.flatMap((move): readonly Shown[] => {
			if ('write' in move) {
				mkdirSync(dirname(join(home, move.write)), { recursive: true });
				writeFileSync(join(home, move.write), move.text);
				return [];
			}
			if ('remove' in move) {
				rmSync(join(home, move.remove));
				return [];
			}
			const [program = '', ...rest] = wordsOf(move.line);
			// One pipe for both, so that the order is that of a terminal.
			const words = [join(programs, program), ...rest].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
			const { status, stdout } = spawnSync('/bin/sh', ['-c', `${words.join(' ')} 2>&1`], {
				cwd: home,
				encoding: 'utf8',
				env: {
					PATH: programs,
					PYTHONUNBUFFERED: '1',
					PYTHONDONTWRITEBYTECODE: '1',
					LANG: 'C.UTF-8',
					COLUMNS: '80'
				}
			});
			return [
				{
					line: move.line,
					code: status ?? -1,
					text: shown(stdout.replaceAll(`${programs}/`, ''), home, library)
				}
			];
		});
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

/** The same in the Python of the browser. */
async function here(): Promise<readonly Shown[]> {
	const python = await nodePython();
	const files = new Map<string, Uint8Array | string>();
	return script.flatMap((move): readonly Shown[] => {
		if ('write' in move) {
			python.files.write(move.write, move.text);
			return [];
		}
		if ('remove' in move) {
			files.clear();
			for (const [name, bytes] of python.files.all()) if (name !== move.remove) files.set(name, bytes);
			python.files.replace(files);
			return [];
		}
		const { code, text } = ran(python, move.line, { COLUMNS: '80' });
		return [{ line: move.line, code, text: shown(text, '/project', '/usr/local/lib/python3.14') }];
	});
}

/** The order of two heads is that of a set of Python, another in each process; which lines there are is not. */
function sameLines(one: string, other: string): boolean {
	return one === other || one.split('\n').sort().join('\n') === other.split('\n').sort().join('\n');
}

describe.skipIf(native === undefined || whyNoPython !== undefined)('the Python tools in the browser', () => {
	it('write what the native ones write, line by line, over every command and every mistake', async () => {
		const began = performance.now();
		const theirs = natively(native!);
		const between = performance.now();
		const ours = await here();
		const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
		const differing = theirs.flatMap((there, at) => {
			const own = ours[at]!;
			return there.code === own.code && sameLines(there.text, own.text) ? [] : [{ there, own }];
		});
		console.log(
			`Flask-Migrate: ${theirs.length - differing.length} of ${theirs.length} commands answer as the native ones do; ${seconds(began, between)} s as processes, ${seconds(between, performance.now())} s here with the start`
		);
		expect(differing).toEqual([]);
	});
});
