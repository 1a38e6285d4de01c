import { plainText } from '../../engine/text/utf8.ts';
import type { FolderEntry } from '../entry.ts';
import { guessDialect } from '../guess-dialect.ts';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { FolderFile } from '../../engine/migration/migration.ts';
import type { Wheel } from '../../python/python.ts';
import { unreadVariables } from '../env-files.ts';
import { readWheel, wheelFolder } from '../read-wheel.ts';
import { broughtDatabase, type DatabaseEntry } from '../brought-database.ts';

/** A project of Flask-Migrate or Alembic, as it was brought. */
export interface PythonProject {
	readonly files: readonly FolderFile[];
	readonly wheels: readonly Wheel[];
	/** The SQLite database that its settings name, where it lies there. */
	readonly database: DatabaseEntry | undefined;
	readonly dialect: DialectName | undefined;
	readonly notes: readonly string[];
}

/** What lies in such folders and belongs to one machine: caches, installed packages, histories. */
const machines =
	/(^|\/)(__pycache__|\.git|\.hg|\.venv|venv|env|node_modules|\.mypy_cache|\.pytest_cache|\.tox)\//;

/**
 * Reads a project of the Python tools: every text of it, byte for byte, below the folder that holds all of it, the wheels of its
 * folder `wheels/`, and the database that it names. Undefined where
 * there is none: one has an `env.py` beside a `script.py.mako` or a `versions` folder, or is an application that
 * names Flask-Migrate.
 */
export function readPythonProject(entries: readonly FolderEntry[]): PythonProject | undefined {
	const own = entries.filter(({ path }) => !machines.test(path) && !/\.py[co]$/.test(path));
	if (!own.some(({ path }) => isHome(path, own)) && !own.some(namesFlaskMigrate)) return undefined;
	const top = commonFolder(own.map(({ path }) => path));
	const files: FolderFile[] = [];
	const wheels: Wheel[] = [];
	const others: FolderEntry[] = [];
	const notes: string[] = [];
	for (const { path, bytes } of own) {
		const name = path.slice(top.length);
		if (isWheel(name)) {
			const wheel = readWheel(name.slice(wheelFolder.length), bytes);
			if (wheel.ok) wheels.push({ file: name, bytes });
			else notes.push(...wheel.problems.map(({ message, hint }) => `${message} ${hint}`));
			continue;
		}
		const text = plainText(bytes);
		if (text === undefined) others.push({ path: name, bytes });
		else files.push({ name, text });
	}
	const dialect = files.some(({ text }) => /postgres(ql)?(\+\w+)?:\/\//.test(text))
		? 'postgres'
		: guessDialect(own.filter(({ path }) => path.endsWith('.sql')));
	const database = dialect === 'postgres' ? undefined : broughtDatabase(others, files);
	if (database) notes.push(`Its database is as \`${database.file}\` has it.`);
	const left = others.map(({ path }) => path).filter((path) => path !== database?.file);
	if (left.length > 0)
		notes.push(
			`Left out, because they are no text: ${left.slice(0, 5).join(', ')}${left.length > 5 ? ' …' : ''}.`
		);
	const unread = unreadVariables(files, wheels);
	if (unread !== undefined) notes.push(unread);
	return { files, wheels, database, dialect, notes };
}

/** Only those in the project's own folder of wheels: what lies elsewhere, in `dist/` say, is what a project makes. */
function isWheel(name: string): boolean {
	return (
		name.startsWith(wheelFolder) && name.endsWith('.whl') && !name.slice(wheelFolder.length).includes('/')
	);
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
