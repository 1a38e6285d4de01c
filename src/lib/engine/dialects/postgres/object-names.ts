import { identifier } from './identifier.ts';
import { clipped, utf8 } from '../../text/utf8.ts';

/** The parts of the identity of a relation: `app.orders` is `orders` in `app`; what has no schema is in `public`. */
export function namePartsOf(identity: string): { readonly schema: string; readonly name: string } {
	const parts = [...identity.matchAll(/"((?:[^"]|"")*)"|[^."]+/g)].map(([text, quoted]) =>
		quoted === undefined ? text : quoted.replaceAll('""', '"')
	);
	const [first = '', second] = parts;
	return second === undefined ? { schema: 'public', name: first } : { schema: first, name: second };
}

/** The identity of what is called `name` in the same schema as the relation `identity`. */
export function besides(identity: string, name: string): string {
	const { schema } = namePartsOf(identity);
	return schema === 'public' ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

/** The name of a relation or type without its schema, as SQL writes it. */
export function bareName(identity: string): string {
	return identifier(namePartsOf(identity).name);
}

/** Bytes that a name may have; PostgreSQL cuts off the rest. */
const longestName = 63;

/** A name, without its schema, that is made of another one: `orders_before`. */
export function suffixed(name: string, suffix: string): string {
	return `${clipped(name, longestName - utf8(suffix).length)}${suffix}`;
}

/** A name, without its schema, for something on its way to another one. */
export function inBetween(name: string, count = 0): string {
	return suffixed(name, `_in_between${count === 0 ? '' : String(count)}`);
}

/** The name PostgreSQL itself gives to something on a table: `orders_user_id_fkey`, shortened as it does. */
export function automaticName(table: string, column: string | undefined, label: string): string {
	const whole = column === undefined ? table : `${table}_${column}`;
	// Nearly all names are of plain letters, a byte each, and short.
	if (/^[ -~]*$/.test(whole) && whole.length + 1 + label.length <= longestName) return `${whole}_${label}`;
	let [first, second] = [utf8(table).length, column === undefined ? 0 : utf8(column).length];
	const room = longestName - label.length - 1 - (column === undefined ? 0 : 1);
	while (first + second > room) {
		if (first > second) first--;
		else second--;
	}
	const middle = column === undefined ? '' : `_${clipped(column, second)}`;
	return `${clipped(table, first)}${middle}_${label}`;
}
