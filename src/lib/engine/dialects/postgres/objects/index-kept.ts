import { sameMeaning } from '../../../schema/compare.ts';
import type { Index } from '../../../schema/model.ts';
import type { PlanContext } from './kind.ts';
import { childrenOf, tableIn } from './family.ts';
import { isReleased, lastingHeirs } from './ties.ts';

/** Whether one index can become the other where it is; what makes it go for another reason is not asked here. */
export function isIndexKept(from: Index, to: Index, context: PlanContext): boolean {
	const plain = (index: Index) => {
		const {
			with: _,
			statistics: __,
			tablespace: ___,
			partitionOf: ____,
			invalid: _____,
			...options
		} = index.options;
		return { ...index, comment: '', options };
	};
	if (!sameMeaning(plain(from), plain(to)) || !becomesValid(from, to, context)) return false;
	return isPlaceKept(from, to, to.table, context);
}

/** Whether an index that lacks parts has them all once these are attached, as every table below is there and stays. */
function becomesValid(from: Index, to: Index, context: PlanContext): boolean {
	if (from.options.invalid !== true || to.options.invalid === true) return true;
	const below = childrenOf(context.to, to.table);
	const staying = new Set(lastingHeirs(context, to.table).map(({ name }) => name));
	return below.length > 0 && below.every(({ name }) => staying.has(name));
}

interface Placed {
	readonly options: Index['options'];
}

/** Whether what it is a part of can become what it is to be. */
export function isPlaceKept(from: Placed, to: Placed, table: string, context: PlanContext): boolean {
	if (from.options.invalid !== true && to.options.invalid === true) return false;
	const [old, now] = [from.options.partitionOf, to.options.partitionOf];
	if (old === undefined || old === now) return true;
	const [before, later] = [tableIn(context.from, table), tableIn(context.to, table)];
	return before !== undefined && later !== undefined && isReleased(before, later, context);
}
