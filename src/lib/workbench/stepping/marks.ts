import type { StepMark, StepMarks } from '../editor/step-marks.ts';
import type { Halted } from './stepper.svelte.ts';
import { nextWords } from './stepping-words.ts';

/** The statements of a step that is gone through, within two offsets of its file, as the editor marks them. */
export function marksWithin(at: Halted, start: number, end: number): StepMarks | undefined {
	const { ran, problem } = at.halt;
	const marks = at.statements.flatMap(({ span }, number): StepMark[] => {
		if (span.start.offset < start || span.start.offset > end) return [];
		const next = problem ? 'refused' : 'next';
		const state = number < ran ? 'ran' : number === ran ? next : 'ahead';
		return [{ from: span.start.offset - start, to: span.end.offset - start, state }];
	});
	return marks.length === 0 ? undefined : { marks, words: nextWords(at) };
}
