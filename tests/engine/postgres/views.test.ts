import { describe, expect, it } from 'vitest';
import { roundTrip } from './round-trip.ts';

const people = 'CREATE TABLE people (id int PRIMARY KEY, name text, age int);';

describe('a view', () => {
	it('is replaced where it only gains columns at its end, and what stands on it stays', async () => {
		const names = 'CREATE VIEW names AS SELECT name FROM grown;';
		const { up, down } = await roundTrip(
			`${people} CREATE VIEW grown AS SELECT id, name FROM people; ${names}`,
			`${people} CREATE VIEW grown AS SELECT id, name, age FROM people WHERE age > 17; ${names}`
		);
		expect(up).toHaveLength(1);
		expect(up[0]).toMatch(/^CREATE OR REPLACE VIEW grown AS/);
		expect(down.slice(0, 2)).toEqual(['DROP VIEW names;', 'DROP VIEW grown;']);
	});

	it('goes and comes back under a column whose type changes', async () => {
		const view = `CREATE VIEW ages AS SELECT age FROM people; CREATE VIEW oldest AS SELECT max(age) AS age FROM ages;
			COMMENT ON COLUMN ages.age IS 'in years'; CREATE MATERIALIZED VIEW kept AS SELECT age FROM ages; CREATE UNIQUE INDEX kept_age ON kept (age);`;
		const { up } = await roundTrip(people + view, people.replace('age int', 'age bigint') + view);
		expect(up).toContain("COMMENT ON COLUMN ages.age IS 'in years';");
		expect(up).toContain('CREATE UNIQUE INDEX kept_age ON kept (age);');
	});

	it('lets go of a column before that is dropped', async () => {
		const { up } = await roundTrip(
			`${people} CREATE VIEW v AS SELECT id, name::text AS called FROM people; CREATE VIEW w AS SELECT called FROM v;`,
			`${people.replace('name text', 'nick text')} CREATE VIEW v AS SELECT id, nick::text AS called FROM people; CREATE VIEW w AS SELECT called FROM v;`
		);
		expect(up.join()).not.toContain('DROP VIEW');
	});

	it('changes its options, defaults and comments where it is', async () => {
		const { up } = await roundTrip(
			`${people} CREATE VIEW v WITH (security_barrier) AS SELECT id, name FROM people;`,
			`${people} CREATE VIEW v WITH (check_option = local) AS SELECT id, name FROM people;
			ALTER VIEW v ALTER name SET DEFAULT 'nobody'; COMMENT ON VIEW v IS 'all'; COMMENT ON COLUMN v.name IS 'in full'`
		);
		expect(up).toEqual([
			'ALTER VIEW v RESET (security_barrier);',
			'ALTER VIEW v SET (check_option=local);',
			"ALTER VIEW v ALTER COLUMN name SET DEFAULT 'nobody'::text;",
			"COMMENT ON COLUMN v.name IS 'in full';",
			"COMMENT ON VIEW v IS 'all';"
		]);
	});

	it('takes the place of a table it was made of', async () => {
		await roundTrip(
			'CREATE TABLE data (id int); CREATE VIEW q AS SELECT * FROM data;',
			'CREATE TABLE facts (id int); CREATE VIEW data AS SELECT * FROM facts; CREATE VIEW q AS SELECT * FROM data;'
		);
	});

	it('has the defaults of its columns again when it comes back', async () => {
		const view = "CREATE VIEW v AS SELECT a, b FROM t; ALTER VIEW v ALTER COLUMN b SET DEFAULT 'x';";
		const { up } = await roundTrip(
			`CREATE TABLE t (a int, b text); ${view}`,
			`CREATE TABLE t (a bigint, b text); ${view}`
		);
		expect(up.at(-1)).toBe("ALTER VIEW v ALTER COLUMN b SET DEFAULT 'x'::text;");
	});
});

