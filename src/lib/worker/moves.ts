import type { RunCommand } from '../engine/run/command.ts';
import type { MoveCommand } from '../engine/run/rehearse.ts';
import { runCommand } from '../engine/run/run-to-end.ts';
import { StepThrough, type HaltAt } from '../engine/run/step-through.ts';
import type { Frame, RunEvent, RunResult } from '../engine/run/step.ts';
import type { ValueMarks } from '../engine/rows/value-marks.ts';
import { renamesOf } from '../engine/schema/rename-kinds.ts';
import { Before, MomentsBefore, runKeeping } from './before.ts';
import { changedSteps } from './changed-steps.ts';
import type { OpenProject, SessionReply } from './open-project.ts';
import type { RunReply, SteppingReply } from './protocol.ts';
import { Stepping } from './stepping.ts';

/**
 * Runs a command. `before` in the reply is what the views compare with: the database before the last step,
 * or before the whole run where that failed or was stopped after several steps. `lost` is what earlier steps have lost.
 */
export async function run(
	project: OpenProject,
	command: RunCommand,
	onEvent: (event: RunEvent) => void,
	lost: readonly ValueMarks[] = []
): Promise<SessionReply<RunReply>> {
	const { observer } = project.atRest;
	const running = new AbortController();
	project.running = running;
	const start = project.image;
	const rows = await project.watchRows(lost);
	const context = { ...project.context(running), observer, rows };
	const moments = new MomentsBefore((ahead) => project.moment(ahead));
	const result = await runKeeping(runCommand(context, command), moments, onEvent).finally(() => {
		project.running = undefined;
		return rows.end();
	});
	return arrived(project, result, moments, start);
}

/** Begins to go through a command; see `EngineApi.stepThrough`. */
export async function stepThrough(
	project: OpenProject,
	command: MoveCommand,
	onEvent: (event: RunEvent) => void,
	lost: readonly ValueMarks[] = []
): Promise<SessionReply<SteppingReply>> {
	const { database, observer } = project.atRest;
	const state = project.known;
	const isAborted = new AbortController();
	const rows = await project.watchRows(lost);
	const context = { ...project.context(isAborted), observer, rows };
	project.stepping = new Stepping({
		through: new StepThrough(context, (halting) => runCommand(halting, command)),
		database,
		graph: project.folder.graph,
		moments: new MomentsBefore((ahead) => project.moment(ahead)),
		rows,
		before: new Before((image) => project.connect({ ...project.now.options, image })),
		observer: await database.dialect.inspector.observe(database, state.schema),
		start: project.image,
		isAborted,
		state
	});
	return stepOn(project, 'next', onEvent, true);
}

/** Goes on with a command that is gone through, as far as `to`, or gives it up; see `EngineApi.stepOn`. */
export async function stepOn(
	project: OpenProject,
	to: HaltAt | 'giveUp',
	onEvent: (event: RunEvent) => void,
	isFirst = false
): Promise<SessionReply<SteppingReply>> {
	const stepping = project.stepping;
	if (!stepping) throw new Error('No step is being gone through.');
	const { moments, start, isAborted } = stepping.parts;
	project.running = isAborted;
	let isOver = true;
	try {
		const reached = await stepping.on(to, onEvent);
		isOver = reached.kind === 'ended';
		if (reached.kind === 'halted') return { value: await stepping.look(reached.halt, isFirst) };
		await project.endStepping(stepping);
		const { value, ...reply } = await arrived(project, reached.result, moments, start);
		return { value: { kind: 'ended', ...value }, ...reply };
	} catch (error) {
		if (isOver) await project.endStepping(stepping);
		throw error;
	} finally {
		project.running = undefined;
	}
}

/** Takes in what a run has come to. */
async function arrived(
	project: OpenProject,
	result: RunResult,
	{ first, last: beforeLast }: MomentsBefore,
	start: Uint8Array
): Promise<SessionReply<RunReply>> {
	const { database } = project.now;
	const changed = changedSteps(result);
	const last = changed.at(-1);
	if (last) {
		const whole = changed.length === result.steps.length;
		const from = changed.length > 1 && whole && beforeLast ? beforeLast : first;
		// Over several steps, a name may have gone and come back: renames are told for one step only.
		const one = changed.length === 1 || from === beforeLast;
		const renames = one && last.status === 'applied' ? renamesOf(last.frame.changes) : [];
		await project.before.set(from && { ...from, renames });
		project.back = one && last.status === 'applied' ? backIn(last.frame) : [];
	}
	if (first) await database.dialect.keptRows?.forget(database, project.before.moment?.kept);
	const { moment } = project.before;
	const { value, image } = await project.settle();
	return {
		value: { result, state: value, before: moment?.schema ?? value.schema },
		...(image && { image }),
		...(last && moment && { before: moment.image === start ? { ...moment, image: 'earlier' } : moment })
	};
}

function backIn({ tables = [] }: Frame): readonly ValueMarks[] {
	return tables.flatMap(({ marks }) => marks?.back ?? []);
}
