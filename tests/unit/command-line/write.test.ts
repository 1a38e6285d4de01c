import { describe, expect, it } from 'vitest';
import { readFill, readRename, wordOf } from '../../../src/lib/command-line/commands/answers.ts';
import { quoteWord } from '../../../src/lib/command-line/words.ts';
import { findingCodes } from '../../../src/lib/command-line/commands/check.ts';
import type { AutogenerateReply } from '../../../src/lib/engine/run/autogenerate-reply.ts';
import { answer, fakeHost, fork } from './support.ts';

const done = ['0001', '0002', '0003'];
const changes: Extract<AutogenerateReply, { kind: 'changes' }> = {
	kind: 'changes',
	changes: [],
	words: ['Added phone to users.'],
	migration: {
		upgrade: { sql: 'ALTER TABLE users ADD COLUMN phone TEXT;\n', foreignKeys: true },
		downgrade: { sql: 'ALTER TABLE users DROP COLUMN phone;\n', foreignKeys: true },
		warnings: ['Going back loses the phones.']
	},
	suggestions: [],
	effects: [],
	gaps: [],
	refusedFills: []
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

	it('without changes writes nothing under the name of Alembic either, and says what the real one does', async () => {
		const host = fakeHost({ applied: done });
		const { exitCode, text } = await answer('alembic revision --autogenerate -m nothing', host);
		expect(exitCode).toBe(0);
		expect(text).toContain('The real `alembic` writes an empty migration here');
		expect(host.saved).toEqual([]);
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

	it('says first what each answer does to the rows, with a few of them', async () => {
		const rename = { kind: 'column', table: 'users', from: 'mail', to: 'email' } as const;
		const long = 'x'.repeat(50);
		const rows = [
			[1, 'a@x'],
			[2, long]
		];
		const effect = {
			rename,
			rows: 1200,
			values: 1000,
			sample: { columns: ['id', 'mail'], rows },
			anew: 'NULL'
		};
		const host = fakeHost({ applied: done, reply: { ...question, effects: [effect] } });
		const { text } = await answer('updown migrate', host);
		expect(text).toContain('  Renamed: 1,000 values kept. Dropped and added: 1,000 values lost.');
		expect(text).toContain(`  For example id 1, mail a@x; id 2, mail ${'x'.repeat(39)}….`);
	});

	it('asks for values that rows need, and writes the file all the same', async () => {
		const gap = { table: 'users', column: 'phone', type: 'TEXT', rows: 1000, placeholder: "''" } as const;
		const gaps = [
			{ ...gap, direction: 'upgrade', why: 'added', leftOpen: 'refused' },
			{ ...gap, column: 'mail', direction: 'downgrade', why: 'added', leftOpen: 'filled' }
		] as const;
		const host = fakeHost({ applied: done, reply: { ...changes, gaps } });
		const asked = await answer('updown migrate -m x', host);
		expect(asked.exitCode).toBe(0);
		expect(asked.text).toContain(
			'1,000 rows of users without a value in phone: say it with --fill "users.phone=\'\'"; left open, it is refused'
		);
		expect(asked.text).toContain('--fill-down "users.mail=\'\'" says otherwise');
		expect(host.saved).toHaveLength(1);
		const given = await answer(`updown migrate -m x --fill "users.phone=coalesce(mail, '?')"`, host);
		expect(given.text).not.toContain('without a value in phone');
		expect(host.requests[1]?.fills).toEqual([
			{ direction: 'upgrade', table: 'users', column: 'phone', expression: "coalesce(mail, '?')" }
		]);
	});

	it('writes nothing where a value cannot be written, and says why', async () => {
		const fill = { direction: 'downgrade', table: 'users', column: 'mail', expression: 'nope' } as const;
		const problem = {
			code: 'value-refused',
			severity: 'error',
			message: 'There is no column nope.',
			hint: 'Look.'
		} as const;
		const host = fakeHost({ applied: done, reply: { ...changes, refusedFills: [{ fill, problem }] } });
		const { exitCode, text } = await answer('updown migrate --fill-down users.mail=nope', host);
		expect(exitCode).toBe(1);
		expect(text).toContain('Error: --fill-down users.mail=nope: There is no column nope.');
		expect(host.requests[0]?.fills).toEqual([fill]);
		expect(host.saved).toEqual([]);
	});

	it.each([
		["users.status='a=b.c'", { table: 'users', column: 'status', expression: "'a=b.c'" }],
		['app.users.age=0', { table: 'app.users', column: 'age', expression: '0' }],
		['age=0', undefined],
		['users.age', undefined],
		['users.age= ', undefined]
	])('--fill %s is read as it is meant, or is a mistake', async (word, fill) => {
		expect(readFill(word)).toEqual(fill);
		if (fill !== undefined) return;
		const { exitCode, text } = await answer(`updown migrate --fill "${word}"`, fakeHost({ applied: done }));
		expect(exitCode).toBe(2);
		expect(text).toContain('table.column=expression');
	});

	it('writes one migration for each part with --split, and says how many before', async () => {
		const { migration } = changes;
		const parts = ['Created table tags with `id`.', 'Added `phone` to users.'].map((word) => ({
			words: [word],
			migration
		}));
		const host = fakeHost({ applied: done, reply: { ...changes, parts } });
		const { exitCode, lines } = await answer('updown migrate --split --sequential', host);
		expect(exitCode).toBe(0);
		expect(lines.slice(-3).map(({ text }) => text)).toEqual([
			'Split into 2 migrations, each of which stands alone.',
			'Wrote migrations/0004_created_table_tags.sql.',
			'Wrote migrations/0005_added_phone_to_users.sql.'
		]);
		expect(host.requests[0]).toMatchObject({ split: true });
	});

	it('says where there is nothing to split, and refuses one id for several', async () => {
		const part = { words: ['Added `phone` to users.'], migration: changes.migration };
		const one = fakeHost({ applied: done, reply: { ...changes, parts: [part] } });
		const { text } = await answer('updown migrate --split -m phone', one);
		expect(text).toContain('cannot be split');
		expect(one.saved.map(({ name }) => name)).toEqual(['20261123054700_phone.sql']);
		const two = fakeHost({ applied: done, reply: { ...changes, parts: [part, part] } });
		const refused = await answer('updown migrate --split --rev-id 0042', two);
		expect(refused.exitCode).toBe(1);
		expect(two.saved).toEqual([]);
	});

	it('writes for the version that the line says, else the project', async () => {
		const host = fakeHost({ applied: done, reply: changes, target: '3.39' });
		await answer('updown migrate -m x', host);
		await answer('updown migrate -m x --target 3.31', host);
		await answer('updown migrate -m x', fakeHost({ applied: done, reply: changes }));
		expect(host.requests.map(({ target }) => target)).toEqual(['3.39', '3.31']);
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

	it('asks of a value of an enum with what each answer does to the rows, and how to answer', async () => {
		const rename = { kind: 'value', type: 'mood', from: 'sad', to: 'so so' } as const;
		const effect = { rename, rows: 9, values: 1, sample: { columns: ['id', 'm'], rows: [[2, 'sad']] } };
		const reply = { ...changes, suggestions: [{ rename, likeness: 0.8 }], effects: [effect] };
		const { exitCode, text } = await answer('updown migrate', fakeHost({ applied: done, reply }));
		expect(exitCode).not.toBe(0);
		expect(text).toContain(
			'Was the value `sad` of `mood` renamed to `so so`? Or dropped, and another one added?'
		);
		expect(text).toContain(
			'Renamed: 1 row keeps it. Dropped and added: 1 row still holds it, and the upgrade fails.'
		);
		expect(text).toContain('updown migrate --rename "value:mood.sad:so so"');
	});

	it.each([
		['value:mood.sad:down', { kind: 'value', type: 'mood', from: 'sad', to: 'down' }],
		["value:app.mood.'a, b.c':'it''s'", { kind: 'value', type: 'app.mood', from: 'a, b.c', to: "it's" }],
		['attribute:home.street:road', { kind: 'attribute', type: 'home', from: 'street', to: 'road' }]
	] as const)('--rename %s is a part of a type, also among others', async (word, rename) => {
		expect(readRename(word)).toEqual(rename);
		expect(readRename(wordOf(rename))).toEqual(rename);
		const host = fakeHost({ applied: done, reply: changes });
		await answer(`updown migrate --rename ${quoteWord(`a:b,${word},t.c:d`)}`, host);
		expect(host.requests[0]?.renames).toEqual([
			{ kind: 'table', from: 'a', to: 'b' },
			rename,
			{ kind: 'column', table: 't', from: 'c', to: 'd' }
		]);
	});

	it.each([
		['app.users.mail:email', { kind: 'column', table: 'app.users', from: 'mail', to: 'email' }],
		['app.users.mail:app.users.email', { kind: 'column', table: 'app.users', from: 'mail', to: 'email' }],
		['table:app.people:app.users', { kind: 'table', from: 'app.people', to: 'app.users' }],
		['table:people:app.people', { kind: 'table', from: 'people', to: 'app.people' }]
	] as const)('--rename %s is in a schema, or leads to one', (word, rename) => {
		expect(readRename(word)).toEqual(rename);
		expect(readRename(wordOf(rename))).toEqual(rename);
	});

	it.each([
		'mail',
		'a:b:c',
		'value:mood:sad',
		'value:mood.a:b:c',
		'users.a:b.c',
		'.a:b',
		'users.:b',
		'a:',
		'users.a:users.'
	])('--rename %s is not one', async (word) => {
		expect(readRename(word)).toBeUndefined();
		const { exitCode } = await answer(`updown migrate --rename ${word}`, fakeHost({ applied: done }));
		expect(exitCode).toBe(2);
	});

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

const expected = { objects: [] };

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
		expect(exitCode).toBe(4 + 16);
		expect(text).toContain('The ledger says that 0099');
		expect(text).toContain('0001_create_users.sql has been edited since it was applied');
		expect(text).toContain('The upgrade of 0004 stopped after 1 of its 3 statements');
		expect(text).toContain('Skipped: 0002');
		expect(text).toContain('Pending: 0004 (Add audit)');
		expect(text).toContain('Found: applied files edited, deleted or half done (16), pending migrations (4).');
	});

	it('finds what schema.sql asks for beyond the folder', async () => {
		const report = { schemaSql: { kind: 'differs', words: ['Added phone to users.'] } } as const;
		const { exitCode, text } = await answer('flask db check', fakeHost({ applied: done, report }));
		expect(exitCode).toBe(64);
		expect(text).toContain('Not in a migration yet: Added phone to users.');
	});

	it('finds drift, and names the ways out', async () => {
		const drift = {
			kind: 'drifted',
			changes: [],
			words: ['Added `nick` to users.'],
			expected,
			present: expected
		} as const;
		const { exitCode, text } = await answer('updown check', fakeHost({ applied: done, report: { drift } }));
		expect(exitCode).toBe(8);
		expect(text).toContain('Drift: Added `nick` to users.');
		expect(text).toContain('updown drift --migrate');
		expect(text).toContain('updown drift --put-back');
	});

	it('tells each thing that could not be looked at once, with its place', async () => {
		const problem = {
			code: 'replay-refused',
			severity: 'error',
			message: 'The folder does not run on an empty database.',
			hint: 'Mend it.',
			file: '0001_create_users.sql'
		} as const;
		const unknown = { kind: 'unknown', problem } as const;
		const host = fakeHost({ applied: done, report: { drift: unknown, schemaSql: unknown } });
		const { exitCode, text } = await answer('updown check', host);
		expect(exitCode).toBe(32);
		expect(text.match(/does not run on an empty database/g)).toHaveLength(1);
		expect(text).toContain('at migrations/0001_create_users.sql');
	});

	it('adds up what it finds to an exit code, and 1 and 2 are never among it', () => {
		const codes = Object.values(findingCodes).map(({ code }) => code);
		const sums = new Set<number>();
		for (let some = 1; some < 2 ** codes.length; some++) {
			sums.add(codes.reduce((sum, code, at) => ((some >> at) & 1 ? sum + code : sum), 0));
		}
		expect(sums.size).toBe(2 ** codes.length - 1);
		expect(Math.min(...sums)).toBe(4);
		// From 125 on a shell says something of its own.
		expect(Math.max(...sums)).toBeLessThan(125);
	});

	it('finds what the oldest version that the folder must run on does not know', async () => {
		const problem = {
			code: 'newer-version-needed',
			severity: 'warning',
			message: '`STRICT` needs SQLite 3.37, and this must run on 3.35.',
			hint: 'Leave it out.',
			file: '0001_create_users.sql',
			span: { start: { line: 4, column: 13, offset: 60 }, end: { line: 4, column: 19, offset: 66 } }
		} as const;
		const host = fakeHost({ applied: done, report: { versions: [problem] } });
		const { exitCode, text } = await answer('updown check', host);
		expect(exitCode).toBe(32);
		expect(text).toContain('at migrations/0001_create_users.sql:4:13');
		expect(text).not.toContain('All agree');
	});

	it('without schema.sql says so, and finds the rest in order', async () => {
		const { exitCode, text } = await answer(
			'updown check',
			fakeHost({ applied: done, report: { schemaSql: { kind: 'none' } } })
		);
		expect(exitCode).toBe(0);
		expect(text).toContain('no schema.sql');
	});
});
