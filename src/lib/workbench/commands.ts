import type { App, Command } from './commands/command.ts';
import { folderCommands } from './commands/folder.ts';
import { helpCommands } from './commands/help.ts';
import { lookCommands } from './commands/look.ts';
import { pythonCommands } from './commands/python.ts';
import { projectCommands } from './commands/project.ts';
import { runCommands } from './commands/run.ts';
import { steppingCommands } from './commands/stepping.ts';
import { togetherCommands } from './commands/together.ts';
import { wordsOf } from './errors.ts';
import { standingWays } from './ways-out.ts';

export type { App, Command, CommandGroup } from './commands/command.ts';

/** Everything a person can do, in the order of the palette. */
export const commands: readonly Command[] = [
	...runCommands,
	...steppingCommands,
	...folderCommands,
	...pythonCommands,
	...projectCommands,
	...togetherCommands,
	...lookCommands,
	...helpCommands
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** The command of an id that is known to be there. */
export function command(id: string): Command {
	const found = byId.get(id);
	if (!found) throw new Error(`There is no command ${id}.`);
	return found;
}

/** Whether a command is for the project that is open. */
export function isMeant({ only }: Command, { workbench }: App): boolean {
	return only === undefined || only === workbench.project.toolchain;
}

/** Whether a command can run now. */
export function isEnabled(command: Command, app: App): boolean {
	return isMeant(command, app) && !isInTheWay(command, app) && (command.enabled?.(app) ?? true);
}

/** Whether a command has to wait until the step that is gone through has ended. */
export function isInTheWay({ group, whileStepping }: Command, { workbench }: App): boolean {
	if (workbench.stepper.at === undefined || whileStepping === true) return false;
	return group !== 'Look' && group !== 'Help';
}

/** Runs a command if it can run, and says why where it cannot. A mistake of Updown's own is said, not swallowed. */
export async function perform(command: Command, app: App): Promise<void> {
	if (isInTheWay(command, app)) return app.workbench.stepper.refuse();
	if (!isEnabled(command, app)) {
		const why = command.whyNot?.(app);
		if (why !== undefined) app.workbench.say(why, { ways: standingWays(app.workbench) });
		return;
	}
	try {
		await command.run(app);
	} catch (error) {
		app.workbench.say(`Updown itself went wrong: ${wordsOf(error)}`, { tone: 'bad' });
	}
}
