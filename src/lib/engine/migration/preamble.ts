import type { QuotedStretch } from '../text/quoted.ts';
import type { HeaderKey, Piece } from './document.ts';
import { headerKeys, readHeaderLine, readNames, whyNotAName } from './header.ts';
import { excerpt, type Reporter, type Stretch } from './reporter.ts';

/** What stands before the first directive. */
export interface Preamble {
	readonly pieces: readonly Piece[];
	readonly message: string | undefined;
	readonly revision: string | undefined;
	readonly revises: readonly string[] | undefined;
	readonly labels: readonly string[];
	readonly dependsOn: readonly string[];
}

interface Header {
	readonly key: HeaderKey;
	readonly value: string;
	readonly at: Stretch;
}

/**
 * Reads `text` from `from` up to `to`, the start of the first directive. `directiveFollows` is false where the
 * file has none at all; then SQL here is not reported as being in the wrong place.
 */
export function readPreamble(
	text: string,
	[from, to]: Stretch,
	stretches: readonly QuotedStretch[],
	directiveFollows: boolean,
	reporter: Reporter
): Preamble {
	const pieces: Piece[] = [];
	const headers: Header[] = [];
	let firstComment: string | undefined;
	let stretch = 0;
	for (let start = from; start < to;) {
		const end = Math.min(reporter.lines.nextLine(start), to);
		const line = text.slice(start, end);
		while (stretch < stretches.length && (stretches[stretch]?.end ?? 0) <= start) stretch++;
		const quoted = (stretches[stretch]?.start ?? Infinity) < start;
		if (!quoted && /^\s*$/.test(line)) {
			pieces.push({ kind: 'blank', text: line });
		} else if (!quoted && /^\s*--/.test(line)) {
			const header = readHeaderLine(line);
			if (header?.kind === 'header') {
				headers.push({ key: header.key, value: header.value, at: [start, start + line.trimEnd().length] });
				pieces.push({ kind: 'header', text: line, key: header.key, value: header.value });
			} else {
				if (header) reportNearMiss(reporter, [start, start + line.trimEnd().length], header);
				pieces.push({ kind: 'comment', text: line });
				const words = line.replace(/^\s*--/, '').trim();
				if (firstComment === undefined && /[\p{L}\p{N}]/u.test(words)) firstComment = words;
			}
		} else if (onlyComments(text, start, end, stretches, stretch)) {
			pieces.push({ kind: 'comment', text: line });
			if (!quoted && directiveFollows) reportBlockComment(reporter, [start, start + line.trimEnd().length]);
		} else {
			const last = pieces.at(-1);
			if (last?.kind === 'stray') pieces[pieces.length - 1] = { kind: 'stray', text: last.text + line };
			else pieces.push({ kind: 'stray', text: line });
			if (last?.kind !== 'stray' && directiveFollows) {
				reporter.error(
					'statement-before-up',
					[start, start + line.trimEnd().length],
					`“${excerpt(line)}” stands before the first “-- migrate:up”, so it belongs to no direction.`,
					'Move it below “-- migrate:up”. Only comments and blank lines may come before.'
				);
			}
		}
		start = end;
	}
	return { pieces, ...readHeaders(headers, reporter, firstComment) };
}

function readHeaders(headers: readonly Header[], reporter: Reporter, firstComment: string | undefined) {
	const values = new Map<HeaderKey, Header>();
	for (const header of headers) {
		const first = values.get(header.key);
		if (!first) values.set(header.key, header);
		else {
			reporter.error(
				'repeated-header',
				header.at,
				`“${header.key}” is already given on line ${reporter.line(first.at[0])}.`,
				header.key === 'revision' || header.key === 'message'
					? 'Keep one of the two lines.'
					: `Keep one line and separate the names with commas: “-- ${header.key}: one, two”.`
			);
		}
	}
	const revision = values.get('revision');
	const revises = values.get('revises');
	return {
		message: values.get('message')?.value || firstComment,
		revision: revision && soundName(revision, reporter) ? revision.value : undefined,
		revises: revises && soundNames(revises, reporter),
		labels: soundNames(values.get('labels'), reporter),
		dependsOn: soundNames(values.get('depends-on'), reporter)
	};
}

function soundName(header: Header, reporter: Reporter, name = header.value): boolean {
	const why = whyNotAName(name);
	if (why === undefined) return true;
	const what = header.key === 'labels' ? 'A label' : 'A revision id';
	reporter.error(
		'unsound-name',
		header.at,
		`“${excerpt(name, 40)}” cannot be used for “${header.key}”: it ${why}.`,
		`${what} is made of letters, digits, “_” and “.”; several are separated by commas.`
	);
	return false;
}

function soundNames(header: Header | undefined, reporter: Reporter): readonly string[] {
	if (!header) return [];
	const names = readNames(header.value);
	const sound = new Set<string>();
	for (const name of names) {
		if (sound.has(name)) {
			reporter.warning(
				'repeated-name',
				header.at,
				`“${name}” is named twice in “${header.key}”.`,
				'Name it once.'
			);
		} else if (soundName(header, reporter, name)) sound.add(name);
	}
	return [...sound];
}

function reportNearMiss(
	reporter: Reporter,
	at: Stretch,
	header: { readonly written: string; readonly meant: HeaderKey }
): void {
	reporter.warning(
		'unknown-header',
		at,
		`“${header.written}” is not a header, so this line is read as a plain comment.`,
		`If you meant “-- ${header.meant}: …”, write it so. The headers are ${headerKeys.join(', ')}.`
	);
}

function reportBlockComment(reporter: Reporter, at: Stretch): void {
	reporter.warning(
		'block-comment-before-up',
		at,
		'A /* … */ comment stands before “-- migrate:up”. Updown reads it, but dbmate refuses the file.',
		'Write it as lines that start with “--”, or move it below “-- migrate:up”.'
	);
}

/** Whether everything but blanks on this line is inside block comments or a line comment after one. */
function onlyComments(
	text: string,
	start: number,
	end: number,
	stretches: readonly QuotedStretch[],
	first: number
): boolean {
	let at = start;
	for (let i = first; at < end; i++) {
		const next = stretches[i];
		const code = text.slice(at, Math.max(at, Math.min(end, next?.start ?? end)));
		if (/^\s*--/.test(code)) return true;
		if (/\S/.test(code)) return false;
		if (!next || next.start >= end) return true;
		if (next.kind !== 'block comment') return false;
		at = next.end;
	}
	return true;
}
