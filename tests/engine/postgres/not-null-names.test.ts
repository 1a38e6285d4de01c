import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

// PostgreSQL 18 names the NOT NULL of a column, and knows of one that a table below has whether it is its own as well.

const columns: Readonly<Record<string, string>> = {
	'is free': 'a int, k int',
	'is NOT NULL': 'a int NOT NULL, k int',
	'is NOT NULL under a name': 'a int CONSTRAINT named NOT NULL, k int'
};

const partitions: Readonly<Record<string, string>> = {
	'has what its table has': 'CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);',
	'is NOT NULL itself': 'CREATE TABLE m1 PARTITION OF m (a NOT NULL) FOR VALUES IN (1);',
	'is NOT NULL itself once more':
		'CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); ALTER TABLE m1 ALTER a SET NOT NULL;',
	'brought a name of its own': `CREATE TABLE m1 (a int CONSTRAINT own NOT NULL, k int);
		ALTER TABLE m ATTACH PARTITION m1 FOR VALUES IN (1);`,
	'has a key': 'CREATE TABLE m1 PARTITION OF m (PRIMARY KEY (a)) FOR VALUES IN (1);'
};

const children: Readonly<Record<string, string>> = {
	'has what its table has': 'CREATE TABLE m1 () INHERITS (m);',
	'is NOT NULL itself': 'CREATE TABLE m1 (a int CONSTRAINT own NOT NULL) INHERITS (m);',
	'has a key': 'CREATE TABLE m1 (PRIMARY KEY (a)) INHERITS (m);'
};

/** Each state with the next one, and with the same below another column: their names, and the SQL that makes them. */
function pairs(below: Readonly<Record<string, string>>, tail: string) {
	const states = Object.entries(columns).flatMap(([above, list]) =>
		Object.entries(below).map(([name, table]) => ({
			name: `above ${above}, below ${name}`,
			sql: `CREATE TABLE m (${list})${tail}; ${table}`
		}))
	);
	return states.flatMap((from, at) =>
		[1, Object.keys(below).length].flatMap((step) => {
			const to = states[(at + step) % states.length];
			return to === undefined ? [] : [[from.name, to.name, from.sql, to.sql] as const];
		})
	);
}

describe('a NOT NULL that a table shares with the one above', () => {
	it.each(pairs(partitions, ' PARTITION BY LIST (k)'))('in a partition: %s → %s', async (_, __, from, to) => {
		await migrated(from, to);
	});

	it.each(pairs(children, ''))('in a child: %s → %s', async (_, __, from, to) => {
		await migrated(from, to);
	});

	it('keeps the rows of a partition that is taken off for it', async () => {
		const query = 'SELECT a, k FROM m1';
		const { upgrade, up, down } = await migrated(
			'CREATE TABLE m (a int NOT NULL, k int) PARTITION BY LIST (k); CREATE TABLE m1 PARTITION OF m (a NOT NULL) FOR VALUES IN (1);',
			'CREATE TABLE m (a int CONSTRAINT named NOT NULL, k int) PARTITION BY LIST (k); CREATE TABLE m1 PARTITION OF m (a NOT NULL) FOR VALUES IN (1);',
			{ data: 'INSERT INTO m VALUES (7, 1)' },
			query
		);
		expect(upgrade).toContain('DETACH PARTITION m1');
		expect([up(query), down(query)]).toEqual([[[7, 1]], [[7, 1]]]);
	});

	it('may have a name that another table would have taken', async () => {
		await migrated(
			'CREATE TABLE m (a int); CREATE TABLE other (b int CONSTRAINT m_a_not_null NOT NULL)',
			'CREATE TABLE m (a int NOT NULL); CREATE TABLE other (b int CONSTRAINT m_a_not_null NOT NULL)'
		);
	});

	it('is its own in a partition that gets a key of its own', async () => {
		const table = 'CREATE TABLE app.m (a int NOT NULL, k int) PARTITION BY LIST (k);';
		await migrated(
			`CREATE SCHEMA app; ${table} CREATE TABLE app.m1 PARTITION OF app.m FOR VALUES IN (1);`,
			`CREATE SCHEMA app; ${table} CREATE TABLE app.m1 PARTITION OF app.m (PRIMARY KEY (a, k)) FOR VALUES IN (1);`
		);
	});
});

describe('a NOT NULL that a table has by itself, under another name than the one above', () => {
	const under = (base: string) =>
		`${base}; CREATE TABLE mid () INHERITS (base); CREATE TABLE kid (PRIMARY KEY (id)) INHERITS (mid);
		CREATE VIEW v AS SELECT id FROM kid;`;

	it.each([
		['the one above is NOT NULL', (type: string) => under(`CREATE TABLE base (id ${type} NOT NULL)`)],
		[
			'the one above has a name of its own',
			(type: string) => under(`CREATE TABLE base (id ${type} CONSTRAINT n NOT NULL)`)
		],
		[
			'the one above is a key that another table points at',
			(type: string) =>
				`${under(`CREATE TABLE base (id ${type} PRIMARY KEY)`)} CREATE TABLE r (b ${type} REFERENCES base);`
		],
		[
			'there is one more in between',
			(type: string) =>
				under(`CREATE TABLE base (id ${type} NOT NULL)`).replace(
					'mid ()',
					`mid (id ${type} CONSTRAINT m NOT NULL)`
				)
		],
		[
			'the table is a partition',
			(type: string) =>
				`CREATE TABLE base (id ${type} NOT NULL, k int) PARTITION BY LIST (k); CREATE TABLE kid PARTITION OF base (PRIMARY KEY (id)) DEFAULT;`
		]
	])('is no obstacle to another type where %s', async (_, made) => {
		await migrated(made('int'), made('bigint'), { data: 'INSERT INTO kid (id) VALUES (1)' });
		await migrated(made('varchar(3)'), made('varchar(9)'), {
			data: "INSERT INTO kid (id) VALUES ('a')",
			target: 18
		});
	});
});
