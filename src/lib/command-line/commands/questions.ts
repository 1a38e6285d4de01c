import { outcomesOf, type RenameEffect } from '../../engine/rows/rename-effects.ts';
import type { OpenGap } from '../../engine/rows/gap-rows.ts';
import type { RefusedFill } from '../../engine/run/autogenerate-reply.ts';
import type { Value } from '../../engine/database.ts';
import type { Problem } from '../../engine/problem.ts';
import type { Rename, RenameSuggestion } from '../../engine/schema/change.ts';
import type { Fill } from '../../engine/schema/fill.ts';
import { renameQuestion } from '../../engine/schema/describe.ts';
import { asSentence } from '../../engine/text/sentence.ts';
import type { OutputLine } from '../host.ts';
import { counted, line } from '../lines.ts';
import { quoteWord } from '../words.ts';
import { fillOptions, wordOf, type Answers } from './answers.ts';

/** What may have been renamed, what hangs on it, and how to answer. */
export function* renameQuestions(
	suggestions: readonly RenameSuggestion[],
	effects: readonly RenameEffect[],
	command: string,
	{ renames, fills }: Answers
): Iterable<OutputLine> {
	for (const { rename } of suggestions) {
		yield line(`${renameQuestion(rename)} Or dropped, and another one added?`, 'warning');
		const effect = effects.find((one) => JSON.stringify(one.rename) === JSON.stringify(rename));
		if (effect) yield* effectLines(effect);
	}
	const filled = fills.flatMap((fill) => [fillOptions[fill.direction], fillWord(fill)]);
	const given = [...renames.flatMap(renameWords), ...filled];
	const all = suggestions.flatMap(({ rename }) => renameWords(rename));
	yield line(`  Renamed: ${['updown', command, ...given, ...all].join(' ')}`, 'soft');
	yield line(`  Dropped: ${['updown', command, ...given, '--no-renames'].join(' ')}`, 'soft');
	yield line('Nothing was written.');
}

function renameWords(rename: Rename): readonly string[] {
	return ['--rename', quoteWord(wordOf(rename))];
}

function* effectLines(effect: RenameEffect): Iterable<OutputLine> {
	const { renamed, dropped } = outcomesOf(effect);
	yield line(`  Renamed: ${asSentence(renamed)} Dropped and added: ${asSentence(dropped)}`, 'soft');
	const { columns, rows } = effect.sample;
	if (rows.length === 0) return;
	const shown = rows.map((row) => columns.map((column, at) => `${column} ${cell(row[at])}`).join(', '));
	yield line(`  For example ${shown.join('; ')}.`, 'soft');
}

function cell(value: Value | undefined): string {
	if (value === null || value === undefined) return 'NULL';
	if (value instanceof Uint8Array) return `${value.length} bytes`;
	const text = String(value).replace(/\s+/g, ' ');
	return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** The gaps that nobody has filled, and how to. */
export function* openGapLines(gaps: readonly OpenGap[], fills: readonly Fill[]): Iterable<OutputLine> {
	for (const gap of gaps) {
		if (fills.some((fill) => fillOptions[fill.direction] === fillOptions[gap.direction] && isAt(fill, gap)))
			continue;
		const { table, column, rows, placeholder = '…', direction, leftOpen } = gap;
		const open = {
			refused: 'it is refused',
			numbered: 'they get a number each',
			filled: `they get ${placeholder}`
		};
		const option = `${fillOptions[direction]} ${fillWord({ table, column, expression: placeholder })}`;
		if (direction === 'upgrade') {
			yield line(
				`  ${counted(rows, 'row')} of ${table} without a value in ${column}: say it with ${option}; left open, ${open[leftOpen]}`,
				'soft'
			);
		} else if (gap.why === 'added') {
			yield line(
				`  Going back, ${column} of ${table} is filled (${leftOpen === 'numbered' ? 'with the number of the row' : placeholder}), as the script says; ${option} says otherwise.`,
				'soft'
			);
		}
	}
}

function isAt(fill: Fill, gap: OpenGap): boolean {
	return fill.table === gap.table && fill.column === gap.column;
}

function fillWord({ table, column, expression }: Omit<Fill, 'direction'>): string {
	return quoteWord(`${table}.${column}=${expression}`);
}

/** Why values cannot be written, each with the words that gave it. */
export function refusalsOf(refused: readonly RefusedFill[]): readonly Problem[] {
	return refused.map(({ fill, problem }) => ({
		...problem,
		message: `${fillOptions[fill.direction]} ${fillWord(fill)}: ${problem.message}`
	}));
}
