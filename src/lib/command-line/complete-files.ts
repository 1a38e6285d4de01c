import type { Suggestion } from './complete.ts';

/** What the terminal of a project of programs knows beside them; all but the last take files. */
const shellCommands: readonly Suggestion[] = [
	{ text: 'ls', detail: 'What is in a folder' },
	{ text: 'cat', detail: 'Show what a file says' },
	{ text: 'edit', detail: 'Open a file in the editor' },
	{ text: 'touch', detail: 'Make an empty file' },
	{ text: 'mv', detail: 'Give a file another name' },
	{ text: 'cp', detail: 'Copy a file' },
	{ text: 'rm', detail: 'Delete a file' },
	{ text: 'pip', detail: 'The packages that are here: pip list' }
];

/** The commands of a shell, as the first word of a line. */
export function shellWords(typed: string): readonly Suggestion[] {
	return shellCommands.filter(({ text }) => text.startsWith(typed));
}

/** Whether it is a command whose words are files. */
export function takesFiles(command: string): boolean {
	return command !== 'pip' && shellCommands.some(({ text }) => text === command);
}

/**
 * The files and folders of `names` whose path begins as typed, one part of the path at a time as in a shell; a folder ends
 * with `/`, after which the next part is to be typed. With `ending`, only files that end so.
 */
export function fileWords(names: readonly string[], typed: string, ending = ''): readonly Suggestion[] {
	const [, lead = '', path = ''] = /^(\.\/)?(.*)$/s.exec(typed)!;
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	const found = new Map<string, Suggestion>();
	for (const name of names) {
		if (!name.startsWith(path) || !name.endsWith(ending)) continue;
		const part = name.slice(folder.length).replace(/\/.*/s, '/');
		const isHidden = part.startsWith('.') && path === folder;
		const detail = part.endsWith('/') ? 'Folder' : '';
		if (!isHidden) found.set(part, { text: lead + folder + part, detail });
	}
	return [...found.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}
