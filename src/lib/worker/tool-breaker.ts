import type { Database } from '../engine/database.ts';
import { findMigration } from '../engine/migration/revisions.ts';
import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import type { Breaker, Cut, CutWay } from '../engine/run/breaker.ts';
import { withoutOtherLedgers } from '../engine/run/other-ledgers.ts';
import type { CutStatement, PlugRequest } from '../engine/run/pull-plug.ts';
import { emptySchema } from '../engine/schema/model.ts';
import { severalDatabases, wentToSeveral } from './several-databases.ts';
import { ToolBench, type BenchRun } from './tool-bench.ts';
import { isOfMigration } from './own-statement.ts';
import { allTables, refusalOf, stepWords, toolVehicle, type ToolFolder } from './tool-vehicle.ts';

/** What is known of a step once the tools were cut off in it. */
export interface ToolBreaker extends Breaker {
	/** Its statements, of which nothing stands in its file. */
	readonly statements: readonly CutStatement[];
	/** The file in which the project keeps its database. */
	readonly databaseFile: string | undefined;
}

/**
 * The tools run them, as they always do: whether in a transaction is theirs to decide, so that there is no other way. `database`
 * is the one on which the steps are tried. A step is run to its end once before, as nothing but running it tells its statements.
 */
export function toolBreaker(folder: ToolFolder, database: Database): ToolBreaker {
	const { dialect } = database;
	const vehicle = toolVehicle(folder, dialect);
	let statements: readonly CutStatement[] = [];
	let databaseFile = folder.databaseFile;

	async function cut(on: Database, plug: PlugRequest, all: readonly string[]): Promise<Outcome<Cut>> {
		const bench = new ToolBench({ ...folder, database: on });
		const run = await bench.run(wordsFor(folder, plug), { plug });
		if (!run.cut) return failure(notReached(run, bench));
		databaseFile = bench.databaseFile;
		const { cut: ran } = run;
		statements = [...ran, ...all.slice(ran.length).map((sql) => ({ sql, fate: 'notRun' as const }))];
		const stays = ran.filter(({ fate }) => fate === 'stays').map(({ sql }) => sql);
		return success({ ran: ran.length, remain: stays.length, stays });
	}

	return {
		ledger: (on) => vehicle.ledger(on),
		seen: (schema) => withoutOtherLedgers(schema, emptySchema)[0],
		async ways(plug) {
			const known = await rehearsed(folder, database, plug);
			if (!known.ok) return known;
			const { transaction, all } = known.value;
			const own: CutWay = {
				transaction,
				touching: (schema) => allTables(dialect, schema),
				run: (on) => cut(on, plug, all)
			};
			return success({ total: all.length, own });
		},
		get statements() {
			return statements;
		},
		get databaseFile() {
			return databaseFile;
		}
	};
}

/** The statements of a step, and whether all of them are in a transaction; why it cannot be cut off where that was asked for. */
async function rehearsed(
	folder: ToolFolder,
	database: Database,
	plug: PlugRequest
): Promise<Outcome<{ readonly all: readonly string[]; readonly transaction: boolean }>> {
	const trial = await database.dialect.trial(database, { inTransactions: false });
	const bench = new ToolBench({ ...folder, database: trial.database });
	const run = await bench.run(wordsFor(folder, plug)).finally(() => trial.end());
	const { file } = findMigration(folder.graph, plug.revision)!;
	const [step, ...others] = run.steps;
	if (!step) return failure(refusalOf(run, bench));
	if (wentToSeveral(run)) return failure(severalDatabases);
	if (others.length > 0) return failure(notAlone(plug.revision, file));
	const own = step.statements.filter(isOfMigration);
	// Whether the last one was refused, or what came right after it, nobody can tell.
	const reached = run.exitCode === 0 || !plug.after ? own.length : own.length - 1;
	if (run.exitCode !== 0 && plug.statement > reached) return failure(refusalOf(run, bench));
	return success({ all: own.map(({ sql }) => sql), transaction: own.every(({ open }) => open) });
}

function wordsFor({ graph, files }: ToolFolder, { revision, direction }: PlugRequest): readonly string[] {
	return stepWords(graph, files, findMigration(graph, revision)!, direction);
}

function notAlone(revision: string, file: string): Problem {
	return {
		code: 'not-alone',
		severity: 'error',
		message: `The command that runs ${revision} runs more than one step, so nothing can be said of it alone.`,
		hint: 'Where branches meet, choose another step.',
		file
	};
}

function notReached(run: BenchRun, bench: ToolBench): Problem {
	const { exitCode } = run;
	return {
		...(exitCode === 0
			? { code: 'not-reached', severity: 'error', message: 'It came to its end.' }
			: refusalOf(run, bench)),
		hint: 'Its statements were others a moment ago, when it was run to be looked at: it does not do the same each time.'
	};
}
