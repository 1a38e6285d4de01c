import type { DialectName } from '../../engine/dialects/dialect.ts';
import { dialectNamed } from '../dialect-words.ts';

/** The file that brings a project's settings along, beside its `migrations` folder. */
export const settingsName = 'updown.json';

/** What `updown.json` says. Anything missing or of the wrong kind is left out, and told in `notes`. */
export interface Settings {
	readonly name?: string;
	readonly dialect?: DialectName;
	readonly foreignKeys?: boolean;
	/** The oldest version of the database that the folder must run on. */
	readonly target?: string;
	/** Extensions that the database must have before the first migration. */
	readonly extensions?: readonly string[];
	/** Files that got an empty `migrate:down` for dbmate's sake and have none of their own. */
	readonly withoutDown: readonly string[];
	readonly notes: readonly string[];
}

/** The text of `updown.json`. */
export function writeSettings(settings: {
	readonly name: string;
	readonly dialect: DialectName;
	readonly foreignKeys: boolean;
	readonly target?: string | undefined;
	readonly extensions?: readonly string[];
	readonly withoutDown: readonly string[];
}): string {
	const { name, dialect, foreignKeys, target, extensions = [], withoutDown } = settings;
	const values = {
		name,
		dialect,
		foreignKeys,
		...(target !== undefined && { target }),
		...(extensions.length > 0 && { extensions }),
		...(withoutDown.length > 0 && { withoutDown })
	};
	return `${JSON.stringify(values, null, '\t')}\n`;
}

/** Reads `updown.json`, as anyone may have written it. Never throws. */
export function readSettings(text: string): Settings {
	let values: unknown;
	try {
		values = JSON.parse(text.replace(/^\ufeff/, ''));
	} catch {
		return {
			withoutDown: [],
			notes: [`${settingsName} is not JSON, so the project's settings were not taken from it.`]
		};
	}
	if (typeof values !== 'object' || values === null) {
		return { withoutDown: [], notes: [`${settingsName} holds no settings.`] };
	}
	const { name, dialect, foreignKeys, target, extensions, withoutDown } = values as Record<string, unknown>;
	const known = dialectNamed(dialect);
	const notes: string[] = [];
	if (dialect !== undefined && !known) {
		notes.push(
			`${settingsName} asks for the database ${JSON.stringify(dialect).slice(0, 40)}, which is not known here.`
		);
	}
	return {
		...(typeof name === 'string' && name.trim() !== '' ? { name: name.trim().slice(0, 200) } : {}),
		...(known ? { dialect: known } : {}),
		...(typeof foreignKeys === 'boolean' ? { foreignKeys } : {}),
		...(typeof target === 'string' && target.trim() !== '' ? { target: target.trim().slice(0, 20) } : {}),
		...(Array.isArray(extensions) && extensions.length > 0 ? { extensions: texts(extensions) } : {}),
		withoutDown: Array.isArray(withoutDown) ? texts(withoutDown) : [],
		notes
	};
}

function texts(list: readonly unknown[]): readonly string[] {
	return list.filter((entry) => typeof entry === 'string');
}
