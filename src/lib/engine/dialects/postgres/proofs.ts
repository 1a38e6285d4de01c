import type { Constraint } from '../../schema/model.ts';
import { listed } from '../../text/names.ts';

/** What the rows that are there must keep from now on. */
export function proof(table: string, constraint: Constraint, added: ReadonlySet<string>): readonly string[] {
	const { notValid, notEnforced, inherited } = constraint.options;
	if (notValid === true || notEnforced === true || inherited === true) return [];
	switch (constraint.kind) {
		case 'foreignKey':
			if (constraint.columns.every((column) => added.has(`${table} ${column}`))) return [];
			return [`This fails if a row of ${table} points at a row of ${constraint.table} that is not there.`];
		case 'check':
			return [`This fails if a row of ${table} breaks the check ${constraint.expression}.`];
		case 'exclusion':
			return [`This fails if two rows of ${table} conflict by ${constraint.definition}.`];
		default:
			return [
				alike(
					table,
					constraint.parts.map(({ column }) => column ?? '')
				)
			];
	}
}

/** What a constraint asks of the rows, if it asks all of them; one that does not is like no other. */
export function ruleOf(constraint: Constraint): string {
	const { notValid, notEnforced, noInherit, nullsNotDistinct, match, withoutOverlaps, period } =
		constraint.options;
	const { name: _, comment: __, needs: ___, ...rest } = constraint;
	const doubted = notValid === true || notEnforced === true;
	const parts = { nullsNotDistinct, match, withoutOverlaps, period, noInherit };
	const rule = constraint.kind === 'foreignKey' ? { ...rest, onDelete: '', onUpdate: '' } : rest;
	return JSON.stringify({ ...rule, options: parts, name: doubted ? constraint.name : undefined });
}

/** That a key is to be over these columns. */
export function alike(table: string, columns: readonly string[]): string {
	return `This fails if two rows of ${table} have the same ${listed(columns.map((column) => `\`${column}\``))}.`;
}

/** That a column is to have a value in each row. */
export function noNulls(table: string, column: string): string {
	return `This fails if \`${column}\` of ${table} is NULL in some row.`;
}
