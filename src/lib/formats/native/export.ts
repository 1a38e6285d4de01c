import type { Wheel } from '../../python/python.ts';
import type { Toolchain } from '../../worker/protocol.ts';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { FolderFile } from '../../engine/migration/migration.ts';
import type { FolderEntry } from '../entry.ts';
import { whyUnsafe } from '../safe-path.ts';
import { withDown } from './added-down.ts';
import { pastName, writePast, type Past } from '../past.ts';
import { readme } from './readme.ts';
import { settingsName, writeSettings } from './settings.ts';

/** The part of a project that goes home. */
export interface ExportedProject {
	readonly name: string;
	readonly dialect: DialectName;
	readonly toolchain?: Toolchain;
	readonly foreignKeys: boolean;
	readonly target?: string | undefined;
	readonly extensions?: readonly string[];
	readonly files: readonly FolderFile[];
	readonly wheels?: readonly Wheel[];
	readonly schemaSql: string;
	/** What the steps did when they ran; left out where it is not known. */
	readonly past?: Past | undefined;
}

/** The files of a project to take home: a folder dbmate runs as it is, and what a later import needs. */
export function exportNative(project: ExportedProject): readonly FolderEntry[] {
	const files = project.files.map(withDown);
	const past = project.past && writePast(project.past);
	const withoutDown = files.filter(({ added }) => added).map(({ file }) => file.name);
	return [
		// A zip has no empty folders, and without the folder there would be nothing to recognise.
		...(files.length === 0 ? [entry('migrations/.keep', '')] : []),
		...files.map(({ file }) => entry(`migrations/${safeName(file.name)}`, file.text)),
		entry('schema.sql', project.schemaSql),
		entry(settingsName, writeSettings({ ...project, withoutDown })),
		...(past ? [entry(pastName, past.text)] : []),
		entry('README.md', readme(project, withoutDown, past))
	];
}

/** A file's name as every disk can keep it; names made here or read from a zip are so already. */
function safeName(name: string): string {
	// eslint-disable-next-line no-control-regex -- control characters are what is replaced
	const safe = name.replace(/[\u0000-\u001f\u007f/\\:]/g, '_').replace(/[. ]+$/, '_');
	return whyUnsafe(safe) === undefined ? safe : `_${safe}`;
}

function entry(path: string, text: string): FolderEntry {
	return { path, bytes: new TextEncoder().encode(text) };
}
