import { appliedOf } from '../../engine/run/applied.ts';
import type { SafeDowngrade } from '../../engine/run/safe-downgrade.ts';
import { resolveRevisions } from '../../engine/migration/target.ts';
import { has, type Answer, type Command } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { couldNot, folderName, line } from '../lines.ts';
import { runToTheEnd } from './move.ts';
import { fateLines } from './rehearse.ts';

export const safeDowngrade: Command = {
	name: 'safe-downgrade',
	summary: 'Write into a migration what keeps its downgrade from losing rows and values.',
	details: [
		'Its downgrade then puts aside what it would lose in tables of its own (updown_stash_…), and its upgrade brings that back and drops them. These are plain statements, which you can read, change and keep; on a new database they do nothing.',
		'The migration is really taken down and up again on the rows that are there, without and with the new text, and all is undone. Without --yes the text is only shown. With --yes the file is written, and accepted where it is applied.',
		'The exit code is 0 where nothing would be lost any more, and 1 where something still would, or where that could not be seen.'
	],
	examples: ['safe-downgrade', 'safe-downgrade 0004', 'safe-downgrade 0004 --yes'],
	positional: {
		name: 'revision',
		kind: 'revision',
		many: false,
		fallback: { updown: ['current'], flask: ['current'], alembic: ['current'] },
		summary: 'Which one; the one the database is at where it is left out.'
	},
	options: [{ name: '--yes', summary: 'Write the file.' }],
	own: true,
	run: async function* (invocation, host): Answer {
		const target = invocation.positionals[0]!;
		const { graph } = host.folder();
		const found = resolveRevisions(graph, appliedOf(await host.ledger()), target);
		if (!found.ok) return yield* couldNot(found.problems, host);
		const [revision, ...others] = found.value;
		if (revision === undefined || others.length > 0) {
			yield line(
				revision === undefined
					? 'Error: nothing is applied, so there is no downgrade to make safe. Name a migration.'
					: `Error: ${found.value.join(' and ')} are meant; name one of them.`,
				'error'
			);
			return 2;
		}
		const answer = await host.safeDowngrade(revision);
		if (answer.kind === 'failed') return yield* couldNot([answer.problem], host);
		if (answer.kind === 'safe') {
			yield line(
				`Nothing to do: down and up again, ${revision} brings back every row and value that is there today.`,
				'good'
			);
			return 0;
		}
		return yield* written(answer, revision, has(invocation, '--yes'), host);
	}
};

async function* written(
	{ file, applied, words, cautions, notes, unseen, lost, left }: SafeDowngrade & { readonly kind: 'written' },
	revision: string,
	sure: boolean,
	host: CommandHost
): Answer {
	yield line(`As it is, going down from ${revision} and up again changes this:`, 'soft');
	yield* fateLines(lost);
	for (const word of words) yield line(word);
	for (const caution of cautions) yield line(`Note: ${caution}`, 'soft');
	for (const note of [...notes, ...unseen]) yield line(`Warning: ${note}`, 'warning');
	const path = `${folderName(host)}/${file.name}`;
	yield line(`${path}, with what is new:`, 'soft');
	yield* newLines(host.files().find(({ name }) => name === file.name)?.text ?? '', file.text);
	if (left.length > 0) {
		yield line('Tried on the rows that are there, this is still not as it was:', 'warning');
		yield* fateLines(left);
	} else if (unseen.length > 0) {
		yield line('Tried: every row and value that could be looked at comes back.', 'warning');
	} else yield line('Tried on the rows that are there: every row and value comes back.', 'good');
	const safe = left.length + unseen.length === 0;
	if (!sure) {
		yield line(`Nothing was written. \`updown safe-downgrade ${revision} --yes\` writes it.`, 'soft');
		return safe ? 0 : 1;
	}
	await host.editFile(file);
	yield line(`Wrote ${path}`, 'good');
	const code = applied
		? yield* runToTheEnd({ kind: 'stamp', targets: [revision], purge: false, accept: true }, host)
		: 0;
	return code === 0 && !safe ? 1 : code;
}

/** The new text with a sign before each line that the old one did not have; statements are only ever put in between. */
function* newLines(before: string, after: string): Iterable<OutputLine> {
	const old = before.split(/\r?\n/);
	let at = 0;
	for (const text of after.split(/\r?\n/)) {
		const isOld = old[at] === text;
		if (isOld) at++;
		yield line(`${isOld ? ' ' : '+'} ${text}`.trimEnd(), isOld ? 'soft' : 'good');
	}
}
