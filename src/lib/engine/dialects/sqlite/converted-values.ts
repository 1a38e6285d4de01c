import { DatabaseError, type Database } from '../../database.ts';
import { applyRenames } from '../../schema/apply-renames.ts';
import type { Rename } from '../../schema/change.ts';
import { rowsTried, type ConvertedValues } from '../../schema/converted-values.ts';
import { earlierNames } from '../../schema/earlier-names.ts';
import type { Column, Schema, Table } from '../../schema/model.ts';
import { converts, narrows } from './at-stake.ts';
import { identifier } from './identifier.ts';
import { spare } from './rename-steps.ts';
import { partsOf } from './schema-parts.ts';

type Placed = readonly [column: Column, table: Table];

/**
 * Copies the values of every column that gets another type into a column of that type and back into one of the old, and takes
 * it back. Must be called outside a transaction.
 */
export async function convertedValues(
	database: Database,
	from: Schema,
	to: Schema,
	{ renames, rows }: { readonly renames: readonly Rename[]; readonly rows: Readonly<Record<string, number>> }
): Promise<readonly ConvertedValues[]> {
	const earlier = earlierNames(renames);
	const wanted = retypedIn(applyRenames(from, to, renames, spare).schema, to).filter(
		([[, { name }]]) => (rows[earlier.table(name)] ?? 0) > 0
	);
	if (wanted.length === 0) return [];
	const found: ConvertedValues[] = [];
	await database.query('BEGIN');
	try {
		for (const columns of wanted) {
			const [column, { name }] = columns[1];
			const table = earlier.table(name);
			const counts = await tried(database, columns, {
				table: identifier(table),
				column: identifier(earlier.column(name, column.name))
			});
			if (counts !== undefined)
				found.push({
					table: name,
					column: column.name,
					more: (rows[table] ?? 0) > rowsTried,
					...counts
				});
		}
	} finally {
		await database.query('ROLLBACK');
	}
	return found;
}

function retypedIn(from: Schema, to: Schema): readonly (readonly [Placed, Placed])[] {
	const { tables } = partsOf(from);
	return to.objects.flatMap((table) => {
		if (table.kind !== 'table') return [];
		const before = tables.get(table.name);
		if (before === undefined) return [];
		return table.columns.flatMap((column): (readonly [Placed, Placed])[] => {
			const old = before.columns.find(({ name }) => name === column.name);
			if (old === undefined || old.generated !== undefined || column.generated !== undefined) return [];
			const columns = [
				[old, before],
				[column, table]
			] as const;
			return converts(...columns) || narrows(...columns) ? [columns] : [];
		});
	});
}

type Counts = Omit<ConvertedValues, 'table' | 'column' | 'more'>;

/** What STRICT calls the values of a type. */
const strictTypes: Readonly<Record<string, string>> = {
	INT: 'integer',
	INTEGER: 'integer',
	REAL: 'real',
	TEXT: 'text',
	BLOB: 'blob'
};

async function tried(
	database: Database,
	[old, now]: readonly [Placed, Placed],
	{ table, column }: { readonly table: string; readonly column: string }
): Promise<Counts | undefined> {
	const wanted = now[1].options.strict === true ? strictTypes[now[0].type] : undefined;
	try {
		await database.query(
			`CREATE TEMP TABLE updown_converted (given, later ${typeOf(now)}, back ${typeOf(old)})`
		);
		await database.query(
			`INSERT INTO temp.updown_converted (given, later) SELECT ${column}, ${column} FROM ${table} LIMIT ${rowsTried}`
		);
		await database.query('UPDATE temp.updown_converted SET back = later');
		// A plus takes the type off a column, which would make SQLite convert before it compares.
		const refused = wanted === undefined ? 'false' : `given IS NOT NULL AND typeof(later) <> '${wanted}'`;
		const changed = `NOT (${refused}) AND (+given IS NOT +back OR typeof(given) <> typeof(back))`;
		const { rows } = await database.query(
			`SELECT count(*), count(*) FILTER (WHERE ${refused}), count(*) FILTER (WHERE ${changed}) FROM temp.updown_converted`
		);
		const example = async (where: string) =>
			(
				await database.query(
					`SELECT quote(given), quote(later), quote(back) FROM temp.updown_converted WHERE ${where} LIMIT 1`
				)
			).rows[0]?.map(String);
		const [count, refusals, changes] = (rows[0] ?? []).map(Number);
		const bad = await example(refused);
		const other = await example(changed);
		return {
			rows: count ?? 0,
			refused: refusals ?? 0,
			...(bad?.[0] !== undefined && { refusedValue: bad[0] }),
			changed: changes ?? 0,
			...(other && {
				changedValue: { before: other[0] ?? '', after: other[1] ?? '', back: other[2] ?? '' }
			})
		};
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return undefined;
	} finally {
		await database.query('DROP TABLE IF EXISTS temp.updown_converted');
	}
}

/** The type of a column that does to values what the column does; in a table that is STRICT, ANY does nothing. */
function typeOf([{ type }, { options }]: Placed): string {
	return options.strict === true && type === 'ANY' ? '' : type;
}
