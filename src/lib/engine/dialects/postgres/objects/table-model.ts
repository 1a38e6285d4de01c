import type { Column, Constraint, KeyPart } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { withoutParentheses } from '../expression-text.ts';
import { identifier } from '../identifier.ts';
import { automaticName } from '../object-names.ts';
import { parametersOf } from '../sequence-parameters.ts';
import type { SequenceRow } from './sequence-rows.ts';
import type { ColumnRow, ConstraintRow, TableRow } from './table-rows.ts';

type Options = Readonly<Record<string, string | boolean>>;

/** What is known around a column. */
export interface Surrounding {
	readonly table: TableRow;
	/** Those behind the identity columns of the table. */
	readonly sequences: readonly SequenceRow[];
}

/** Options, given in one or more records, without those that are off or missing. */
export function saidIn(
	...all: readonly Readonly<Record<string, string | boolean | number | null | undefined>>[]
): Options {
	const said: Record<string, string | boolean> = {};
	for (const options of all) {
		for (const name in options) {
			const value = options[name];
			if (value === null || value === undefined || value === false) continue;
			said[name] = typeof value === 'number' ? String(value) : value;
		}
	}
	return said;
}

/** A row of the catalog as a column. */
export function columnOf(row: ColumnRow, { table, sequences }: Surrounding): Column {
	const sequence = sequences.find(({ column }) => column === row.name);
	const { generated, collation, comment } = row;
	const filled = row.filled === null ? null : castInside(row.filled);
	return {
		name: row.name,
		type: row.type,
		nullable: row.nullable,
		...(filled !== null && generated === '' && { default: filled }),
		...(filled !== null &&
			generated !== '' && {
				generated: { expression: withoutParentheses(filled), stored: generated === 's' }
			}),
		...(collation !== null && { collation }),
		options: saidIn(identityOptions(row, table, sequence), notNullOptions(row, table), {
			inherited: !row.local,
			storage: row.storage,
			compression: row.compression,
			statistics: row.statistics,
			attributes: row.attributes,
			foreignOptions: row.foreignOptions
		}),
		...(comment !== null && { comment })
	};
}

const identities = { '': null, a: 'ALWAYS', d: 'BY DEFAULT' } as const;

function identityOptions(
	{ identity, name, local }: ColumnRow,
	table: TableRow,
	sequence: SequenceRow | undefined
) {
	if (identity === '' || sequence === undefined || (table.bound !== null && !local)) {
		return { identity: identities[identity] };
	}
	const { start, increment, minimum, maximum, cache, cycle } = parametersOf(sequence, sequence.type);
	const usual = sequence.bare === automaticName(table.bare, name, 'seq');
	return {
		identity: identities[identity],
		identitySequence: usual ? null : sequence.bare,
		identityStart: start,
		identityIncrement: increment,
		identityMinimum: minimum,
		identityMaximum: maximum,
		identityCache: cache,
		identityCycle: cycle,
		identityUnlogged: sequence.unlogged && !table.unlogged
	};
}

function notNullOptions(row: ColumnRow, table: TableRow) {
	if (row.notNullName === null) return {};
	const usual = row.notNullName === automaticName(table.bare, row.name, 'not_null');
	return {
		notNullName: usual ? null : row.notNullName,
		notNullNoInherit: row.notNullNoInherit,
		notNullNotValid: row.notNullValid === false,
		notNullOwn: !row.local && row.notNullLocal === true,
		notNullInherited: row.local && row.notNullLocal === false,
		notNullComment: row.notNullComment
	};
}

const actions: Readonly<Record<string, string>> = {
	a: 'NO ACTION',
	r: 'RESTRICT',
	c: 'CASCADE',
	n: 'SET NULL',
	d: 'SET DEFAULT'
};

/** A row of the catalog as a constraint. */
export function constraintOf(row: ConstraintRow): Constraint {
	const { name, comment } = row;
	const said = { name, ...(comment !== null && { comment }) };
	const options = saidIn({
		inherited: !row.local,
		deferrable: row.deferrable && (row.deferred ? 'INITIALLY DEFERRED' : 'INITIALLY IMMEDIATE'),
		notEnforced: !row.enforced,
		notValid: row.enforced && !row.valid,
		noInherit: row.noInherit,
		with: row.with,
		tablespace: row.tablespace,
		include: listOf(row.include),
		nullsNotDistinct: row.nullsNotDistinct ?? false,
		withoutOverlaps: row.period && row.type !== 'f',
		period: row.period && row.type === 'f',
		match: row.full && row.type === 'f' && 'FULL',
		onDeleteColumns: listOf(row.onDeleteColumns),
		indexComment: row.indexComment,
		partitionOf: row.partitionOf,
		invalid: row.indexValid === false
	});
	switch (row.type) {
		case 'p':
			return { kind: 'primaryKey', ...said, parts: partsOf(row), options };
		case 'u':
			return { kind: 'unique', ...said, parts: partsOf(row), options };
		case 'f':
			return {
				kind: 'foreignKey',
				...said,
				columns: row.columns ?? [],
				table: row.table ?? '',
				references: row.references ?? [],
				onDelete: actions[row.onDelete] ?? row.onDelete,
				onUpdate: actions[row.onUpdate] ?? row.onUpdate,
				options
			};
		case 'c':
			return {
				kind: 'check',
				...said,
				expression: withoutParentheses(castInside(row.expression ?? '')),
				options
			};
		case 'x': {
			// Deferrable, valid and the like are among the options.
			const definition = castInside(row.definition ?? '').replace(/^EXCLUDE /, '');
			const { deferrable: _, nullsNotDistinct: __, include: ___, ...rest } = options;
			return { kind: 'exclusion', ...said, definition, options: rest };
		}
	}
}

function partsOf({ columns }: ConstraintRow): readonly KeyPart[] {
	return (columns ?? []).map((column) => ({ column }));
}

function listOf(columns: readonly string[] | null): string | null {
	return columns === null || columns.length === 0 ? null : columns.map(identifier).join(', ');
}
