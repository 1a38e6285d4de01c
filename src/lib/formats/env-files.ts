import type { FolderFile } from '../engine/migration/migration.ts';
import type { Environment, Wheel } from '../python/python.ts';
import { normalName, pipDownload, wheelFolder } from './read-wheel.ts';

/** The files that Flask takes variables from, where python-dotenv is there. */
const envFiles = new Set(['.env', '.flaskenv']);

/** What to do about variables that `.env` or `.flaskenv` set and that nothing reads, as python-dotenv is not there; undefined where there are none. */
export function unreadVariables(
	files: readonly FolderFile[],
	wheels: readonly Pick<Wheel, 'file'>[],
	exported: Environment = {}
): string | undefined {
	const unread = files.filter(({ name }) => envFiles.has(name));
	const names = unread
		.flatMap(({ text }) => variablesIn(text))
		.filter((name) => !Object.hasOwn(exported, name));
	if (names.length === 0 || wheels.some(isDotenv)) return undefined;
	const which = unread.map(({ name }) => `\`${name}\``).join(' and ');
	return `${which} set${unread.length === 1 ? 's' : ''} ${[...new Set(names)].join(', ')}, and Flask reads that only where python-dotenv is installed. Drop its wheel on this page (\`${pipDownload('python-dotenv')}\`), or type \`export NAME=value\` for each.`;
}

function variablesIn(text: string): readonly string[] {
	return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm)].map(([, name = '']) => name);
}

function isDotenv({ file }: Pick<Wheel, 'file'>): boolean {
	return normalName(file.slice(wheelFolder.length).split('-')[0] ?? '') === 'python-dotenv';
}
