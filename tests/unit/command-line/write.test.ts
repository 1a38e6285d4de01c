import { describe, expect, it } from 'vitest';
import { readRename } from '../../../src/lib/command-line/commands/autogenerate.ts';
import type { AutogenerateReply } from '../../../src/lib/engine/schema/autogenerate-reply.ts';
import { answer, fakeHost, fork } from './support.ts';

const done = ['0001', '0002', '0003'];
const changes: AutogenerateReply = {
	kind: 'changes',
	changes: [],
	words: ['Added phone to users.'],
	migration: {
		upgrade: { sql: 'ALTER TABLE users ADD COLUMN phone TEXT;\n', foreignKeys: true },
		downgrade: { sql: 'ALTER TABLE users DROP COLUMN phone;\n', foreignKeys: true },
		warnings: ['Going back loses the phones.']
	},
	suggestions: []
};
const question: AutogenerateReply = {
	...changes,
	suggestions: [
		{ rename: { kind: 'column', table: 'users', from: 'mail', to: 'email' }, likeness: 0.8 },
		{ rename: { kind: 'table', from: 'people', to: 'persons' }, likeness: 0.6 }
	]
};

describe('revision', () => {
	it('writes a template named by time and message', async () => {
		const host = fakeHost();
		const { exitCode, text } = await answer('updown revision -m "Add phone"', host);
		expect(exitCode).toBe(0);
		expect(text).toBe('Wrote migrations/20261123054700_add_phone.sql.');
		expect(host.saved[0]?.text).toContain('-- revises: 0003');
	});

	it('numbers it with --sequential, or takes the id that is given', async () => {
		const host = fakeHost();
		await answer('updown revision -m "Add phone" --sequential', host);
		await answer('updown revision -m "Add phone" --rev-id 0042', host);
		expect(host.saved.map((file) => file.name)).toEqual(['0004_add_phone.sql', '0042_add_phone.sql']);
	});

	it('with two heads names the choices, and follows the one that is named', async () => {
		const host = fakeHost({ graph: fork });
		const refused = await answer('updown revision -m more', host);
		expect(refused.exitCode).toBe(1);
		expect(refused.text).toContain('2 heads, 0002 and 0003');
		await answer('updown revision -m more --head 0003 --branch-label shed', host);
		expect(host.saved[0]?.text).toContain('-- revises: 0003');
		expect(host.saved[0]?.text).toContain('-- labels: shed');
	});

	it('branches off a revision that is no head only with --splice', async () => {
		const host = fakeHost();
		const refused = await answer('updown revision -m hotfix --head 0001', host);
		expect(refused.exitCode).toBe(1);
		expect(refused.text).toContain('--splice');
		expect((await answer('updown revision -m hotfix --head 0001 --splice', host)).exitCode).toBe(0);
	});

	it('`flask db revision --depends-on` works, and says that the real one does not know it', async () => {
		const host = fakeHost({ graph: fork });
		const { exitCode, text } = await answer('flask db revision -m x --head 0003 --depends-on 0002', host);
		expect(exitCode).toBe(0);
		expect(text).toContain('does not know --depends-on');
		expect(host.saved[0]?.text).toContain('-- depends-on: 0002');
	});

	it('is refused while the folder has an error', async () => {
		const problem = {
			code: 'cycle',
			severity: 'error',
			message: '0001 and 0002 follow each other.',
			hint: ''
		} as const;
		const host = fakeHost({ problems: [problem] });
		expect((await answer('updown revision -m x', host)).exitCode).toBe(1);
		expect(host.saved).toEqual([]);
	});
});

