import { plainText } from '../../engine/text/utf8.ts';
import type { FolderEntry } from '../entry.ts';
import { guessDialect } from '../guess-dialect.ts';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { FolderFile } from '../../engine/migration/migration.ts';

/** A project of Flask-Migrate or Alembic, as it was brought. */
export interface PythonProject {
	readonly files: readonly FolderFile[];
	readonly dialect: DialectName | undefined;
	readonly notes: readonly string[];
}

/** What lies in such folders and belongs to one machine: caches, installed packages, histories. */
const machines =
	/(^|\/)(__pycache__|\.git|\.hg|\.venv|venv|env|node_modules|\.mypy_cache|\.pytest_cache|\.tox)\//;

/**
 * Reads a project of the Python tools: every text of it, byte for byte, below the folder that holds all of it. Undefined where
 * there is none: one has an `env.py` beside a `script.py.mako` or a `versions` folder, or is an application that
 * names Flask-Migrate.
 */
export function readPythonProject(entries: readonly FolderEntry[]): PythonProject | undefined {
	const own = entries.filter(({ path }) => !machines.test(path) && !/\.py[co]$/.test(path));
	if (!own.some(({ path }) => isHome(path, own)) && !own.some(namesFlaskMigrate)) return undefined;
	const top = commonFolder(own.map(({ path }) => path));
	const files: FolderFile[] = [];
	const others: string[] = [];
	for (const { path, bytes } of own) {
		const name = path.slice(top.length);
		const text = plainText(bytes);
		if (text === undefined) others.push(name);
		else files.push({ name, text });
	}
	return {
		files,
		dialect: files.some(({ text }) => /postgres(ql)?(\+\w+)?:\/\//.test(text))
			? 'postgres'
			: guessDialect(own.filter(({ path }) => path.endsWith('.sql'))),
		notes:
			others.length === 0
				? []
				: [
						`Left out, because they are no text: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' …' : ''}.`
					]
	};
}

function isHome(path: string, entries: readonly FolderEntry[]): boolean {
	if (!/(^|\/)env\.py$/.test(path)) return false;
	const folder = path.slice(0, -'env.py'.length);
	return entries.some(
		(entry) => entry.path === `${folder}script.py.mako` || entry.path.startsWith(`${folder}versions/`)
	);
}

function namesFlaskMigrate({ path, bytes }: FolderEntry): boolean {
	return path.endsWith('.py') && /\bflask_migrate\b/.test(plainText(bytes) ?? '');
}

/** The folder that all of them lie in, with its slash; empty where there is none. */
function commonFolder(paths: readonly string[]): string {
	const [first = ''] = paths;
	let folder = first.slice(0, first.lastIndexOf('/') + 1);
	while (folder !== '' && !paths.every((path) => path.startsWith(folder)))
		folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
	// A lone migrations folder keeps its name, because the tools look for it.
	return /(^|\/)(migrations|alembic|versions)\/$/.test(folder)
		? folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
		: folder;
}
