import type { OthersWork } from '../../statement-effects.ts';

/** The modes of locks on tables, from the weakest on. */
const modes = [
	'ACCESS SHARE',
	'ROW SHARE',
	'ROW EXCLUSIVE',
	'SHARE UPDATE EXCLUSIVE',
	'SHARE',
	'SHARE ROW EXCLUSIVE',
	'EXCLUSIVE',
	'ACCESS EXCLUSIVE'
] as const;

/** A mode of a lock on a table. */
export type LockMode = (typeof modes)[number];

/** Which modes wait for each other: https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES */
const conflicts: Readonly<Record<LockMode, readonly LockMode[]>> = {
	'ACCESS SHARE': ['ACCESS EXCLUSIVE'],
	'ROW SHARE': ['EXCLUSIVE', 'ACCESS EXCLUSIVE'],
	'ROW EXCLUSIVE': ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
	'SHARE UPDATE EXCLUSIVE': [
		'SHARE UPDATE EXCLUSIVE',
		'SHARE',
		'SHARE ROW EXCLUSIVE',
		'EXCLUSIVE',
		'ACCESS EXCLUSIVE'
	],
	// The only one that is in conflict with weaker ones and not with itself.
	SHARE: ['ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
	'SHARE ROW EXCLUSIVE': modes.slice(2),
	EXCLUSIVE: modes.slice(1),
	'ACCESS EXCLUSIVE': modes
};

/** What each kind of work asks for. */
const askedBy: Readonly<Record<OthersWork, LockMode>> = {
	read: 'ACCESS SHARE',
	lockRows: 'ROW SHARE',
	write: 'ROW EXCLUSIVE',
	maintain: 'SHARE UPDATE EXCLUSIVE',
	index: 'SHARE',
	constrain: 'SHARE ROW EXCLUSIVE',
	alter: 'ACCESS EXCLUSIVE'
};

/** Whether a session that asks for one has to wait for another that holds the other. */
export function areInConflict(one: LockMode, other: LockMode): boolean {
	return conflicts[one].includes(other);
}

/** What other sessions have to wait with while a lock of this mode is held. */
export function blockedBy(mode: LockMode): readonly OthersWork[] {
	const all = Object.keys(askedBy) as OthersWork[];
	return all.filter((work) => areInConflict(askedBy[work], mode));
}

/** A mode by the name that `pg_locks` gives it; undefined for one that is not of a table. */
export function modeNamed(name: string): LockMode | undefined {
	const words = name
		.replace(/Lock$/, '')
		.replace(/(?!^)([A-Z])/g, ' $1')
		.toUpperCase();
	return modes.find((mode) => mode === words);
}

/** The one of both that stands later in PostgreSQL's own order. */
export function stronger(one: LockMode, other: LockMode): LockMode {
	return modes.indexOf(one) >= modes.indexOf(other) ? one : other;
}
