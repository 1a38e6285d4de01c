import packages from '$prepared/python/packages.zip?url';
import sources from '$prepared/python/sources.zip?url';
import state from '$prepared/python/state.json';
import stdlib from '$prepared/python/stdlib.zip?url';
import program from 'pyodide/pyodide.asm.wasm?url';
import type { PythonParts } from '../python/python.ts';
import { Arrivals, fetched } from './arrivals.ts';

const prepared: { readonly missing?: string; readonly sizes?: Readonly<Record<string, number>> } = state;
const arrivals = new Arrivals(prepared.sizes ?? {});

/** Why this site has no Python; undefined where it has. */
export const whyNoPython: string | undefined = prepared.missing;

/** Fetches all that Python starts from. */
export async function pythonParts(): Promise<PythonParts> {
	const [bytes] = await Promise.all([
		fetched(packages).then((response) => arrivals.bytes('packages.zip', response)),
		// Pyodide asks for these two by itself; the browser then has them.
		fetched(stdlib).then((response) => arrivals.read('stdlib.zip', response)),
		fetched(program).then((response) => arrivals.read('pyodide.asm.wasm', response))
	]);
	return {
		// Pyodide adds the name of its program to a folder; behind the `#` nobody asks for that.
		folder: `${new URL(program, location.href).href}#/`,
		stdlib: new URL(stdlib, location.href).href,
		packages: bytes,
		readSources
	};
}

/** Waits for the sources, because Python does. */
function readSources(): Uint8Array | undefined {
	const request = new XMLHttpRequest();
	request.open('GET', sources, false);
	request.responseType = 'arraybuffer';
	try {
		request.send();
	} catch {
		return undefined;
	}
	return request.status === 200 ? new Uint8Array(request.response as ArrayBuffer) : undefined;
}
