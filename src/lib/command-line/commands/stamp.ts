import { has, valueOf, type Answer, type Command } from '../command.ts';
import type { CommandHost } from '../host.ts';
import { line } from '../lines.ts';
import { runToTheEnd } from './move.ts';

export const stamp: Command = {
	name: 'stamp',
	summary: 'Write in the ledger that the database is at a revision, and run nothing.',
	details: [
		'For a database that was built another way, or to put the ledger right by hand.',
		'--ran says how many statements of a step that stopped midway are in the database, where the ledger does not know: none makes it a step that never began, all of them one that is done.',
		'`stamp base` says that nothing is applied. --purge empties the ledger first: the cure when it names a revision whose file is gone.'
	],
	examples: ['stamp head', 'stamp 0003', 'stamp --purge head', 'stamp 0004 --ran 2'],
	positional: {
		name: 'revision',
		kind: 'target',
		many: true,
		fallback: { updown: ['head'], flask: ['head'] },
		summary: 'Where the database is; `head` where it is left out.'
	},
	options: [
		{ name: '--purge', summary: 'Empty the ledger first.' },
		{
			name: '--ran',
			value: 'number',
			kind: 'text',
			summary: 'How many statements of a step that stopped midway are in the database.',
			unknownTo: ['flask', 'alembic']
		}
	],
	run: async function* (invocation, host: CommandHost): Answer {
		const targets = invocation.positionals;
		const said = valueOf(invocation, '--ran');
		if (said !== undefined) {
			if (!/^\d+$/.test(said)) {
				yield line('Error: --ran takes the number of statements that are in the database.', 'error');
				return 2;
			}
			yield line(`Saying that ${said} statements of ${targets.join(', ')} are in the database.`, 'soft');
			return yield* runToTheEnd({ kind: 'stamp', targets, purge: false, ran: Number(said) }, host);
		}
		yield line(`Stamping ${targets.join(', ')}: the ledger changes, the tables do not.`, 'soft');
		return yield* runToTheEnd({ kind: 'stamp', targets, purge: has(invocation, '--purge') }, host);
	}
};
