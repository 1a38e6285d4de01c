import initSqlJs, { type Database as RawDatabase } from 'sql.js';
import { openDatabase, type Database } from '../../../src/lib/engine/index.ts';
import { catalogFingerprint } from '../../peers/cases/sqlite-fingerprint.ts';
import type { Cells, Rig } from './rig.ts';
import { sqliteWords } from './sqlite-words.ts';
import { quoted } from './vocabulary.ts';

const sqlJs = await initSqlJs();

/** Does `work` on a copy, which may be spoilt. */
async function onCopy<Result>(database: Database, work: (copy: RawDatabase) => Result): Promise<Result> {
	const copy = new sqlJs.Database(await database.snapshot());
	try {
		return work(copy);
	} finally {
		copy.close();
	}
}

const exact = (column: string) =>
	`typeof(${column}) || ' ' || CASE typeof(${column}) WHEN 'real' THEN printf('%!.26g', ${column}) WHEN 'integer' THEN ${column} ELSE hex(${column}) END`;

export const sqliteRig: Rig = {
	words: sqliteWords,
	open: (foreignKeys) => openDatabase('sqlite', { foreignKeys }),
	close: (database) => database.close(),
	namesOf: async (_, tables) => tables,
	fingerprint: (database) =>
		onCopy(database, (copy) => {
			copy.run('DROP TABLE IF EXISTS updown_migrations');
			return catalogFingerprint(copy);
		}),

	cells(database, { name, columns }, conversions) {
		return onCopy(database, (copy): Cells | undefined => {
			let source = quoted(name);
			let names = columns.map(quoted);
			for (const [step, { columns: types, options }] of conversions.entries()) {
				const probe = `"probe ${step}"`;
				const now = types.map((_, at) => `c${at}`);
				const definitions = types.map(({ type }, at) => `c${at} ${type}`);
				const taken = types.map(({ fill }, at) =>
					fill === undefined ? names[at] : `coalesce(${names[at]}, ${fill})`
				);
				try {
					copy.run(
						`CREATE TABLE ${probe} (${definitions.join()})${options.includes('STRICT') ? ' STRICT' : ''};
						INSERT INTO ${probe} SELECT ${taken.join()} FROM ${source}`
					);
				} catch {
					return undefined;
				}
				[source, names] = [probe, now];
			}
			const [result] = copy.exec(`SELECT ${names.map(exact).join()} FROM ${source}`);
			return (result?.values ?? []).map((row) => row.map(String));
		});
	},

	foretold(error, warnings) {
		const words = [
			[/UNIQUE constraint/, /have the same/],
			[
				/NOT NULL constraint|non-constant default|default value NULL|have no value in/,
				/is NULL in some row|need a value/
			],
			[/CHECK constraint|break the new CHECK/, /breaks the check/],
			[/point nowhere|FOREIGN KEY/, /points at a row/],
			[
				/cannot store|datatype mismatch|says: constraint failed/,
				/not of its column's type|is no .* in some row/
			]
		] as const;
		return words.some(
			([said, foretelling]) => said.test(error) && warnings.some((warning) => foretelling.test(warning))
		);
	}
};
