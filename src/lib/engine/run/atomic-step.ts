import type { StepRows } from '../rows/row-watch.ts';
import type { RunEvent } from './step.ts';
import { foreignKeysUntouched, switchForeignKeys } from './foreign-keys.ts';
import { guardLedger } from './ledger-guard.ts';
import { nothingSeen } from '../schema/schema-step.ts';
import type { EffectWatch } from '../statement-effects.ts';
import { SectionRun } from './section-run.ts';
import { appliedStep, elapsed, entryOf, failedStep } from './step-run.ts';
import type { StepEnd, StepRun } from './step-run.ts';

/**
 * Runs a step as one transaction: its statements, the check of foreign keys where they were switched off, and
 * its row of the ledger. Whatever goes wrong, a bug or a consumer that stops listening included, schema, rows
 * and ledger are as they were before.
 */
export async function* runAtomicStep(run: StepRun): AsyncGenerator<RunEvent, StepEnd> {
	const { database } = run.context;
	const { transactions, ledger } = database.dialect;
	let looked = false;
	let committed = false;
	let rows: StepRows | undefined;
	let keys = foreignKeysUntouched;
	let restoreSettings = async () => {};
	try {
		const { sql } = run.prepared.section;
		const halts = run.context.halts === true;
		rows = await run.context.rows?.begin({ sql, transaction: true, halts });
		restoreSettings = await transactions.keepSettings(database, sql, 0);
		keys = await switchForeignKeys(run, 0);
		await transactions.begin(database);
		// Where anything is applied there is a ledger that says so.
		if (run.position.applied.size === 0) await ledger.ensure(database);
		const guard = await guardLedger(run);
		await rows?.enter?.();
		const looks = rows?.onlyRows !== true;
		if (looks) await run.watch.stepBegins(sql);
		const effects = rows && (await watchEffects(run, rows));
		const section = new SectionRun(run, 0, effects);
		try {
			for (let event = await section.next(); event; event = await section.next()) yield event;
		} finally {
			await section.end();
		}
		if (section.stopped) return stoppedStep(run);
		await keys.check();
		looked = looks && run.reports.length > 0;
		const seen = looked ? await run.watch.look(run.reports) : nothingSeen;
		const durationMs = elapsed(run);
		await rows?.seal(seen);
		const { length } = run.reports;
		const entry = entryOf(run, 'applied', length, length, durationMs);
		await guard.finish(entry);
		await transactions.commit(database);
		committed = true;
		return await appliedStep(run, seen, rows, durationMs);
	} catch (error) {
		return failedStep(run, error, 0, 'Nothing of the step has stayed.');
	} finally {
		if (!committed) await transactions.rollback(database);
		try {
			await restoreSettings();
		} finally {
			await keys.restore();
		}
		await rows?.end();
		// The watch has seen what is rolled back now.
		if (looked && !committed) await run.watch.look();
	}
}

function watchEffects({ context }: StepRun, rows: StepRows): Promise<EffectWatch | undefined> {
	const { database } = context;
	if (rows.watchEffects) return rows.watchEffects();
	return database.dialect.watchEffects?.(database) ?? Promise.resolve(undefined);
}

/** An atomic step that the user stopped has left nothing behind. */
function stoppedStep({ prepared: { migration, direction } }: StepRun): StepEnd {
	return { stopped: true, result: { status: 'notRun', revision: migration.revision, direction } };
}
