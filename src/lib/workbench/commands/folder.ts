import { schemaFile } from '../folder/schema-file.ts';
import { free } from './command.ts';
import type { Command } from './command.ts';

/** What changes the folder. */
export const folderCommands: readonly Command[] = [
	{
		id: 'new-migration',
		only: 'sql',
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
		only: 'sql',
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
		only: 'sql',
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
		only: 'sql',
		title: 'Edit schema.sql',
		group: 'Folder',
		words: 'models desired structure',
		run: ({ workbench, screen }) => {
			workbench.open(schemaFile);
			void screen.focus('editor');
		}
	}
];