describe('migrate', () => {
	it.each(['updown migrate -m "add phone"', 'flask db revision --autogenerate -m "add phone"'])(
		'`%s` writes what schema.sql asks for, with its warnings',
		async (typed) => {
			const host = fakeHost({ applied: done, reply: changes });
			const { exitCode, lines } = await answer(typed, host);
			expect(exitCode).toBe(0);
			expect(lines).toEqual([
				{ text: 'Detected: Added phone to users.', tone: 'plain' },
				{ text: 'Warning: Going back loses the phones.', tone: 'warning' },
				{ text: 'Wrote migrations/20261123054700_add_phone.sql.', tone: 'good' }
			]);
			expect(host.saved[0]?.text).toContain('ALTER TABLE users ADD COLUMN phone TEXT;');
			expect(host.saved[0]?.text).toContain('ALTER TABLE users DROP COLUMN phone;');
		}
	);

	it('without changes writes nothing, as Flask-Migrate', async () => {
		const host = fakeHost({ applied: done });
		const { exitCode, text } = await answer('flask db migrate', host);
		expect(exitCode).toBe(0);
		expect(text).toContain('No changes detected');
		expect(host.saved).toEqual([]);
	});

	it('without changes Alembic writes an empty file, and says so', async () => {
		const host = fakeHost({ applied: done });
		const { exitCode, text } = await answer('alembic revision --autogenerate -m nothing', host);
		expect(exitCode).toBe(0);
		expect(text).toContain('Alembic writes an empty migration');
		expect(host.saved).toHaveLength(1);
	});

	it('while a migration has not run, is refused', async () => {
		const host = fakeHost({ reply: changes });
		const { exitCode, text } = await answer('flask db migrate', host);
		expect(exitCode).toBe(1);
		expect(text).toContain('not up to date: 0003 has not run');
		expect(host.saved).toEqual([]);
	});

	it('without schema.sql says what to do', async () => {
		const { exitCode, text } = await answer(
			'updown migrate',
			fakeHost({ applied: done, schemaSql: undefined })
		);
		expect(exitCode).toBe(1);
		expect(text).toContain('no schema.sql');
	});

	it('asks about what may be a rename, and writes nothing until it is answered', async () => {
		const host = fakeHost({ applied: done, reply: question });
		const { exitCode, text } = await answer('updown migrate', host);
		expect(exitCode).toBe(1);
		expect(text).toContain('Was the column `mail` of `users` renamed to `email`?');
		expect(text).toContain('updown migrate --rename users.mail:email --rename people:persons');
		expect(text).toContain('updown migrate --no-renames');
		expect(host.saved).toEqual([]);
		expect((await answer('updown migrate --no-renames', host)).exitCode).toBe(0);
		expect(host.saved).toHaveLength(1);
	});

	it('asks on after an answer, and repeats the answers given in what it proposes', async () => {
		const host = fakeHost({ applied: done, reply: question });
		const { text } = await answer('updown migrate --rename clerks:staff', host);
		expect(text).toContain('updown migrate --rename clerks:staff --rename users.mail:email');
		expect(text).toContain('updown migrate --rename clerks:staff --no-renames');
	});

	it('does not take an empty schema.sql for the wish to drop everything, unless that is said', async () => {
		const reply = { kind: 'nothingDesired', objects: [{ kind: 'table', name: 'users' }] } as const;
		const host = fakeHost({ applied: done, reply });
		const { exitCode, text } = await answer('updown migrate', host);
		expect(exitCode).toBe(1);
		expect(text).toContain('schema.sql is empty');
		expect(text).toContain('--drop-all');
		expect(host.saved).toEqual([]);
		await answer('updown migrate --drop-all', host);
		expect(host.requests.map(({ dropAll }) => dropAll)).toEqual([undefined, true]);
	});

	it('hands the answers on', async () => {
		const host = fakeHost({ applied: done, reply: changes });
		await answer('updown migrate --rename users.mail:email --rename people:persons', host);
		expect(host.requests[0]?.renames).toEqual([
			{ kind: 'column', table: 'users', from: 'mail', to: 'email' },
			{ kind: 'table', from: 'people', to: 'persons' }
		]);
	});

	it.each(['mail', 'a:b:c', 'users.a:b.c', '.a:b', 'users.:b', 'a:', 'users.a:users.'])(
		'--rename %s is not one',
		async (word) => {
			expect(readRename(word)).toBeUndefined();
			const { exitCode } = await answer(`updown migrate --rename ${word}`, fakeHost({ applied: done }));
			expect(exitCode).toBe(2);
		}
	);

	it('a failed comparison is told', async () => {
		const reply: AutogenerateReply = {
			kind: 'failed',
			problem: {
				code: 'x',
				severity: 'error',
				message: 'near "TABL": syntax error',
				hint: 'Mend schema.sql.'
			}
		};
		const { exitCode, text } = await answer('updown migrate', fakeHost({ applied: done, reply }));
		expect(exitCode).toBe(1);
		expect(text).toContain('near "TABL"');
	});
});

describe('merge', () => {
	it.each(['updown merge -m join', 'alembic merge heads -m join', 'flask db merge 0002 0003 -m join'])(
		'`%s` joins both heads',
		async (typed) => {
			const host = fakeHost({ graph: fork });
			expect((await answer(typed, host)).exitCode).toBe(0);
			expect(host.saved[0]?.text).toContain('-- revises: 0002, 0003');
		}
	);

	it('of one head is refused', async () => {
		const { exitCode, text } = await answer('updown merge');
		expect(exitCode).toBe(1);
		expect(text).toContain('nothing to merge');
	});
});

describe('check', () => {
	it('is content where all agree', async () => {
		const { exitCode, text } = await answer('updown check', fakeHost({ applied: done }));
		expect(exitCode).toBe(0);
		expect(text).toBe('All agree: the database is at 0003 (head).');
	});

	it('finds pending, edited, skipped, half-done and missing ones, all at once', async () => {
		const { entry, graphOf } = await import('./support.ts');
		const graph = graphOf(
			'0001 Create users',
			'0002 < 0001 Add email',
			'0003 < 0002 Add orders',
			'0004 < 0003 Add audit'
		);
		const applied = [
			entry('0001', { checksum: 'other' }),
			entry('0003'),
			entry('0004', { state: 'partial-upgrade', statementsApplied: 1, statementsTotal: 3 }),
			entry('0099')
		];
		const { exitCode, text } = await answer('updown check', fakeHost({ graph, applied }));
		expect(exitCode).toBe(1);
		expect(text).toContain('The ledger says that 0099');
		expect(text).toContain('0001_create_users.sql has been edited since it was applied');
		expect(text).toContain('The upgrade of 0004 stopped after 1 of its 3 statements');
		expect(text).toContain('Skipped: 0002');
		expect(text).toContain('Pending: 0004 (Add audit)');
		expect(text).toContain('Not compared with schema.sql');
	});

	it('finds what schema.sql asks for beyond the database', async () => {
		const { exitCode, text } = await answer('flask db check', fakeHost({ applied: done, reply: changes }));
		expect(exitCode).toBe(1);
		expect(text).toContain('Not in a migration yet: Added phone to users.');
	});

	it('without schema.sql compares the ledger alone', async () => {
		const { exitCode, text } = await answer(
			'updown check',
			fakeHost({ applied: done, schemaSql: undefined })
		);
		expect(exitCode).toBe(0);
		expect(text).toContain('no schema.sql');
	});
});
