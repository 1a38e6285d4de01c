import type { Constraint } from '../../../schema/model.ts';

/** Whether there is an index of the same name behind it. */
export function isKey({ kind }: Constraint): boolean {
	return kind === 'primaryKey' || kind === 'unique' || kind === 'exclusion';
}