describe('a materialized view', () => {
	it('is emptied and filled where it is', async () => {
		const { up, down } = await roundTrip(
			'CREATE MATERIALIZED VIEW m AS SELECT 1 AS a',
			'CREATE MATERIALIZED VIEW m AS SELECT 1 AS a WITH NO DATA'
		);
		expect(up).toEqual(['REFRESH MATERIALIZED VIEW m WITH NO DATA;']);
		expect(down).toEqual(['REFRESH MATERIALIZED VIEW m;']);
	});

	it('keeps values as it is told, and its order when it comes back', async () => {
		const view = (type: string, storage: string) =>
			`CREATE TABLE t (a ${type}, b text); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE INDEX i ON m (a);
			ALTER MATERIALIZED VIEW m CLUSTER ON i; ALTER MATERIALIZED VIEW m ALTER b SET STORAGE ${storage}`;
		const { up } = await roundTrip(view('int', 'MAIN'), view('bigint', 'EXTERNAL'));
		expect(up).toContain('ALTER MATERIALIZED VIEW m ALTER COLUMN b SET STORAGE EXTERNAL;');
		expect(up).toContain('ALTER MATERIALIZED VIEW m CLUSTER ON i;');
	});
});

const touch = 'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;';

describe('a trigger', () => {
	it('is replaced where it is', async () => {
		const { up } = await roundTrip(
			`${people} ${touch} CREATE TRIGGER t BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION touch();`,
			`${people} ${touch} CREATE TRIGGER t BEFORE UPDATE OF name ON people FOR EACH ROW WHEN (NEW.age > 3) EXECUTE FUNCTION touch();
			ALTER TABLE people ENABLE ALWAYS TRIGGER t; COMMENT ON TRIGGER t ON people IS 'why'`
		);
		expect(up[0]).toMatch(/^CREATE OR REPLACE TRIGGER t BEFORE UPDATE OF name/);
		expect(up.slice(1)).toEqual([
			'ALTER TABLE people ENABLE ALWAYS TRIGGER t;',
			"COMMENT ON TRIGGER t ON people IS 'why';"
		]);
	});

	it('goes with its table without a word', async () => {
		const { up } = await roundTrip(
			`${people} ${touch} CREATE TRIGGER t BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION touch();`,
			touch
		);
		expect(up).toEqual(['DROP TABLE people;']);
	});

	it('of a partitioned table stands there once', async () => {
		const { up } = await roundTrip(
			touch,
			`${touch} CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
			CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION touch();`
		);
		expect(up.filter((sql) => sql.includes('TRIGGER'))).toHaveLength(1);
	});

	it('that is off is off again after it was replaced', async () => {
		const trigger = (events: string) =>
			`CREATE TABLE t (a int); CREATE TRIGGER tr BEFORE ${events} ON t FOR EACH ROW
			EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t DISABLE TRIGGER tr`;
		const { up } = await roundTrip(trigger('UPDATE'), trigger('UPDATE OF a'));
		expect(up[1]).toBe('ALTER TABLE t DISABLE TRIGGER tr;');
	});
});

describe('a policy', () => {
	it('changes who it is for and what it allows where it is', async () => {
		const { up } = await roundTrip(
			`${people} CREATE POLICY p ON people USING (id = 1);`,
			`${people} CREATE POLICY p ON people TO CURRENT_USER USING (id = 2) WITH CHECK (age > 1);`
		);
		expect(up).toHaveLength(1);
		expect(up[0]).toMatch(/^ALTER POLICY p ON people TO \w+ USING \(.*id = 2.*\) WITH CHECK/);
	});

	it('is made anew where it is for another command', async () => {
		const { up } = await roundTrip(
			`${people} CREATE POLICY p ON people USING (true);`,
			`${people} CREATE POLICY p ON people AS RESTRICTIVE FOR SELECT USING (true);`
		);
		expect(up[0]).toBe('DROP POLICY p ON people;');
	});
});

describe('a rule', () => {
	it('is replaced, and can be off', async () => {
		await roundTrip(
			`${people} CREATE RULE r AS ON DELETE TO people DO INSTEAD NOTHING;`,
			`${people} CREATE RULE r AS ON DELETE TO people DO ALSO SELECT 1; ALTER TABLE people DISABLE RULE r; COMMENT ON RULE r ON people IS 'off'`
		);
	});
});
