import { expect, test } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import {
	clashesIn,
	clashingChanges,
	engineReplay,
	parseFolder,
	rehearseTogether,
	runCommand,
	runToEnd,
	sqlWriter,
	waysTogether,
	type Following,
	type RunCommand,
	type WayTogether
} from '../../../src/lib/engine/index.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { everyDialect } from '../databases.ts';
import { Bench, migration } from './support.ts';

type Files = Readonly<Record<string, string>>;

const shared: Files = {
	'0001_users.sql': migration(
		"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');",
		'DROP TABLE users;'
	)
};
const nick: Files = {
	'0002_nick.sql': migration(
		"ALTER TABLE users ADD COLUMN nick TEXT; UPDATE users SET nick = 'x' || id;",
		'ALTER TABLE users DROP COLUMN nick;'
	)
};
const email: Files = {
	'0002_email.sql': migration(
		'ALTER TABLE users ADD COLUMN email TEXT;',
		'ALTER TABLE users DROP COLUMN email;'
	)
};

const listed = (files: Files) => Object.entries(files).map(([name, text]) => ({ name, text }));

/** My database with my files run, and then theirs in the folder. */
async function pulled(dialect: DialectName, mine: Files, theirs: Files, common: Files = shared) {
	const bench = await Bench.open({ ...common, ...mine }, false, dialect);
	expect((await bench.upgrade('heads')).status).toBe('applied');
	bench.files = { ...common, ...mine, ...theirs };
	const request = {
		files: listed(bench.files),
		mine: new Set(Object.keys(mine)),
		ledger: await bench.ledger(),
		writer: sqlWriter({ kind: 'sequential' })
	};
	return { bench, request, ways: waysTogether(request) };
}

const way = (ways: readonly WayTogether[], kind: WayTogether['kind']) =>
	ways.find((one) => one.kind === kind)!;

/** Goes a way for real, as the page does: back, the folder, the ledger, and up. */
async function go(bench: Bench, { files }: WayTogether, following: Following) {
	const run = (command: RunCommand) => runToEnd(runCommand(bench.context, command));
	if (following.kind === 'again') {
		bench.files = Object.fromEntries(following.files.map(({ name, text }) => [name, text]));
		expect(await run({ kind: 'takeBack', revisions: following.revisions })).toMatchObject({
			status: 'applied'
		});
	}
	bench.files = Object.fromEntries(files.map(({ name, text }) => [name, text]));
	if (following.kind === 'ledger') {
		const moved = { kind: 'stamp', targets: [], purge: false, moved: following.moved } as const;
		expect(await run(moved)).toMatchObject({ status: 'applied' });
	}
	return run({ kind: 'upgrade', target: 'heads' });
}

