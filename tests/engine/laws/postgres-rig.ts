import { DatabaseError, type Database } from '../../../src/lib/engine/index.ts';
import { postgresFingerprint, type Queryable } from '../../peers/postgres-fingerprint/index.ts';
import { emptyDatabase } from '../databases.ts';
import { postgresWords } from './postgres-words.ts';
import type { Cells, Rig } from './rig.ts';
import { quoted } from './vocabulary.ts';

/** A database of the engine as the fingerprint asks it. */
function queryable(database: Database): Queryable {
	return {
		async exec(sql) {
			const results: { readonly rows: readonly Record<string, unknown>[] }[] = [];
			for await (const { result } of database.run(sql, { maxRows: Number.MAX_SAFE_INTEGER })) {
				const { columns = [], rows = [] } = result ?? {};
				results.push({
					rows: rows.map((row) => Object.fromEntries(row.map((cell, at) => [columns[at] ?? '', cell])))
				});
			}
			return results;
		}
	};
}

/** Does `work` and undoes it, which may happen inside of another work; nothing where the database refuses. */
async function undone<Result>(database: Database, work: () => Promise<Result>): Promise<Result | undefined> {
	await database.execute('SAVEPOINT before');
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return undefined;
	} finally {
		await database.execute('ROLLBACK TO before; RELEASE before');
	}
}

/** How a value gets from one type to another: by itself, where somebody says so, or over text. */
const ways = new Map<string, (value: string) => string>();

/** Whether only PostgreSQL 18 knows a way, while what is generated must run on older ones too. */
function isNew(from: string, to: string): boolean {
	const whole = ['smallint', 'integer', 'bigint'];
	return [from, to].includes('bytea') && (whole.includes(from) || whole.includes(to));
}

async function wayBetween(database: Database, from: string, to: string): Promise<(value: string) => string> {
	const key = `${from} > ${to}`;
	const known = ways.get(key);
	if (known !== undefined) return known;
	const tries = isNew(from, to) ? [] : [(value: string) => value, (value: string) => `${value}::${to}`];
	for (const way of tries) {
		const sql = `CREATE TEMP TABLE probe (c ${to}); INSERT INTO probe SELECT ${way(`NULL::${from}`)}`;
		const works = await undone(database, async () => {
			await database.execute(sql);
			return true;
		});
		if (works !== true) continue;
		ways.set(key, way);
		return way;
	}
	const over = (value: string) => `${value}::text::${to}`;
	ways.set(key, over);
	return over;
}

/** Types of the user's own may be others on the other side. */
function probeType(type: string): string {
	return type.startsWith('"') ? 'text' : type;
}

export const postgresRig: Rig = {
	words: postgresWords,

	async open() {
		const database = await emptyDatabase('postgres');
		await database.execute("COMMENT ON SCHEMA public IS 'standard public schema'");
		return database;
	},

	// There is one for all of them.
	close: async () => undefined,

	async namesOf(database, tables) {
		const { rows } = await database.query(
			'SELECT quote_ident(name) FROM json_array_elements_text($1) AS t (name)',
			[JSON.stringify(tables)]
		);
		return rows.map(([name]) => String(name));
	},

	fingerprint: (database) => postgresFingerprint(queryable(database)),

	async cells(database, { name, columns }, conversions) {
		await database.execute('BEGIN');
		const cells = await undone(database, async (): Promise<Cells> => {
			const table = quoted(name);
			let types = (
				await database.query(
					`SELECT n, format_type(a.atttypid, a.atttypmod) FROM unnest($1::text[]) WITH ORDINALITY AS c (name, n)
						JOIN pg_attribute a ON a.attrelid = $2::regclass AND a.attname = c.name ORDER BY n`,
					[
						`{${columns.map((column) => `"${column.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join()}}`,
						table
					]
				)
			).rows.map(([, type]) => String(type));
			let source = table;
			let names = columns.map(quoted);
			for (const [step, { columns: wanted }] of conversions.entries()) {
				const probe = `probe${step}`;
				const taken: string[] = [];
				for (const [at, { type, fill }] of wanted.entries()) {
					const [from = '', to, column = ''] = [types[at], probeType(type), names[at]];
					const value =
						from === type
							? column
							: (await wayBetween(database, probeType(from), to))(
									from.startsWith('"') ? `${column}::text` : column
								);
					taken.push(fill === undefined ? value : `coalesce(${value}, ${fill})`);
				}
				await database.execute(
					`CREATE TEMP TABLE ${probe} (${wanted.map(({ type }, at) => `c${at} ${probeType(type)}`).join()});
					INSERT INTO ${probe} SELECT ${taken.join()} FROM ONLY ${source}`
				);
				[source, names, types] = [
					probe,
					wanted.map((_, at) => `c${at}`),
					wanted.map(({ type }) => probeType(type))
				];
			}
			const texts = names.map((column) => `coalesce('= ' || ${column}::text, 'null')`);
			const { rows } = await database.query(`SELECT ${texts.join()} FROM ONLY ${source}`);
			return rows.map((row) => row.map(String));
		});
		await database.execute('ROLLBACK');
		return cells;
	},

	foretold(error, warnings) {
		const words = [
			[/duplicate key|could not create unique index|is duplicated/, /have the same/],
			[/null value|contains null values/, /is NULL in some row|must not be NULL|cannot be converted/],
			[/check constraint/, /breaks the check/],
			[/foreign key constraint/, /points at a row/],
			[
				/out of range|invalid|syntax error in|too long|cannot be cast|overflow|malformed|cannot convert|not a valid|expected JSON array/,
				/do(?:es)? not fit|cannot be converted/
			]
		] as const;
		return words.some(
			([said, foretelling]) => said.test(error) && warnings.some((warning) => foretelling.test(warning))
		);
	}
};
