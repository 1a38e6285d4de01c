import { failure, success, type Outcome } from '../problem.ts';
import { whyNotAName } from './header.ts';
import type { RevisionGraph } from './migration.ts';
import { findMigration } from './revisions.ts';
import { compareNumbers, nextNumber, versionOf } from './version.ts';

/** How a new revision gets its id. `now` is ISO 8601 in UTC. */
export type NewRevisionId =
	| { readonly kind: 'timestamp'; readonly now: string }
	| { readonly kind: 'sequential' }
	| { readonly kind: 'given'; readonly revision: string };

/** The id of a new revision and the number its file name starts with, by which other tools order it. */
export interface RevisionId {
	readonly revision: string;
	readonly version: string;
}

/**
 * The id for a new migration. Made ids are higher than every version in the folder, so that tools that order by
 * file name run it last: a timestamp is moved on where the folder is already ahead of it, and widened where the
 * folder's own are longer.
 */
export function nextId(graph: RevisionGraph, wanted: NewRevisionId): Outcome<RevisionId> {
	const highest = graph.migrations
		.flatMap(({ file, revision }) => [versionOf(file), /^[0-9]+$/.test(revision) ? revision : undefined])
		.filter((version) => version !== undefined)
		.reduce<string | undefined>((a, b) => (a !== undefined && compareNumbers(a, b) >= 0 ? a : b), undefined);
	if (wanted.kind === 'sequential') return made(following(highest));
	if (wanted.kind === 'timestamp') return made(timestamp(wanted.now, highest));

	const { revision } = wanted;
	const why = whyNotAName(revision);
	if (why !== undefined) {
		return failure({
			code: 'unsound-name',
			severity: 'error',
			message: `“${revision}” cannot be a revision id: it ${why}.`,
			hint: 'Use letters, digits, “_” and “.”; “@”, “+”, “-” and “:” have a meaning of their own in targets.'
		});
	}
	const taken =
		findMigration(graph, revision)?.file ?? (Object.hasOwn(graph.labels, revision) ? 'a label' : undefined);
	if (taken !== undefined) {
		return failure({
			code: 'revision-taken',
			severity: 'error',
			message: `The revision id “${revision}” is already taken (${taken}).`,
			hint: 'Choose another, or leave it out to have one made.'
		});
	}
	return success({ revision, version: /^[0-9]+$/.test(revision) ? revision : following(highest) });
}

function made(version: string): Outcome<RevisionId> {
	return success({ revision: version, version });
}

function following(highest: string | undefined): string {
	return highest === undefined ? '0001' : nextNumber(highest);
}

/** `2026-11-23T05:47:00.000Z` → `20261123054700`, moved on by whole seconds until it is above `highest`. */
function timestamp(now: string, highest: string | undefined): string {
	const digits = now
		.replace(/[^0-9]/g, '')
		.slice(0, 14)
		.padEnd(14, '0');
	const wide =
		highest !== undefined && highest.length > digits.length ? digits.padEnd(highest.length, '0') : digits;
	if (highest === undefined || compareNumbers(wide, highest) > 0) return wide;
	return secondAfter(highest) ?? nextNumber(highest);
}

/** The next second of a 14-digit timestamp; undefined where it is not one. */
function secondAfter(version: string): string | undefined {
	const parts = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/
		.exec(version)
		?.slice(1)
		.map(Number);
	if (!parts) return undefined;
	const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = parts;
	const same = new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds));
	const digits = (moment: Date) =>
		moment
			.toISOString()
			.replace(/[^0-9]/g, '')
			.slice(0, 14);
	if (digits(same) !== version) return undefined;
	return digits(new Date(same.getTime() + 1000));
}
