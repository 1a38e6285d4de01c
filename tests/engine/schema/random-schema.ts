import fc from 'fast-check';
import { DatabaseError, type Database } from '../../../src/lib/engine/database.ts';
import { identifier } from '../../../src/lib/engine/dialects/sqlite/identifier.ts';

/**
 * Random schemas from small pools of names, so that two of them have much in common. Each is a list of
 * statements of which SQLite may refuse some; what is left is a schema.
 */
export const tableNames = ['users', 'posts', 'order', 'two words', 'Ünï🚆'];
export const columnNames = ['id', 'name', 'email', 'group', 'my col', 'N'];

const pick = <T>(...items: T[]) => fc.constantFrom(...items);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 3) =>
	fc.option(arbitrary, { nil: undefined, freq: weight });
const words = (...parts: fc.Arbitrary<string | undefined>[]) =>
	fc.tuple(...parts).map((found) => found.filter((part) => part !== undefined && part !== '').join(' '));
const table = pick(...tableNames).map(identifier);
const column = pick(...columnNames).map(identifier);
const literal = pick(
	'0',
	'-1',
	"'x'",
	"'it''s'",
	'NULL',
	'TRUE',
	'1.5',
	'1E3',
	'0xff',
	'CURRENT_TIMESTAMP',
	'(1 + 2)',
	"('a' || 'b')"
);
const expression = fc
	.tuple(
		column,
		pick('> 0', '<> 1', 'IS NOT NULL', 'NOTNULL', '< 900', "IN ('a', 'b')", "LIKE 'a%'", 'BETWEEN 0 AND 9'),
		maybe(column)
	)
	.map(([left, test, other]) =>
		other === undefined ? `${left} ${test}` : `(${left} ${test} OR ${other} = 2)`
	);
const named = maybe(pick('CONSTRAINT one', 'CONSTRAINT "rule 2"'), 1);
const reference = words(
	table.map((name) => `REFERENCES ${name}`),
	maybe(column.map((name) => `(${name})`)),
	maybe(pick('ON DELETE CASCADE', 'ON UPDATE SET NULL', 'ON DELETE RESTRICT')),
	maybe(pick('DEFERRABLE INITIALLY DEFERRED'))
);

const definition = (name: string) =>
	words(
		fc.constant(identifier(name)),
		pick('INTEGER', 'TEXT', 'varchar(20)', 'INT', 'REAL', 'BLOB', '', 'decimal(10, 2)'),
		fc.oneof(
			{
				weight: 5,
				arbitrary: words(
					maybe(pick('NOT NULL', 'NOT NULL ON CONFLICT IGNORE')),
					maybe(literal.map((value) => `DEFAULT ${value}`)),
					maybe(pick('COLLATE NOCASE', 'COLLATE RTRIM'), 1),
					maybe(
						words(
							named,
							fc.oneof(
								expression.map((test) => `CHECK (${test})`),
								reference,
								fc.constant('UNIQUE')
							)
						),
						2
					)
				)
			},
			{ weight: 1, arbitrary: pick('PRIMARY KEY', 'PRIMARY KEY AUTOINCREMENT', 'PRIMARY KEY DESC') },
			{
				weight: 1,
				arbitrary: fc
					.tuple(column, pick('STORED', 'VIRTUAL', ''))
					.map(([other, kind]) => `GENERATED ALWAYS AS (${other} || '!') ${kind}`)
			}
		)
	);
const keys = fc.uniqueArray(column, { minLength: 1, maxLength: 2 }).map((names) => names.join(', '));
const tableRule = words(
	named,
	fc.oneof(
		keys.map((list) => `PRIMARY KEY (${list})`),
		keys.map((list) => `UNIQUE (${list})`),
		expression.map((test) => `CHECK (${test})`),
		fc.tuple(column, reference).map(([name, rest]) => `FOREIGN KEY (${name}) ${rest}`)
	)
);

