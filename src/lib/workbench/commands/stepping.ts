import type { RunCommand } from '../../engine/run/command.ts';
import type { MoveCommand } from '../../engine/run/rehearse.ts';
import { goUnlessItBreaks } from '../evidence/ask-before.ts';
import { lineOf } from '../next-steps.ts';
import type { App, Command } from './command.ts';
import { whyNoStep } from './why-no-step.ts';

function moveOf(command: RunCommand | undefined): MoveCommand | undefined {
	return command?.kind === 'upgrade' || command?.kind === 'downgrade' ? command : undefined;
}

function begin(
	which: 'up' | 'down'
): Pick<Command, 'only' | 'group' | 'whileTyping' | 'enabled' | 'whyNot' | 'line' | 'run'> {
	const of = ({ workbench }: App) => moveOf(workbench.next[which]?.command);
	return {
		only: 'sql',
		group: 'Run',
		whileTyping: true,
		enabled: (app) => app.workbench.free && of(app) !== undefined,
		whyNot: (app) => whyNoStep(app, which),
		line: (app) => {
			const next = of(app);
			return next && lineOf(next);
		},
		run: async (app) => {
			const next = of(app);
			if (next) await goUnlessItBreaks(app.workbench, next, () => app.workbench.stepper.begin(next));
		}
	};
}

/** What can be done while a step is gone through. */
const inside = {
	only: 'sql',
	group: 'Run',
	whileTyping: true,
	whileStepping: true
} as const;

const isHalted = ({ workbench }: App) =>
	workbench.stepper.at !== undefined && workbench.running === undefined;
const canGoOn = (app: App) => isHalted(app) && app.workbench.stepper.at?.halt.problem === undefined;

/** Goes through a step statement by statement, like a debugger. */
export const steppingCommands: readonly Command[] = [
	{
		id: 'step-through',
		title: 'Step through the next upgrade',
		words: 'debug debugger statement by statement slowly inside',
		keys: ['Alt-s'],
		...begin('up')
	},
	{
		id: 'step-through-down',
		title: 'Step through the next downgrade',
		words: 'debug debugger statement by statement slowly inside rollback',
		keys: ['Alt-Shift-s'],
		...begin('down')
	},
	{
		...inside,
		id: 'step-next',
		title: 'Step: run the next statement',
		words: 'debug next one',
		keys: ['Alt-s'],
		enabled: canGoOn,
		run: ({ workbench }) => workbench.stepper.on('next')
	},
	{
		...inside,
		id: 'step-here',
		title: 'Run to here: to the statement at the cursor',
		words: 'debug cursor breakpoint',
		keys: ['Alt-Enter'],
		enabled: canGoOn,
		run: ({ workbench }) => {
			const { cursor } = workbench.stepper;
			if (cursor !== undefined) return workbench.stepper.onTo(cursor);
			workbench.say('Put the cursor on a statement in the editor first.');
		}
	},
	{
		...inside,
		id: 'step-end',
		title: 'Continue to the end of the step',
		words: 'debug finish commit rest',
		keys: ['Alt-c'],
		enabled: canGoOn,
		run: ({ workbench }) => workbench.stepper.on('end')
	},
	{
		...inside,
		id: 'give-up',
		title: 'Give up the step that is gone through',
		words: 'debug rollback abort cancel',
		keys: ['Alt-x'],
		enabled: isHalted,
		run: ({ workbench }) => workbench.stepper.giveUp()
	}
];
