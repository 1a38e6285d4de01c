import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { wordsOf } from '../../engine/python/words.ts';
import { got } from '../folders.ts';
import type { Move } from './script.ts';
import { shown } from './shown.ts';

/** The folder of the native programs, in an environment of their own; undefined where they could not be had. */
export const native = got('tool', 'flask-migrate');

/** A command, and what came of it. */
export interface Shown {
	readonly line: string;
	readonly code: number;
	readonly text: string;
}

/** The script in a folder of this machine, by the native tools. */
export function natively(programs: string, script: readonly Move[]): readonly Shown[] {
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

/** The commands that ended or answered otherwise than the native ones. */
export function differing(theirs: readonly Shown[], ours: readonly Shown[]) {
	return theirs.flatMap((there, at) => {
		const own = ours[at];
		return there.code === own?.code && sameLines(there.text, own.text) ? [] : [{ there, own }];
	});
}

/** The order of two heads is that of a set of Python, another in each process; which lines there are is not. */
function sameLines(one: string, other: string): boolean {
	return one === other || one.split('\n').sort().join('\n') === other.split('\n').sort().join('\n');
}
