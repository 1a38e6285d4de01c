import type { Toolchain } from '../../worker/protocol.ts';
import type { Projects } from '../projects.svelte.ts';
import type { Chord } from '../keys.ts';
import type { Screen } from '../screen.svelte.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** What commands work on. */
export interface App {
	readonly workbench: Workbench;
	readonly projects: Projects;
	readonly screen: Screen;
}

export type CommandGroup = 'Run' | 'Folder' | 'Look' | 'Project' | 'Help';

/** One thing a person can do; menu, keyboard, palette and buttons all read this list. */
export interface Command {
	readonly id: string;
	readonly title: string;
	readonly group: CommandGroup;
	/** Other words it may be searched by. */
	readonly words?: string;
	readonly keys?: readonly Chord[];
	/** Keys that work while a text is being typed, too. */
	readonly whileTyping?: boolean;
	/** Whether it can be done in the middle of a step that is gone through, too; what only looks always can. */
	readonly whileStepping?: boolean;
	/** What projects it is for; all where it is absent. */
	readonly only?: Toolchain;
	/** Whether it can be done now; always where it is absent. */
	readonly enabled?: (app: App) => boolean;
	/** Why it cannot be done now, in a sentence for whoever asks for it by a key or a button all the same. */
	readonly whyNot?: (app: App) => string | undefined;
	/** What the command line calls it. */
	readonly line?: (app: App) => string | undefined;
	readonly run: (app: App) => void | Promise<void>;
}

/** Whether nothing runs and the database may be changed. */
export const free = ({ workbench }: App) => workbench.free;