const createTable = fc
	.tuple(
		table,
		fc
			.uniqueArray(pick(...columnNames), { minLength: 1, maxLength: 5 })
			.chain((names) => fc.tuple(...names.map(definition))),
		fc.array(tableRule, { maxLength: 2 }),
		pick('', '', '', ' STRICT', ' WITHOUT ROWID')
	)
	.map(
		([name, columns, rules, end]) =>
			`CREATE TABLE ${name} (\n\t${[...columns, ...rules].join(',\n\t')}\n)${end}`
	);

const createIndex = fc
	.tuple(
		pick('', 'UNIQUE '),
		pick('i1', 'i2', '"i 3"'),
		table,
		fc.oneof(
			keys,
			column.map((name) => `lower(${name}) DESC`)
		),
		maybe(expression, 1)
	)
	.map(
		([unique, name, on, parts, where]) =>
			`CREATE ${unique}INDEX ${name} ON ${on} (${parts})${where === undefined ? '' : ` WHERE ${where}`}`
	);
const createView = fc
	.tuple(
		pick('v1', 'v2', 'v3'),
		fc.oneof(column, fc.constant('*')),
		fc.oneof(table, pick('v1', 'v2')),
		maybe(expression, 1)
	)
	.map(
		([name, what, from, where]) =>
			`CREATE VIEW ${name} AS SELECT ${what} FROM ${from}${where === undefined ? '' : ` WHERE ${where}`}`
	);
const createTrigger = fc
	.tuple(pick('r1', 'r2'), pick('AFTER INSERT', 'UPDATE', 'AFTER DELETE'), table, table)
	.map(
		([name, event, on, other]) =>
			`CREATE TRIGGER ${name} ${event} ON ${on} BEGIN DELETE FROM ${other} WHERE 0; END`
	);

/** A schema as statements. */
export const schemaStatements = fc
	.tuple(
		fc.array(createTable, { minLength: 1, maxLength: 4 }),
		fc.array(fc.oneof(createIndex, createView, createTrigger), { maxLength: 5 })
	)
	.map(([tables, others]) => [...tables, ...others]);

/** Runs the statements that SQLite takes, says which they were, and undoes those whose table cannot be read or written (a generated column that needs itself). */
export async function make(database: Database, statements: readonly string[]): Promise<boolean[]> {
	const taken: boolean[] = [];
	for (const statement of statements) {
		taken.push(
			await database.execute(statement).then(
				() => true,
				() => false
			)
		);
	}
	for (const name of tableNames.map(identifier)) {
		const { rows } = await database.query('SELECT 1 FROM sqlite_schema WHERE name = ?', [
			name.replaceAll('"', '')
		]);
		if (rows.length === 0) continue;
		if (!(await isUsable(database, name))) await database.execute(`DROP TABLE ${name}`);
	}
	return taken;
}

/** Whether a table can be read, and written as far as its generated columns go. */
async function isUsable(database: Database, table: string): Promise<boolean> {
	try {
		await database.query(`SELECT * FROM ${table}`);
		// Prepared, not run: a loop is found before there is a row.
		await database.query(`EXPLAIN INSERT INTO ${table} DEFAULT VALUES`);
		return true;
	} catch (error) {
		if (error instanceof DatabaseError) return false;
		throw error;
	}
}

/** Puts up to `count` rows into every table, as far as their rules let it. */
export async function fill(database: Database, count: number): Promise<void> {
	for (const name of tableNames) {
		for (let n = 1; n <= count; n++) {
			const { rows } = await database.query(`SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0`, [
				name
			]);
			const columns = rows.map((row) => identifier(String(row[0])));
			const values = rows.map((row) =>
				/CHAR|TEXT/i.test(String(row[1])) ? `'${'ab'[n % 2] ?? ''}${n}'` : String(n)
			);
			if (columns.length === 0) continue;
			const insert = `INSERT INTO ${identifier(name)} (${columns.join(', ')}) VALUES (${values.join(', ')})`;
			await database.execute(insert).catch(() => undefined);
		}
	}
}