everyDialect('two developers on %s', (dialect) => {
	test.each(['again', 'ledger'] as const)(
		'renumbered, mine are %s what the folder says, and the rehearsal has said so and left nothing behind',
		async (kind) => {
			const { bench, request, ways } = await pulled(dialect, nick, email);
			const renumber = way(ways, 'renumber');
			const following = renumber.followings.find((one) => one.kind === kind)!;
			const before = [await bench.everything(), await bench.ledgerWords()];
			const { result } = await rehearseTogether(bench.context, { files: renumber.files, following });
			expect([await bench.everything(), await bench.ledgerWords()]).toEqual(before);
			const steps = (run: typeof result) =>
				run.steps.map(({ direction, revision, status }) => `${direction} ${revision} ${status}`);
			expect(steps(result)).toEqual(
				kind === 'again'
					? ['downgrade 0002 applied', 'upgrade 0002 applied', 'upgrade 0003 applied']
					: ['upgrade 0002 applied']
			);
			const real = await go(bench, renumber, following);
			expect(real.status).toBe('applied');
			expect(real.current).toEqual(['0003']);
			expect((await bench.ledger()).map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
				'0001_users.sql applied',
				'0002_email.sql applied',
				'0003_nick.sql applied'
			]);
			expect(await bench.rows('SELECT nick FROM users ORDER BY id')).toEqual([['x1'], ['x2']]);
			expect(clashesIn(renumber.files, request.mine, await bench.ledger())).toEqual([]);
			// The ledger knows the very texts.
			expect((await bench.upgrade('head')).problems).toEqual([]);
			expect((await bench.downgrade('0001')).status).toBe('applied');
		}
	);

	test('a rehearsal says which values are lost when mine are taken back, before it happens', async () => {
		const { bench, ways } = await pulled(dialect, nick, email);
		await bench.database.execute("UPDATE users SET nick = 'own'");
		const renumber = way(ways, 'renumber');
		const { steps } = await rehearseTogether(bench.context, {
			files: renumber.files,
			following: renumber.followings[0]!
		});
		const [back] = steps;
		expect(back?.tables).toMatchObject([{ table: 'users', columns: [{ name: 'nick', fate: 'lost' }] }]);
		expect(await bench.rows('SELECT DISTINCT nick FROM users')).toEqual([['own']]);
	});

	test('a way that would fail says at which statement, and leaves everything as it was', async () => {
		const same: Files = {
			'0002_alias.sql': migration(
				'ALTER TABLE users ADD COLUMN nick VARCHAR(20);',
				'ALTER TABLE users DROP COLUMN nick;'
			)
		};
		const { bench, ways } = await pulled(dialect, nick, same);
		const before = await bench.everything();
		for (const following of way(ways, 'renumber').followings) {
			const { result } = await rehearseTogether(bench.context, {
				files: way(ways, 'renumber').files,
				following
			});
			expect(result.status).toBe('failed');
			const failed = result.steps.find(({ status }) => status === 'failed');
			expect(failed).toMatchObject({
				problem: { file: following.kind === 'again' ? '0003_nick.sql' : '0002_alias.sql' }
			});
			expect(await bench.everything()).toBe(before);
		}
	});

	test('two heads meet in a revision that the database comes to by running theirs alone', async () => {
		const spoken = (files: Files, revision: string, revises: string): Files =>
			Object.fromEntries(
				Object.entries(files).map(([name, text]) => [
					name.replace(/^\d+/, revision),
					`-- revision: ${revision}\n-- revises: ${revises}\n${text}`
				])
			);
		const { bench, ways } = await pulled(
			dialect,
			spoken(nick, '0002', '0001'),
			spoken(email, '0003', '0001'),
			spoken(shared, '0001', 'base')
		);
		const merge = way(ways, 'merge');
		const [following] = merge.followings;
		const trial = { files: merge.files, following: following! };
		const { result } = await rehearseTogether(bench.context, trial);
		expect(result.steps.map(({ revision }) => revision)).toEqual(['0003', '0004']);
		expect((await go(bench, merge, following!)).current).toEqual(['0004']);
		expect(parseFolder(merge.files).graph.heads).toEqual(['0004']);
	});

	test('what came in behind the back of mine can run late', async () => {
		const rename = (files: Files, version: string): Files =>
			Object.fromEntries(Object.entries(files).map(([name, text]) => [name.replace('0002', version), text]));
		const { bench, ways } = await pulled(dialect, rename(nick, '0005'), email);
		const late = way(ways, 'late');
		const trial = { files: late.files, following: late.followings[0]! };
		expect((await rehearseTogether(bench.context, trial)).result.status).toBe('applied');
		expect((await bench.upgrade('heads')).current).toEqual(['0005']);
		expect((await bench.ledger()).map(({ revision }) => revision)).toEqual(['0001', '0005', '0002']);
	});

	test('the ledger is left alone where what is to be called otherwise is not there', async () => {
		const { bench } = await pulled(dialect, nick, {});
		const before = await bench.ledgerWords();
		for (const moved of [
			[{ from: '0009', to: '0002' }],
			[{ from: '0002', to: '0009' }],
			[{ from: '0002', to: '0001' }]
		]) {
			const command = { kind: 'stamp', targets: [], purge: false, moved } as const;
			const { status, problems } = await runToEnd(runCommand(bench.context, command));
			expect(status).toBe('refused');
			expect(problems[0]?.hint).toContain('Look at the ways out again');
			expect(await bench.ledgerWords()).toEqual(before);
		}
	});

	test('columns that both change are told with the files that do so, also where the files do not clash', async () => {
		const theirs: Files = {
			'0003_town.sql': migration('ALTER TABLE users ADD COLUMN town TEXT;'),
			'0004_gone.sql': migration('ALTER TABLE users DROP COLUMN name;'),
			'0005_alias.sql': migration('ALTER TABLE users ADD COLUMN nick TEXT;')
		};
		const mine: Files = {
			...nick,
			'0006_names.sql': migration('CREATE INDEX users_by_name ON users (name);')
		};
		const { bench, request } = await pulled(dialect, mine, theirs);
		const before = await bench.everything();
		const found = await clashingChanges(
			bench.context.database.dialect,
			{ files: request.files, mine: Object.keys(mine), theirs: Object.keys(theirs) },
			engineReplay(bench.context, () => openDatabase(dialect, { foreignKeys: false }))
		);
		if (!found.ok) throw new Error(found.problems[0]?.message);
		expect(
			found.value.map(({ path, mine: { file }, theirs: other, same }) => [path, file, other.file, same])
		).toEqual([
			[['table users', 'column nick'], '0002_nick.sql', '0005_alias.sql', true],
			[['table users', 'column name'], '0006_names.sql', '0004_gone.sql', false]
		]);
		expect(found.value[0]?.theirs.words).toContain('nick');
		expect(await bench.everything()).toBe(before);
	});

	test('who drops a table clashes with whoever changes anything in it', async () => {
		const { bench, request } = await pulled(dialect, nick, {
			'0003_gone.sql': migration('DROP TABLE users;')
		});
		const found = await clashingChanges(
			bench.context.database.dialect,
			{ files: request.files, mine: ['0002_nick.sql'], theirs: ['0003_gone.sql'] },
			engineReplay(bench.context, () => openDatabase(dialect, { foreignKeys: false }))
		);
		expect(found).toMatchObject({ ok: true, value: [{ path: ['table users'] }] });
	});
});
