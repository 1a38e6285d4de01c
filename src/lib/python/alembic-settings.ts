import type { FolderFile } from '../engine/migration/migration.ts';
import { sameValue } from '../engine/schema/patch.ts';
import { projectFolder } from './project-files.ts';

/** A folder, from the top of the project, in which Alembic looks for revision files. */
export interface VersionFolder {
	/** With a slash at its end. */
	readonly folder: string;
	/** Whether it looks in what lies below, too. */
	readonly isDeep: boolean;
}

/** Where Alembic looks for the revision files that belong to an `env.py`. */
export interface ScriptFolder {
	/** The folder of the `env.py`, with a slash at its end; '' is the top of the project. */
	readonly home: string;
	readonly folders: readonly VersionFolder[];
}

/**
 * Where Alembic looks for the revision files of a project: in `versions` beside each `env.py`, but where its settings
 * (`alembic.ini`, or `tool.alembic` in `pyproject.toml`) name other folders, or where its own runs have `told` of others.
 */
export function versionFolders(
	files: readonly FolderFile[],
	told: readonly ScriptFolder[]
): readonly VersionFolder[] {
	return scriptFolders(files).flatMap(
		({ home, folders }) => told.find((one) => one.home === home)?.folders ?? folders
	);
}

/** The same by what the files say alone. */
function scriptFolders(files: readonly FolderFile[]): readonly ScriptFolder[] {
	const homes = files.flatMap(({ name }) =>
		/(^|\/)env\.py$/.test(name) ? [name.replace(/env\.py$/, '')] : []
	);
	const settings = files.flatMap((file) => settingsIn(file, homes) ?? []);
	return homes.map((home) => {
		const { locations = [], isDeep = false } = settings.find((one) => one.home === home) ?? {};
		const folders = (locations.length > 0 ? locations : [`${home}versions/`]).map((folder) => ({
			folder,
			isDeep
		}));
		return { home, folders };
	});
}

/**
 * What is to be remembered once a command has told where Alembic looks: what no file says, as it is set by code or by the command
 * line. The same array where it is as it was.
 */
export function toldAfter(
	before: readonly ScriptFolder[],
	now: readonly ScriptFolder[],
	files: readonly FolderFile[]
): readonly ScriptFolder[] {
	const told = [...before.filter(({ home }) => !now.some((one) => one.home === home)), ...now];
	const written = scriptFolders(files);
	const kept = told.filter(({ home, folders }) => {
		const said = written.find((one) => one.home === home);
		return said !== undefined && !sameValue(said.folders, folders);
	});
	return sameValue(kept, before) ? before : kept;
}

interface Settings {
	/** The folder with the `env.py` that they are for. */
	readonly home: string | undefined;
	readonly locations: readonly string[];
	readonly isDeep: boolean;
}

function settingsIn({ name, text }: FolderFile, homes: readonly string[]): Settings | undefined {
	const folder = name.slice(0, name.lastIndexOf('/') + 1);
	const file = name.slice(folder.length);
	if (file !== 'alembic.ini' && file !== 'pyproject.toml') return undefined;
	const options = optionsIn(text, file === 'alembic.ini' ? 'alembic' : 'tool.alembic');
	if (!options) return undefined;
	options.set('here', `${projectFolder}/${folder}`.replace(/\/$/, ''));
	const valueOf = (key: string) => interpolated(options.get(key) ?? '', options);
	const separator = options.get('path_separator') ?? options.get('version_path_separator') ?? '';
	const script = folderNamed(valueOf('script_location'));
	return {
		// Flask-Migrate says by itself where it is.
		home: homes.find((home) => home === script) ?? homes.find((home) => home === folder),
		locations: valueOf('version_locations')
			.split(separators[separator] ?? /, *| +/)
			.flatMap((path) => (path.trim() === '' ? [] : (folderNamed(path.trim()) ?? []))),
		isDeep: /^(1|yes|true|on)$/i.test(valueOf('recursive_version_locations').trim())
	};
}

const separators: Readonly<Record<string, string>> = {
	space: ' ',
	newline: '\n',
	os: ':',
	':': ':',
	';': ';'
};

/** The options of a section, by their names in small letters; a list of TOML is made one of lines. */
function optionsIn(text: string, section: string): Map<string, string> | undefined {
	const lines = text.split(/\r?\n/);
	const start = lines.findIndex((line) => line.trim() === `[${section}]`);
	if (start < 0) return undefined;
	const found = new Map<string, string>();
	let key: string | undefined;
	for (const line of lines.slice(start + 1)) {
		if (/^\[/.test(line)) break;
		if (/^\s*([#;]|$)/.test(line)) continue;
		const [, name, value = ''] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
		if (name !== undefined) found.set((key = name.toLowerCase()), value.trim());
		else if (key !== undefined) found.set(key, `${found.get(key)}\n${line.trim()}`);
	}
	if (section === 'alembic') return found;
	return new Map(
		[...found, ['path_separator', 'newline']].map(([name = '', value = '']) => [name, ofToml(value)])
	);
}

/** A value of TOML as the lines of its texts; what is no text is as it stands. */
function ofToml(value: string): string {
	const texts = [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, one, other]) => one ?? other ?? '');
	return texts.length > 0 ? texts.join('\n') : value;
}

function interpolated(value: string, options: ReadonlyMap<string, string>): string {
	return value.replace(/%\((\w+)\)s|%%/g, (_, name?: string) =>
		name === undefined ? '%' : (options.get(name.toLowerCase()) ?? '')
	);
}

/** A folder of the project as settings name it, also by its package; undefined where it lies elsewhere. */
function folderNamed(path: string): string | undefined {
	const plain = path.replace(/^([\w.]+):(?!\/)/, (_, module: string) => `${module.replaceAll('.', '/')}/`);
	const parts: string[] = [];
	for (const part of (plain.startsWith('/') ? plain : `${projectFolder}/${plain}`).split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	const whole = `/${parts.join('/')}/`;
	return whole.startsWith(`${projectFolder}/`) ? whole.slice(projectFolder.length + 1) : undefined;
}
