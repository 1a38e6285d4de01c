import type { Workbench } from '../workbench.svelte.ts';
import type { Language } from './codemirror.ts';

/** What a file of the open project is written in. */
export function languageOf(name: string, { isPython, project }: Workbench): Language {
	if (!isPython) return project.dialect;
	if (/\.py(\.mako)?$/.test(name)) return 'python';
	return name.endsWith('.sql') ? project.dialect : 'text';
}
