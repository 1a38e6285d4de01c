import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../src/lib/engine/schema/fill.ts';
import { migrationOf, rebuilds, targets, type Pair } from './at-targets.ts';

/** Whether SQLite of this version changes NOT NULL and CHECK in a table that stays. */
const altersRules = (target: number) => target >= 3.53;

const up = (column: string, expression: string): Fill => ({
	direction: 'upgrade',
	table: 't',
	column,
	expression
});

const standing = `CREATE INDEX by_a ON t (a DESC) WHERE a IS NOT NULL;
	CREATE VIEW v AS SELECT * FROM t;
	CREATE VIEW over_v AS SELECT count(*) AS n FROM v;
	CREATE TABLE log (a);
	CREATE TRIGGER told AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END;
	CREATE TRIGGER through INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE id = OLD.id; END;`;

/** A table `t`, with what stands on it, that has this for `a` and this behind its columns. */
const t = (a: string, rules = '', options = '') =>
	`CREATE TABLE t (id INTEGER PRIMARY KEY, a ${a}, b TEXT${rules})${options};${standing}`;

const both: readonly (readonly [what: string, before: string, after: string])[] = [
	['NOT NULL comes', t('INT'), t('INT NOT NULL')],
	['NOT NULL goes', t('INT NOT NULL'), t('INT')],
	['NOT NULL comes beside NULL, a comment and a key', t('INT NULL /* a */ UNIQUE'), t('INT UNIQUE NOT NULL')],
	['NOT NULL gets a conflict clause', t('INT NOT NULL'), t('INT NOT NULL ON CONFLICT IGNORE')],
	['NOT NULL with a conflict clause goes', t('INT NOT NULL ON CONFLICT FAIL DEFAULT 1'), t('INT DEFAULT 1')],
	['a named check comes', t('INT'), t('INT', ', CONSTRAINT "is small" CHECK (t.a < 99)')],
	['a named check goes', t('INT CONSTRAINT small CHECK (a < 99)'), t('INT')],
	[
		'a named check becomes another',
		t('INT', ", CONSTRAINT small CHECK (a < 99 /* ) */ AND b <> ')')"),
		t('INT', ', CONSTRAINT small CHECK (a < 100)')
	],
	[
		'a check takes its name from another',
		t('INT', ', CONSTRAINT one CHECK (a < 99), CONSTRAINT two CHECK (a < 98)'),
		t('INT', ', CONSTRAINT two CHECK (a < 99)')
	],
	[
		'both come in a STRICT table',
		t('INT', '', ' STRICT'),
		t('INT NOT NULL', ', CONSTRAINT small CHECK (a < 99)', ' STRICT')
	],
	[
		'a column that a check names goes with it',
		t('INT', ', c INT, CONSTRAINT ordered CHECK (a < c)'),
		t('INT')
	],
	[
		'a column comes with a check of the table',
		t('INT'),
		t('INT', ', c INT DEFAULT 100, CONSTRAINT ordered CHECK (a < c)')
	],
	['a computed column must not be NULL', t('INT', ', c AS (a + 1)'), t('INT', ', c AS (a + 1) NOT NULL')]
];

