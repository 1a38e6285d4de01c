import { DatabaseError } from '../../database.ts';
import type { StatementFailure, Value } from '../../database.ts';
import type { RawStatement, RawValue } from './sql-js.ts';

/** One row of a statement that stands on a row. Integers a JavaScript number cannot hold exactly are bigints. */
export function readRow(statement: RawStatement): RawValue[] {
	const values = statement.get(null);
	if (!values.some(mayHaveLostDigits)) return values;
	// A second reading gives every integer as a bigint; reals stay numbers however large they are.
	return statement.get(null, { useBigInt: true }).map((value) => {
		if (typeof value !== 'bigint') return value;
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value;
	});
}

function mayHaveLostDigits(value: RawValue): boolean {
	return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

/** sql.js binds integers of 32 bits as integers, larger ones as reals and bigints as text. */
export function bindsExactly(value: Value): boolean {
	if (typeof value === 'bigint') return false;
	return !(typeof value === 'number' && Number.isInteger(value) && value !== (value | 0));
}

/**
 * What sql.js or SQLite threw, as what the engine expects: SQLite's refusals become a `DatabaseError` placed
 * by `where`; anything else is a bug and is given back as it is.
 */
export function asDatabaseError(error: unknown, where: Omit<StatementFailure, 'message'>): unknown {
	// A trap inside WebAssembly is a RuntimeError and sql.js throws strings where it was misused.
	if (!(error instanceof Error) || error.name !== 'Error') return error;
	return new DatabaseError({ message: error.message, ...where });
}
