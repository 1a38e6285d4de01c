import type { FolderFile } from '../engine/migration/migration.ts';
import { spanOf, type Span } from '../engine/text/place.ts';
import { projectFolder } from './project-files.ts';

/** A place in a traceback; where Python cannot read the file, it shows with carets what it means. */
const placeLine = /^ {2}File "([^"]+)", line (\d+)(?:\n {4}\S.*\n {4}( *)(\^+)\n)?/gm;

/** The deepest line of the project's own files that a traceback names. */
export function placeIn(
	said: string,
	files: readonly FolderFile[]
): { readonly file: FolderFile; readonly span: Span } | undefined {
	const places = [...said.matchAll(placeLine)]
		.map(([, path = '', line = '', spaces = '', carets = '']) => ({
			...{ path, line: Number(line) },
			...{ from: spaces.length, to: spaces.length + carets.length }
		}))
		.filter(({ path }) => path.startsWith(`${projectFolder}/`));
	for (const { path, line, from, to } of places.reverse()) {
		const file = files.find(({ name }) => `${projectFolder}/${name}` === path);
		if (!file) continue;
		const lines = file.text.split('\n');
		const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
		const whole = lines[line - 1] ?? '';
		const indent = /^\s*/.exec(whole)?.[0].length ?? 0;
		if (to === 0) return { file, span: spanOf(file.text, start + indent, start + whole.length) };
		// Python counts characters from where the text of the line begins.
		const offset = (at: number) =>
			start + indent + Array.from(whole.slice(indent)).slice(0, at).join('').length;
		return { file, span: spanOf(file.text, offset(from), offset(to)) };
	}
	return undefined;
}
