import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

const mark = `CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n || '!'; RETURN NEW; END $$;`;
const told = (who: string, column: string, watcher: string) =>
	`${who} fills \`${column}\` of t by an UPDATE, which runs ${watcher}: turn off what must not run meanwhile.`;

/** The rows of a table with a trigger that marks every row it sees. */
function marking(columns: string, trigger: string): string {
	return `${mark} CREATE TABLE t (${columns}); CREATE TRIGGER marking ${trigger} FOR EACH ROW EXECUTE FUNCTION mark();`;
}

const rows = { data: "INSERT INTO t (id, n) VALUES (1, 'a')" };

describe('a column that must have a value', () => {
	it('comes without an UPDATE, so that no trigger runs', async () => {
		const query = 'SELECT n FROM t';
		const { upgrade, warnings, up, down } = await migrated(
			marking('id int, n text', 'BEFORE UPDATE ON t'),
			marking('id int, n text, k int NOT NULL', 'BEFORE UPDATE ON t'),
			rows,
			query
		);
		expect(upgrade).toBe(
			'-- Nobody has said what rows of t get here: it is 0. Choose a better value if there is one.\nALTER TABLE t ADD COLUMN k integer DEFAULT 0 NOT NULL;\nALTER TABLE t ALTER COLUMN k DROP DEFAULT;\n'
		);
		expect(warnings.join()).not.toContain('UPDATE');
		expect([up(query), down(query)]).toEqual([[['a']], [['a']]]);
	});

	it('comes so into every table below', async () => {
		const tables = (columns: string) =>
			`CREATE TABLE p (${columns}) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);`;
		const { up } = await migrated(
			tables('id int'),
			tables('id int, k text NOT NULL'),
			{ data: 'INSERT INTO p VALUES (1)' },
			'SELECT id, k FROM p1'
		);
		expect(up('SELECT id, k FROM p1')).toEqual([[1, '']]);
	});

	it('leaves the values alone that a table below has already', async () => {
		const child = 'CREATE TABLE c (id int, k int) INHERITS (p);';
		const { up, down } = await migrated(
			`CREATE TABLE p (id int); ${child}`,
			`CREATE TABLE p (id int, k int NOT NULL); ${child}`,
			{ data: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (2, 7)' },
			'SELECT k FROM p ORDER BY id',
			'SELECT k FROM c'
		);
		expect(up('SELECT k FROM p ORDER BY id')).toEqual([[0], [7]]);
		expect(down('SELECT k FROM c')).toEqual([[7]]);
	});

	it('says which trigger runs where each row needs another value', async () => {
		const { warnings } = await migrated(
			marking('id int, n text', 'BEFORE INSERT OR UPDATE ON t'),
			marking('id int, n text, k int NOT NULL UNIQUE', 'BEFORE INSERT OR UPDATE ON t'),
			rows
		);
		expect(warnings).toContain(told('The upgrade', 'k', 'the trigger marking'));
	});
});

describe('NULLs that get a value', () => {
	const filled = (trigger: string, more = '') =>
		[
			marking('id int, n text, k int DEFAULT 1', trigger) + more,
			marking('id int, n text, k int NOT NULL DEFAULT 1', trigger) + more
		] as const;

	it.each([
		['for an UPDATE', 'BEFORE UPDATE ON t'],
		['for an UPDATE of the column', 'BEFORE UPDATE OF id, k ON t'],
		['for an INSERT or an UPDATE', 'BEFORE INSERT OR UPDATE ON t']
	])('come with a warning where a trigger waits %s', async (_, trigger) => {
		const { warnings } = await migrated(...filled(trigger), rows);
		expect(warnings).toContain(told('The upgrade', 'k', 'the trigger marking'));
	});

	it.each([
		['for something else', 'BEFORE INSERT OR DELETE ON t', ''],
		['for another column', 'BEFORE UPDATE OF n ON t', ''],
		['and is off', 'BEFORE UPDATE ON t', 'ALTER TABLE t DISABLE TRIGGER marking;']
	])('come without one where a trigger waits %s', async (_, trigger, more) => {
		const { warnings } = await migrated(...filled(trigger, more), rows);
		expect(warnings.join()).not.toContain('UPDATE');
	});

	it('come with a warning where a rule rewrites the UPDATE', async () => {
		const rule = 'CREATE RULE noting AS ON UPDATE TO t DO ALSO NOTIFY changed;';
		const { warnings } = await migrated(
			`CREATE TABLE t (k int DEFAULT 1); ${rule}`,
			`CREATE TABLE t (k int NOT NULL DEFAULT 1); ${rule}`
		);
		expect(warnings).toContain(told('The upgrade', 'k', 'the rule noting'));
	});

	it('come without one where the trigger is made by the same migration, which makes it afterwards', async () => {
		const query = 'SELECT n FROM t';
		const { warnings, up } = await migrated(
			'CREATE TABLE t (id int, n text, k int DEFAULT 1)',
			marking('id int, n text, k int NOT NULL DEFAULT 1', 'BEFORE UPDATE ON t'),
			{ data: "INSERT INTO t VALUES (1, 'a', NULL)" },
			query
		);
		expect(warnings.join()).not.toContain('UPDATE');
		expect(up(query)).toEqual([['a']]);
	});

	it('are told of at the top of the downgrade, where that fills them', async () => {
		const { downgrade, warnings } = await migrated(
			marking('id int, n text, k int NOT NULL', 'BEFORE UPDATE ON t'),
			marking('id int, n text, k int', 'BEFORE UPDATE ON t')
		);
		expect(downgrade.split('\n')[0]).toBe(`-- ${told('This', 'k', 'the trigger marking')}`);
		expect(warnings).toContain(told('The downgrade', 'k', 'the trigger marking'));
	});

	it('do not stop at checks that wait for the end of the transaction', async () => {
		const tables = (column: string) =>
			`CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (k ${column} REFERENCES p DEFERRABLE INITIALLY DEFERRED);`;
		const { up } = await migrated(
			tables('int DEFAULT 1'),
			tables('int NOT NULL DEFAULT 1'),
			{ data: 'INSERT INTO p VALUES (1); INSERT INTO t VALUES (NULL)' },
			'SELECT k FROM t'
		);
		expect(up('SELECT k FROM t')).toEqual([[1]]);
	});

	it('do not stop at a trigger that waits for the end of the transaction', async () => {
		const tables = (column: string) => `${mark} CREATE TABLE t (n text, k ${column});
			CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION mark();`;
		const { warnings } = await migrated(tables('int DEFAULT 1'), tables('int NOT NULL DEFAULT 1'), {
			data: "INSERT INTO t VALUES ('a', NULL)"
		});
		expect(warnings).toContain(told('The upgrade', 'k', 'the trigger late'));
	});
});

describe('rows that are copied into a table made anew', () => {
	it('meet no trigger and no rule', async () => {
		const parts = (tail: string) =>
			marking('id int, n text', 'BEFORE INSERT ON t').replace('n text)', `n text)${tail}`);
		const query = 'SELECT n FROM t';
		const { up, down } = await migrated(
			marking('id int, n text', 'BEFORE INSERT ON t'),
			parts(' PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT'),
			rows,
			query
		);
		expect([up(query), down(query)]).toEqual([[['a!']], [['a!']]]);
	});
});
