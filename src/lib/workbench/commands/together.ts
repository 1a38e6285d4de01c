import type { App, Command } from './command.ts';

const isForked = ({ workbench, projects }: App) =>
	projects.other !== undefined && projects.other.id === workbench.project.colleague?.id;

/** What two developers of one project do. */
export const togetherCommands: readonly Command[] = [
	{
		id: 'fork',
		title: 'Fork as a second developer…',
		group: 'Project',
		words: 'two developers team colleague branch clone copy class',
		enabled: (app) => app.workbench.free && app.projects.storageProblem === undefined && !isForked(app),
		whyNot: (app) =>
			isForked(app)
				? `This project has a second developer already: ${app.projects.other?.name ?? ''}.`
				: app.projects.storageProblem && 'A second project cannot be kept in this browser.',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'fork' };
		}
	},
	{
		id: 'switch-developer',
		title: 'Switch to the other developer',
		group: 'Project',
		words: 'two developers team colleague fork',
		keys: ['Alt-o'],
		whileTyping: true,
		enabled: (app) => app.workbench.ready && app.workbench.running === undefined && isForked(app),
		run: ({ projects }) => projects.switchDeveloper()
	},
	{
		id: 'pull',
		title: 'Pull from the other developer…',
		group: 'Project',
		words: 'two developers team colleague fetch merge git fork',
		keys: ['Alt-Shift-o'],
		whileTyping: true,
		enabled: (app) => app.workbench.free && isForked(app),
		run: async ({ workbench, projects }) => {
			await projects.lookAtOther();
			workbench.dialog = { kind: 'pull' };
		}
	},
	{
		id: 'together',
		title: 'Ways out between two developers…',
		group: 'Folder',
		words: 'conflict clash duplicate version two heads merge rebase renumber out of order columns',
		enabled: ({ workbench }) =>
			workbench.free && workbench.together.mine.size > 0 && workbench.together.theirs.size > 0,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'together' };
		}
	}
];
