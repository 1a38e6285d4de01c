import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { inspector } from '../../../src/lib/engine/dialects/sqlite/inspect.ts';
import { normalizeDefault, normalizeType } from '../../../src/lib/engine/dialects/sqlite/normalize.ts';
import type { ForeignKey, Table } from '../../../src/lib/engine/schema/model.ts';
import { make, schemaStatements } from '../schema/random-schema.ts';

const runs = { numRuns: Number(process.env.UPDOWN_LAW_RUNS ?? 40) };

/** A table as SQLite's own catalog has it, for comparing. */
async function inCatalog(database: Database, table: string) {
	const { rows: columns } = await database.query(
		`SELECT name, type, "notnull", dflt_value, hidden, pk FROM pragma_table_xinfo(?, 'main')`,
		[table]
	);
	const { rows: keys } = await database.query(
		`SELECT id, "from", "table", "to", on_delete, on_update FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq`,
		[table]
	);
	const ids = [...new Set(keys.map(([id]) => id))];
	return {
		columns: columns.map(([name, type, notNull, value, hidden]) => {
			const normal = value === null || Number(hidden) > 1 ? 'NULL' : normalizeDefault(String(value));
			return {
				name,
				type: normalizeType(String(type)),
				nullable: notNull === 0,
				default: normal === 'NULL' ? undefined : normal,
				stored: Number(hidden) > 1 ? hidden === 3 : undefined
			};
		}),
		primaryKey: columns
			.filter((row) => Number(row[5]) > 0)
			.sort((a, b) => Number(a[5]) - Number(b[5]))
			.map(([name]) => name),
		foreignKeys: ids
			.map((id) => {
				const parts = keys.filter((key) => key[0] === id);
				const [, , parent, , onDelete, onUpdate] = parts[0] ?? [];
				const references = parts.flatMap((key) => (key[3] === null ? [] : [key[3]]));
				return JSON.stringify([parts.map((key) => key[1]), parent, references, onDelete, onUpdate]);
			})
			.sort()
	};
}

/** The same of the table as it was read. */
function asRead({ columns, constraints }: Table): Awaited<ReturnType<typeof inCatalog>> {
	const key = constraints.find((constraint) => constraint.kind === 'primaryKey');
	return {
		columns: columns.map(({ name, type, nullable, default: value, generated }) => ({
			name,
			type,
			nullable,
			default: value,
			stored: generated?.stored
		})),
		primaryKey: key?.parts.map(({ column }) => column ?? null) ?? [],
		foreignKeys: constraints
			.filter((constraint): constraint is ForeignKey => constraint.kind === 'foreignKey')
			.map((found) =>
				JSON.stringify([found.columns, found.table, found.references, found.onDelete, found.onUpdate])
			)
			.sort()
	};
}

async function expectAgreement(database: Database): Promise<void> {
	const { objects } = await inspector.inspect(database);
	for (const object of objects) {
		if (object.kind === 'table') expect(asRead(object)).toEqual(await inCatalog(database, object.name));
	}
}

const pick = (...items: string[]) => fc.constantFrom(...items);
const space = pick('', ' ', '\n\t', ' -- ) ,\n', '/* ( , */');
const names = ['a', '"b c"', '[d]', '`e`', "'f'", 'Key', 'desc', 'é'];
const types = pick(
	...[
		'',
		'INTEGER',
		'integer /* ! */',
		'/* ! */ INTEGER',
		' varchar( 20 )',
		'decimal(10 , 2)',
		'text(-3,+4)'
	],
	...['double precision', '"odd type"', "'str'", 'generated', 'int generated always', 'long always', 'any']
);
const value = pick(
	...[
		'1',
		'-1',
		'+5',
		"'x'",
		'"q"',
		'word',
		'null',
		'true',
		'CURRENT_TIMESTAMP',
		'(1+1)',
		'( /* ! */ null )'
	],
	...["('a' || ',)')", "x'00'", '1.50', '((2))', "- 'z'", '0x1F', '1_000']
);
const conflict = pick('', '', ' ON CONFLICT IGNORE');
const reference = fc
	.tuple(
		pick('REFERENCES t', 'references "P q" (x)', 'REFERENCES p("b c")'),
		pick(
			'',
			' ON DELETE CASCADE',
			' on update set null on delete no action',
			' ON INSERT RESTRICT MATCH full'
		),
		pick('', ' DEFERRABLE INITIALLY DEFERRED', ' NOT DEFERRABLE', ' deferrable initially immediate')
	)
	.map((parts) => parts.join(''));
const rule = fc
	.tuple(
		pick('', '', 'CONSTRAINT r ', 'constraint "r 2" '),
		fc.oneof(
			conflict.map((on) => `NOT NULL${on}`),
			pick('NULL', 'CHECK (1 > 0)', 'COLLATE nocase', 'UNIQUE', 'CONSTRAINT lone', 'AS (1 + 1) STORED'),
			value.map((text) => `DEFAULT ${text}`),
			reference,
			pick('PRIMARY KEY', 'PRIMARY KEY DESC', 'primary key autoincrement')
		)
	)
	.map((parts) => parts.join(''));

/** A table written by somebody who knows all that SQLite lets pass. */
const oddTable = fc
	.tuple(
		fc.uniqueArray(pick(...names), { minLength: 1, maxLength: 4 }),
		fc.array(fc.tuple(types, fc.array(rule, { maxLength: 3 })), { minLength: 4, maxLength: 4 }),
		fc.array(space, { minLength: 12, maxLength: 12 }),
		pick('', '', 'PRIMARY KEY (@)', 'unique (@ desc)', 'FOREIGN KEY (@) references t on delete set default'),
		pick('', '', ' STRICT', ' without rowid')
	)
	.map(([columns, definitions, spaces, extra, end]) => {
		const items = columns.map(
			(name, at) => `${name} ${definitions[at]?.[0]} ${definitions[at]?.[1].join(' ')}`
		);
		if (extra !== '') items.push(extra.replace('@', columns[0] ?? ''));
		const spaced = items.map((item, at) => `${spaces[2 * at]}${item}${spaces[2 * at + 1]}`);
		return `CREATE TABLE t${spaces[10]}(${spaced.join(',')}\n)${spaces[11]}${end}`;
	});

describe('what the text of a table tells is what SQLite itself says of it', () => {
	test('in any schema', async () => {
		await fc.assert(
			fc.asyncProperty(schemaStatements, async (statements) => {
				const database = await openDatabase('sqlite');
				await make(database, statements);
				await expectAgreement(database);
				await database.close();
			}),
			runs
		);
	}, 600_000);

	test('in a table as oddly written as SQLite allows', async () => {
		await fc.assert(
			fc.asyncProperty(oddTable, async (sql) => {
				const database = await openDatabase('sqlite');
				const taken = await database.execute(sql).then(
					() => true,
					() => false
				);
				if (taken) await expectAgreement(database);
				await database.close();
				fc.pre(taken);
			}),
			{ ...runs, maxSkipsPerRun: 1000 }
		);
	}, 600_000);
});
