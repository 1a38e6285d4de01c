import { describe, expect, it } from 'vitest';
import { roundTrip } from './round-trip.ts';

const keep = 'CREATE TABLE keep (i int);';
const orders = `CREATE TABLE orders (id int PRIMARY KEY, status varchar(10) NOT NULL, note varchar, price numeric, kind regclass);`;
const paid = "status IN ('new', 'paid')";
const sent = "status NOT IN ('new', 'sent', 'it''s ARRAY[1]')";

/** Upgrades that arrive: what `roundTrip` reads afterwards is the schema asked for, as a second autogenerate would. */
describe('a list of texts of limited length to choose from', () => {
	it.each([
		['a check', (test: string) => `ALTER TABLE orders ADD CHECK (${test});`],
		['a view', (test: string) => `CREATE VIEW v AS SELECT id, ${test} AS told FROM orders WHERE ${test};`],
		[
			'a materialized view',
			(test: string) => `CREATE MATERIALIZED VIEW v AS SELECT id FROM orders WHERE ${test};`
		],
		['a partial index', (test: string) => `CREATE INDEX i ON orders (id, (${test})) WHERE ${test};`],
		[
			'a generated column',
			(test: string) => `ALTER TABLE orders ADD told boolean GENERATED ALWAYS AS (${test}) STORED;`
		],
		[
			'a domain',
			(test: string) => `CREATE DOMAIN d AS varchar(10) CHECK (${test.replaceAll('status', 'VALUE')});`
		],
		['a policy', (test: string) => `CREATE POLICY p ON orders USING (${test}) WITH CHECK (${test});`],
		[
			'an exclusion',
			(test: string) => `ALTER TABLE orders ADD EXCLUDE USING btree (id WITH =) WHERE (${test});`
		],
		['statistics', (test: string) => `CREATE STATISTICS s ON id, (${test}) FROM orders;`],
		[
			'a rule',
			(test: string) =>
				`CREATE RULE r AS ON DELETE TO orders WHERE ${test.replaceAll('status', 'old.status')} DO INSTEAD NOTHING;`
		],
		[
			'a trigger',
			(test: string) => `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
				CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW WHEN (${test.replaceAll('status', 'new.status')}) EXECUTE FUNCTION f();`
		],
		[
			'a function',
			(test: string) =>
				`CREATE FUNCTION f() RETURNS SETOF int BEGIN ATOMIC SELECT id FROM orders WHERE ${test}; END;`
		]
	])('arrives in %s, be it added, changed or dropped', async (_, made) => {
		await roundTrip(orders, orders + made(paid));
		await roundTrip(orders + made(paid), orders + made(sent));
	});

	it('is written so that PostgreSQL stores it as it is in the schema', async () => {
		const { up, database } = await roundTrip(
			keep,
			`${keep} ${orders.replace('NOT NULL', `CHECK (${paid})`)}`
		);
		expect(up.join()).toContain(
			"CHECK ((status)::text = ANY (ARRAY['new'::character varying, 'paid'::character varying]))"
		);
		const { rows } = await database.query(
			"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'orders_status_check'"
		);
		expect(rows).toEqual([
			[
				"CHECK (((status)::text = ANY ((ARRAY['new'::character varying, 'paid'::character varying])::text[])))"
			]
		]);
	});

	it('is the same as PostgreSQL reads it from a dump', async () => {
		const dumped = `CHECK (((status)::text = ANY ((ARRAY['new'::character varying, 'paid'::character varying])::text[])))`;
		const named = (check: string) => `${orders} ALTER TABLE orders ADD CONSTRAINT c ${check};`;
		const { up } = await roundTrip(named(`CHECK (${paid})`), named(dumped));
		expect(up).toEqual([]);
	});
});

describe('a list that PostgreSQL casts as a whole', () => {
	const functions = 'CREATE FUNCTION f(text[]) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN true;';

	it.each([
		'price = ANY (ARRAY[1, 2 + 3])',
		"kind IN ('orders'::regclass, 'pg_class'::regclass)",
		"status = ANY (ARRAY[note, 'x'])",
		"f(ARRAY[note, note || 'x', CASE WHEN id > 1 THEN note END]) AND price = ANY (ARRAY[-1, - id, 2 + 3, (id IS NULL)::int, (-id)::int8])",
		'f(ARRAY[ARRAY[note], ARRAY[status]])',
		'COALESCE(NULL::text[], ARRAY[note]) = ARRAY[note, upper(note)]::text[] COLLATE "C"',
		"id = ANY ((ARRAY[1, 2]::int[])::bigint[]) AND (ARRAY[note, 'a'])[1] = ANY ('{a,b}'::text[] || ARRAY[note]::text[])",
		'price <> ALL (ARRAY[1, id]::numeric(5, 2)[]) AND NOT note = ANY (ARRAY[]::text[])'
	])('arrives in a check, a view and a rule: %s', async (test) => {
		const before = orders + functions;
		await roundTrip(
			before,
			`${before} ALTER TABLE orders ADD CHECK (${test}); CREATE VIEW v AS SELECT id FROM orders WHERE ${test};`
		);
		const ofOld = test.replace(/\b(price|kind|note|id|status)\b/g, 'old.$1');
		await roundTrip(
			before,
			`${before} CREATE RULE r AS ON DELETE TO orders WHERE ${ofOld} DO INSTEAD NOTHING;`
		);
	});

	it('is left alone in a text and in the body of a function', async () => {
		const made = `CREATE FUNCTION g(a text DEFAULT '(ARRAY[''a''::varchar])::text[]') RETURNS text LANGUAGE sql
			AS $$ SELECT '(ARRAY[1])::text[]' WHERE a = ANY ((ARRAY['a'::varchar])::text[]) $$;`;
		const { database } = await roundTrip(keep, keep + made);
		const { rows } = await database.query("SELECT prosrc FROM pg_proc WHERE proname = 'g'");
		expect(rows).toEqual([[" SELECT '(ARRAY[1])::text[]' WHERE a = ANY ((ARRAY['a'::varchar])::text[]) "]]);
	});
});
