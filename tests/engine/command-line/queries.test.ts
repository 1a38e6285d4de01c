import { describe, expect, it } from 'vitest';
import { migration, openPlayground, shop } from './support.ts';

const files = [
	...shop,
	migration(
		'0004',
		'One name',
		"ALTER TABLE users RENAME COLUMN name TO full_name; UPDATE users SET email = 'none';",
		'ALTER TABLE users RENAME COLUMN full_name TO name;'
	)
];
const v1 = { name: 'app v1', sql: '-- names\nSELECT name FROM users;\n-- emails\nSELECT email FROM users;' };
const v2 = {
	name: 'app v2',
	sql: '-- full names\nSELECT full_name FROM users;\n-- one\nSELECT 1;\n-- typo\nSELECT * FROM userz;'
};

describe('queries in the terminal', () => {
	it('says from where to where each query works, which migration breaks it, and where it answers otherwise', async () => {
		const playground = await openPlayground(files);
		playground.queries = [v1, v2];
		await playground.type('updown upgrade 0002');
		const { text, exitCode } = await playground.type('updown queries');
		expect(text.split('\n')).toEqual([
			'✕ app v1, names: works from 0001 to 0003',
			'  0004 breaks it: There is no column name at this point.',
			'✓ app v1, emails: works from 0002 to 0004',
			'  answers otherwise from 0004 on',
			'✓ app v2, full names: works at 0004',
			'✓ app v2, one: works at every version',
			'! app v2, typo: works at no version',
			'  There is no table or view userz at this point.',
			'1 of 5 queries broken on the way up through 5 versions. The database is as it was.'
		]);
		expect(exitCode).toBe(1);
		expect((await playground.type('updown current')).text).toBe('0002');
	});

	it('runs only the sets that are named, and ends with 0 where nothing breaks them', async () => {
		const playground = await openPlayground(files);
		playground.queries = [v1, { name: 'v3', sql: '-- one\nSELECT 1;' }];
		const { text, exitCode } = await playground.type('updown queries v3');
		expect(text).toContain('No migration breaks one of 1 query at 5 versions.');
		expect(text).not.toContain('names');
		expect(exitCode).toBe(0);
		const wrong = await playground.type('updown queries v33');
		expect(wrong.text).toContain('there is no set v33. There are: app v1, v3.');
		expect(wrong.text).toContain('Did you mean v3?');
		expect(wrong.exitCode).toBe(2);
	});

	it('says why a version could not be reached', async () => {
		const stuck = migration('0005', 'Stuck', 'CREATE TABLE users (id);', 'SELECT 1;');
		const playground = await openPlayground([...files, stuck]);
		playground.queries = [{ name: 'v3', sql: '-- one\nSELECT 1;' }];
		const { text, exitCode } = await playground.type('updown queries');
		expect(text).toContain('table users already exists');
		expect(exitCode).toBe(1);
	});

	it('says where queries come from where there are none', async () => {
		const { text, exitCode } = await (await openPlayground(files)).type('updown queries');
		expect(text).toContain('there are no queries to run');
		expect(text).toContain('queries/app-v1.sql');
		expect(exitCode).toBe(1);
	});
});
