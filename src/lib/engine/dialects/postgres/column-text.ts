import type { Column } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { besides } from './object-names.ts';
import { parametersIn, parameterText } from './sequence-parameters.ts';

/** What is left out of a column's text. */
export interface Omitted {
	readonly notNull?: boolean;
	readonly default?: boolean;
	readonly identity?: boolean;
	/** The NOT NULL is named even if it has the usual name, which something else may still have. */
	readonly usualNotNull?: string;
	/** The type it is said to have instead of its own, for `serial`. */
	readonly type?: string;
}

/** A column as CREATE TABLE and ADD COLUMN take it, e.g. `name text NOT NULL`. */
export function columnText(table: string, column: Column, omitted: Omitted = {}): string {
	return `${identifier(column.name)} ${omitted.type ?? column.type}${columnConstraints(table, column, omitted)}`;
}

/** What stands behind the type. */
export function columnConstraints(table: string, column: Column, omitted: Omitted = {}): string {
	const { options, generated } = column;
	const words: string[] = [];
	if (typeof options.foreignOptions === 'string') words.push(`OPTIONS (${options.foreignOptions})`);
	if (column.collation !== undefined) words.push(`COLLATE ${column.collation}`);
	if (column.default !== undefined && omitted.default !== true) words.push(`DEFAULT ${column.default}`);
	if (generated) {
		words.push(`GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`);
	}
	if (typeof options.identity === 'string' && omitted.identity !== true) {
		words.push(identityText(table, column));
	}
	if (!column.nullable && omitted.notNull !== true && options.notNullNotValid !== true) {
		words.push(notNullText(column, omitted.usualNotNull));
	}
	return words.map((word) => ` ${word}`).join('');
}

/** NOT NULL with what is special about it. */
export function notNullText({ options }: Column, usual?: string): string {
	const name = typeof options.notNullName === 'string' ? options.notNullName : usual;
	return [
		...(name === undefined ? [] : [`CONSTRAINT ${identifier(name)}`]),
		'NOT NULL',
		...(options.notNullNoInherit === true ? ['NO INHERIT'] : [])
	].join(' ');
}

/** `GENERATED ALWAYS AS IDENTITY (START WITH 10)`. */
export function identityText(table: string, { options }: Column): string {
	const name = options.identitySequence;
	const words = [
		...(typeof name === 'string' ? [`SEQUENCE NAME ${besides(table, name)}`] : []),
		...(options.identityUnlogged === true ? ['UNLOGGED'] : []),
		parameterText(parametersIn(options, 'identity'))
	].filter((word) => word !== '');
	const list = words.length === 0 ? '' : ` (${words.join(' ')})`;
	return `GENERATED ${String(options.identity)} AS IDENTITY${list}`;
}
