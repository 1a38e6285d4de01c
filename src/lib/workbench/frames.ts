import type { FolderFile } from '../engine/migration/migration.ts';
import type { RunCommand } from '../engine/run/command.ts';
import { isVersionTable } from '../engine/run/other-ledgers.ts';
import type { Frame, RunResult } from '../engine/run/step.ts';
import { withoutMarks } from '../engine/rows/table-fates.ts';
import { applyPatch, sameValue } from '../engine/schema/patch.ts';
import type { Schema } from '../engine/schema/model.ts';
import type { Visit } from '../projects/project.ts';
import { changedSteps } from '../worker/changed-steps.ts';
import type { DatabaseState } from '../worker/protocol.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';

/**
 * The visits with those of a run added, which began with the schema `before`: of each migration the latest frame in each
 * direction is kept, in the order of time.
 */
export function withFrames(frames: readonly Visit[], result: RunResult, before: Schema): readonly Visit[] {
	let after = before;
	const fresh = framesOf(result).map((frame): Visit => {
		after = applyPatch(after, frame.patch);
		return { ...frame, ...(frame.tables && { tables: frame.tables.map(withoutMarks) }), after };
	});
	const keys = new Set(fresh.map(keyOf));
	return [...frames.filter((frame) => !keys.has(keyOf(frame))), ...fresh];
}

/** The frames of the steps that were applied, in running order. */
export function framesOf(result: RunResult): readonly Frame[] {
	return result.steps.flatMap((step) => (step.status === 'applied' ? [step.frame] : []));
}

/**
 * The step that led to where the database is, and the schema before it; the present schema and no step where the
 * last frame led elsewhere.
 */
export function lastStep(
	frames: readonly Frame[],
	database: Pick<DatabaseState, 'current' | 'schema'>
): { readonly frame: Frame | undefined; readonly schema: Schema } {
	const frame = frames.at(-1);
	if (frame === undefined || !sameValue(frame.to, database.current)) {
		return { frame: undefined, schema: database.schema };
	}
	return { frame, schema: applyPatch(database.schema, frame.reverse) };
}

function keyOf(frame: Frame): string {
	return `${frame.direction} ${frame.revision}`;
}

/**
 * What each applied revision's file said when it was applied. A revision that entered the ledger with this run
 * said what its file says now; one that was there before keeps its text; one that left is forgotten.
 */
export function appliedTextsAfter(
	texts: Readonly<Record<string, string>>,
	run: {
		readonly before: readonly LedgerEntry[];
		readonly after: readonly LedgerEntry[];
		readonly textOf: (revision: string) => FolderFile['text'] | undefined;
	}
): Readonly<Record<string, string>> {
	const before = new Map(run.before.map((entry) => [entry.revision, entry.appliedAt]));
	return Object.fromEntries(
		run.after.flatMap(({ revision, appliedAt }) => {
			const kept = before.get(revision) === appliedAt ? texts[revision] : undefined;
			const text = kept ?? run.textOf(revision);
			return text === undefined ? [] : [[revision, text]];
		})
	);
}

/** How many rows each table has; that in which Alembic keeps its place holds none of anybody's. */
export function rowsOf({ schema, rowCounts }: DatabaseState): DatabaseState['rowCounts'] {
	const versions = new Set(schema.objects.filter(isVersionTable).map(({ name }) => name));
	return Object.fromEntries(Object.entries(rowCounts).filter(([table]) => !versions.has(table)));
}

/** Whether a run left the database other than it was. */
export function changedDatabase(command: RunCommand, result: RunResult): boolean {
	return command.kind === 'stamp' ? result.status === 'applied' : changedSteps(result).length > 0;
}
