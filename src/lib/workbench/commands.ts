import type { Direction } from '../engine/migration/migration.ts';
import { dialectNames, dialectTitles } from '../formats/dialect-words.ts';
import { theme } from '../look/theme.svelte.ts';
import type { Place } from '../projects/project.ts';
import { samples } from '../projects/samples.ts';
import { wordsOf } from './errors.ts';
import type { Chord } from './keys.ts';
import { runUnlessItLoses } from './evidence/ask-before-loss.ts';
import { lineOf, type Step } from './next-steps.ts';
import type { Projects } from './projects.svelte.ts';
import type { Screen } from './screen.svelte.ts';
import { schemaFile, type Workbench } from './workbench.svelte.ts';

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
	/** Whether it can be done now; always where it is absent. */
	readonly enabled?: (app: App) => boolean;
	/** What the command line calls it. */
	readonly line?: (app: App) => string | undefined;
	readonly run: (app: App) => void | Promise<void>;
}

const free = ({ workbench }: App) => workbench.free;

function step(which: 'up' | 'down' | 'head' | 'base'): Pick<Command, 'enabled' | 'line' | 'run'> {
	const of = ({ workbench }: App): Step | undefined => workbench.next[which];
	return {
		enabled: (app) => app.workbench.free && of(app) !== undefined,
		line: (app) => {
			const next = of(app);
			return next && lineOf(next.command);
		},
		run: async (app) => {
			const next = of(app);
			if (next) await runUnlessItLoses(app.workbench, next.command);
		}
	};
}

function rehearsal(which: 'up' | 'down' | 'head', line: string): Pick<Command, 'enabled' | 'line' | 'run'> {
	const of = ({ workbench }: App) => workbench.next[which]?.command;
	return {
		enabled: (app) => app.workbench.ready && app.workbench.running === undefined && of(app) !== undefined,
		line: (app) => (of(app) === undefined ? undefined : line),
		run: (app) => {
			const command = of(app);
			if (command?.kind === 'upgrade' || command?.kind === 'downgrade') {
				app.workbench.dialog = { kind: 'rehearsal', command };
			}
		}
	};
}

/** Up where there is a step up, else down. */
function nextDirection({ next }: Workbench): Direction | undefined {
	if (next.up) return 'upgrade';
	return next.down && 'downgrade';
}

function pane(name: Place['pane'], title: string, words: string): Command {
	return {
		id: `show-${name}`,
		title,
		group: 'Look',
		words,
		run: ({ workbench, screen }) => {
			workbench.setPlace({ pane: name });
			void screen.focus('database');
		}
	};
}

