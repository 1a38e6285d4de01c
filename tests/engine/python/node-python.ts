import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPython } from '../../../src/lib/python/start-python.ts';
import { wordsOf } from './words.ts';
import type { Python, PythonParts, SpeakPostgres } from '../../../src/lib/python/python.ts';

const prepared = join(process.cwd(), '.cache', 'prepared', 'python');

/** Why there is no Python toolchain on this machine; undefined where it is there. */
export const whyNoPython: string | undefined = (
	JSON.parse(readFileSync(join(prepared, 'state.json'), 'utf8')) as { missing?: string }
).missing;

/** What Python starts from, in Node. */
export function nodeParts(): PythonParts {
	return {
		folder: join(process.cwd(), 'node_modules', 'pyodide'),
		stdlib: join(prepared, 'stdlib.zip'),
		packages: readFileSync(join(prepared, 'packages.zip')),
		readSources: () => new Uint8Array(readFileSync(join(prepared, 'sources.zip')))
	};
}

/** CPython in WebAssembly with the tools, in Node. */
export function nodePython(): Promise<Python> {
	return startPython(nodeParts());
}

export { wordsOf };

/** Runs a line and gives what it wrote, with what else it did. */
export function ran(
	python: Python,
	line: string,
	environment: Record<string, string> = {},
	postgres?: SpeakPostgres
) {
	const events: Parameters<Parameters<Python['run']>[1]>[0][] = [];
	const words = wordsOf(line);
	const code = python.run({ words, environment, ...(postgres && { postgres }) }, (event) =>
		events.push(event)
	);
	const text = events.flatMap((event) => (event.kind === 'output' ? [event.text] : [])).join('');
	return { code, text, events };
}
