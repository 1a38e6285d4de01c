import type { Problem } from '../../engine/problem.ts';
import { spanOf } from '../../engine/text/place.ts';

/** The body of a section as the editor shows it: without the line ends that only keep it from the next directive. */
export interface ShownBody {
	readonly text: string;
	/** What is put back behind it. */
	readonly tail: string;
}

/** A section's body, parted from its last line ends. */
export function shownBody(sql: string): ShownBody {
	const tail = /[\r\n]*$/.exec(sql)?.[0] ?? '';
	return { text: sql.slice(0, sql.length - tail.length), tail };
}

/** The body again, after editing. */
export function wholeBody(edited: string, tail: string): string {
	return edited === '' ? tail : edited + (tail || '\n');
}

/** The problems that lie between two offsets of a file, with spans relative to that stretch. */
export function problemsWithin(
	problems: readonly Problem[],
	text: string,
	start: number,
	end: number
): readonly Problem[] {
	const stretch = text.slice(start, end);
	return problems.flatMap((problem): Problem[] => {
		const { span } = problem;
		if (!span || span.start.offset < start || span.start.offset > end) return [];
		return [{ ...problem, span: spanOf(stretch, span.start.offset - start, span.end.offset - start) }];
	});
}
