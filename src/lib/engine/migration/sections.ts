import { closest } from '../text/closest.ts';
import { directiveWord, readOptions, type DirectiveLine } from './directive.ts';
import type { Piece } from './document.ts';
import { readHeaderLine } from './header.ts';
import type { Direction, Section } from './migration.ts';
import { excerpt, type Reporter } from './reporter.ts';

/** The sections of a file: its first `migrate:up` and its first `migrate:down`. */
export interface Sections {
	readonly pieces: readonly Piece[];
	readonly up: Section | undefined;
	readonly down: Section | undefined;
}

type Directive = DirectiveLine & { readonly direction: Direction };

/** Reads everything from the first directive on. `directives` are the real ones, in order. */
export function readSections(text: string, directives: readonly Directive[], reporter: Reporter): Sections {
	const pieces: Piece[] = [];
	const found: Partial<Record<Direction, Section>> = {};
	const firsts: Partial<Record<Direction, Directive>> = {};
	for (const [index, directive] of directives.entries()) {
		const { direction, start } = directive;
		const bodyStart = Math.min(reporter.lines.nextLine(directive.end), text.length);
		const bodyEnd = directives[index + 1]?.start ?? text.length;
		pieces.push({ kind: 'directive', text: text.slice(start, bodyStart), direction });
		pieces.push({ kind: 'body', text: text.slice(bodyStart, bodyEnd), direction });
		const options = checkedOptions(text, directive, reporter);
		const first = firsts[direction];
		if (first) {
			reportRepeated(reporter, directive, first);
			continue;
		}
		firsts[direction] = directive;
		found[direction] = {
			sql: text.slice(bodyStart, bodyEnd),
			span: reporter.lines.spanOf(bodyStart, bodyEnd),
			transaction: options.get('transaction') ?? true,
			foreignKeys: options.get('foreign_keys') ?? true
		};
		if (direction === 'upgrade') reportHeadersInBody(text, bodyStart, bodyEnd, reporter);
	}
	const { upgrade, downgrade } = firsts;
	if (upgrade && downgrade && downgrade.start < upgrade.start) {
		reporter.error(
			'down-before-up',
			[downgrade.start, downgrade.end],
			`“-- migrate:down” stands before “-- migrate:up” (line ${reporter.line(upgrade.start)}).`,
			'Put the “-- migrate:up” section first; dbmate refuses the file otherwise.'
		);
	}
	return { pieces, up: found.upgrade, down: found.downgrade };
}

function reportRepeated(reporter: Reporter, directive: Directive, first: Directive): void {
	const word = directiveWord(directive.direction);
	reporter.error(
		'repeated-directive',
		[directive.start, directive.end],
		`“-- ${word}” is already on line ${reporter.line(first.start)}; a migration has one section for each direction.`,
		'Join the two sections, or move the second pair into a migration of its own.'
	);
}

const optionNames = ['transaction', 'foreign_keys'] as const;

/** The known options of a directive. As in dbmate an unknown one changes nothing, but it is not silent here. */
function checkedOptions(
	text: string,
	directive: Directive,
	reporter: Reporter
): ReadonlyMap<string, boolean> {
	const options = new Map<string, boolean>();
	for (const { text: written, name, value, start } of readOptions(text, directive)) {
		const at = [start, start + written.length] as const;
		const known = optionNames.find((candidate) => candidate === name);
		if (known && (value === 'true' || value === 'false')) {
			if (options.has(known)) {
				reporter.warning(
					'repeated-option',
					at,
					`“${known}” is given twice; the last one counts.`,
					'Give it once.'
				);
			}
			options.set(known, value === 'true');
			continue;
		}
		const meant = known ?? closest(name.split(/[=:]/)[0] ?? '', optionNames);
		reporter.warning(
			'unknown-option',
			at,
			known
				? `“${excerpt(written, 40)}” is not understood, so the section runs as if “${known}:true” were written.`
				: `“${excerpt(written, 40)}” is not an option, so it changes nothing.`,
			meant
				? `Did you mean “${meant}:false”?`
				: 'The options are “transaction:false” and “foreign_keys:false”; anything else belongs in a comment of its own.'
		);
	}
	return options;
}

/** Headers written below `migrate:up` by mistake would otherwise be lost without a word. */
function reportHeadersInBody(text: string, from: number, to: number, reporter: Reporter): void {
	for (let start = from; start < to; start = reporter.lines.nextLine(start)) {
		const line = text.slice(start, Math.min(reporter.lines.nextLine(start), to));
		if (!/^\s*(?:--|$)/.test(line)) return;
		const header = readHeaderLine(line);
		if (header?.kind === 'header' && header.key !== 'message') {
			reporter.warning(
				'header-after-up',
				[start, start + line.trimEnd().length],
				`“${header.key}” stands below “-- migrate:up”, where it is only a comment.`,
				'Move the line above “-- migrate:up”.'
			);
		}
	}
}
