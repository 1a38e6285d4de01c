#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asksForHelp, readOptions, usage } from './options.js';
import { failed, printLines, printReport } from './output.js';

/** Commands that are about the folder alone. */
const folderCommands = new Set(['init', 'revision', 'history', 'heads', 'branches', 'show', 'merge', 'help']);
/** Commands that need no folder either. */
const anywhere = new Set(['init', 'help']);

const built = fileURLToPath(new URL('../dist/command-line/run.js', import.meta.url));
const { options, words, problem } = readOptions(process.argv.slice(2));

/** Runs the command of the process and returns its exit code. */
async function main() {
	if (problem) return failed(problem, 2, words, options);
	if (!existsSync(built)) {
		const cure = 'Run `npm run build:engine` in the folder of Updown first.';
		return failed(`The engine is not built: dist/ is missing. ${cure}`, 1, words, options);
	}
	const command = words.find((word) => !word.startsWith('-'));
	const aside = asksForHelp(words);
	const compares = words.includes('--autogenerate');
	if (!aside && options.database === undefined && (compares || !folderCommands.has(command))) {
		const cure = '--database shop.db, or --database :memory: to start from an empty one';
		return failed(`Say which database: ${cure}.`, 2, words, options);
	}

	const { runArguments } = await import('../dist/command-line/run.js');
	const { openHost } = await import('./host.js');
	const host = await openHost(options, { needsFolder: !aside && !anywhere.has(command) });
	try {
		const lines = runArguments(['updown', ...words], host);
		const { output, exitCode } = await printLines(lines, { silent: options.json });
		if (options.json) await printReport(words, output, exitCode, host, options);
		else if (aside) process.stdout.write(usage);
		return exitCode;
	} finally {
		await host.close();
	}
}

try {
	process.exitCode = await main();
} catch (error) {
	// The file system's refusals and what is wrong with a file are told; anything else is a bug and shows where.
	const expected = error?.code !== undefined || error?.name === 'FileProblem';
	const message = expected ? error.message : (error?.stack ?? String(error));
	process.exitCode = failed(message, 1, words, options);
}
