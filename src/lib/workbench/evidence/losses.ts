import type { TableFates } from '../../engine/rows/table-fates.ts';
import { markCounts, without, type ValueMarks } from '../../engine/rows/value-marks.ts';
import { lossesOf } from '../../engine/run/losses-of.ts';
import type { Frame } from '../../engine/run/step.ts';
import type { Loss } from '../../projects/project.ts';
import { fateSums } from './fate-sums.ts';

/** The ledger of losses after these steps: what they lost is added, and what came back as it was leaves it. */
export function lossesAfter(losses: readonly Loss[], frames: readonly Frame[]): readonly Loss[] {
	let all = losses;
	for (const frame of frames) {
		let back: readonly ValueMarks[] = (frame.tables ?? []).flatMap(({ marks }) => marks?.back ?? []);
		all = all.map((loss) => {
			if (loss.cameBack !== undefined) return loss;
			const { lost, rest } = takeBack(loss, back);
			back = rest;
			return isWhole(lost) ? { ...lost, cameBack: frame.at } : lost;
		});
		const tables = lossesOf(frame);
		if (tables.length === 0) continue;
		const { revision, direction, at } = frame;
		all = [...all, { revision, direction, at, tables: tables.map(withoutBack), acknowledged: false }];
	}
	return all;
}

/** Whether nobody has acknowledged it and something of it has not come back. */
export function isOpen({ acknowledged, cameBack }: Loss): boolean {
	return !acknowledged && cameBack === undefined;
}

/** Rows lost, and values lost in rows that are still there; without those that have come back. */
export function lostCounts(losses: readonly Loss[]): { readonly rows: number; readonly values: number } {
	let [rows, values] = [0, 0];
	for (const { tables, back } of losses) {
		const sums = fateSums(tables);
		rows += sums.rows - (back?.rows ?? 0);
		values += sums.values - (back?.values ?? 0);
	}
	return { rows, values };
}

/** By which what has been lost, and has not come back, is recognised. */
export function stillLost(losses: readonly Loss[]): readonly ValueMarks[] {
	return losses
		.filter(({ cameBack }) => cameBack === undefined)
		.flatMap(({ tables }) => tables.flatMap(({ marks }) => marks?.went ?? []));
}

/** Whether some of it could not be recognised if it came back: there was too much of it, or nobody counted it. */
export function isPastRecognition({ tables }: Loss): boolean {
	return tables.some(({ marks }) => marks?.went === undefined || marks.went.tooMany === true);
}

function isWhole({ tables, back }: Loss): boolean {
	if (!back || tables.some(({ notKept }) => notKept !== undefined)) return false;
	const { rows, values } = fateSums(tables);
	return back.rows >= rows && back.values >= values;
}

/** A loss without what is in `back`, and what of that was none of it. */
function takeBack(
	loss: Loss,
	back: readonly ValueMarks[]
): { readonly lost: Loss; readonly rest: readonly ValueMarks[] } {
	let rest = back;
	let [rows, values] = [0, 0];
	const tables = loss.tables.map((table) => {
		let went = table.marks?.went;
		if (!went) return table;
		const before = markCounts(went);
		rest = rest.map((marks) => {
			const both = without(went!, marks);
			went = both.left;
			return both.rest;
		});
		const after = markCounts(went);
		rows += before.rows - after.rows;
		values += before.values - after.values;
		return { ...table, marks: { went } };
	});
	if (rows + values === 0) return { lost: loss, rest: back };
	const sofar = loss.back ?? { rows: 0, values: 0 };
	return {
		lost: { ...loss, tables, back: { rows: sofar.rows + rows, values: sofar.values + values } },
		rest
	};
}

/** What came back by the same step is no part of what it lost. */
function withoutBack({ marks, restored: _restored, ...fates }: TableFates): TableFates {
	return { ...fates, ...(marks?.went && { marks: { went: marks.went } }) };
}
