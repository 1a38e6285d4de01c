import type { Queryable } from '../../database.ts';
import { firstOfUsers } from './read-needs.ts';

/** The system catalogs that structure is made of, by the column that numbers what a row is about. */
const catalogs: Readonly<Record<string, readonly string[]>> = {
	oid: [
		...['am', 'amop', 'amproc', 'attrdef', 'cast', 'class', 'collation', 'constraint', 'conversion'],
		...['default_acl', 'enum', 'event_trigger', 'extension', 'foreign_data_wrapper', 'foreign_server'],
		...['language', 'opclass', 'operator', 'opfamily', 'policy', 'proc', 'publication'],
		...['publication_namespace', 'publication_rel', 'rewrite', 'statistic_ext', 'subscription', 'transform'],
		...['trigger', 'ts_config', 'ts_dict', 'ts_parser', 'ts_template', 'type', 'user_mapping', 'authid']
	],
	attrelid: ['attribute'],
	indexrelid: ['index'],
	inhrelid: ['inherits'],
	partrelid: ['partitioned_table'],
	seqrelid: ['sequence'],
	ftrelid: ['foreign_table'],
	aggfnoid: ['aggregate'],
	rngtypid: ['range'],
	mapcfg: ['ts_config_map'],
	objid: ['depend', 'shdepend'],
	objoid: ['init_privs', 'seclabel']
};

/** What is said about `public` is read as well, though it is not one of the users' objects. */
const whole = [
	['namespace', ''],
	['description', `WHERE objoid >= ${firstOfUsers} OR objoid = 2200`]
] as const;

const sums = [
	...Object.entries(catalogs).flatMap(([column, names]) =>
		names.map((name) => sumOf(name, `WHERE ${column} >= ${firstOfUsers}`))
	),
	...whole.map(([name, where]) => sumOf(name, where))
];

/** A row of a catalog is never written over: what changes it makes another one, at another place or of another transaction. */
function sumOf(name: string, where: string): string {
	return `(SELECT pg_catalog.sum(pg_catalog.hash_record_extended(ROW(ctid, xmin), 0)) FROM pg_catalog.pg_${name} ${where})`;
}

/**
 * A text that is another one where what the users made has changed in the system catalogs, and the same one again where the
 * change was rolled back. It costs a fraction of reading them.
 */
export async function catalogMark(database: Queryable): Promise<string> {
	const { rows } = await database.query(`SELECT pg_catalog.concat_ws(' ', ${sums.join(',\n')})`);
	return String(rows[0]?.[0]);
}
