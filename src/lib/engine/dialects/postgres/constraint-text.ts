import type { Constraint, KeyPart, Table } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { automaticName, namePartsOf } from './object-names.ts';

/** A constraint as a clause of CREATE TABLE or ADD, e.g. `CONSTRAINT users_age_check CHECK (age > 0)`. */
export function constraintText(table: string, constraint: Constraint): string {
	const text = definitionText(constraint);
	if (constraint.name === undefined || hasUsualName(table, constraint)) return text;
	return `CONSTRAINT ${identifier(constraint.name)} ${text}`;
}

/** Whether PostgreSQL gives this very name where none is said. */
function hasUsualName(table: string, { kind, name }: Constraint): boolean {
	return kind === 'primaryKey' && name === automaticName(namePartsOf(table).name, undefined, 'pkey');
}

/** What the constraint says, without its name. */
export function definitionText(constraint: Constraint): string {
	const { options } = constraint;
	return `${rule(constraint)}${option(options.noInherit, ' NO INHERIT')}${deferring(constraint)}${validity(options)}`;
}

function rule(constraint: Constraint): string {
	const { options } = constraint;
	switch (constraint.kind) {
		case 'primaryKey':
		case 'unique': {
			const word = constraint.kind === 'primaryKey' ? 'PRIMARY KEY' : 'UNIQUE';
			const overlaps = option(options.withoutOverlaps, ' WITHOUT OVERLAPS');
			return [
				`${word}${option(options.nullsNotDistinct, ' NULLS NOT DISTINCT')} (${keys(constraint.parts)}${overlaps})`,
				...(typeof options.include === 'string' ? [`INCLUDE (${options.include})`] : []),
				...(typeof options.with === 'string' ? [`WITH (${options.with})`] : []),
				...(typeof options.tablespace === 'string' ? [`USING INDEX TABLESPACE ${options.tablespace}`] : [])
			].join(' ');
		}
		case 'foreignKey': {
			const { columns, references, onDelete, onUpdate } = constraint;
			const list = (names: readonly string[]) =>
				names
					.map((name, at) =>
						options.period === true && at === names.length - 1
							? `PERIOD ${identifier(name)}`
							: identifier(name)
					)
					.join(', ');
			const some = typeof options.onDeleteColumns === 'string' ? ` (${options.onDeleteColumns})` : '';
			return [
				`FOREIGN KEY (${list(columns)}) REFERENCES ${constraint.table} (${list(references)})`,
				...(typeof options.match === 'string' ? [`MATCH ${options.match}`] : []),
				...(onUpdate === 'NO ACTION' ? [] : [`ON UPDATE ${onUpdate}`]),
				...(onDelete === 'NO ACTION' ? [] : [`ON DELETE ${onDelete}${some}`])
			].join(' ');
		}
		case 'check':
			return `CHECK (${constraint.expression})`;
		case 'exclusion':
			return `EXCLUDE ${constraint.definition}`;
	}
}

function option(value: string | boolean | undefined, text: string): string {
	return value === true ? text : '';
}

function keys(parts: readonly KeyPart[]): string {
	return parts.map(({ column, expression }) => expression ?? identifier(column ?? '')).join(', ');
}

function deferring({ kind, options: { deferrable } }: Constraint): string {
	if (kind === 'exclusion' || deferrable === undefined) return '';
	return deferrable === 'INITIALLY DEFERRED' ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}

function validity({ notEnforced, notValid }: Constraint['options']): string {
	if (notEnforced === true) return ' NOT ENFORCED';
	return notValid === true ? ' NOT VALID' : '';
}

/** The primary key that can be written behind its column. */
export function keyOfOneColumn(table: Table): Constraint | undefined {
	if (table.options.ofType !== undefined) return undefined;
	const inherited = new Set(
		table.columns.filter(({ options }) => options.inherited === true).map(({ name }) => name)
	);
	return table.constraints.find(
		(constraint) =>
			constraint.kind === 'primaryKey' &&
			constraint.parts.length === 1 &&
			!inherited.has(constraint.parts[0]?.column ?? '') &&
			Object.keys(constraint.options).every((option) => option === 'indexComment') &&
			hasUsualName(table.name, constraint)
	);
}
