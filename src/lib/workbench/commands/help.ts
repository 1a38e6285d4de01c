import type { Command } from './command.ts';

/** What helps to find the others. */
export const helpCommands: readonly Command[] = [
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
