import { autogenerateWords, isBegun, migrateProgram } from '../../python/migrate-program.ts';
import { free } from './command.ts';
import type { Command } from './command.ts';

/** What a Python project has beside the steps: its tools' own commands, and files of any kind. */
export const pythonCommands: readonly Command[] = [
	{
		id: 'init',
		only: 'python',
		title: 'Make the migrations folder',
		group: 'Folder',
		words: 'flask db init begin start repository create',
		enabled: (app) => free(app) && !isBegun(app.workbench.files),
		line: ({ workbench }) => `${migrateProgram(workbench.files).join(' ')} init`,
		run: async ({ workbench }) =>
			(await import('../python/run-with-tools.ts')).runLineAsButton(workbench, [
				...migrateProgram(workbench.files),
				'init'
			])
	},
	{
		id: 'migrate',
		only: 'python',
		title: 'Write a migration from the models…',
		group: 'Folder',
		words: 'flask db migrate autogenerate revision compare generate',
		keys: ['Alt-m'],
		whileTyping: true,
		enabled: (app) => free(app) && isBegun(app.workbench.files),
		line: ({ workbench }) => `${autogenerateWords(workbench.files).join(' ')} -m "…"`,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'modelMigration', words: autogenerateWords(workbench.files) };
		}
	},
	{
		id: 'new-revision',
		only: 'python',
		title: 'New empty migration…',
		group: 'Folder',
		words: 'flask db revision create add file',
		keys: ['Alt-n'],
		whileTyping: true,
		enabled: (app) => free(app) && isBegun(app.workbench.files),
		line: ({ workbench }) => `${migrateProgram(workbench.files).join(' ')} revision -m "…"`,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'toolMigration', words: [...migrateProgram(workbench.files), 'revision'] };
		}
	},
	{
		id: 'merge-heads',
		only: 'python',
		title: 'Merge the heads…',
		group: 'Folder',
		words: 'join branches several heads',
		enabled: (app) => free(app) && app.workbench.folder.graph.heads.length > 1,
		line: ({ workbench }) => `${migrateProgram(workbench.files).join(' ')} merge heads -m "…"`,
		run: ({ workbench }) => {
			const words = [...migrateProgram(workbench.files), 'merge', 'heads'];
			workbench.dialog = { kind: 'toolMigration', words };
		}
	},
	{
		id: 'add-package',
		only: 'python',
		title: 'Add a package (a .whl)…',
		group: 'Folder',
		words: 'wheel pip install import module requirements',
		enabled: free,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'import' };
		}
	},
	{
		id: 'new-file',
		only: 'python',
		title: 'New file…',
		group: 'Folder',
		words: 'create add module models',
		enabled: free,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'newFile' };
		}
	}
];
