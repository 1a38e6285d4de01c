import type { Value } from '../../engine/database.ts';
import type { MoveCommand, Rehearsal } from '../../engine/run/rehearse.ts';
import { describeFates, type FateSentence } from '../../engine/rows/describe-fates.ts';
import type { TableFates } from '../../engine/rows/table-fates.ts';
import type { Frame } from '../../engine/run/step.ts';
import { listed } from '../../engine/text/names.ts';
import { lossesOf, putAsideBy } from '../../engine/run/losses-of.ts';
import { has, type Answer, type Command } from '../command.ts';
import { evidence } from '../evidence.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, couldNot, folderName, line, migrationOf, problemLines } from '../lines.ts';

export const rehearse: Command = {
	name: 'rehearse',
	summary: 'Really run the next steps on the rows that are there, say what became of them, and undo it all.',
	details: [
		'A target is as for `upgrade`; with --down it is as for `downgrade`.',
		'The exit code is 0 where every step would work and 1 where one would fail, for use in a test run.'
	],
	examples: ['rehearse', 'rehearse head', 'rehearse --down', 'rehearse --down base'],
	positional: {
		name: 'revision',
		kind: 'target',
		many: false,
		fallback: { updown: [''], flask: [''], alembic: [''] },
		summary: 'How far to go; one step where it is left out.'
	},
	options: [{ name: '--down', summary: 'Rehearse a downgrade.' }],
	own: true,
	run: async function* (invocation, host): Answer {
		const kind = has(invocation, '--down') ? 'downgrade' : 'upgrade';
		const target = invocation.positionals[0] || (kind === 'upgrade' ? '+1' : '-1');
		return yield* told({ kind, target }, await host.rehearse({ kind, target }), host);
	}
};

async function* told(command: MoveCommand, rehearsal: Rehearsal, host: CommandHost): Answer {
	const { result, steps, culprits } = rehearsal;
	const { graph } = host.folder();
	for (const { result: step, tables } of steps) {
		const { message } = migrationOf(graph, step.revision);
		yield line(`Rehearsed ${step.direction} of ${step.revision}, ${message}`, 'soft');
		if (step.status === 'applied') {
			yield line(`✓ ${evidence(step.frame)}`, 'good');
			yield* fateLines(tables);
			if (step.direction === 'downgrade') yield* lossLines(step.frame);
		} else if (step.status === 'failed') yield* problemLines(step.problem, folderName(host));
	}
	if (culprits) {
		yield line(`  ${culprits.sentence}`, 'error');
		const names = culprits.rows.columns.map(({ name }) => name);
		for (const { values } of culprits.rows.rows) {
			yield line(`    ${names.map((name, at) => `${name} ${shown(values[at])}`).join(', ')}`, 'soft');
		}
	}
	const failed = steps.some(({ result: step }) => step.status === 'failed');
	if (!failed) {
		const errors = result.problems.filter(({ severity }) => severity === 'error');
		if (errors.length > 0) return yield* couldNot(errors, host);
	}
	if (result.status === 'nothing') {
		yield line(`Nothing to rehearse: there is nothing to ${command.kind}.`);
		return 0;
	}
	yield line('All of it was undone: the database is as it was.');
	return result.status === 'applied' ? 0 : 1;
}

/** Where a downgrade takes something, whether it comes back. */
function* lossLines(frame: Frame): Iterable<OutputLine> {
	const aside = putAsideBy(frame).map(({ table }) => table);
	if (aside.length > 0)
		yield line(`  What is taken from ${listed(aside)} is put aside for the next upgrade.`, 'soft');
	if (lossesOf(frame).length > 0) {
		yield line(
			`  \`updown safe-downgrade ${frame.revision}\` sees to it that the next upgrade brings it back.`,
			'soft'
		);
	}
}

function shown(value: Value | undefined): string {
	if (value === null || value === undefined) return 'NULL';
	if (value instanceof Uint8Array) return counted(value.length, 'byte');
	return typeof value === 'string' ? `'${value}'` : String(value);
}

const signs = { kept: '=', changed: '≠', added: '+', lost: '−', restored: '↺' } as const;

/** What became of the rows of each table, a line each. */
export function* fateLines(tables: readonly TableFates[]): Iterable<OutputLine> {
	for (const { fate, words } of tables.flatMap(describeFates)) {
		yield line(`  ${signs[fate]} ${words}`, toneOf(fate));
	}
}

function toneOf(fate: FateSentence['fate']): OutputLine['tone'] {
	return fate === 'lost' ? 'error' : fate === 'changed' ? 'warning' : 'plain';
}
