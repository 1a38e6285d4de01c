import type { Table } from '../../schema/model.ts';

/**
 * What an INSERT or UPDATE of a migration says so that a row which breaks a rule is refused: the rule itself may say ON CONFLICT IGNORE or
 * REPLACE, and the row, or another one, would be gone without a word. Nothing where no rule says such a thing.
 */
export function orAbort({ columns, constraints }: Table): string {
	const isLenient =
		columns.some(({ options }) => options.notNullConflict !== undefined) ||
		constraints.some(({ options }) => options.conflict !== undefined);
	return isLenient ? ' OR ABORT' : '';
}
