import type { Database } from '../engine/database.ts';
import type { RevisionGraph } from '../engine/migration/migration.ts';
import { findMigration, inOrder } from '../engine/migration/revisions.ts';
import type { Problem } from '../engine/problem.ts';
import type { RowSides } from '../engine/rows/rows.ts';
import { tableFates, tableNames, type TableFates } from '../engine/rows/table-fates.ts';
import type { Frame, StatementReport, StepResult } from '../engine/run/step.ts';
import { changesTold } from '../engine/run/changes-told.ts';
import { describeChanges } from '../engine/schema/describe.ts';
import type { Schema } from '../engine/schema/model.ts';
import { diffSchemas } from '../engine/schema/patch.ts';
import { renamesOf } from '../engine/schema/rename-kinds.ts';
import { isStash } from '../engine/schema/stash.ts';
import { spanOf } from '../engine/text/place.ts';
import { lastWordsOf } from '../python/last-words.ts';
import { isVersionTable } from '../engine/run/other-ledgers.ts';
import { readVersions } from '../python/version-table.ts';
import { isOfMigration } from './own-statement.ts';
import type { ToolRun, ToolStep } from './tools.ts';

/** What is known of a command that ran. */
export interface RanCommand {
	readonly graph: RevisionGraph;
	/** When the command began: ISO 8601, UTC. */
	readonly at: string;
	/** What it wrote as errors. */
	readonly said: string;
}

/** The same, with the file of its database. */
export interface LookedAt extends RanCommand {
	/** Opens the database as it was at some moment. */
	readonly open: (image: Uint8Array) => Promise<Database>;
}

/** The migrations that a command ran, each with its frame, as the engine tells of its own steps. */
export async function toolSteps(run: ToolRun, about: LookedAt): Promise<readonly StepResult[]> {
	const results: StepResult[] = [];
	for (const step of run.steps) {
		if (step.direction === 'stamp') continue;
		const frame = await frameOf(step, step.after ?? run.image ?? step.before, about);
		results.push(step.after ? { status: 'applied', ...named(step), frame } : failed(step, frame, about));
	}
	return results;
}

async function frameOf(step: ToolStep, later: Uint8Array, about: LookedAt): Promise<Frame> {
	const before = await about.open(step.before);
	const after = await about.open(later);
	try {
		const [from, to] = [await momentOf(before), await momentOf(after)];
		return await frameBetween(step, { from, to, sides: { before, after } }, about);
	} finally {
		await before.close();
		await after.close();
	}
}

/** What a database is at some moment. */
export interface ToolMoment {
	readonly schema: Schema;
	/** The revisions that Alembic says it is at. */
	readonly versions: readonly string[];
}

/** Looks at a database as it is now. */
export async function momentOf(database: Database): Promise<ToolMoment> {
	const schema = await database.dialect.inspector.inspect(database);
	return { schema, versions: await readVersions(database, schema) };
}

/** A step between two moments, whose rows lie beside each other in `sides`. */
export async function frameBetween(
	step: ToolStep,
	moments: { readonly from: ToolMoment; readonly to: ToolMoment; readonly sides: RowSides },
	{ graph, at }: RanCommand
): Promise<Frame> {
	const [from, to] = [withoutVersions(moments.from.schema), withoutVersions(moments.to.schema)];
	const { dialect } = moments.sides.after;
	const renames = dialect.renamesIn?.(step.statements.map(({ sql }) => sql)) ?? [];
	const changes = changesTold(dialect.renderer, from, to, renames);
	const sides = { ...moments.sides, renames: renamesOf(changes) };
	return {
		...named(step),
		from: inOrder(graph, moments.from.versions),
		to: inOrder(graph, moments.to.versions),
		patch: diffSchemas(from, to),
		reverse: diffSchemas(to, from),
		changes,
		tables: (await tableFates(sides, { before: tableNames(from), after: tableNames(to) })).filter(
			({ table: name }) => !isStash({ kind: 'table', name })
		),
		statements: reports(step, graph),
		warnings: [],
		at,
		durationMs: step.durationMs
	};
}

/** The schema without the table in which Alembic keeps its place. */
function withoutVersions({ objects }: Schema): Schema {
	return { objects: objects.filter((object) => !isVersionTable(object)) };
}

/** A step by its revision and direction. */
export function named({ revision, direction }: ToolStep) {
	return { revision, direction: direction === 'downgrade' ? ('downgrade' as const) : ('upgrade' as const) };
}

/** What became of a migration that failed. */
export function failed(step: ToolStep, frame: Frame, { graph, said }: RanCommand): StepResult {
	const stayed = stayedOf(frame);
	const { statements } = frame;
	const problem: Problem = {
		code: 'tool-failed',
		severity: 'error',
		message: lastWordsOf(said),
		hint: stayed
			? `This is still there: ${inShort(stayed)} Alembic’s version table has not moved, so running it again meets that. Undo brings the database back to before the command; or take what stayed away in the SQL pane, and run it again.`
			: 'Nothing of it has stayed. Mend the migration and run it again.',
		...fileOf(step, graph)
	};
	return {
		status: 'failed',
		...named(step),
		problem,
		statements,
		stuck: stayed ? Math.max(1, statements.length - 1) : 0,
		...(stayed && { stayed })
	};
}

/** What a migration that failed has left, in words; undefined where that is nothing. */
function stayedOf({ changes, tables = [], patch }: Frame): readonly string[] | undefined {
	const there = new Set(
		changes.flatMap((change) => (change.kind === 'addObject' ? [change.object.name] : []))
	);
	const rows = tables.filter((one) => one.fate === 'kept' && !there.has(one.table) && isOtherNow(one));
	const isChanged = changes.length + rows.length + patch.set.length + patch.unset.length > 0;
	return isChanged
		? [...describeChanges(changes), ...rows.map(({ table }) => `Changed rows of ${table}.`)]
		: undefined;
}

/** Whether rows of a table are others than they were; of one that nobody could count, what ran must do. */
function isOtherNow({ rows: { changed, added, lost }, notKept }: TableFates): boolean {
	return notKept !== undefined || changed + added + lost > 0;
}

function inShort(words: readonly string[]): string {
	const more = words.length > 3 ? ` And ${words.length - 3} more.` : '';
	return words.slice(0, 3).join(' ') + more;
}

function fileOf(step: ToolStep, graph: RevisionGraph): Pick<Problem, 'file' | 'span'> {
	const migration = findMigration(graph, step.revision);
	if (!migration) return {};
	const { span } = step.direction === 'upgrade' ? migration.up : (migration.down ?? migration.up);
	return { file: migration.file, span };
}

/** What the migration did, without the looks that SQLAlchemy takes by itself and the place that Alembic keeps. */
function reports(step: ToolStep, graph: RevisionGraph): readonly StatementReport[] {
	const span = fileOf(step, graph).span ?? spanOf('', 0, 0);
	return step.statements.filter(isOfMigration).map((statement) => ({ ...statement, span }));
}
