import { describe, expect, it } from 'vitest';
import { answer, entry, fakeHost, fork, graphOf } from './support.ts';

const merged = graphOf(
	'0001 Create users',
	'0002 < 0001 @shop Add email',
	'0003 < 0001 Add orders',
	'0004 < 0002,0003 Join'
);

describe('history', () => {
	it('lists the newest first, with Alembic’s marks', async () => {
		const { exitCode, lines } = await answer('flask db history', fakeHost({ graph: merged }));
		expect(exitCode).toBe(0);
		expect(lines.map((line) => line.text)).toEqual([
			'0002, 0003 -> 0004 (head) (mergepoint), Join',
			'0001 -> 0003, Add orders',
			'0001 -> 0002 (shop), Add email',
			'<base> -> 0001 (branchpoint), Create users'
		]);
	});

	it('marks where the database is with -i', async () => {
		const { text } = await answer('updown history -i');
		expect(text).toContain('0001 -> 0002 (current), Add email');
	});

	it('keeps to a range, and says what a range is', async () => {
		const { lines } = await answer('updown history -r 0002:');
		expect(lines.map((line) => line.text)).toEqual([
			'0002 -> 0003 (head), Add orders',
			'0001 -> 0002, Add email'
		]);
		const wrong = await answer('updown history -r 1');
		expect(wrong.exitCode).toBe(1);
		expect(wrong.text).toContain('A range is “start:end”, “start:” or “:end”');
	});

	it('tells more with -v', async () => {
		const { text } = await answer('updown history -v');
		expect(text).toContain('Rev:      0003 (head)\nParent:   0002\nPath:     migrations/0003_add_orders.sql');
	});

	it('says how to begin where the folder is empty', async () => {
		const { exitCode, text } = await answer('updown history', fakeHost({ graph: graphOf(), applied: [] }));
		expect(exitCode).toBe(0);
		expect(text).toContain('updown revision -m');
	});

	it('shows the sound part of a broken folder, then what is wrong, and fails', async () => {
		const problem = {
			code: 'missing-parent',
			severity: 'error',
			message: '0009 follows 0008, which is not in the folder.',
			hint: 'Add 0008.',
			file: '0009_late.sql'
		} as const;
		const { exitCode, text } = await answer('updown history', fakeHost({ problems: [problem] }));
		expect(exitCode).toBe(1);
		expect(text).toContain('<base> -> 0001');
		expect(text).toContain('Error: 0009 follows 0008');
		expect(text).toContain('at migrations/0009_late.sql');
	});
});

describe('heads and branches', () => {
	it('heads lists every head', async () => {
		const { text } = await answer('updown heads', fakeHost({ graph: fork }));
		expect(text).toBe('0002 (shop) (head)\n0003 (head)');
	});

	it('branches shows what follows each branchpoint', async () => {
		const { text } = await answer('updown branches', fakeHost({ graph: merged }));
		expect(text).toBe(
			'<base> -> 0001 (branchpoint), Create users\n     -> 0002 (shop), Add email\n     -> 0003, Add orders'
		);
		expect((await answer('updown branches')).text).toContain('No branches');
	});
});

describe('show', () => {
	it('shows where a migration is and what it says', async () => {
		const { text } = await answer('updown show 0002');
		expect(text).toContain('Path:     migrations/0002_add_email.sql');
		expect(text).toContain('CREATE TABLE t0002 (id);');
	});

	it('of an unknown revision names the choices', async () => {
		const { exitCode, text } = await answer('updown show 0009');
		expect(exitCode).toBe(1);
		expect(text).toContain('There is no revision “0009”');
	});
});

describe('current', () => {
	it('names the revision, or base', async () => {
		expect((await answer('updown current')).text).toBe('0002');
		expect((await answer('updown current', fakeHost({ applied: [] }))).text).toBe(
			'base: nothing is applied.'
		);
	});

	it('names several on several branches', async () => {
		const { text } = await answer(
			'updown current',
			fakeHost({ graph: fork, applied: ['0001', '0002', '0003'] })
		);
		expect(text).toBe('0002 (shop) (head)\n0003 (head)');
	});

	it('with --check-heads fails unless every head is applied', async () => {
		const behind = await answer('alembic current --check-heads');
		expect(behind.exitCode).toBe(1);
		expect(behind.text).toContain('0003 is still ahead');
		const there = await answer('alembic current -c', fakeHost({ applied: ['0001', '0002', '0003'] }));
		expect(there.exitCode).toBe(0);
	});

	it('with a revision whose file is gone says the cure', async () => {
		const { exitCode, text } = await answer('updown current', fakeHost({ applied: ['0001', entry('0099')] }));
		expect(exitCode).toBe(1);
		expect(text).toContain('The ledger says that 0099 (0099.sql) is applied');
		expect(text).toContain('accept 0099');
	});
});

describe('init, status and the version', () => {
	it('init says that the folder is there and what comes next', async () => {
		const { exitCode, text } = await answer('flask db init');
		expect(exitCode).toBe(0);
		expect(text).toContain('migrations/ is here already, with 3 files.');
		expect(text).toContain('updown revision -m');
	});

	it('init makes the folder where there is a disk', async () => {
		const host = {
			...fakeHost(),
			makeFolder: () => Promise.resolve('made' as const),
			folderName: 'db/migrations'
		};
		expect((await answer('updown init', host)).text).toContain('Made db/migrations/.');
	});

	it('status says where the database is and what is waiting', async () => {
		const { text } = await answer('updown status', fakeHost({ applied: ['0001'] }));
		expect(text).toContain('The database is at 0001.');
		expect(text).toContain('1 migration applied, 2 migrations pending.');
		expect(text).toContain('Pending: 0002 (Add email), 0003 (Add orders).');
	});

	it('--version is the package’s', async () => {
		const { version } = (await import('../../../package.json', { with: { type: 'json' } })).default;
		expect((await answer('updown --version')).text).toBe(`Updown ${version}`);
	});
});
