import type { Versions } from '../versions.ts';
import { newerIn } from './newer/index.ts';

/** The oldest PostgreSQL that generated scripts run on. */
export const oldest = 14;

/** PostgreSQL's major versions. */
export const versions: Versions = {
	usual: String(oldest),
	choices: ['14', '15', '16', '17', '18'],
	read(version) {
		const major = /^(\d\d)(?:\.\d+)*$/.exec(version.trim())?.[1];
		return major === undefined || Number(major) < oldest ? undefined : Number(major);
	},
	newerIn
};
