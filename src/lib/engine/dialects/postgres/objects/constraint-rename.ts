import type { Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';

/** Statements that give a constraint of a table another name. PostgreSQL renames nothing in a table that is of a type, which it therefore is not meanwhile. */
export function constraintRenamed({ name, options }: Table, from: string, to: string): string {
	const rename = `ALTER TABLE ${name} RENAME CONSTRAINT ${identifier(from)} TO ${identifier(to)}`;
	if (typeof options.ofType !== 'string') return rename;
	return [`ALTER TABLE ${name} NOT OF`, rename, `ALTER TABLE ${name} OF ${options.ofType}`].join(';\n');
}