export const commands: readonly Command[] = [
	{
		id: 'upgrade',
		title: 'Upgrade one step',
		group: 'Run',
		words: 'next forward up migrate',
		keys: ['Alt-.'],
		whileTyping: true,
		...step('up')
	},
	{
		id: 'downgrade',
		title: 'Downgrade one step',
		group: 'Run',
		words: 'back previous down rollback',
		keys: ['Alt-,'],
		whileTyping: true,
		...step('down')
	},
	{
		id: 'upgrade-head',
		title: 'Upgrade all the way to head',
		group: 'Run',
		words: 'newest last latest',
		keys: ['Alt-Shift-.'],
		whileTyping: true,
		...step('head')
	},
	{
		id: 'downgrade-base',
		title: 'Downgrade all the way to base',
		group: 'Run',
		words: 'first empty start',
		keys: ['Alt-Shift-,'],
		whileTyping: true,
		...step('base')
	},
	{
		id: 'rehearse',
		title: 'Rehearse the next upgrade',
		group: 'Run',
		words: 'try test dry run preview what if',
		keys: ['Alt-r'],
		whileTyping: true,
		...rehearsal('up', 'updown rehearse')
	},
	{
		id: 'rehearse-head',
		title: 'Rehearse everything that is pending',
		group: 'Run',
		words: 'try test dry run preview all head',
		...rehearsal('head', 'updown rehearse head')
	},
	{
		id: 'rehearse-down',
		title: 'Rehearse the next downgrade',
		group: 'Run',
		words: 'try test dry run preview rollback lose',
		keys: ['Alt-Shift-r'],
		whileTyping: true,
		...rehearsal('down', 'updown rehearse --down')
	},
	{
		id: 'safe-downgrade',
		title: 'Make the next downgrade safe',
		group: 'Run',
		words: 'stash keep put aside lose loss bring back rollback',
		enabled: ({ workbench }) => workbench.free && workbench.next.down !== undefined,
		line: ({ workbench: { next } }) => next.down && `updown safe-downgrade ${next.down.revision}`,
		run: ({ workbench }) => {
			const revision = workbench.next.down?.revision;
			if (revision !== undefined) workbench.dialog = { kind: 'safeDowngrade', revision };
		}
	},
	{
		id: 'pull-plug',
		title: 'Pull the plug in the next step',
		group: 'Run',
		words: 'crash power fail cut connection lost midway half partial transaction repair ledger',
		keys: ['Alt-Shift-x'],
		whileTyping: true,
		enabled: ({ workbench }) => workbench.free && nextDirection(workbench) !== undefined,
		run: ({ workbench }) => {
			const direction = nextDirection(workbench);
			if (direction) workbench.dialog = { kind: 'pullPlug', direction };
		}
	},
	{
		id: 'ways',
		title: 'Compare the next upgrade with doing without migrations',
		group: 'Run',
		words: 'drop recreate schema why lose rows lecture beside',
		keys: ['Alt-w'],
		whileTyping: true,
		enabled: ({ workbench }) =>
			workbench.ready && workbench.running === undefined && workbench.next.up?.command.kind === 'upgrade',
		run: ({ workbench }) => {
			const next = workbench.next.up?.command;
			if (next?.kind === 'upgrade') workbench.dialog = { kind: 'ways', target: next.target };
		}
	},
	{
		id: 'round-trip',
		title: 'Round trip of every migration',
		group: 'Run',
		words: 'reversible there and back up down up lossy check downs',
		enabled: ({ workbench }) =>
			workbench.ready && workbench.running === undefined && workbench.folder.graph.migrations.length > 0,
		line: () => 'updown round-trip',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'roundTrips' };
		}
	},
	{
		id: 'play',
		title: 'Play or pause: step by step to head',
		group: 'Run',
		words: 'play pause run slowly one after another show',
		keys: ['Alt-p'],
		enabled: ({ workbench }) =>
			workbench.player.playing || (workbench.free && workbench.next.up !== undefined),
		run: ({ workbench }) => {
			if (workbench.player.playing) workbench.player.pause();
			else void workbench.player.play();
		}
	},
	{
		id: 'losses',
		title: 'Loss ledger',
		group: 'Look',
		words: 'lost rows values data gone deleted dropped acknowledge',
		keys: ['Alt-l'],
		enabled: ({ workbench }) => workbench.ready,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'losses' };
		}
	},
	{
		id: 'drift',
		title: 'Compare the database with the folder…',
		group: 'Run',
		words: 'drift differs check put back by hand',
		keys: ['Alt-d'],
		whileTyping: true,
		enabled: ({ workbench }) => workbench.ready && workbench.running === undefined,
		line: () => 'updown drift',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'drift' };
		}
	},
	{
		id: 'go-to',
		title: 'Go to a revision…',
		group: 'Run',
		words: 'jump version target search',
		keys: ['Alt-g'],
		whileTyping: true,
		enabled: free,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'palette', search: '@' };
		}
	},
	{
		id: 'stop',
		title: 'Stop what is running',
		group: 'Run',
		words: 'cancel abort kill',
		keys: ['Escape'],
		whileTyping: true,
		enabled: ({ workbench }) => workbench.running !== undefined,
		run: ({ workbench }) => workbench.stop()
	},
	{
		id: 'undo',
		title: 'Undo',
		group: 'Run',
		words: 'take back revert',
		keys: ['Mod-z'],
		enabled: ({ workbench }) => workbench.free && workbench.undos.latest !== undefined,
		run: ({ workbench }) => workbench.undo()
	},
	{
		id: 'reset',
		title: 'Empty the database',
		group: 'Run',
		words: 'reset clear drop start over',
		enabled: ({ workbench }) =>
			workbench.free && (workbench.ledger.length > 0 || workbench.database.schema.objects.length > 0),
		run: ({ workbench }) => workbench.reset()
	},
	{
		id: 'new-migration',
		title: 'New migration…',
		group: 'Folder',
		words: 'create add revision file',
		keys: ['Alt-n'],
		whileTyping: true,
		enabled: free,
		line: () => 'updown revision -m "…"',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'newMigration', from: 'empty' };
		}
	},
	{
		id: 'merge',
		title: 'Merge the heads…',
		group: 'Folder',
		words: 'join branches several heads',
		enabled: ({ workbench }) => workbench.free && workbench.folder.graph.heads.length > 1,
		line: () => 'updown merge heads -m "…"',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'merge' };
		}
	},
	{
		id: 'autogenerate',
		title: 'Autogenerate from schema.sql…',
		group: 'Folder',
		words: 'compare models generate migrate diff',
		keys: ['Alt-m'],
		whileTyping: true,
		enabled: free,
		line: () => 'updown revision --autogenerate -m "…"',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'newMigration', from: 'schema' };
		}
	},
	{
		id: 'open-schema',
		title: 'Edit schema.sql',
		group: 'Folder',
		words: 'models desired structure',
		run: ({ workbench, screen }) => {
			workbench.open(schemaFile);
			void screen.focus('editor');
		}
	},
	{
		id: 'import',
		title: 'Import a folder or zip…',
		group: 'Project',
		words: 'open upload dbmate golang-migrate files',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'import' };
		}
	},
	{
		id: 'take-home',
		title: 'Take home as a zip',
		group: 'Project',
		words: 'export download save dbmate',
		enabled: ({ workbench }) => workbench.ready,
		run: async ({ workbench }) => (await import('./take-home.ts')).takeHome(workbench)
	},
	{
		id: 'new-project',
		title: 'New empty project',
		group: 'Project',
		words: 'start blank',
		run: ({ projects }) => projects.createEmpty('sqlite')
	},
	{
		id: 'new-postgres-project',
		title: 'New empty project on PostgreSQL',
		group: 'Project',
		words: 'start blank postgres',
		run: ({ projects }) => projects.createEmpty('postgres')
	},
	...dialectNames.map((dialect): Command => ({
		id: `open-on-${dialect}`,
		title: `Open a copy of this project on ${dialectTitles[dialect]}…`,
		group: 'Project',
		words: 'database engine switch dialect',
		enabled: ({ workbench }) => workbench.free && workbench.project.dialect !== dialect,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'otherDatabase', dialect };
		}
	})),
	...samples.map(({ slug, title, summary }): Command => ({
		id: `sample-${slug}`,
		title: `Open the sample ${title}`,
		group: 'Project',
		words: summary,
		run: ({ projects }) => projects.openSample(slug)
	})),
	{
		id: 'rename-project',
		title: 'Rename this project…',
		group: 'Project',
		enabled: ({ workbench }) => workbench.ready && workbench.readOnly === undefined,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'renameProject' };
		}
	},
	{
		id: 'project-settings',
		title: 'Project settings…',
		group: 'Project',
		words: 'oldest version target extensions options',
		enabled: ({ workbench }) => workbench.ready,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'settings' };
		}
	},
	{
		id: 'delete-project',
		title: 'Delete this project',
		group: 'Project',
		words: 'remove',
		enabled: free,
		run: ({ workbench, projects }) => projects.remove(workbench.project.id)
	},
	{
		id: 'take-over',
		title: 'Take over from the other tab',
		group: 'Project',
		enabled: ({ workbench }) => workbench.readOnly !== undefined,
		run: ({ projects }) => projects.takeOver()
	},
	pane('rows', 'Show rows', 'table data fates'),
	pane('diagram', 'Show the diagram', 'entity relationship picture'),
	pane('schema', 'Show the schema', 'ddl structure before after'),
	pane('sql', 'Show the SQL console', 'query select'),
	{
		id: 'terminal',
		title: 'Open or close the terminal',
		group: 'Look',
		words: 'command line console flask alembic',
		keys: ['Ctrl-`'],
		whileTyping: true,
		run: ({ workbench, screen }) => {
			if (workbench.place.terminalOpen && !screen.narrow.current) {
				workbench.setPlace({ terminalOpen: false });
			} else void screen.focus('terminal');
		}
	},
	{
		id: 'here',
		title: 'Find where you are on the line',
		group: 'Look',
		words: 'timeline current jump',
		keys: ['Alt-h'],
		whileTyping: true,
		run: ({ screen }) => screen.line.showHere(true)
	},
	{
		id: 'zoom',
		title: 'Zoom the line in or out',
		group: 'Look',
		words: 'timeline overview fit',
		keys: ['Alt-z'],
		whileTyping: true,
		run: ({ screen }) => {
			screen.line.zoom = screen.line.zoom === 'names' ? 'dots' : 'names';
		}
	},
	{
		id: 'next-region',
		title: 'Next part of the screen',
		group: 'Look',
		keys: ['F6'],
		whileTyping: true,
		run: ({ screen }) => screen.cycle(1)
	},
	{
		id: 'previous-region',
		title: 'Previous part of the screen',
		group: 'Look',
		keys: ['Shift-F6'],
		whileTyping: true,
		run: ({ screen }) => screen.cycle(-1)
	},
	{
		id: 'theme',
		title: 'Change the theme',
		group: 'Look',
		words: 'dark light auto colour contrast',
		run: ({ workbench }) => {
			const names = { auto: 'as your system has it', light: 'light', dark: 'dark' };
			workbench.say(`The theme is ${names[theme.next()]}.`);
		}
	},
	{
		id: 'save',
		title: 'Save now',
		group: 'Project',
		keys: ['Mod-s'],
		whileTyping: true,
		run: async ({ workbench, projects }) => {
			await projects.flush();
			if (projects.saveState.kind === 'saved' && projects.storageProblem === undefined) {
				workbench.say('Everything is saved in this browser, as you type.', { tone: 'good' });
			}
		}
	},
	{
		id: 'palette',
		title: 'Search everything',
		group: 'Help',
		keys: ['Mod-k'],
		whileTyping: true,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'palette', search: '' };
		}
	},
	{
		id: 'keys',
		title: 'Keyboard shortcuts',
		group: 'Help',
		words: 'help keys map',
		keys: ['?', 'F1'],
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'keys' };
		}
	}
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** The command of an id that is known to be there. */
export function command(id: string): Command {
	const found = byId.get(id);
	if (!found) throw new Error(`There is no command ${id}.`);
	return found;
}

/** Whether a command can run now. */
export function isEnabled(command: Command, app: App): boolean {
	return command.enabled?.(app) ?? true;
}

/** Runs a command if it can run. A mistake of Updown's own is said, not swallowed. */
export async function perform(command: Command, app: App): Promise<void> {
	if (!isEnabled(command, app)) return;
	try {
		await command.run(app);
	} catch (error) {
		app.workbench.say(`Updown itself went wrong: ${wordsOf(error)}`, { tone: 'bad' });
	}
}
