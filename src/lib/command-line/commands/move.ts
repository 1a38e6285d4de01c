import type { RevisionGraph } from '../../engine/migration/migration.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import type { RunEvent, RunResult, StepResult } from '../../engine/run/step.ts';
import { has, type Answer, type Command, type Invocation } from '../command.ts';
import { evidence } from '../evidence.ts';
import { streamed } from '../events.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, folderName, line, marked, migrationOf, belowOf, problemLines } from '../lines.ts';
import { scriptOf } from './script.ts';

const sql = {
	name: '--sql',
	summary: 'Print the SQL instead of running it. A range such as 0001:0003 says where to start.'
};

export const upgrade: Command = {
	name: 'upgrade',
	summary: 'Run migrations upwards, to the head or to a target.',
	details: [
		'A target is a revision, the beginning of one, `head`, `heads`, `+2` (two steps on), `0003+1` or `label@head`.',
		'Each step is one transaction with its row in the ledger: it happens wholly or not at all.'
	],
	examples: ['upgrade', 'upgrade +1', 'upgrade 0003', 'upgrade --sql'],
	positional: {
		name: 'revision',
		kind: 'target',
		many: false,
		fallback: { updown: ['head'], flask: ['head'] },
		summary: 'How far to go; `head` where it is left out.'
	},
	options: [sql],
	run: (invocation, host) => move('upgrade', invocation, host)
};

export const downgrade: Command = {
	name: 'downgrade',
	summary: 'Run migrations downwards, one step or to a target.',
	details: [
		'A target is the revision to stay at, `base` for an empty database, or `-2` for two steps back.',
		'Columns come back without the values they had: the answer says what was lost.'
	],
	examples: ['downgrade', 'downgrade -2', 'downgrade base', 'downgrade --sql'],
	positional: {
		name: 'revision',
		kind: 'target',
		many: false,
		fallback: { updown: ['-1'], flask: ['-1'] },
		summary: 'How far to go; `-1`, one step, where it is left out.'
	},
	options: [sql],
	run: (invocation, host) => move('downgrade', invocation, host)
};

async function* move(kind: 'upgrade' | 'downgrade', invocation: Invocation, host: CommandHost): Answer {
	const target = invocation.positionals[0]!;
	if (has(invocation, '--sql')) return yield* scriptOf(kind, target, host);
	if (target.includes(':')) {
		const end = target.split(':').at(-1) || 'head';
		const message = `\`${target}\` is a range; a run starts where the database is and needs only its end.`;
		yield line(`Error: ${message}`, 'error');
		yield line(`  Use \`${kind} ${end}\`, or add --sql to print the range instead of running it.`, 'soft');
		return 2;
	}
	return yield* runToTheEnd({ kind, target }, host);
}

/** Runs a command and tells each step as it ends. Exit code 0 where nothing failed. */
export async function* runToTheEnd(command: RunCommand, host: CommandHost): Answer {
	const { graph } = host.folder();
	const events = streamed<RunEvent, RunResult>((emit) => host.run(command, emit));
	for (;;) {
		const { done, value } = await events.next();
		if (done) return yield* ending(command, graph, value, host);
		yield* told(graph, value, host);
	}
}

function* told(graph: RevisionGraph, event: RunEvent, host: CommandHost): Iterable<OutputLine> {
	if (event.kind === 'stepStarted') {
		const below = belowOf(graph, event.revision);
		const [from, to] = event.direction === 'upgrade' ? [below, event.revision] : [event.revision, below];
		const { message } = migrationOf(graph, event.revision);
		yield line(`Running ${event.direction} ${from} -> ${to}, ${message}`, 'soft');
	} else if (event.kind === 'stepFinished' && event.result.status === 'applied') {
		yield line(`✓ ${evidence(event.result.frame)}`, 'good');
		for (const warning of event.result.frame.warnings) yield* problemLines(warning, folderName(host));
	} else if (event.kind === 'stepFinished' && event.result.status === 'failed') {
		yield* failed(event.result, host);
	}
}

function* failed(result: StepResult & { status: 'failed' }, host: CommandHost): Iterable<OutputLine> {
	yield* problemLines(result.problem, folderName(host));
	if (result.stuck > 0) {
		const stuck = counted(result.stuck, 'statement');
		const stay = result.stuck === 1 ? 'stays' : 'stay';
		// A revision may be a number, which beside “of” would read as how many there are.
		yield line(
			`  ${stuck} of revision ${result.revision} ${stay} in the database; the ledger says which.`,
			'warning'
		);
	} else {
		yield line(`  Nothing of revision ${result.revision} stays in the database.`, 'soft');
	}
}

async function* ending(
	command: RunCommand,
	graph: RevisionGraph,
	result: RunResult,
	host: CommandHost
): Answer {
	const reported = result.steps.some((step) => step.status === 'failed');
	for (const problem of result.problems) {
		// A failed step has said its problem already.
		if (reported && problem.severity === 'error') continue;
		yield* problemLines(problem, folderName(host));
	}
	const left = result.steps.filter((step) => step.status === 'notRun').map((step) => step.revision);
	if (left.length > 0) yield line(`Not run: ${left.join(', ')}.`, 'soft');
	const place = placeOf(graph, result.current);
	switch (result.status) {
		case 'applied':
			yield line(`The database is at ${place}.`);
			return 0;
		case 'nothing':
			yield line(
				isAccept(command)
					? `Nothing was edited or deleted since it was applied: the database is at ${place}.`
					: `Nothing to ${command.kind === 'takeBack' ? 'take back' : command.kind}: the database is at ${place} already.`
			);
			return 0;
		case 'stopped':
			yield line(`Stopped. The step under way was undone; the database is at ${place}.`, 'warning');
			return 1;
		case 'failed':
			yield line(`The database is at ${place}.`);
			return 1;
		case 'refused':
			return 1;
	}
}

function isAccept(command: RunCommand): boolean {
	return command.kind === 'stamp' && command.accept === true;
}

/** Where a database is, in words: `base`, `0004 (head)`, or several heads. */
export function placeOf(graph: RevisionGraph, current: readonly string[]): string {
	if (current.length === 0) return 'base';
	return current.map((revision) => marked(graph, revision)).join(' and ');
}
