/** How the scripts talk and how they run other programs. */

import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (/** @type {string} */ code, /** @type {string} */ text) =>
	colour ? `\u001b[${code}m${text}\u001b[0m` : text;

/** @param {string} text */
export const bold = (text) => paint('1', text);
/** @param {string} text */
export const soft = (text) => paint('2', text);

/** @param {string} text */
export function say(text) {
	console.log(text);
}

/** An end the user can do something about: its message is printed without a stack. */
export class Stop extends Error {}

/**
 * Runs a script's body; a `Stop` is printed and ends the process with 1.
 * @param {() => Promise<number | void>} body returns the exit code, 0 where it returns nothing
 */
export async function main(body) {
	try {
		const code = (await body()) ?? 0;
		if (code !== 0) process.exitCode = code;
	} catch (error) {
		if (!(error instanceof Stop)) throw error;
		console.error(`\n${error.message}`);
		process.exitCode = 1;
	}
}

/**
 * Announces a step, runs it, says how long it took, and in between, where nobody sees a spinner, that it still runs.
 * @template Result
 * @param {string} title
 * @param {() => Promise<Result>} body
 * @returns {Promise<Result>}
 */
export async function step(title, body) {
	const start = Date.now();
	const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
	say(`${bold('›')} ${title} …`);
	const pulse = setInterval(() => say(soft(`  … ${title}, ${seconds()} so far`)), 20_000);
	try {
		const result = await body();
		say(soft(`  done in ${seconds()}`));
		return result;
	} finally {
		clearInterval(pulse);
	}
}

/**
 * Runs a program with its output passed through (or collected with `quiet`) and resolves to its exit code and output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, quiet?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 where the program is not there, 124 on a time-out
 */
export function run(command, args, { env = {}, cwd = root, quiet = false, timeoutMs } = {}) {
	return new Promise((done) => {
		const child = spawn(command, args, {
			cwd,
			env: { ...process.env, ...env },
			stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit']
		});
		let output = '';
		let timedOut = false;
		const timer =
			timeoutMs === undefined
				? undefined
				: setTimeout(() => {
						timedOut = true;
						child.kill('SIGKILL');
					}, timeoutMs);
		child.stdout?.on('data', (chunk) => (output += String(chunk)));
		child.stderr?.on('data', (chunk) => (output += String(chunk)));
		child.on('error', (error) => {
			clearTimeout(timer);
			done({ code: 127, output: error.message });
		});
		child.on('close', (code) => {
			clearTimeout(timer);
			done({ code: timedOut ? 124 : (code ?? 1), output });
		});
	});
}

/**
 * Runs npm: the one that started this script, or the one beside Node.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
	const started = process.env.npm_execpath;
	if (started !== undefined && /^npm(-cli)?\.(c?js|mjs)$/.test(basename(started))) {
		return run(process.execPath, [started, ...args], options);
	}
	return process.platform === 'win32'
		? run('cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...args], options)
		: run('npm', args, options);
}

/**
 * Runs a command of an installed package, e.g. `node_modules/vitest/vitest.mjs`, with this Node.
 * @param {string} file below node_modules
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runPackage(file, args, options) {
	return run(process.execPath, [`${root}/node_modules/${file}`, ...args], options);
}
