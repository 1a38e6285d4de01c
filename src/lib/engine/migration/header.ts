import { closest } from '../text/closest.ts';
import type { HeaderKey } from './document.ts';

/** Every header key, in the order they are written. */
export const headerKeys: readonly HeaderKey[] = ['message', 'revision', 'revises', 'labels', 'depends-on'];

/** Words of other tools, and of haste, for what we call otherwise. */
const otherWords: Readonly<Record<string, HeaderKey>> = {
	'down-revision': 'revises',
	parent: 'revises',
	parents: 'revises',
	'revision-id': 'revision',
	'branch-labels': 'labels',
	'branch-label': 'labels',
	label: 'labels',
	dependencies: 'depends-on'
};

/** What a comment line before `migrate:up` says: a header, a near miss of one, or nothing to us. */
export type HeaderLine =
	| { readonly kind: 'header'; readonly key: HeaderKey; readonly value: string; readonly valueStart: number }
	| { readonly kind: 'nearMiss'; readonly written: string; readonly meant: HeaderKey }
	| undefined;

/** Reads one comment line, `-- key: value`. Upper and lower case are alike in keys, and so are `_` and `-`. */
export function readHeaderLine(line: string): HeaderLine {
	const match = /^[ \t]*--[ \t]*([A-Za-z][A-Za-z_-]{0,19}(?: [A-Za-z]{1,12})?)[ \t]*:(?!:)[ \t]*/.exec(line);
	if (!match) return undefined;
	const written = match[1] ?? '';
	const key = written.toLowerCase().replace(/[_ ]/g, '-');
	const known = headerKeys.find((candidate) => candidate === key);
	if (known) {
		return {
			kind: 'header',
			key: known,
			value: line.slice(match[0].length).trim(),
			valueStart: match[0].length
		};
	}
	const meant = Object.hasOwn(otherWords, key) ? otherWords[key] : nearKey(key);
	return meant ? { kind: 'nearMiss', written, meant } : undefined;
}

function nearKey(key: string): HeaderKey | undefined {
	const near = closest(key, headerKeys);
	return headerKeys.find((candidate) => candidate === near);
}

/** The names in a comma-separated value; `base` and nothing at all both mean none. */
export function readNames(value: string): readonly string[] {
	const names = value
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	return names.length === 1 && names[0]?.toLowerCase() === 'base' ? [] : names;
}

const reserved = new Set(['base', 'head', 'heads', 'current']);

/**
 * Why `name` cannot be a revision id or a label, as the end of a sentence, or undefined where it can be.
 * `@ + - :` and commas would make it unreadable in targets such as `label@head` or `id+1`.
 */
export function whyNotAName(name: string): string | undefined {
	if (name === '') return 'is empty';
	if (reserved.has(name.toLowerCase())) return 'is a word with a meaning of its own in targets';
	if (name.length > 100) return 'is longer than 100 characters';
	const bad = /[^\p{L}\p{M}\p{N}_.]/u.exec(name)?.[0];
	if (bad === undefined) return undefined;
	return /\s/.test(bad) ? 'holds a space' : `holds ${JSON.stringify(bad)}`;
}