describe.each(targets)('rules of a table where SQLite is %s or newer', (target) => {
	it.each(both)('%s, and what stands on the table stays', async (_, before, after) => {
		const rows = "INSERT INTO t (id, a, b) VALUES (7, 1, 'x'), (9, 2, NULL);";
		const step = await migrationOf({ before, after, rows }, { target, rows: { t: 2 } });
		const content = () => step.rows('SELECT id, a, b FROM t');
		const kept = content();
		expect(kept).toHaveLength(2);
		if (target < 3.35 && /STRICT/.test(before)) return;
		expect([step.upgrade, step.downgrade].map(rebuilds)).toEqual(
			altersRules(target) ? [false, false] : [true, true]
		);
		step.up();
		expect(content()).toEqual(kept);
		step.execute('INSERT INTO t (id, a) VALUES (20, 3)');
		step.execute('DELETE FROM v WHERE id = 20');
		expect(step.rows('SELECT * FROM log')).toEqual([[1], [2], [3]]);
		step.down();
		expect(content()).toEqual(kept);
	});

	it('a check without a name comes by ALTER TABLE, and goes with a table that is made anew', async () => {
		const pair = { before: t('INT'), after: t('INT CHECK (a > 0)'), rows: 'INSERT INTO t (a) VALUES (1)' };
		const step = await migrationOf(pair, { target });
		expect([step.upgrade, step.downgrade].map(rebuilds)).toEqual([!altersRules(target), true]);
		step.up();
		expect(() => step.execute('INSERT INTO t (a) VALUES (0)')).toThrow('CHECK');
		step.down();
		expect(step.rows('SELECT a FROM t')).toEqual([[1]]);
	});

	const anew: readonly (readonly [why: string, pair: Pair])[] = [
		['a type', { before: t('INT'), after: t('TEXT NOT NULL') }],
		['a default', { before: t('INT'), after: t('INT NOT NULL DEFAULT 1') }],
		['a key', { before: t('INT'), after: t('INT NOT NULL UNIQUE') }],
		['a foreign key', { before: t('INT'), after: t('INT NOT NULL REFERENCES t') }],
		['a named foreign key', { before: t('INT CONSTRAINT up REFERENCES t'), after: t('INT NOT NULL') }],
		['an option', { before: t('INT'), after: t('INT NOT NULL', '', ' WITHOUT ROWID') }],
		['a check without a name', { before: t('INT CHECK (a > 0)'), after: t('INT NOT NULL') }],
		['a NOT NULL with a name', { before: t('INT'), after: t('INT CONSTRAINT must NOT NULL') }],
		[
			'one of two constraints with one name',
			{ before: t('INT CONSTRAINT x NOT NULL CONSTRAINT X CHECK (a > 0)'), after: t('INT CHECK (a > 0)') }
		],
		[
			'a name that another constraint has',
			{
				before: t('INT CONSTRAINT x DEFAULT 1'),
				after: t('INT CONSTRAINT x DEFAULT 1', ', CONSTRAINT X CHECK (a > 0)')
			}
		],
		[
			'a name that belongs to no constraint',
			{ before: t('INT CONSTRAINT forgotten'), after: t('INT NOT NULL') }
		],
		['NOT NULL that is said twice', { before: t('INT NOT NULL NOT NULL'), after: t('INT') }]
	];

	it.each(anew)('the table is made anew, once, where more changes: %s', async (_, pair) => {
		const rows = "INSERT INTO t (id, a, b) VALUES (7, 7, 'x');";
		const step = await migrationOf({ ...pair, rows }, { target });
		expect(step.upgrade.sql.match(/CREATE TABLE/g)).toHaveLength(1);
		expect(step.upgrade.sql).not.toMatch(/(ADD|DROP) CONSTRAINT|ALTER COLUMN/);
		step.up();
		step.down();
		expect(step.rows('SELECT id, CAST(a AS INT), b FROM t')).toEqual([[7, 7, 'x']]);
	});
});

