import { describe, expect, it } from 'vitest';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import type { Database } from '../../../src/lib/engine/database.ts';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';
import {
	downgrade,
	pullPlug,
	readLedger,
	rehearse,
	roundTrip,
	runToEnd,
	safeDowngrade,
	stamp,
	upgrade
} from '../../../src/lib/engine/run/index.ts';
import type { RunContext } from '../../../src/lib/engine/run/context.ts';
import { emptyDatabase, everyDialect, everythingIn, tablesOf } from '../databases.ts';
import { migration, steadyClock } from './support.ts';

const files = [
	['1_a.sql', migration('CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES (1);', 'DROP TABLE a;')],
	[
		'2_b.sql',
		migration('CREATE TABLE b (x INTEGER);', 'DROP TABLE b;', {
			up: 'foreign_keys:false',
			down: 'foreign_keys:false'
		})
	],
	[
		'3_open.sql',
		migration('CREATE TABLE c (x INTEGER);\nCREATE TABLE d (x INTEGER);', 'DROP TABLE d;\nDROP TABLE c;', {
			up: 'transaction:false',
			down: 'transaction:false'
		})
	],
	['4_e.sql', migration('CREATE TABLE e (x INTEGER);', 'DROP TABLE e;')]
] as const;
const { graph, problems } = parseFolder(files.map(([name, text]) => ({ name, text })));

/** How many statements of each revision's up section the tables show to be in the database. */
function statementsIn(tables: readonly string[]): readonly string[] {
	const count = (...names: readonly string[]) => names.filter((name) => tables.includes(name)).length;
	const counts = { 1: count('a') * 2, 2: count('b'), 3: count('c', 'd'), 4: count('e') };
	return Object.entries(counts).flatMap(([revision, n]) => (n > 0 ? [`${revision}: ${n}`] : []));
}

/** How many the ledger says are; `applied` means all of them. */
async function statementsTold(database: Database): Promise<readonly string[]> {
	const all: Readonly<Record<string, number>> = { 1: 2, 2: 1, 3: 2, 4: 1 };
	return (await readLedger(database)).flatMap(({ revision, state, statementsApplied }) => {
		const total = all[revision] ?? 0;
		const left = state === 'partial-downgrade' ? total - statementsApplied : statementsApplied;
		const n = state.startsWith('partial') ? left : total;
		return n > 0 ? [`${revision}: ${n}`] : [];
	});
}

/** The database, but its call number `failing` is refused before it does anything. Each statement of a run is a call. */
function faulty(
	database: Database,
	failing: number
): { readonly database: Database; readonly calls: () => number } {
	let calls = 0;
	const call = (what: string) => {
		calls++;
		if (calls !== failing) return;
		throw new DatabaseError({
			message: `disk I/O error at call ${failing} (${what})`,
			sql: what,
			start: 0,
			end: what.length
		});
	};
	return {
		calls: () => calls,
		database: {
			dialect: database.dialect,
			async execute(sql) {
				call(sql);
				return database.execute(sql);
			},
			async query(sql, params) {
				call(sql);
				return database.query(sql, params);
			},
			async *run(sql, options) {
				const script = database.run(sql, options)[Symbol.asyncIterator]();
				try {
					for (;;) {
						call('next statement');
						const next = await script.next();
						if (next.done) return;
						yield next.value;
					}
				} finally {
					await script.return?.();
				}
			},
			snapshot: () => database.snapshot(),
			restore: (image) => database.restore(image),
			cut: () => database.cut(),
			close: () => database.close()
		}
	};
}

const journeys = {
	upgrade: { start: [], run: (context: RunContext) => upgrade(context, 'head') },
	'upgrade that halts': {
		start: ['2'],
		run: (context: RunContext) => upgrade({ ...context, halts: true }, 'head')
	},
	downgrade: { start: ['4'], run: (context: RunContext) => downgrade(context, 'base') },
	'stamp of a head': { start: [], run: (context: RunContext) => stamp(context, ['4'], { purge: false }) },
	'stamp of base': { start: ['4'], run: (context: RunContext) => stamp(context, ['base'], { purge: true }) }
};

everyDialect('%s', (dialect) => {
	describe.each(Object.entries(journeys))('whichever call of an %s fails', (name, { start, run }) => {
		it('the ledger tells what is in the database, and nothing half done counts as done', async () => {
			let reached = false;
			for (let failing = 1; !reached; failing++) {
				const real = await emptyDatabase(dialect, { foreignKeys: true });
				const context: RunContext = { database: real, graph, problems, clock: steadyClock() };
				for (const target of start) await runToEnd(upgrade(context, target));
				const before = await statementsTold(real);
				const { database, calls } = faulty(real, failing);
				const outcome = await runToEnd(run({ ...context, database })).catch((error: unknown) => error);
				reached = calls() < failing;
				const what = `call ${failing}: ${JSON.stringify(outcome)}`;

				const tables = await tablesOf(real);
				const told = await statementsTold(real);
				if (name.startsWith('stamp')) {
					const done = name === 'stamp of base' ? [] : ['1: 2', '2: 1', '3: 2', '4: 1'];
					expect([before, done], what).toContainEqual(told);
				} else {
					expect(told, what).toEqual(statementsIn(tables));
				}
				if (!reached) expect(outcome, what).not.toMatchObject({ status: 'nothing' });
				// No transaction is left open, and foreign keys are as they were.
				expect(await real.dialect.transactions.rollback(real), what).toBe(false);

				const again = await runToEnd(run(context));
				expect(['applied', 'nothing'], `${what}, then ${JSON.stringify(again)}`).toContain(again.status);
				expect(failing).toBeLessThan(400);
			}
		}, 240_000);
	});

	const lossy = {
		name: '1_a.sql',
		text: migration(
			"CREATE TABLE a (id INTEGER PRIMARY KEY, x VARCHAR(9)); INSERT INTO a VALUES (1, 'seed');",
			'DROP TABLE a;'
		)
	};
	// All calls of a trial on PostgreSQL take minutes: UPDOWN_FAULT_STRIDE=1 fails each of them.
	const stride = dialect === 'postgres' ? Number(process.env['UPDOWN_FAULT_STRIDE'] ?? 17) : 1;
	const trials = {
		rehearsal: (context: RunContext) => rehearse(context, { kind: 'downgrade', target: 'base' }),
		'round trip': (context: RunContext) => roundTrip(context),
		'safe downgrade': (context: RunContext) => safeDowngrade(context, [lossy], '1'),
		'pulled plug': (context: RunContext) =>
			pullPlug(context, { revision: '1', direction: 'downgrade', statement: 1, after: true })
	};

	it.each(Object.entries(trials))(
		'whichever call of a %s fails, everything is as it was',
		async (_, run) => {
			const real = await emptyDatabase(dialect);
			const context: RunContext = { database: real, ...parseFolder([lossy]), clock: steadyClock() };
			await runToEnd(upgrade(context, 'head'));
			await real.execute("UPDATE a SET x = 'own'");
			const before = await everythingIn(real);
			for (let failing = 1, reached = false; !reached; failing += stride) {
				const { database, calls } = faulty(real, failing);
				const outcome = await run({ ...context, database }).catch((error: unknown) => error);
				reached = calls() < failing;
				if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DatabaseError);
				// Where it is the very end of the trial that fails, the connection has still to be let go.
				await real.dialect.transactions.rollback(real);
				expect(await everythingIn(real), `call ${failing}: ${JSON.stringify(outcome)}`).toBe(before);
			}
			expect(await runToEnd(downgrade(context, 'base'))).toMatchObject({ status: 'applied' });
		},
		240_000
	);
});
