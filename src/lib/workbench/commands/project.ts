import { dialectNames, dialectTitles } from '../../formats/dialect-words.ts';
import { samples } from '../../projects/samples.ts';
import { free } from './command.ts';
import type { Command } from './command.ts';

/** What makes, opens and takes home whole projects. */
export const projectCommands: readonly Command[] = [
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
		whileStepping: true,
		enabled: ({ workbench }) => workbench.ready,
		run: async ({ workbench }) => (await import('../take-home.ts')).takeHome(workbench)
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
	{
		id: 'new-python-project',
		title: 'New Python project (Flask-Migrate)',
		group: 'Project',
		words: 'start blank flask alembic sqlalchemy models',
		run: ({ projects }) => projects.openSample('lecture')
	},
	...dialectNames.map((dialect): Command => ({
		id: `open-on-${dialect}`,
		title: `Open a copy of this project on ${dialectTitles[dialect]}…`,
		group: 'Project',
		words: 'database engine switch dialect',
		enabled: ({ workbench }) => workbench.free && workbench.project.dialect !== dialect,
		run: async (app) => {
			if (app.workbench.isPython) await (await import('../python/copy-on.ts')).copyOn(app, dialect);
			else app.workbench.dialog = { kind: 'otherDatabase', dialect };
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
		whileStepping: true,
		enabled: ({ workbench }) => workbench.readOnly !== undefined,
		run: ({ projects }) => projects.takeOver()
	},
	{
		id: 'save',
		title: 'Save now',
		group: 'Project',
		keys: ['Mod-s'],
		whileTyping: true,
		whileStepping: true,
		run: async ({ workbench, projects }) => {
			await projects.flush();
			if (projects.saveState.kind === 'saved' && projects.storageProblem === undefined) {
				workbench.say('Everything is saved in this browser, as you type.', { tone: 'good' });
			}
		}
	}
];
