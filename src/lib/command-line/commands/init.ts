import type { Answer, Command } from '../command.ts';
import { counted, folderName, line } from '../lines.ts';

export const init: Command = {
	name: 'init',
	summary: 'Begin a migrations folder.',
	details: [
		'The real tools write env.py, a template and a settings file here. Updown needs the folder alone: each migration is one SQL file with its up and its down.'
	],
	examples: ['init'],
	positional: {
		name: 'directory',
		kind: 'text',
		many: false,
		fallback: { updown: ['migrations'], flask: ['migrations'] },
		summary: 'What the folder is called.'
	},
	options: [],
	run: async function* (invocation, host): Answer {
		const folder = folderName(host);
		const asked = invocation.positionals[0]!;
		if (asked !== folder && asked !== 'migrations') {
			yield line(
				`The folder of this project is ${folder}/; another name is chosen with --directory.`,
				'soft'
			);
		}
		const made = await host.makeFolder?.();
		if (made === 'made') {
			yield line(`Made ${folder}/.`, 'good');
		} else {
			yield line(`${folder}/ is here already, with ${counted(host.files().length, 'file')}.`);
		}
		yield line('Next: `updown revision -m "create users"` writes the first migration,', 'soft');
		yield line('or write schema.sql and let `updown migrate -m "…"` find the difference.', 'soft');
		return 0;
	}
};