describe.each(targets.slice(1))('values where NULL is no longer allowed, on SQLite %s or newer', (target) => {
	const rows = "INSERT INTO t (id, a, b) VALUES (1, 5, 'x'), (2, NULL, 'y'), (3, NULL, NULL);";

	it('the default of the column stands in for NULL', async () => {
		const pair = { before: t('INT DEFAULT 4'), after: t('INT NOT NULL DEFAULT 4'), rows };
		const step = await migrationOf(pair, { target, rows: { t: 3 } });
		expect(rebuilds(step.upgrade)).toBe(!altersRules(target));
		expect(step.warnings).toEqual(['Rows of t in which `a` is NULL get its default 4.']);
		expect(step.downgrade.sql).toContain('-- Cannot bring back: NULLs of t.a.');
		step.up();
		expect(step.rows('SELECT a FROM t ORDER BY id')).toEqual([[5], [4], [4]]);
		step.down();
	});

	it('what was given stands in for NULL, also where it is computed from the row', async () => {
		const pair = { before: t('INT'), after: t('INT NOT NULL'), rows };
		const fills = [up('a', "length(coalesce(b, '')) + id")];
		const step = await migrationOf(pair, { target, rows: { t: 3 }, fills });
		expect(rebuilds(step.upgrade)).toBe(!altersRules(target));
		step.up();
		expect(step.rows('SELECT a FROM t ORDER BY id')).toEqual([[5], [3], [3]]);
		step.down();
	});

	it('a new column gets what was given, and its own check and NOT NULL hold afterwards', async () => {
		const after = t('INT', ", c TEXT /* of b */ NOT NULL ON CONFLICT FAIL COLLATE NOCASE CHECK (c <> '')");
		const step = await migrationOf(
			{ before: t('INT'), after, rows },
			{ target, rows: { t: 3 }, fills: [up('c', "coalesce(b, 'none')")] }
		);
		expect(rebuilds(step.upgrade)).toBe(!altersRules(target));
		step.up();
		expect(step.rows('SELECT c FROM t ORDER BY id')).toEqual([['x'], ['y'], ['none']]);
		expect(() => step.execute("UPDATE t SET c = ''")).toThrow('CHECK');
		step.down();
		expect(step.rows('SELECT id, a, b FROM t')).toHaveLength(3);
	});

	it('with no value given, rows that have none refuse the migration, which a warning says, and nothing changes', async () => {
		for (const after of [t('INT NOT NULL'), t('INT', ', c INT NOT NULL')]) {
			const step = await migrationOf({ before: t('INT'), after, rows }, { target, rows: { t: 3 } });
			expect(rebuilds(step.upgrade)).toBe(!altersRules(target));
			expect(step.warnings).toHaveLength(1);
			expect(step.warnings[0]).toMatch(/`a` of t is NULL in some row|`c` must not be NULL/);
			expect(() => step.up()).toThrow('constraint failed');
			expect(step.rows('SELECT a FROM t ORDER BY id')).toEqual([[5], [null], [null]]);
		}
	});

	const anew: readonly (readonly [why: string, before: string, after: string, fills: readonly Fill[]])[] = [
		[
			'a trigger would see the UPDATE',
			`${t('INT')} CREATE TRIGGER seen UPDATE OF b, a ON t BEGIN INSERT INTO log VALUES ('seen'); END;`,
			`${t('INT NOT NULL')} CREATE TRIGGER seen UPDATE OF b, a ON t BEGIN INSERT INTO log VALUES ('seen'); END;`,
			[up('a', '0')]
		],
		[
			'the value is read from rows of the table',
			t('INT'),
			t('INT NOT NULL'),
			[up('a', '(SELECT count(*) FROM t AS other WHERE other.a IS NULL)')]
		],
		['the value numbers the rows', t('INT'), t('INT NOT NULL'), [up('a', 'row_number() OVER (ORDER BY id)')]],
		[
			'the value is read from a column that goes',
			t('INT', ', c INT DEFAULT 8'),
			t('INT NOT NULL'),
			[up('a', 'c')]
		],
		[
			'two values are read from each other',
			t('INT', ', c INT'),
			t('INT NOT NULL', ', c INT NOT NULL'),
			[up('a', 'coalesce(c, 1)'), up('c', 'coalesce(a, 2)')]
		],
		[
			'the check of the new column wants the value at once',
			t('INT'),
			t('INT', ', c INT NOT NULL CHECK (c IS NOT NULL)'),
			[up('c', '3')]
		],
		['the value points at a row', t('INT'), t('INT', ', c INT NOT NULL REFERENCES t (id)'), [up('c', '3')]],
		['the NOT NULL has a name', t('INT'), t('INT', ', c INT CONSTRAINT must NOT NULL'), [up('c', '3')]]
	];

	it.each(anew)('the table is made anew where %s', async (_, before, after, fills) => {
		const step = await migrationOf({ before, after, rows }, { target, rows: { t: 3 }, fills });
		expect(rebuilds(step.upgrade)).toBe(true);
		step.execute('DELETE FROM log');
		step.up();
		expect(step.rows('SELECT * FROM log')).toEqual([]);
		expect(step.rows('SELECT id, b FROM t ORDER BY id')).toEqual([
			[1, 'x'],
			[2, 'y'],
			[3, null]
		]);
		step.down();
	});

	it('comes back with the value that stands for nothing', async () => {
		const pair = { before: t('INT', ', c TEXT NOT NULL'), after: t('INT') };
		const step = await migrationOf({ ...pair, rows: "INSERT INTO t (a, c) VALUES (1, 'x')" }, { target });
		expect(rebuilds(step.downgrade)).toBe(!altersRules(target));
		step.up();
		step.down();
		expect(step.rows('SELECT a, c FROM t')).toEqual([[1, '']]);
	});
});

describe('renames beside changes of rules', () => {
	it('a column is renamed and loses its NOT NULL in place', async () => {
		const before =
			'CREATE TABLE t (id INTEGER PRIMARY KEY, old TEXT NOT NULL, CONSTRAINT c CHECK (old <> id))';
		const after =
			'CREATE TABLE u (id INTEGER PRIMARY KEY, "new 🙂" TEXT, CONSTRAINT c CHECK ("new 🙂" <> \'\'))';
		const step = await migrationOf(
			{ before, after, rows: "INSERT INTO t VALUES (1, 'x')" },
			{
				target: 3.53,
				renames: [
					{ kind: 'table', from: 't', to: 'u' },
					{ kind: 'column', table: 'u', from: 'old', to: 'new 🙂' }
				]
			}
		);
		expect(step.upgrade).toEqual({
			sql: `ALTER TABLE t RENAME TO u;
ALTER TABLE u RENAME COLUMN old TO "new 🙂";
ALTER TABLE u DROP CONSTRAINT c;
ALTER TABLE u ALTER COLUMN "new 🙂" DROP NOT NULL;
ALTER TABLE u ADD CONSTRAINT c CHECK ("new 🙂" <> '');
`,
			foreignKeys: true
		});
		step.up();
		expect(step.rows('SELECT * FROM u')).toEqual([[1, 'x']]);
		expect(rebuilds(step.downgrade)).toBe(false);
		step.down();
	});
});
