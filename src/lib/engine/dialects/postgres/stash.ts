import type { Column } from '../../schema/model.ts';
import type { StashScript, TableStash } from '../../schema/stash.ts';
import { writeStash } from '../stash-script.ts';
import { identifier, literal } from './identifier.ts';

/** The statements that put aside what a downgrade would lose, and bring it back. */
export function stashScript(stashes: readonly TableStash[]): StashScript {
	return writeStash(
		{
			identifier,
			relation: (name) => name,
			kept: (column, value) => (isOwn(column) ? `${value}::text${neutral(column)}` : value),
			restored: (column, value) => (isOwn(column) ? `${value}::${column.type}` : value),
			same: (column, one, other) =>
				isOwn(column) || !isComparable(column)
					? `${one}::text IS NOT DISTINCT FROM ${other}::text`
					: `${one} IS NOT DISTINCT FROM ${other}`,
			overriding: (columns) =>
				columns.some(({ options }) => options.identity === 'ALWAYS') ? ' OVERRIDING SYSTEM VALUE' : '',
			afterwards: (table, columns) => columns.filter(isNumbered).map((column) => goOn(table, column))
		},
		stashes
	);
}

/** A type or collation that a migration has made may go with the downgrade, and a stash of that type would stand in its way. */
function isOwn({ needs = [] }: Column): boolean {
	return needs.some((node) => !node.startsWith('schema '));
}

function neutral({ collation }: Column): string {
	return collation === undefined ? '' : ' COLLATE "default"';
}

/** Types without an equality of their own, or with one that leaves something out. */
function isComparable({ type }: Column): boolean {
	return !/^(?:json|xml|point|line|lseg|box|path|polygon|circle)\b/.test(type);
}

function isNumbered({ default: value, options }: Column): boolean {
	return options.identity !== undefined || (value?.startsWith('nextval(') ?? false);
}

/** A sequence that was made anew would give numbers that are taken; where there is nothing to go on from, it stays. */
function goOn(table: string, { name }: Column): string {
	const sequence = `pg_get_serial_sequence(${literal(table)}, ${literal(name)})`;
	const highest = `max(${identifier(name)})`;
	return `SELECT setval(${sequence}, (SELECT ${highest}::int8 FROM ${table} HAVING ${highest} > 0));`;
}
