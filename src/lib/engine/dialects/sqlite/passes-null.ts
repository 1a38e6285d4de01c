import type { Column } from '../../schema/model.ts';
import { identifier } from './identifier.ts';

/**
 * Whether this condition is NULL or true where the column is NULL, which a check lets pass, as far as can be told. `isAlone` says
 * that it reads no other column.
 */
export function passesNull(expression: string, column: Column, isAlone: boolean): boolean {
	const [, first, last] = /^(\S+) IS NULL OR | OR (\S+) IS NULL$/.exec(expression) ?? [];
	if ([first, last].some((name) => name !== undefined && isName(name, column))) return true;
	// What another column makes false is false, whatever it is joined with.
	if (!isAlone && /\b(AND|NOT)\b/i.test(expression)) return false;
	return !/\b(IS|ISNULL|NOTNULL|NOT\s+NULL|CASE)\b|\b(coalesce|ifnull|i?if|typeof|quote|printf|format|hex|char|concat\w*|json\w*)\(/i.test(
		expression
	);
}

function isName(text: string, { name }: Column): boolean {
	return [name, identifier(name), `"${name}"`].some((one) => one.toLowerCase() === text.toLowerCase());
}
