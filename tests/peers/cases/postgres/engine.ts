import {
	compareSchemas,
	dialectOf,
	inspectSchema,
	openDatabase,
	renderMigration,
	type Database,
	type DialectName,
	type Rename,
	type RenderedMigration,
	type Schema
} from '../../../../src/lib/engine/index.ts';
import { acceptAll } from '../renames.ts';
import { dropsOfEverything, freshStart } from './clear.ts';

/** What is judged: the engine, or in a test whatever stands in for it. `From` is how it knows a schema. */
export interface Migrations<From = Schema> {
	/** The schema that the SQL makes from nothing. */
	schemaOf(sql: string): Promise<From>;
	/** How many changes lead from one to the other. */
	changes(from: From, to: From): number;
	/** Everything it would ask about. */
	renames(from: From, to: From): readonly Rename[];
	render(
		from: From,
		to: From,
		options: { readonly renames: readonly Rename[]; readonly rows?: Readonly<Record<string, number>> }
	): RenderedMigration;
	close(): Promise<void>;
}

const name: string = 'postgres';
const dialect = name as DialectName;

/** The engine, which finds the modules of an extension by itself; a text says why it cannot be had. */
export async function openEngine(): Promise<Migrations | string> {
	try {
		dialectOf(dialect);
	} catch {
		return `the engine knows no ${name}.`;
	}
	let database = await openDatabase(dialect);
	return {
		async schemaOf(sql) {
			try {
				await database.execute(sql);
				await database.execute('DISCARD ALL');
				return await inspectSchema(database);
			} finally {
				database = await clear(database);
			}
		},
		changes: (from, to) => compareSchemas(from, to).length,
		renames: acceptAll,
		render: (from, to, options) => renderMigration(from, to, { dialect, ...options }),
		close: () => database.close()
	};
}

/** Emptied as the bench is, which looks whether that is enough for these pairs. */
async function clear(database: Database): Promise<Database> {
	try {
		const { rows } = await database.query(dropsOfEverything);
		for (const [drop] of rows) await database.execute(String(drop));
		await database.execute(freshStart);
		await database.execute('DISCARD ALL');
		return database;
	} catch {
		await database.close();
		return openDatabase(dialect);
	}
}
