import { objectKey, type Definition } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { splitList } from '../expression-text.ts';
import { rankOf, type Step } from '../step.ts';
import { losesColumn, tableIn } from './family.ts';
import type { ObjectKind } from './kind.ts';
import { isMadeAgain } from './made-again.ts';
import { ownRelation, records } from './records.ts';
import { saidIn } from './table-model.ts';

interface StatisticsRow {
	readonly oid: number;
	readonly name: string;
	readonly table: string;
	readonly definition: string;
	readonly columns: string;
	readonly keys: number;
	readonly target: number | null;
	readonly comment: string | null;
}

const query = `
	SELECT s.oid::int8 AS oid, CASE s.stxnamespace WHEN 'public'::regnamespace THEN '' ELSE s.stxnamespace::regnamespace || '.' END
			|| quote_ident(s.stxname) AS name,
		s.stxrelid::regclass::text AS table, pg_get_statisticsobjdef(s.oid) AS definition,
		pg_get_statisticsobjdef_columns(s.oid) AS columns, cardinality(s.stxkeys) AS keys,
		CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS target,
		obj_description(s.oid, 'pg_statistic_ext') AS comment
	FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE ${ownRelation}`;

/** Statistics over several columns. */
export const statistics: ObjectKind<'statistics'> = {
	kinds: ['statistics'],
	rowsIn: 'pg_statistic_ext',

	async read(database) {
		const rows = await records<StatisticsRow>(database, query);
		return rows.map(({ oid, name, table, definition, columns, keys, target, comment }) => {
			const sorts = / \(([a-z, ]+)\) ON /.exec(definition)?.[1];
			const object: Definition = {
				kind: 'statistics',
				name,
				table,
				properties: saidIn({ sorts, columns: named(columns, keys), target }),
				...(comment !== null && { comment }),
				sql: ''
			};
			return {
				object: { ...object, sql: createText(object) },
				nodes: [{ catalog: 'pg_statistic_ext', oid, node: objectKey(object) }]
			};
		});
	},

	create(object) {
		const key = objectKey(object);
		return [
			{
				sql: createText(object),
				rank: rankOf.create + 70,
				creates: [key],
				after: [...(object.needs ?? []), `table ${object.table ?? ''}`]
			},
			...(object.properties.target === undefined ? [] : [targetStep(object)])
		];
	},

	drop(object, context) {
		const key = objectKey(object);
		const table = tableIn(context.to, object.table ?? '');
		const falls =
			table === undefined
				? context.later(`materializedView ${object.table ?? ''}`) === undefined
				: losesColumn(object.needs, tableIn(context.from, table.name), table);
		if (context.later(key) === undefined && falls) return [];
		return [
			{
				sql: `DROP STATISTICS ${object.name}`,
				rank: rankOf.drop - 2,
				drops: [key],
				before: object.needs ?? []
			}
		];
	},

	alter(from, to) {
		const [{ target: _, ...old }, { target: __, ...now }] = [from.properties, to.properties];
		if (JSON.stringify(old) !== JSON.stringify(now) || from.table !== to.table) return undefined;
		return [targetStep(to)];
	},

	moves: (_, to, context) => to.properties.target !== undefined && isMadeAgain(to, context),
	address: ({ name }) => `STATISTICS ${name}`
};

/** The columns by their names: PostgreSQL has them in the order of the table, which means nothing. After them come expressions. */
function named(list: string, columns: number): string {
	const items = splitList(castInside(list));
	return [...items.slice(0, columns).sort(), ...items.slice(columns)].join(', ');
}

function createText({ name, table, properties }: Definition): string {
	const sorts = typeof properties.sorts === 'string' ? ` (${properties.sorts})` : '';
	return `CREATE STATISTICS ${name}${sorts} ON ${text(properties.columns)} FROM ${table ?? ''}`;
}

function targetStep(object: Definition): Step {
	return {
		sql: `ALTER STATISTICS ${object.name} SET STATISTICS ${text(object.properties.target) || '-1'}`,
		rank: rankOf.create + 71,
		after: [objectKey(object), ...(object.needs ?? [])]
	};
}

function text(property: unknown): string {
	return typeof property === 'string' ? property : '';
}
