import type { SpareNames } from '../../schema/apply-renames.ts';
import { freeName } from './free-name.ts';

const before = (name: string, count: number) => `${name}_before${count === 0 ? '' : `_${count + 1}`}`;

/** How what makes way for a rename is called. */
export const spare: SpareNames = {
	table: before,
	column: before,
	part: before,
	folded: (name) => name.toLowerCase()
};

/**
 * Single renames, in an order in which no name is given to two things at once. Where names go round in a
 * circle (or only change case, which SQLite takes for the same name), one goes by a name in between.
 * `taken` holds every name in use, in lower case, and is brought up to date.
 */
export function renameSteps(
	renames: ReadonlyMap<string, string>,
	taken: Set<string>
): { readonly from: string; readonly to: string }[] {
	const pending = [...renames].map(([from, to]) => ({ from, to }));
	const steps: { from: string; to: string }[] = [];
	const step = (from: string, to: string) => {
		steps.push({ from, to });
		taken.delete(from.toLowerCase());
		taken.add(to.toLowerCase());
	};
	while (pending.length > 0) {
		const at = pending.findIndex(({ to }) => !taken.has(to.toLowerCase()));
		const [rename] = pending.splice(Math.max(at, 0), 1);
		if (rename === undefined) break;
		const isCircle = pending.some(({ from }) => from.toLowerCase() === rename.to.toLowerCase());
		const isCase = rename.from.toLowerCase() === rename.to.toLowerCase();
		// A name that nothing in a circle gives up will not be free by waiting.
		if (at >= 0 || !(isCircle || isCase)) step(rename.from, rename.to);
		else {
			const between = freeName(`${rename.to}_in_between`, new Set(taken));
			step(rename.from, between);
			pending.push({ from: between, to: rename.to });
		}
	}
	return steps;
}
