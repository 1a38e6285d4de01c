import type { Answer, Command } from '../command.ts';
import type { CommandHost } from '../host.ts';
import { line } from '../lines.ts';
import { runToTheEnd } from './move.ts';

export const accept: Command = {
	name: 'accept',
	summary: 'Take migrations that were edited or deleted after they were applied as the folder has them now.',
	details: [
		'The ledger takes the checksum of an edited file, and forgets a revision whose file is gone. Nothing is run, and what rests on it stays applied.',
		'The database keeps what was really done; where that is something else than the folder makes, `drift` shows it.'
	],
	examples: ['accept', 'accept 0002'],
	positional: {
		name: 'revision',
		kind: 'revision',
		many: true,
		fallback: { updown: [], flask: [], alembic: [] },
		summary: 'Which ones; all that differ where it is left out.'
	},
	options: [],
	own: true,
	run: async function* ({ positionals }, host: CommandHost): Answer {
		yield line('Accepting the files as they are: the ledger changes, the tables do not.', 'soft');
		return yield* runToTheEnd({ kind: 'stamp', targets: positionals, purge: false, accept: true }, host);
	}
};
