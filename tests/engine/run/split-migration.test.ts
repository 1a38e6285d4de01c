import { expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { inspectSchema } from '../../../src/lib/engine/run/index.ts';
import type { AutogenerateRequest } from '../../../src/lib/engine/run/autogenerate-reply.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { everythingIn, everyDialect } from '../databases.ts';
import { Asked } from './asked.ts';

interface Scenario {
	readonly title: string;
	readonly before: string;
	readonly after: string;
	readonly request?: Partial<AutogenerateRequest>;
	/** How many migrations it makes at the least. */
	readonly parts: number;
	readonly only?: DialectName;
}

const scenarios: readonly Scenario[] = [
	{
		title: 'tables, indexes and a view that stand on each other',
		before: `CREATE TABLE users (id integer PRIMARY KEY, name text);
			INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');`,
		after: `CREATE TABLE users (id integer PRIMARY KEY, name text, email text);
			CREATE INDEX users_email ON users (email);
			CREATE TABLE pets (id integer PRIMARY KEY, owner integer REFERENCES users (id), name text);
			CREATE TABLE toys (id integer PRIMARY KEY, pet integer REFERENCES pets (id));
			CREATE INDEX toys_pet ON toys (pet);
			CREATE VIEW owners AS SELECT users.email, pets.name FROM users JOIN pets ON pets.owner = users.id;`,
		parts: 6
	},
	{
		title: 'everything that goes',
		before: `CREATE TABLE users (id integer PRIMARY KEY, name text);
			CREATE TABLE pets (id integer PRIMARY KEY, owner integer REFERENCES users (id));
			CREATE INDEX pets_owner ON pets (owner);
			CREATE VIEW owners AS SELECT users.name, pets.id FROM users JOIN pets ON pets.owner = users.id;
			CREATE TABLE other (a integer);
			INSERT INTO users VALUES (1, 'Ada'); INSERT INTO pets VALUES (1, 1); INSERT INTO other VALUES (5);`,
		after: 'CREATE TABLE other (a integer, b integer);',
		// The index goes with its table.
		parts: 4
	},
	{
		title: 'a view over a column that goes, and over one that comes',
		before: `CREATE TABLE users (id integer PRIMARY KEY, name text, nick text);
			CREATE VIEW names AS SELECT id, nick AS shown FROM users;
			CREATE TABLE log (id integer PRIMARY KEY, what text);
			INSERT INTO users VALUES (1, 'Ada', 'a'); INSERT INTO log VALUES (1, 'x');`,
		after: `CREATE TABLE users (id integer PRIMARY KEY, name text, alias text);
			CREATE VIEW names AS SELECT id, alias AS shown FROM users;
			CREATE TABLE log (id integer PRIMARY KEY, what text NOT NULL);`,
		parts: 2
	},
	{
		title: 'a renamed table and a renamed column with what refers to them',
		before: `CREATE TABLE users (id integer PRIMARY KEY, mail text);
			CREATE INDEX users_mail ON users (mail);
			CREATE TABLE pets (id integer PRIMARY KEY, owner integer REFERENCES users (id));
			CREATE VIEW mails AS SELECT mail FROM users;
			CREATE TABLE shops (id integer PRIMARY KEY, nmae text);
			INSERT INTO users VALUES (1, 'a@x'), (2, 'b@x'); INSERT INTO pets VALUES (1, 2); INSERT INTO shops VALUES (1, 's');`,
		after: `CREATE TABLE people (id integer PRIMARY KEY, email text, age integer);
			CREATE INDEX users_mail ON people (email);
			CREATE TABLE pets (id integer PRIMARY KEY, owner integer REFERENCES people (id), name text);
			CREATE VIEW mails AS SELECT email FROM people;
			CREATE TABLE shops (id integer PRIMARY KEY, name text);
			CREATE TABLE tags (id integer PRIMARY KEY);`,
		request: {
			renames: [
				{ kind: 'table', from: 'users', to: 'people' },
				{ kind: 'column', table: 'people', from: 'mail', to: 'email' },
				{ kind: 'column', table: 'shops', from: 'nmae', to: 'name' }
			]
		},
		parts: 3
	},
	{
		title: 'values that are filled in, forth and back',
		before: `CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, nick text);
			CREATE TABLE pets (id integer PRIMARY KEY, name text);
			INSERT INTO users VALUES (1, 'Ada', NULL), (2, 'Bo', 'b'); INSERT INTO pets VALUES (1, 'Rex');`,
		after: `CREATE TABLE users (id integer PRIMARY KEY, nick text NOT NULL, full_name text NOT NULL);
			CREATE TABLE pets (id integer PRIMARY KEY, name text, kind text NOT NULL);`,
		request: {
			fills: [
				{ direction: 'upgrade', table: 'users', column: 'nick', expression: 'lower(name)' },
				{ direction: 'upgrade', table: 'users', column: 'full_name', expression: "name || '!'" },
				{ direction: 'upgrade', table: 'pets', column: 'kind', expression: "'dog'" },
				{ direction: 'downgrade', table: 'users', column: 'name', expression: 'upper(nick)' }
			]
		},
		parts: 2
	},
	{
		title: 'a table whose name a view takes',
		before: `CREATE TABLE users (id integer PRIMARY KEY, name text);
			CREATE TABLE archive (id integer PRIMARY KEY, name text);
			INSERT INTO users VALUES (1, 'Ada');`,
		after: `CREATE TABLE users (id integer PRIMARY KEY, name text, gone integer);
			CREATE VIEW archive AS SELECT id, name FROM users WHERE gone = 1;`,
		parts: 2
	},
	{
		title: 'two tables that point at each other',
		before: 'CREATE TABLE other (a integer);',
		after: `CREATE TABLE other (a integer, b integer);
			CREATE TABLE teams (id integer PRIMARY KEY, lead integer);
			CREATE TABLE members (id integer PRIMARY KEY, team integer REFERENCES teams (id));`,
		parts: 3
	},
	{
		title: 'triggers',
		only: 'sqlite',
		before: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
			CREATE TABLE log (what TEXT);
			CREATE TRIGGER users_new AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.name); END;
			INSERT INTO users VALUES (1, 'Ada');`,
		after: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
			CREATE TABLE log (what TEXT, who INTEGER);
			CREATE TRIGGER users_new AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.email, NEW.id); END;
			CREATE TABLE other (a);`,
		parts: 4
	},
	{
		title: 'tables in a circle',
		only: 'sqlite',
		before: 'CREATE TABLE other (a);',
		after: `CREATE TABLE other (a, b);
			CREATE TABLE teams (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES members);
			CREATE TABLE members (id INTEGER PRIMARY KEY, team INTEGER REFERENCES teams);`,
		parts: 2
	},
	{
		title: 'types, functions, triggers, sequences and policies',
		only: 'postgres',
		before: `CREATE TYPE mood AS ENUM ('sad', 'ok');
			CREATE TABLE users (id serial PRIMARY KEY, name text, mood mood);
			CREATE VIEW moods AS SELECT mood FROM users;
			INSERT INTO users (name, mood) VALUES ('Ada', 'ok'), ('Bo', 'sad');`,
		after: `CREATE SCHEMA app;
			CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
			CREATE DOMAIN app.email AS text CHECK (VALUE LIKE '%@%');
			CREATE TABLE users (id serial PRIMARY KEY, name text, mood mood, mail app.email);
			CREATE VIEW moods AS SELECT mood, mail FROM users;
			CREATE TABLE app.orders (id serial PRIMARY KEY, owner integer REFERENCES users, price integer);
			CREATE FUNCTION app.total(who integer) RETURNS bigint LANGUAGE sql AS
				$$ SELECT sum(price) FROM app.orders WHERE owner = who $$;
			CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
			CREATE TRIGGER touch BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
			ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
			CREATE POLICY own ON app.orders USING (owner = 1);
			CREATE MATERIALIZED VIEW app.totals AS SELECT id, app.total(id) AS total FROM users;
			COMMENT ON TABLE users IS 'People';`,
		parts: 9
	},
	{
		title: 'partitions and heirs with their indexes',
		only: 'postgres',
		before: `CREATE TABLE events (id integer, at date) PARTITION BY RANGE (at);
			CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
			CREATE TABLE places (name text);
			CREATE TABLE cities (size integer) INHERITS (places);
			INSERT INTO events VALUES (1, '2025-05-05'); INSERT INTO cities VALUES ('Ulm', 1);`,
		after: `CREATE TABLE events (id integer, at date, what text) PARTITION BY RANGE (at);
			CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
			CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
			CREATE INDEX events_at ON events (at);
			CREATE TABLE places (name text, country text);
			CREATE TABLE cities (size integer) INHERITS (places);
			CREATE TABLE other (a integer);`,
		parts: 3
	},
	{
		title: 'tables in a circle',
		only: 'postgres',
		before: 'CREATE TABLE other (a integer);',
		after: `CREATE TABLE other (a integer, b integer);
			CREATE TABLE teams (id integer PRIMARY KEY, lead integer);
			CREATE TABLE members (id integer PRIMARY KEY, team integer REFERENCES teams);
			ALTER TABLE teams ADD FOREIGN KEY (lead) REFERENCES members;`,
		parts: 2
	}
];

