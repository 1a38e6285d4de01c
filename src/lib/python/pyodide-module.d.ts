/** Pyodide publishes no types of its program; its own `loadPyodide` says what it takes. */
declare module 'pyodide/pyodide.asm.mjs' {
	import type { loadPyodide } from 'pyodide';
	const createPyodideModule: NonNullable<
		NonNullable<Parameters<typeof loadPyodide>[0]>['createPyodideModule']
	>;
	export default createPyodideModule;
}
