import type { Versions } from '../versions.ts';
import { newerIn } from './newer/index.ts';

/**
 * Before it, RENAME TO leaves foreign keys pointing at the old name, so that a rename would not be one:
 * https://sqlite.org/lang_altertable.html#alter_table_rename
 */
const oldest = 3.26;

/** The version that generated scripts run on where nobody says otherwise. */
export const usual = 3.35;

/** SQLite's versions. As a number, 3.40 is 3.4: two digits after the point. */
export const versions: Versions = {
	usual: usual.toFixed(2),
	choices: ['3.26', '3.31', '3.35', '3.37', '3.39', '3.44', '3.46', '3.50', '3.53'],
	read(version) {
		const minor = /^3\.(\d\d)(?:\.\d+)*$/.exec(version.trim())?.[1];
		const number = Number(`3.${minor}`);
		return minor === undefined || number < oldest ? undefined : number;
	},
	newerIn: (texts, target) => texts.map((sql) => newerIn(sql, target))
};