everyDialect('a large change split into several migrations, on %s', (dialect) => {
	const here = scenarios.filter(({ only = dialect }) => only === dialect);

	it.each(here)(
		'gives what the whole gives, up and down: $title',
		async ({ before, after, request = {}, parts }) => {
			const went = async (split: boolean) => {
				const asked = await Asked.on(dialect, before, after);
				const reply = await asked.changes({ ...request, split });
				const all = split ? (reply.parts ?? []).map((part) => part.migration) : [reply.migration];
				for (const { upgrade } of all) await asked.run(upgrade);
				const up = { schema: await inspectSchema(asked.database), rows: await rowsIn(asked) };
				expect(await asked.reply()).toEqual({ kind: 'equal' });
				for (const { downgrade } of all.toReversed()) await asked.run(downgrade);
				return {
					reply,
					all,
					up,
					down: { schema: await inspectSchema(asked.database), rows: await rowsIn(asked) }
				};
			};
			const [whole, split] = [await went(false), await went(true)];
			expect(compareSchemas(split.up.schema, whole.up.schema)).toEqual([]);
			expect(compareSchemas(split.down.schema, whole.down.schema)).toEqual([]);
			expect(split.up.rows).toEqual(whole.up.rows);
			expect(split.down.rows).toEqual(whole.down.rows);
			const told = split.reply.parts?.flatMap(({ words }) => words) ?? [];
			expect(told.toSorted()).toEqual([...whole.reply.words].sort());
			expect(split.all.length, told.join('\n')).toBeGreaterThanOrEqual(parts);
		}
	);

	it('is one migration where only one thing changes', async () => {
		const asked = await Asked.on(
			dialect,
			'CREATE TABLE t (a integer);',
			'CREATE TABLE t (a integer, b integer);'
		);
		const { parts, migration } = await asked.changes({ split: true });
		expect(parts?.map((part) => part.migration)).toEqual([migration]);
	});

	it('is not split where nobody asks for it', async () => {
		const asked = await Asked.on(dialect, 'CREATE TABLE t (a integer);', 'CREATE TABLE u (a integer);');
		expect(await asked.changes()).not.toHaveProperty('parts');
	});

	it('leaves the database as it was', async () => {
		const asked = await Asked.on(dialect, here[0]!.before, here[0]!.after);
		const everything = await everythingIn(asked.database);
		await asked.changes({ split: true });
		expect(await everythingIn(asked.database)).toBe(everything);
	});
});

/** Every row of every table, by table. */
async function rowsIn(asked: Asked): Promise<readonly string[]> {
	const { objects } = await inspectSchema(asked.database);
	const { dialect } = asked.database;
	const found: string[] = [];
	for (const object of objects) {
		if (object.kind !== 'table') continue;
		const columns = object.columns.map(({ name }) => name).sort();
		const rows = await asked.rows(
			`SELECT ${columns.map((name) => dialect.identifier(name)).join(', ')} FROM ${dialect.relation(object.name)} ORDER BY 1`
		);
		found.push(`${object.name} (${columns.join()}): ${JSON.stringify(rows)}`);
	}
	return found;
}
