import { has, type Answer, type Command } from '../command.ts';
import type { CommandHost } from '../host.ts';
import { line } from '../lines.ts';
import { runToTheEnd } from './move.ts';

export const stamp: Command = {
	name: 'stamp',
	summary: 'Write in the ledger that the database is at a revision, and run nothing.',
	details: [
		'For a database that was built another way, or to put the ledger right by hand.',
		'`stamp base` says that nothing is applied. --purge empties the ledger first: the cure when it names a revision whose file is gone.'
	],
	examples: ['stamp head', 'stamp 0003', 'stamp --purge head'],
	positional: {
		name: 'revision',
		kind: 'target',
		many: true,
		fallback: { updown: ['head'], flask: ['head'] },
		summary: 'Where the database is; `head` where it is left out.'
	},
	options: [{ name: '--purge', summary: 'Empty the ledger first.' }],
	run: async function* (invocation, host: CommandHost): Answer {
		const targets = invocation.positionals;
		yield line(`Stamping ${targets.join(', ')}: the ledger changes, the tables do not.`, 'soft');
		return yield* runToTheEnd({ kind: 'stamp', targets, purge: has(invocation, '--purge') }, host);
	}
};
