import { theme } from '../../look/theme.svelte.ts';
import type { Place } from '../../projects/project.ts';
import type { Command } from './command.ts';

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

/** What changes the screen alone. */
export const lookCommands: readonly Command[] = [
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
	}
];
