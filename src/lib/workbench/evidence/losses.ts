import { lossesOf } from '../../engine/run/losses-of.ts';
import type { Frame } from '../../engine/run/step.ts';
import type { Loss } from '../../projects/project.ts';
import { fateSums } from './fate-sums.ts';

/** The ledger of losses after these steps: what they lost is added, and what came back in number is marked. */
export function lossesAfter(losses: readonly Loss[], frames: readonly Frame[]): readonly Loss[] {
	let all = losses;
	for (const frame of frames) {
		all = all.map((loss) =>
			isOpen(loss) && bringsBack(frame, loss) ? { ...loss, cameBack: frame.at } : loss
		);
		const tables = lossesOf(frame);
		if (tables.length === 0) continue;
		const { revision, direction, at } = frame;
		all = [...all, { revision, direction, at, tables, acknowledged: false }];
	}
	return all;
}

/** Whether nobody has acknowledged it and nothing has come back in its place. */
export function isOpen({ acknowledged, cameBack }: Loss): boolean {
	return !acknowledged && cameBack === undefined;
}

/** Rows lost, and values lost in rows that are still there. */
export function lostCounts(losses: readonly Loss[]): { readonly rows: number; readonly values: number } {
	const { rows, values } = fateSums(losses.flatMap(({ tables }) => tables));
	return { rows, values };
}

/** Whether a step the other way has brought at least as many rows and values to the same places. */
function bringsBack(frame: Frame, loss: Loss): boolean {
	if (frame.revision !== loss.revision || frame.direction === loss.direction) return false;
	return loss.tables.every((lost) => {
		const now = frame.tables?.find(({ table }) => table === lost.table || table === lost.was);
		if (!now || now.rows.added < lost.rows.lost) return false;
		return lost.columns.every((column) => {
			const gained = now.columns.find(({ name }) => name === column.name)?.gained ?? 0;
			return gained >= column.lost;
		});
	});
}
