import type { CommandHost } from '../command-line/host.ts';
import type { Workbench } from './workbench.svelte.ts';

/** The command line's view of the app; the terminal and the buttons' log use it. */
export function commandHost(workbench: Workbench): CommandHost {
	return {
		files: () => workbench.files,
		folder: () => workbench.folder,
		ledger: () => Promise.resolve(workbench.ledger),
		run: (command, onEvent) => workbench.execute(command, onEvent),
		autogenerate: async (request) => {
			await workbench.sendFolder();
			return await workbench.client.autogenerate(request);
		},
		schemaSql: () => workbench.project.schemaSql,
		saveFile: (file) => {
			workbench.saveFile(file);
			return Promise.resolve();
		},
		now: () => new Date().toISOString()
	};
}
