import { planDowngrade, planUpgrade } from '../../engine/migration/plan.ts';
import { appliedOf } from '../../engine/run/applied.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import type { PulledPlug, Wreck } from '../../engine/run/pull-plug.ts';
import { afterCut } from '../after-cut.ts';
import { has, valueOf, type Answer, type Command } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, couldNot, line, migrationOf } from '../lines.ts';
import { fateLines } from './rehearse.ts';

export const pullPlug: Command = {
	name: 'pull-plug',
	summary: 'Lose the connection in the middle of the next step, and say what remains of it.',
	details: [
		'The step really runs as far as a statement, and the database is opened again as it then lies on its disk. It is told what remains with a transaction and without one; the way the file has it stays in the database. Other tools decide themselves where a transaction begins and ends, so of theirs there is one way.',
		'That is what a lost connection does, so --yes is asked for: undo it in the playground, or keep a copy of your database file.'
	],
	examples: ['pull-plug --yes', 'pull-plug --statement 2 --after --yes', 'pull-plug --down --yes'],
	options: [
		{ name: '--down', summary: 'In the next downgrade.' },
		{
			name: '--statement',
			value: 'number',
			kind: 'text',
			summary: 'While which statement; the first where it is left out.'
		},
		{ name: '--after', summary: 'Right after it, before the ledger hears of it.' },
		{ name: '--yes', summary: 'Do it.' }
	],
	own: true,
	run: async function* (invocation, host): Answer {
		const statement = valueOf(invocation, '--statement') ?? '1';
		if (!/^\d+$/.test(statement)) {
			yield line('Error: --statement takes a number, from 1.', 'error');
			return 2;
		}
		const direction = has(invocation, '--down') ? 'downgrade' : 'upgrade';
		const { graph } = host.folder();
		const applied = appliedOf(await host.ledger());
		const plan =
			direction === 'upgrade' ? planUpgrade(graph, applied, '+1') : planDowngrade(graph, applied, '-1');
		if (!plan.ok) return yield* couldNot(plan.problems, host);
		const [revision] = plan.value;
		if (revision === undefined) {
			yield line(`There is nothing to ${direction}.`);
			return 1;
		}
		const { message } = migrationOf(graph, revision);
		if (!has(invocation, '--yes')) {
			yield line(`This would leave the ${direction} of ${revision}, ${message}, as a lost connection does.`);
			yield line('  Add --yes to do it. Keep a copy of a database file that you care for.', 'soft');
			return 2;
		}
		const outcome = await host.pullPlug({
			direction,
			revision,
			statement: Number(statement),
			after: has(invocation, '--after')
		});
		if (!outcome.ok) return yield* couldNot(outcome.problems, host);
		yield* told(outcome.value, host);
		return 0;
	}
};

async function* told(pulled: PulledPlug, host: CommandHost): AsyncIterable<OutputLine> {
	const { direction, revision, statement, after, total, own, other } = pulled;
	const { graph } = host.folder();
	const { message } = migrationOf(graph, revision);
	yield line(
		`Cut off ${after ? 'right after' : 'during'} statement ${statement} of ${total} in the ${direction} of ${revision}, ${message}.`
	);
	const whose = host.toolLine ? 'as the tool runs it' : 'as the file has it';
	yield* wreckLines(own, pulled, `, ${whose}: this is what the database is now`);
	yield* statementLines(pulled);
	if (other) yield* wreckLines(other, pulled, ': tried and undone');
	if (host.toolLine) {
		yield* toolLines(pulled, host, host.toolLine);
		return;
	}
	if (own.told < own.remain) {
		yield line(
			`\`updown stamp ${revision} --ran ${own.remain}\` makes the ledger say what is there.`,
			'soft'
		);
	}
	yield line(
		`\`updown ${direction}\` runs it again${own.told > 0 ? `, from statement ${own.told + 1} on` : ''}.`,
		'soft'
	);
}

/** The ways out where the ledger knows only of whole steps. */
async function* toolLines(
	pulled: PulledPlug,
	host: CommandHost,
	lineOf: (command: RunCommand) => Promise<string>
): AsyncIterable<OutputLine> {
	const { own, total } = pulled;
	const { again, stamp } = afterCut(host.folder().graph, await host.ledger(), pulled);
	if (stamp) {
		const when = own.remain === total ? 'all of it is there' : 'right once the rest is run by hand';
		yield line(`\`${await lineOf(stamp)}\` has the version table say that it is done: ${when}.`, 'soft');
	}
	if (again) yield line(`\`${await lineOf(again)}\` runs it again, from statement 1 on.`, 'soft');
}

const signs = { stays: '✓', lost: '−', notRun: '○' } as const;
const fates = { stays: 'is in the database', lost: 'ran, and is lost', notRun: 'never ran' } as const;

/** What became of each statement, where they do not stand in the file. */
function* statementLines({ statements = [] }: PulledPlug): Iterable<OutputLine> {
	for (const [at, { sql, fate }] of statements.entries()) {
		const text = sql.replace(/\s+/g, ' ').trim();
		const short = text.length > 70 ? `${text.slice(0, 69)}…` : text;
		yield line(`  ${signs[fate]} ${at + 1} ${fates[fate]}: ${short}`, fate === 'notRun' ? 'soft' : 'plain');
	}
}

function* wreckLines(wreck: Wreck, { total }: PulledPlug, about: string): Iterable<OutputLine> {
	yield line(`${wreck.transaction ? 'In a transaction' : 'Without a transaction'}${about}.`);
	if (wreck.problem) {
		yield line(`  It does not get that far: ${wreck.problem.message}`, 'warning');
		return;
	}
	const { remain, told, words, tables } = wreck;
	yield remain === 0
		? line('  ✓ Nothing remains of it.', 'good')
		: line(
				`  ⚠ ${remain} of ${counted(total, 'statement')} ${remain === 1 ? 'remains' : 'remain'}.`,
				'warning'
			);
	for (const word of words) yield line(`  ${word}`, 'soft');
	yield* fateLines(tables);
	if (told < remain) yield line(`  ⚠ The ledger is behind: it says ${told}.`, 'warning');
}
