import type { FolderFile } from '../../engine/migration/migration.ts';
import { spanOf } from '../../engine/text/place.ts';
import { lastWordsOf } from '../../python/last-words.ts';
import { projectFolder } from '../../python/project-files.ts';
import type { Failure } from '../failure.ts';

/** The deepest line of the project's own files that a traceback names, with what went wrong there. */
export function failureIn(said: string, files: readonly FolderFile[]): Failure | undefined {
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
		return {
			file: file.name,
			text: file.text,
			problem: {
				code: 'python-error',
				severity: 'error',
				message: lastWordsOf(said),
				hint: 'The terminal shows the whole traceback.',
				file: file.name,
				span: spanOf(file.text, start + indent, end)
			}
		};
	}
	return undefined;
}
