import { DatabaseError, type Database } from '../../database.ts';
import type { Schema, Table } from '../../schema/model.ts';
import type { RefusedDefault } from '../../schema/refused-default.ts';
import { triedChecks, type LonelyCheck } from '../lonely-checks.ts';
import { identifier } from './identifier.ts';
import { basisOf } from './passage.ts';
import { partsOf } from './schema-parts.ts';

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
	return triedChecks(database, wanted, (check) => isRefused(database, check));
}

function lonelyChecks(table: Table, to: Schema): readonly LonelyCheck[] {
	const later = partsOf(to).tables.get(table.name);
	return table.constraints.flatMap((rule): LonelyCheck[] => {
		if (rule.kind !== 'check') return [];
		const [column, ...others] = basisOf(table, rule.expression);
		const stays = later?.columns.some(({ name }) => name === column?.name) === true;
		return column?.default === undefined || others.length > 0 || stays
			? []
			: [{ table, column, check: rule.expression }];
	});
}

async function isRefused(database: Database, { table, column, check }: LonelyCheck): Promise<boolean> {
	const name = identifier(column.name);
	// Computed columns that the check reads are computed along.
	const computed = table.columns.flatMap(({ name, type, generated }) =>
		generated && basisOf(table, generated.expression).every((other) => other === column)
			? [`${identifier(name)} ${type} AS (${generated.expression})`]
			: []
	);
	const columns = [
		`${name} ${column.type} DEFAULT ${column.default ?? 'NULL'}${column.collation === undefined ? '' : ` COLLATE ${column.collation}`}`,
		...computed
	];
	const strict = table.options.strict === true ? ' STRICT' : '';
	try {
		await database.query(
			`CREATE TEMP TABLE updown_default (${columns.join(', ')}, CONSTRAINT updown_check CHECK (${check}))${strict}`
		);
		await database.query('INSERT INTO temp.updown_default DEFAULT VALUES');
		return false;
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return error.failure.message.includes('updown_check');
	} finally {
		await database.query('DROP TABLE IF EXISTS temp.updown_default');
	}
}
