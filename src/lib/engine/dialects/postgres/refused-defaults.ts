import { DatabaseError, type Database } from '../../database.ts';
import type { Column, Schema, Table } from '../../schema/model.ts';
import type { RefusedDefault } from '../../schema/refused-default.ts';
import { triedChecks, type LonelyCheck } from '../lonely-checks.ts';
import { columnText } from './column-text.ts';
import { hangsOn } from './hangs-on.ts';
import { columnIn, tableIn } from './objects/family.ts';

/**
 * Tries the defaults of the columns that `to` does not have on the checks about each of them alone. `database` is afterwards as
 * it was. Must be called outside a transaction.
 */
export async function refusedDefaults(
	database: Database,
	from: Schema,
	to: Schema
): Promise<readonly RefusedDefault[]> {
	const wanted = from.objects.flatMap((table) => (table.kind === 'table' ? lonelyChecks(table, to) : []));
	return triedChecks(
		database,
		wanted,
		(check) => isRefused(database, check),
		() => database.query("SELECT pg_catalog.set_config('search_path', 'public', true)")
	);
}

function lonelyChecks(table: Table, to: Schema): readonly LonelyCheck[] {
	const later = tableIn(to, table.name);
	return table.columns.flatMap((column) => {
		// What counts is given another number than this one would be.
		if (column.default === undefined || column.default.startsWith('nextval(')) return [];
		if (columnIn(later, column.name) !== undefined) return [];
		return table.constraints.flatMap((rule): LonelyCheck[] => {
			if (rule.kind !== 'check') return [];
			const { needs = [], expression: check } = rule;
			const isAlone = table.columns.every(
				(other) =>
					other.generated !== undefined || hangsOn(needs, other, table) === (other.name === column.name)
			);
			return isAlone ? [{ table, column, check }] : [];
		});
	});
}

async function isRefused(database: Database, { table, column, check }: LonelyCheck): Promise<boolean> {
	const plain = ({ name, type, collation, default: value, generated }: Column): Column => ({
		name,
		type,
		...(collation !== undefined && { collation }),
		...(value !== undefined && { default: value }),
		...(generated && { generated }),
		nullable: true,
		options: {}
	});
	const computed = table.columns.filter(
		({ generated, defaultNeeds = [] }) => generated && hangsOn(defaultNeeds, column, table)
	);
	const columns = [column, ...computed].map((one) => columnText('updown_default', plain(one)));
	await database.query('SAVEPOINT updown_default');
	try {
		await database.query(
			`CREATE TEMPORARY TABLE updown_default (${columns.join(', ')}, CONSTRAINT updown_check CHECK (${check}))`
		);
		await database.query('INSERT INTO pg_temp.updown_default DEFAULT VALUES');
		return false;
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return error.failure.code === '23514' && error.failure.message.includes('updown_check');
	} finally {
		await database.query('ROLLBACK TO updown_default');
	}
}
