import type { Database } from '../engine/database.ts';
import type { Dialect } from '../engine/dialects/dialect.ts';
import type { Direction, FolderFile, Migration, RevisionGraph } from '../engine/migration/migration.ts';
import { findMigration, targetBelow, withAncestors } from '../engine/migration/revisions.ts';
import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import { tableNames } from '../engine/rows/table-fates.ts';
import { withoutOtherLedgers } from '../engine/run/other-ledgers.ts';
import type { Ran, Vehicle } from '../engine/run/vehicle.ts';
import { emptySchema, type Schema } from '../engine/schema/model.ts';
import { withoutStashes } from '../engine/schema/stash.ts';
import { migrateProgram } from '../python/migrate-program.ts';
import { placeIn } from '../python/traceback.ts';
import { ledgerOf, readVersions } from '../python/version-table.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, Wheel } from '../python/python.ts';
import { severalDatabases, wentToSeveral } from './several-databases.ts';
import { ToolBench, type BenchRun } from './tool-bench.ts';
import { isOfMigration } from './own-statement.ts';
import { toolFailure } from './tool-result.ts';
import type { Tools } from './tools.ts';

/** A folder that the tools run. */
export interface ToolFolder {
	readonly tools: Tools;
	readonly graph: RevisionGraph;
	/** Why its migrations are not all in the graph, where that is so. */
	readonly problems: readonly Problem[];
	readonly files: readonly FolderFile[];
	readonly wheels: readonly Wheel[];
	/** The SQLite databases beside the project's own. */
	readonly databases: readonly DatabaseFile[];
	readonly databaseFile: string | undefined;
	readonly environment: Environment;
	/** Where Alembic looks for revision files, as far as no file says it. */
	readonly scripts: readonly ScriptFolder[];
}

/** The tools as what runs migrations one by one, on databases that are put away afterwards. */
export function toolVehicle(folder: ToolFolder, dialect: Dialect): Vehicle {
	const benches = new WeakMap<Database, ToolBench>();
	const said = new Map<string, Set<string>>();
	const benchOn = (database: Database): ToolBench => {
		let bench = benches.get(database);
		if (!bench) benches.set(database, (bench = new ToolBench({ ...folder, database })));
		return bench;
	};
	return {
		async ledger(database) {
			const [first, ...others] = folder.problems.filter(({ severity }) => severity === 'error');
			if (first) return failure(first, ...others);
			return success(ledgerOf(folder.graph, await readVersions(database)));
		},
		async step(database, migration, direction) {
			const went = await step(folder.graph, benchOn(database), migration, direction);
			if (went.ok)
				said.set(
					migration.revision,
					new Set([...(said.get(migration.revision) ?? []), ...went.value.statements])
				);
			return went;
		},
		seen: (schema) => withoutOtherLedgers(withoutStashes(schema), emptySchema)[0],
		touching: (_, schema) => allTables(dialect, schema),
		workingOn: ({ revision }) => [...(said.get(revision) ?? [])].join(';\n'),
		// What a program's own connection insists on, nobody knows from here.
		foreignKeys: () => Promise.resolve(true),
		// A program has a connection of its own, and commits by itself.
		sharesTransaction: () => false
	};
}

/** Statements that name every table: what a program touches, nobody can read from its text. */
export function allTables(dialect: Dialect, schema: Schema): string {
	return [...tableNames(schema)].map((name) => `SELECT FROM ${dialect.relation(name)};`).join('\n');
}

async function step(
	graph: RevisionGraph,
	bench: ToolBench,
	migration: Migration,
	direction: Direction
): Promise<Outcome<Ran>> {
	const { revision, file, down } = migration;
	const { span } = direction === 'upgrade' ? migration.up : (down ?? migration.up);
	const before = await appliedOn(graph, bench);
	const run = await bench.run(stepWords(graph, bench.files, migration, direction));
	if (run.exitCode !== 0) return failure(refusalOf(run, bench));
	if (wentToSeveral(run)) return failure(severalDatabases);
	const after = await appliedOn(graph, bench);
	const moved = [...before, ...after].filter((one) => before.has(one) !== after.has(one));
	if (moved.length === 1 && moved[0] === revision)
		return success({
			statements: run.steps.flatMap(({ statements }) =>
				statements.filter(isOfMigration).map(({ sql }) => sql)
			)
		});
	return failure({
		code: 'not-alone',
		severity: 'error',
		message: `Alembic cannot take ${revision} in the direction ${direction} without others, so nothing can be said of it alone.`,
		hint: 'Where branches meet, run the steps by hand.',
		file,
		span
	});
}

/** The words of the command that runs one migration and no other. */
export function stepWords(
	graph: RevisionGraph,
	files: readonly FolderFile[],
	{ revision }: Migration,
	direction: Direction
): readonly string[] {
	return [
		...migrateProgram(files),
		direction,
		direction === 'upgrade' ? revision : targetBelow(graph, revision)
	];
}

/** Why a command has not come to its end, as it says itself, and where in the files it ran on, where a traceback tells. */
export function refusalOf(run: BenchRun, { files }: Pick<ToolBench, 'files'>): Problem {
	const problem = toolFailure(run, 'Run it in the terminal to see all that it says.');
	const place = placeIn(run.said, files);
	return place ? { ...problem, file: place.file.name, span: place.span } : problem;
}

async function appliedOn(graph: RevisionGraph, { database }: ToolBench): Promise<ReadonlySet<string>> {
	const versions = await readVersions(database);
	return withAncestors(
		graph,
		versions.filter((version) => findMigration(graph, version))
	);
}
