import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

const parent = 'CREATE TABLE m (a int, b int) PARTITION BY LIST (a);';
const first = 'CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);';
const index = 'CREATE INDEX m_b ON m (b);';

describe('an index on a partitioned table', () => {
	it('takes in what a new partition brings under a name of its own', async () => {
		const { upgrade } = await migrated(
			parent + index,
			`${parent} ${first} CREATE INDEX m_b ON ONLY m (b); CREATE INDEX mine ON m1 (b); ALTER INDEX m_b ATTACH PARTITION mine`
		);
		expect(upgrade).toBe(`CREATE TABLE m1 (
	a integer,
	b integer
);

CREATE INDEX mine ON m1 (b);

ALTER TABLE m ATTACH PARTITION m1 FOR VALUES IN (1);
`);
	});

	it.each(['(n)', '(b) INCLUDE (n)'])(
		'goes before a column that only it needed, and comes again over other columns: %s',
		async (columns) => {
			const wider = 'CREATE TABLE m (a int, b int, n int) PARTITION BY LIST (a);';
			const { downgrade } = await migrated(
				parent + first + index,
				`${wider} ${first} CREATE TABLE m2 PARTITION OF m FOR VALUES IN (2); CREATE INDEX m_b ON m ${columns};`
			);
			expect(downgrade).toContain('DROP INDEX m_b;');
		}
	);

	it('takes in the key that a new partition brings along', async () => {
		const unique = 'CREATE UNIQUE INDEX u ON m (a, b);';
		const { upgrade } = await migrated(
			parent + unique,
			`${parent} CREATE TABLE m1 PARTITION OF m (PRIMARY KEY (a, b)) FOR VALUES IN (1); ${unique}`
		);
		expect(upgrade).toContain('PRIMARY KEY (a, b)');
		expect(upgrade).toContain('ATTACH PARTITION m1');
	});

	it('comes beside the index that a table has already, and does not take it in', async () => {
		const own = 'CREATE INDEX own ON m1 (b);';
		const { upgrade } = await migrated(
			`${parent} CREATE TABLE m1 (a int, b int); ${index} ${own}`,
			`${parent} CREATE TABLE m1 (a int, b int); ALTER TABLE m ATTACH PARTITION m1 FOR VALUES IN (1); ${index} ${own}`
		);
		expect(upgrade).toBe(`DROP INDEX own;

ALTER TABLE m ATTACH PARTITION m1 FOR VALUES IN (1);

CREATE INDEX own ON m1 (b);
`);
	});

	it('gets the part of a partition that had none', async () => {
		const unfinished = `${parent} ${first} CREATE INDEX m_b ON ONLY m (b);`;
		const { upgrade } = await migrated(
			unfinished,
			`${unfinished} CREATE INDEX part ON m1 (b); ALTER INDEX m_b ATTACH PARTITION part`
		);
		expect(upgrade).toBe('CREATE INDEX part ON m1 (b);\n\nALTER INDEX m_b ATTACH PARTITION part;\n');
	});

	it('becomes a constraint although a constraint stands on a part of it', async () => {
		const { upgrade } = await migrated(
			`${parent} ${first} CREATE UNIQUE INDEX k ON ONLY m (a, b); ALTER TABLE m1 ADD CONSTRAINT part UNIQUE (a, b);
			ALTER INDEX k ATTACH PARTITION part`,
			`${parent} ${first} ALTER TABLE m ADD CONSTRAINT k UNIQUE (a, b)`
		);
		expect(upgrade).toContain('-- Takes part along, which stands on parts of it.\nDROP INDEX k CASCADE;');
	});

	it('stays on a partition that is taken off', async () => {
		const { upgrade } = await migrated(
			parent + first + index,
			`${parent} CREATE TABLE m1 (a int, b int); CREATE INDEX m1_b_idx ON m1 (b); ${index}`
		);
		expect(upgrade).toBe('ALTER TABLE m DETACH PARTITION m1;\n');
	});
});

describe('a key of a partitioned table', () => {
	it('takes in the keys of partitions that have names of their own', async () => {
		const { upgrade } = await migrated(
			parent + first,
			`${parent} ${first} ALTER TABLE ONLY m ADD CONSTRAINT u UNIQUE (a);
			ALTER TABLE m1 ADD CONSTRAINT mine UNIQUE (a); ALTER INDEX u ATTACH PARTITION mine`
		);
		expect(upgrade).toBe(`ALTER TABLE ONLY m ADD CONSTRAINT u UNIQUE (a);

ALTER TABLE m1 ADD CONSTRAINT mine UNIQUE (a);

ALTER INDEX u ATTACH PARTITION mine;
`);
	});

	it('may leave its partitions out', async () => {
		const held = parent.replace('a int', 'a int NOT NULL');
		const { upgrade } = await migrated(
			held + first,
			`${held} ${first} ALTER TABLE ONLY m ADD PRIMARY KEY (a)`
		);
		expect(upgrade).toBe('ALTER TABLE ONLY m ADD PRIMARY KEY (a);\n');
	});

	it('goes after the foreign key that goes with a column', async () => {
		const { upgrade } = await migrated(
			`${parent} ${first} ALTER TABLE m ADD PRIMARY KEY (a, b); CREATE TABLE x (a int, b int, FOREIGN KEY (a, b) REFERENCES m)`,
			`${parent} ${first} ALTER TABLE m ADD PRIMARY KEY (a); CREATE TABLE x (a int)`
		);
		expect(upgrade.indexOf('DROP COLUMN b')).toBeLessThan(upgrade.indexOf('DROP CONSTRAINT m_pkey'));
	});
});

describe('partitions as pg_dump writes them', () => {
	it('are made as tables and put under their parent, as their NOT NULLs have names of their own', async () => {
		const { upgrade } = await migrated(
			'',
			`CREATE TABLE m (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE TABLE m1 (a int NOT NULL, b int);
			ALTER TABLE ONLY m ATTACH PARTITION m1 FOR VALUES IN (1)`
		);
		expect(upgrade).toContain('CREATE TABLE m1 (\n\ta integer NOT NULL,');
		expect(upgrade).toContain('ATTACH PARTITION m1 FOR VALUES IN (1)');
	});

	it('have a NOT NULL of their own where they are to', async () => {
		const held = 'CREATE TABLE m (a int NOT NULL, b int) PARTITION BY LIST (a);';
		const { upgrade } = await migrated(held + first, `${held} ${first} ALTER TABLE m1 ALTER a SET NOT NULL`);
		expect(upgrade).toBe('ALTER TABLE m1 ALTER COLUMN a SET NOT NULL;\n');
	});
});
