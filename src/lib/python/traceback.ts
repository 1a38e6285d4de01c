import type { FolderFile } from '../engine/migration/migration.ts';
import { spanOf, type Span } from '../engine/text/place.ts';
import { projectFolder } from './project-files.ts';

/** The deepest line of the project's own files that a traceback names. */
export function placeIn(
	said: string,
	files: readonly FolderFile[]
): { readonly file: FolderFile; readonly span: Span } | undefined {
	const places = [...said.matchAll(/^ {2}File "([^"]+)", line (\d+)/gm)]
		.map(([, path = '', line = '']) => ({ path, line: Number(line) }))
		.filter(({ path }) => path.startsWith(`${projectFolder}/`));
	for (const { path, line } of places.reverse()) {
		const file = files.find(({ name }) => `${projectFolder}/${name}` === path);
		if (!file) continue;
		const lines = file.text.split('\n');
		const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
		const indent = /^\s*/.exec(lines[line - 1] ?? '')?.[0].length ?? 0;
		const end = start + (lines[line - 1]?.length ?? 0);
		return { file, span: spanOf(file.text, start + indent, end) };
	}
	return undefined;
}
